"""What the differences between two clusters lead to, as far as it is known offline. Pure.

Rules look at changed module calls. What Terraform will really do stands in its plan; this is what a reviewer
can know before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from ...catalog.kubernetes import version_step_text
from ...catalog.resources.ec2 import OUTBOUND_ADDRESS
from ...catalog.terraform_modules import (
    TERRAFORM_MODULES,
    ModuleEntries,
    ReplacingArgument,
    call_phrase,
    split_call,
)
from ..cidr import admitted_addresses, holds_everyone
from ..paths import matches, starts_with
from .kept import kept_arguments
from .module_calls import ArgumentSide, CallChange, CallChangeKind, ChangedArgument
from .refusals import refused_arguments


class ConsequenceKind(StrEnum):
    """What deserves a look before anything else, heaviest first."""

    MOVED = "moved"
    """Another account, region or state: the existing objects are left behind."""
    REFUSED = "refused"
    """AWS refuses it, and so does a plan."""
    REPLACE = "replace"
    DESTROY = "destroy"
    VERSION_STEP = "version-step"
    NODE_ROLL = "node-roll"
    ENDPOINT = "endpoint"
    """More addresses reach the Kubernetes API or a load balancer."""
    ACCESS = "access"
    """Somebody gains or loses the rights of an administrator."""
    PROTECTION = "protection"
    """Less is encrypted, recorded, kept or protected."""
    KEPT = "kept"
    """What the spec no longer says stays as it is in AWS."""


@dataclass(frozen=True, slots=True)
class Consequence:
    """Something that a difference leads to.

    `call` is the part of the cluster it happens to, `message` a lowercase sentence without a full stop,
    `side` the field to look at (of the old spec where the new one has none).
    """

    effect: ConsequenceKind
    call: str
    message: str
    side: ArgumentSide | None = None


Rule = Callable[[CallChange], Iterator[Consequence]]


def consequences(calls: Iterable[CallChange]) -> tuple[Consequence, ...]:
    """Return all consequences, heaviest first, then in the order of the calls; each message once."""
    order, calls = list(ConsequenceKind), tuple(calls)
    unique: dict[tuple[ConsequenceKind, str], Consequence] = {}
    for consequence in (c for call in calls for rule in _RULES for c in rule(call)):
        unique.setdefault((consequence.effect, consequence.message), consequence)
    elsewhere = any(_elsewhere(call) for call in calls)
    kept = (c for c in unique.values() if not (elsewhere and c.effect in _OF_EXISTING_OBJECTS))
    return tuple(sorted(kept, key=lambda c: order.index(c.effect)))


_OF_EXISTING_OBJECTS = (
    ConsequenceKind.REFUSED,
    ConsequenceKind.REPLACE,
    ConsequenceKind.DESTROY,
    ConsequenceKind.VERSION_STEP,
    ConsequenceKind.NODE_ROLL,
)
"""What does not happen to objects that stay in another region or account."""


_PLACES: dict[tuple[str, ...], str] = {("region",): "region", ("allowed_account_ids",): "account"}
"""Arguments of the provider that say where the cluster is."""


def _elsewhere(call: CallChange) -> list[ChangedArgument]:
    """Return the arguments that move the cluster to another region or account."""
    if call.name != "provider" or call.kind is not CallChangeKind.CHANGED:
        return []
    return [a for a in call.arguments if a.at in _PLACES and a.before and a.after]


def _consequence(
    effect: ConsequenceKind, call: CallChange, message: str, argument: ChangedArgument | None = None
) -> Consequence:
    side = (argument.after or argument.before) if argument else None
    return Consequence(effect, call.name, message, side or ArgumentSide(None, (), call.place))


def _moved(call: CallChange) -> Iterator[Consequence]:
    if call.module:
        return
    for argument in _elsewhere(call):
        message = f"another {_PLACES[argument.at]}: everything that exists in the old one is left there"
        yield _consequence(ConsequenceKind.MOVED, call, message, argument)
    account = call.argument("allowed_account_ids")
    if call.name == "provider" and account and account.before and not account.after:
        message = "the account is no longer fixed: credentials of any account are accepted"
        yield _consequence(ConsequenceKind.MOVED, call, message, account)
    if call.name in _CREDENTIALS_OF and (other := [a for a in call.arguments if a.at[-1] in _CREDENTIALS]):
        message = f"{_CREDENTIALS_OF[call.name]} other credentials: another profile or role"
        yield _consequence(ConsequenceKind.MOVED, call, message, other[0])
    if call.name == "backend" and any(a.at[-1] in _STATE_LOCATION for a in call.arguments):
        message = "the state has another location: move it first, or everything is created a second time"
        yield _consequence(ConsequenceKind.MOVED, call, message, call.arguments[0])


_CREDENTIALS = ("profile", "role_arn")
_CREDENTIALS_OF = {"provider": "AWS is called with", "backend": "the state is read and written with"}
_STATE_LOCATION = ("bucket", "key", "path", "region")


def _refused(call: CallChange) -> Iterator[Consequence]:
    """Yield what AWS refuses, and the step of the Kubernetes version if it is not refused."""
    refused = tuple(refused_arguments(call))
    for argument, message in refused:
        yield _consequence(ConsequenceKind.REFUSED, call, message, argument)
    step = call.argument("kubernetes_version") if call.module == "eks" else None
    if step and step.before and step.after and not any(argument is step for argument, _ in refused):
        yield _version_step(call, step, str(step.before.value), str(step.after.value))


def _version_step(call: CallChange, step: ChangedArgument, old: str, new: str) -> Consequence:
    message = f"the control plane goes from Kubernetes {old} to {new}: {version_step_text(old, new)}"
    return _consequence(ConsequenceKind.VERSION_STEP, call, message, step)


def _replaced(call: CallChange) -> Iterator[Consequence]:
    if call.kind is not CallChangeKind.CHANGED:
        return
    changed = [a for a in call.arguments if a.before and a.after]
    replacing = [(row, a) for a in changed if (row := _replacing_argument(call.module, a)) is not None]
    # Where an object is replaced with its contents, naming the contents one by one says nothing new.
    for row, argument in [pair for pair in replacing if pair[0].with_contents] or replacing:
        message = _replacement_text(row, call, argument)
        yield _consequence(ConsequenceKind.REPLACE, call, message, _cause(row, call, argument))


def _replacing_argument(module: str, argument: ChangedArgument) -> ReplacingArgument | None:
    rows = TERRAFORM_MODULES[module].replacing if module else ()
    return next((row for row in rows if matches(argument.at, row.path)), None)


def _replacement_text(row: ReplacingArgument, call: CallChange, argument: ChangedArgument) -> str:
    key = next((step for want, step in zip(row.path, argument.at, strict=False) if want == "*"), "")
    name = key or split_call(call.name)[1]
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
        yield _consequence(ConsequenceKind.REPLACE, call, _rename_text(call))
    elif call.kind is CallChangeKind.REMOVED and call.module:
        row, _ = split_call(call.name)
        verb = "are" if row and row.plural else "is"
        note = TERRAFORM_MODULES[call.module].deletion_note
        message = f"{call_phrase(call.name)} {verb} deleted{note}"
        yield _consequence(ConsequenceKind.DESTROY, call, message)
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
            yield _consequence(ConsequenceKind.DESTROY, call, _deletion_text(row, entry[1]), argument)


def _deletion_text(row: ModuleEntries, key: str) -> str:
    return f"{row.noun} {key} is deleted{row.deletion_note}"


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
        yield _consequence(ConsequenceKind.NODE_ROLL, call, message, causes[0])


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
        yield _consequence(ConsequenceKind.DESTROY, call, message, zones)


def _opened(call: CallChange) -> Iterator[Consequence]:
    ranges = call.argument("endpoint", "public_cidrs") if call.module == "eks" else None
    if ranges and ranges.after and (added := _added_ranges(ranges)):
        yield _consequence(ConsequenceKind.ENDPOINT, call, f"the Kubernetes API opens to {added}", ranges)
    ranges = call.argument("ingress_cidrs") if call.module == "elb" else None
    if ranges and ranges.before and ranges.after and (added := _added_ranges(ranges)):
        message = f"{call_phrase(call.name)} opens to {added}"
        yield _consequence(ConsequenceKind.ENDPOINT, call, message, ranges)


def _added_ranges(ranges: ChangedArgument) -> str:
    """Return the ranges that are let in and were not before, in words; empty when there are none."""
    before = ranges.before.value if ranges.before else ()
    after = ranges.after.value if ranges.after else ()
    added = admitted_addresses(map(str, before), map(str, after))
    return "the whole internet" if added and holds_everyone(map(str, after)) else ", ".join(added)


def _access(call: CallChange) -> Iterator[Consequence]:
    if call.module != "eks" or call.kind is not CallChangeKind.CHANGED:
        return
    for argument in call.arguments:
        if argument.at[0] == "access_entries" and (verb := _access_verb(argument)):
            yield _consequence(ConsequenceKind.ACCESS, call, f"{argument.at[1]} {verb}", argument)


def _access_verb(argument: ChangedArgument) -> str:
    """Return what an argument of an access entry means for its principal, "" if nothing."""
    side, steps = argument.after or argument.before, argument.at[2:]
    if steps == ("policies", "cluster-admin", "policy_arn"):
        return "becomes an administrator" if argument.after else "is no longer an administrator"
    if steps == ("principal_arn",) and side and side.path[:2] == ("access", "entries"):
        return "may use the Kubernetes API" if argument.after else "may no longer use the Kubernetes API"
    return ""


def _unprotected(call: CallChange) -> Iterator[Consequence]:
    for argument in call.arguments if call.kind is CallChangeKind.CHANGED else ():
        if message := _lost_protection(call, argument):
            yield _consequence(ConsequenceKind.PROTECTION, call, message, argument)


def _lost_protection(call: CallChange, argument: ChangedArgument) -> str:
    at, before, after = argument.at, argument.before, argument.after
    if at == ("variant", "prevent_destroy") and after is None:
        return "the cluster, its network and its keys can be destroyed again"
    if call.module == "eks" and at == ("log_types",) and before and after:
        removed = [str(log_type) for log_type in before.value if log_type not in after.value]
        return f"the control plane no longer writes these logs: {', '.join(removed)}" if removed else ""
    if call.module == "log_groups" and at[-1] == "retention_days" and before and after:
        return f"log group {at[1]} keeps its logs only {after.value} days" if _less(after, before) else ""
    if at[-1] == "deletion_protection" and before and before.value and after and after.value is False:
        return f"{call_phrase(call.name)} can be deleted again"
    if call.module == "nodes" and at == ("disk", "encrypted") and after and not after.value:
        return f"new disks of {call_phrase(call.name)} are not encrypted"
    return ""


def _kept(call: CallChange) -> Iterator[Consequence]:
    for argument, message in kept_arguments(call):
        yield _consequence(ConsequenceKind.KEPT, call, message, argument)


def _less(one: ArgumentSide, other: ArgumentSide) -> bool:
    return isinstance(one.value, int) and isinstance(other.value, int) and one.value < other.value


_RULES: tuple[Rule, ...] = (
    _moved,
    _refused,
    _replaced,
    _destroyed,
    _rolled,
    _readdressed,
    _opened,
    _access,
    _unprotected,
    _kept,
)
