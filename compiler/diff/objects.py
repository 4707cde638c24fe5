"""What happens to the objects of a cluster: refused, replaced, deleted, upgraded, rolled. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from ...catalog.kubernetes.versions import version_step_text
from ...catalog.resources.types.ec2 import OUTBOUND_ADDRESS
from ...catalog.terraform.modules import (
    TERRAFORM_MODULES,
    ReplacingArgument,
    call_phrase,
    split_call,
)
from ..paths import matches, starts_with
from .consequence import Consequence, ConsequenceKind, Rule, consequence_of
from .module_calls import CallChange, CallChangeKind, ChangedArgument
from .refusals import refused_arguments


def _refused(call: CallChange) -> Iterator[Consequence]:
    """Yield what AWS refuses, and the step of the Kubernetes version if it is not refused."""
    refused = tuple(refused_arguments(call))
    for argument, message in refused:
        yield consequence_of(ConsequenceKind.REFUSED, call, message, argument)
    step = call.argument("kubernetes_version") if call.module == "eks" else None
    if step and step.before and step.after and not any(argument is step for argument, _ in refused):
        yield _version_step(call, step, str(step.before.value), str(step.after.value))


def _version_step(call: CallChange, step: ChangedArgument, old: str, new: str) -> Consequence:
    message = f"the control plane goes from Kubernetes {old} to {new}: {version_step_text(old, new)}"
    return consequence_of(ConsequenceKind.VERSION_STEP, call, message, step)


def _replaced(call: CallChange) -> Iterator[Consequence]:
    if call.kind is not CallChangeKind.CHANGED:
        return
    changed = [a for a in call.arguments if a.before and a.after]
    replacing = [(row, a) for a in changed if (row := _replacing_argument(call.module, a)) is not None]
    # Where an object is replaced with its contents, naming the contents one by one says nothing new.
    for row, argument in [pair for pair in replacing if pair[0].with_contents] or replacing:
        name = _replaced_name(row, call, argument)
        cause = _cause(row, call, argument)
        yield consequence_of(ConsequenceKind.REPLACE, call, _replacement_text(row, name), cause, name)


def _replacing_argument(module: str, argument: ChangedArgument) -> ReplacingArgument | None:
    rows = TERRAFORM_MODULES[module].replacing if module else ()
    return next((row for row in rows if matches(argument.at, row.path)), None)


def _replaced_name(row: ReplacingArgument, call: CallChange, argument: ChangedArgument) -> str:
    key = next((step for want, step in zip(row.path, argument.at, strict=False) if want == "*"), "")
    return key or split_call(call.name)[1]


def _replacement_text(row: ReplacingArgument, name: str) -> str:
    subject = f"{row.object} {name}" if name else f"the {row.object}"
    if row.with_contents:
        return f"{subject} is replaced with everything in it"
    return f"{subject} is replaced, {'the new one first' if row.create_first else 'the old one goes first'}"


def _cause(row: ReplacingArgument, call: CallChange, argument: ChangedArgument) -> ChangedArgument:
    """Return the argument that the reader wrote: behind a hashed name, one that the hash was made of."""
    parent = argument.at[:-1]
    beside = (a for a in call.arguments if starts_with(a.at, parent))
    return next((a for a in beside if ".".join(a.at[len(parent) :]) in row.causes), argument)


def _destroyed(call: CallChange) -> Iterator[Consequence]:
    if call.kind is CallChangeKind.RENAMED:
        yield consequence_of(ConsequenceKind.REPLACE, call, _rename_text(call))
    elif call.kind is CallChangeKind.REMOVED and call.module:
        row, _ = split_call(call.name)
        verb = "are" if row and row.plural else "is"
        note = TERRAFORM_MODULES[call.module].deletion_note
        message = f"{call_phrase(call.name)} {verb} deleted{note}"
        yield consequence_of(ConsequenceKind.DESTROY, call, message)
    elif call.kind is CallChangeKind.CHANGED and call.module:
        yield from _deleted_entries(call)


def _rename_text(call: CallChange) -> str:
    row, name = split_call(call.name)
    replacing = (r for r in TERRAFORM_MODULES[call.module].replacing if row and r.object == row.phrase)
    create_first = any(replaced.create_first for replaced in replacing)
    order = "the new one first" if create_first else "a new one is created and the old one deleted"
    return f"{call_phrase(call.previous)} is now called {name} and is replaced, {order}"


def _deleted_entries(call: CallChange) -> Iterator[Consequence]:
    """Yield a consequence for each removed key of a mapping of objects."""
    rows = {row.argument: row for row in TERRAFORM_MODULES[call.module].entries}
    reported: set[tuple[str, ...]] = set()
    for argument in call.arguments:
        row, entry = rows.get(argument.at[0]), argument.at[:2]
        if row and len(entry) == 2 and entry not in reported and _is_deleted(call, entry):
            reported.add(entry)
            name = entry[1]
            message = f"{row.noun} {name} is deleted{row.deletion_note}"
            yield consequence_of(ConsequenceKind.DESTROY, call, message, argument, name)


def _is_deleted(call: CallChange, entry: tuple[str, ...]) -> bool:
    """Return whether every argument of an entry is removed; unchanged ones are not among the arguments."""
    below = [a for a in call.arguments if starts_with(a.at, entry)]
    whole = entry in {a.at for a in below} or len(below) > 2
    return whole and all(a.after is None for a in below)


def _rolled(call: CallChange) -> Iterator[Consequence]:
    if not call.module or call.kind is not CallChangeKind.CHANGED or call.argument("node_group_name"):
        return
    rolling = TERRAFORM_MODULES[call.module].rolling
    causes = [a for a in call.arguments if any(starts_with(a.at, path) for path in rolling)]
    if causes and (how := _how_nodes_go(call)):
        message = f"{call_phrase(call.name)} rolls: {how}"
        if all(cause.at[0] == "tags" for cause in causes):
            message += ", because nodes get new tags from a new launch template version only"
        yield consequence_of(ConsequenceKind.NODE_ROLL, call, message, causes[0])


def _how_nodes_go(call: CallChange) -> str:
    """Return how the nodes are replaced; "" in a self-managed group without an instance refresh."""
    if call.module != "nodes" or call.settings.get(("self_managed",), "") is None:
        return "every node is drained and replaced"
    refresh = ("self_managed", "instance_refresh")
    return (
        "every node is replaced, without being drained" if call.settings.get(refresh, "") is not None else ""
    )


def _readdressed(call: CallChange) -> Iterator[Consequence]:
    """Yield the NAT gateways that go, and with them the addresses that others may have allowed."""
    zones = call.argument("nat_zones") if call.module == "vpc" else None
    if not zones or not zones.before or not zones.after:
        return
    gone = [str(zone) for zone in zones.before.value if zone not in zones.after.value]
    if gone:
        message = f"the NAT gateway in {', '.join(gone)} is deleted with its address: {OUTBOUND_ADDRESS}"
        yield consequence_of(ConsequenceKind.DESTROY, call, message, zones)


OBJECT_RULES: tuple[Rule, ...] = (_refused, _replaced, _destroyed, _rolled, _readdressed)
