"""What an apply that did not finish may have left: objects in AWS that no state records.

Terraform creates an object first and records it then; if it is killed in between, the object is in no state.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from ...compiler.errors import EksgenError
from ...compiler.plural import plural
from ..aws.orphans import find_orphans
from ..paths import WorkDir
from ..plan.result import PlanResult
from ..truncate import take_some
from .open_plan import OpenPlan

_SHOWN = 20
IMPORT_THEM = "import them: pass --import-orphans, and the apply continues from there"


@contextmanager
def marking_apply(workdir: WorkDir) -> Iterator[None]:
    """Leave a marker in the working folder unless the block succeeds."""
    marker = workdir.apply_marker
    marker.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    marker.touch(mode=0o600)
    yield
    marker.unlink(missing_ok=True)


def with_orphans(opened: OpenPlan, planned: PlanResult, *, always: bool = False) -> PlanResult:
    """Add to a plan the objects it would create that already exist in AWS.

    Unless `always`, AWS is asked only after an apply in this folder that did not finish.
    """
    session = opened.session
    if planned.destroy or not (always or session.workdir.apply_marker.exists()):
        return planned
    orphans, remarks = find_orphans(session.workspace, opened.document, session.trace)
    return replace(planned, orphans=orphans, remarks=(*planned.remarks, *remarks))


def require_no_orphans(planned: PlanResult, help_: str = IMPORT_THEM) -> None:
    """Refuse an apply that would create an object a second time; `EksgenError` names the objects."""
    ours = [orphan for orphan in planned.orphans if orphan.ours]
    if not ours:
        return
    count = plural(len(ours), "object")
    names = [f"{orphan.address.text} is {orphan.id}" for orphan in ours]
    raise EksgenError(
        f"an apply that was stopped left {count} in AWS that no state records",
        code="orphans",
        notes=take_some(names, _SHOWN),
        helps=(help_, "or delete them in AWS, then apply again"),
    )
