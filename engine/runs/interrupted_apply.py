"""What an apply that did not finish may have left: objects in AWS that no state records.

Terraform creates an object first and records it then; if it is killed in between, the object is in no state.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from ...catalog.terraform.import_lookups import LOOKUPS
from ...compiler.errors import EksgenError
from ...compiler.files.writing import remove_file, write_file
from ...compiler.plural import plural
from ..aws.orphans import find_orphans
from ..paths import WorkDir
from ..plan.result import Action, OrphanedObject, PlanResult
from ..truncate import take_some
from .open_plan import OpenPlan

_SHOWN = 20
_ALWAYS_LOOKED_UP = frozenset({"aws_cloudwatch_log_group"})
IMPORT_THEM = "import them: pass --import-orphans, and the apply continues from there"


@contextmanager
def marking_apply(workdir: WorkDir) -> Iterator[None]:
    """Leave a marker in the working folder unless the block succeeds."""
    write_file(workdir.root, workdir.apply_marker, b"")
    yield
    remove_file(workdir.root, workdir.apply_marker)


def with_orphans(
    opened: OpenPlan, planned: PlanResult, *, always: bool = False, applying: bool = False
) -> PlanResult:
    """Add to a plan the objects it would create that already exist in AWS.

    Unless `always`, AWS is asked only after an apply in this folder that did not finish. Before an apply that
    creates a cluster (`applying`) it is always asked for log groups, which EKS may have created again.
    """
    session = opened.session
    if planned.destroy:
        return planned
    types = frozenset(LOOKUPS)
    if not (always or session.workdir.apply_marker.exists()):
        types = _ALWAYS_LOOKED_UP if applying and _creates_cluster(planned) else frozenset()
    if not types:
        return planned
    orphans, remarks = find_orphans(session.workspace, opened.document, session.trace, types)
    return replace(planned, orphans=orphans, remarks=(*planned.remarks, *remarks))


def _creates_cluster(planned: PlanResult) -> bool:
    return any(
        change.action is Action.CREATE and change.address.resource_type == "aws_eks_cluster"
        for change in planned.changes
    )


def require_no_orphans(planned: PlanResult, help_: str = IMPORT_THEM) -> None:
    """Refuse an apply that would create what exists; `EksgenError` names the objects and what to do."""
    ours = [orphan for orphan in planned.orphans if orphan.ours]
    if not ours:
        _require_free_names(planned.orphans)
        return
    count = plural(len(ours), "object")
    names = [f"{orphan.address.text} is {orphan.id}" for orphan in ours]
    raise EksgenError(
        f"the apply would create {count} that AWS already has",
        code="orphans",
        notes=take_some(names, _SHOWN),
        helps=(help_, "or delete them in AWS, then apply again"),
    )


def _require_free_names(foreign: Sequence[OrphanedObject]) -> None:
    """Refuse an apply that AWS would refuse, because objects without the tags of the spec have the names."""
    if not foreign:
        return
    commands = [orphan.delete_command for orphan in foreign if orphan.delete_command]
    delete = ("or delete what nobody needs, with all that is in it:", *commands[:_SHOWN]) if commands else ()
    raise EksgenError(
        f"the apply would create {plural(len(foreign), 'object')} whose name somebody else uses",
        code="name-taken",
        notes=take_some(
            [f"{o.address.text} exists as {o.id}, without the tags of the spec" for o in foreign], _SHOWN
        ),
        helps=("use another name in the spec", *delete),
    )
