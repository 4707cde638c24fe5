"""The mark of an apply that has not ended well, and what a plan says of the objects it may have left.

Terraform makes an object first and records it then; killed in between, the object is in no state.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from ...compiler.errors import EksgenError
from ..aws.orphans import find_orphans
from ..plan.result import PlanResult
from ..truncate import take_some
from ..workdir.workspace import Workspace
from .open_plan import OpenPlan

_SHOWN = 20
_TAKE_IN = "take them in: give --import-orphans, and the apply goes on from there"


@contextmanager
def marking_apply(folder: Path) -> Iterator[None]:
    """Leaves a mark in the working folder unless the block ends well."""
    mark = _mark(folder)
    mark.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    mark.touch(mode=0o600)
    yield
    mark.unlink(missing_ok=True)


def with_orphans(
    workspace: Workspace, saved: OpenPlan, planned: PlanResult, *, always: bool = False
) -> PlanResult:
    """The plan, and what of it is in AWS already. Unless `always`, AWS is asked only after an apply in this
    folder that did not end well."""
    if planned.destroy or not (always or _mark(workspace.folder).exists()):
        return planned
    found, remarks = find_orphans(workspace, saved.document, saved.trace)
    return replace(planned, orphans=found, remarks=(*planned.remarks, *remarks))


def require_no_orphans(planned: PlanResult, take_in: str = _TAKE_IN) -> None:
    """Stop an apply that would make again what an earlier one made; `EksgenError` names the objects, and says
    how to `take_in` them."""
    ours = [one for one in planned.orphans if one.ours]
    if not ours:
        return
    count = f"{len(ours)} object{'' if len(ours) == 1 else 's'}"
    shown = [f"{one.address.text} is {one.id}" for one in ours]
    raise EksgenError(
        f"an apply that was stopped left {count} in AWS that no state records",
        code="orphans",
        notes=take_some(shown, _SHOWN),
        helps=(
            take_in,
            "or delete them in AWS, then apply again",
        ),
    )


def _mark(folder: Path) -> Path:
    return folder / ".eksgen" / "applying"
