"""Find what a plan would destroy although the spec protects it with `terraform.preventDestroy`. Pure.

Terraform's own `prevent_destroy` hides the plan, and does not apply once the block is deleted from the
configuration, so every plan is checked here.
"""

from __future__ import annotations

from itertools import groupby

from ....catalog.resources.lifecycle import FAILED, PROTECTED
from ....catalog.resources.nouns import noun
from ....compiler.diagnostics import Diagnostic, Label, Severity
from ....compiler.paths import attribute_text
from ...source_map.place import SpecPlace
from ..attribute_diff import value_at
from ..document import PlanDocument, ResourceChange
from ..result import Danger, PlanResult

_HELP = (
    "undo that change; or, to destroy what is protected, delete `preventDestroy` (and `terraform`, if it is "
    "empty then), and plan again"
)


def protected_changes(
    document: PlanDocument, result: PlanResult, protection: SpecPlace | None
) -> tuple[Diagnostic, ...]:
    """Return an error for each cause of a loss; `protection` is the line that protects, if there is one."""
    if protection is None:
        return ()
    dangers = {(d.address.text, d.change.deposed): d for d in result.dangers}
    losses = [
        (dangers.get((entry.address.text, entry.deposed)), entry)
        for entry in document.entries
        if _destroys_protected(entry)
    ]
    losses.sort(key=lambda loss: (str(_cause(loss[0])), loss[1].address.text))
    return tuple(
        _diagnostic([*group], protection) for _, group in groupby(losses, key=lambda loss: _cause(loss[0]))
    )


def _destroys_protected(entry: ResourceChange) -> bool:
    """Return whether a change destroys a protected object.

    A cluster that EKS could not create is not protected: it holds nothing, and is replaced.
    """
    failed = entry.tainted and value_at(entry.before.value, ("status",)) == FAILED
    return entry.address.resource_type in PROTECTED and entry.destroys and not failed


def _cause(danger: Danger | None) -> SpecPlace | None:
    return danger.spec if danger else None


def _diagnostic(group: list[tuple[Danger | None, ResourceChange]], protection: SpecPlace) -> Diagnostic:
    cause, guard = _cause(group[0][0]), Label(protection.span, "protects it")
    names = ", ".join(_name(entry) for _, entry in group)
    label = Label(cause.span, _why(group[0][0])) if cause else guard
    return Diagnostic(
        "protected",
        Severity.ERROR,
        f"the plan would destroy {names}",
        label,
        secondary=(guard,) if cause else (),
        notes=tuple(f"this is {entry.address.text}" for _, entry in group),
        helps=(_HELP,),
    )


def _why(danger: Danger | None) -> str:
    """Return which attributes force the replacement, as far as that is the reason."""
    forcing = [a for a in danger.attributes if a.forces_replacement] if danger else []
    if not forcing:
        return ""
    return f"{', '.join(attribute_text(a.path) for a in forcing)} cannot change in place"


def _name(entry: ResourceChange) -> str:
    """Return the object with its id, which is also the name of a cluster."""
    id_ = value_at(entry.before.value, ("id",))
    return f"{noun(entry.address.resource_type).one} {id_}" if id_ else noun(entry.address.resource_type).one
