"""What comes of the differences between two clusters, as far as it is known offline: pure rules over changed
module calls. What Terraform will really do stands in its plan; this is what a reviewer can know before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from ...catalog.disruption import IN_PLACE, ROLLBACK_DAYS
from ...catalog.kubernetes import goes_back, skips
from ...catalog.replacement import FIXED, ROLLING, Fixed
from ..cidr import admitted_addresses
from .module_calls import ArgumentSide, CallChange, CallChangeKind, ChangedArgument


class ConsequenceKind(StrEnum):
    """What deserves a look before anything else, heaviest first."""

    MOVED = "moved"
    """Another account, region or state: what stands now is left behind."""
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


@dataclass(frozen=True, slots=True)
class Consequence:
    """One of them. `call` is the part of the cluster it happens to, `message` a lowercase sentence without a
    full stop, `side` the field to look at (of the old spec where the new one has none)."""

    effect: ConsequenceKind
    call: str
    message: str
    side: ArgumentSide | None = None


Rule = Callable[[CallChange], Iterator[Consequence]]


def consequences(calls: Iterable[CallChange]) -> tuple[Consequence, ...]:
    """All of them, heaviest first, in the order of the calls."""
    found = [consequence for call in calls for rule in _RULES for consequence in rule(call)]
    order = list(ConsequenceKind)
    unique: dict[tuple[ConsequenceKind, str], Consequence] = {}
    for one in found:
        unique.setdefault((one.effect, one.message), one)
    return tuple(sorted(unique.values(), key=lambda c: order.index(c.effect)))


def address_text(call: str) -> str:
    """A module call as people name it: `node group web`."""
    kind, _, name = call.partition("_")
    named = {"nodes": "node group", "elb": "load balancer"}
    return f"{named[kind]} {name}" if kind in named else _CALLED.get(call, call)


_CALLED = {
    "eks": "the control plane",
    "vpc": "the network",
    "secrets_key": "the key of the Kubernetes secrets",
    "logs_key": "the key of the logs",
    "log_groups": "the log groups",
}


def _one(
    effect: ConsequenceKind, call: CallChange, message: str, argument: ChangedArgument | None = None
) -> Consequence:
    side = (argument.after or argument.before) if argument else None
    return Consequence(effect, call.name, message, side or ArgumentSide(None, (), call.place))


def _moved(call: CallChange) -> Iterator[Consequence]:
    where = call.arguments if call.module == "" and call.kind is not CallChangeKind.ADDED else ()
    for argument in where:
        if argument.at == ("region",):
            yield _one(
                ConsequenceKind.MOVED,
                call,
                "another region: what stands in the old one is left there",
                argument,
            )
        if argument.at == ("allowed_account_ids",) and argument.before and argument.after:
            yield _one(
                ConsequenceKind.MOVED,
                call,
                "another account: what stands in the old one is left there",
                argument,
            )
    if call.name == "backend" and any(a.at[-1] in ("bucket", "key", "path", "region") for a in where):
        message = "the state is looked for elsewhere: move it first, or everything is made a second time"
        yield _one(ConsequenceKind.MOVED, call, message, call.arguments[0])


def _replaced(call: CallChange) -> Iterator[Consequence]:
    if call.kind is not CallChangeKind.CHANGED:
        return
    changed = [a for a in call.arguments if a.before and a.after]
    found = [(f, a) for a in changed if (f := next((f for f in FIXED if f.meets(call.module, a.at)), None))]
    whole = [(fixed, argument) for fixed, argument in found if fixed.all_below]
    for fixed, argument in whole or found:
        yield _one(
            ConsequenceKind.REPLACE, call, _replacing(fixed, call, argument), _cause(fixed, call, argument)
        )
    off = call.argument("secrets_encryption", "this", "key_arn")
    if off and off.after is None:
        message = "the EKS cluster is replaced with all that stands in it: encryption cannot be taken off"
        yield _one(ConsequenceKind.REPLACE, call, message, off)


def _replacing(fixed: Fixed, call: CallChange, argument: ChangedArgument) -> str:
    key = next((got for want, got in zip(fixed.at, argument.at, strict=False) if want == "*"), "")
    own = call.name.partition("_")[2] if call.module in ("nodes", "elb") and not key else key
    named = f"{fixed.thing} {own}".rstrip() if own else f"the {fixed.thing}"
    if fixed.all_below:
        return f"{named} is replaced with all that stands in it{fixed.note}"
    return f"{named} is replaced, {'the new one first' if fixed.new_first else 'the old one goes first'}"


_FORCES = ("ami_type", "capacity_type", "instance_types", "subnet_ids", "public_ip", "kind", "target_port")


def _cause(fixed: Fixed, call: CallChange, argument: ChangedArgument) -> ChangedArgument:
    """The argument that the reader wrote: behind a name with a hash stands what the hash was made of."""
    near = argument.at[:-1] if fixed.at[-1] == "target_group_name" else ()
    causes = (a for a in call.arguments if a.at[:-1] == near and a.at[-1] in (*_FORCES, "target_protocol"))
    return next(causes, argument) if fixed.new_first else argument


def _destroyed(call: CallChange) -> Iterator[Consequence]:
    if call.kind is CallChangeKind.RENAMED:
        old, new = address_text(call.previous), call.name.partition("_")[2]
        order = "the new one first" if call.module == "nodes" else "a new one is made, the old one goes"
        yield _one(ConsequenceKind.REPLACE, call, f"{old} is called {new} now and is replaced, {order}")
    elif call.kind is CallChangeKind.REMOVED and call.module:
        note = {
            "kms": " in 30 days, and what it encrypted cannot be read any more",
            "log_groups": " with what they hold",
            "elb": ", and its host name is gone",
        }.get(call.module, "")
        plural = call.module in ("log_groups", "addons")
        yield _one(
            ConsequenceKind.DESTROY,
            call,
            f"{address_text(call.name)} {'are' if plural else 'is'} deleted{note}",
        )
    elif call.kind is CallChangeKind.CHANGED and call.module in _ENTRIES:
        yield from _entries_gone(call)


_ENTRIES = {
    "vpc": {
        "private_subnets": "private subnet",
        "public_subnets": "public subnet",
        "intra_subnets": "control-plane subnet",
        "interface_endpoints": "the endpoint of",
    },
    "log_groups": {"groups": "with all it holds, log group"},
    "addons": {"addons": "add-on"},
    "elb": {"listeners": "the listener on port"},
}


def _entries_gone(call: CallChange) -> Iterator[Consequence]:
    """Keys that are gone from a mapping of which each entry is an object."""
    told: set[tuple[str, ...]] = set()
    for argument in call.arguments:
        thing = _ENTRIES[call.module].get(argument.at[0])
        entry = argument.at[:2]
        if thing and len(entry) == 2 and entry not in told and _all_gone(call, entry):
            told.add(entry)
            yield _one(ConsequenceKind.DESTROY, call, f"{thing} {entry[1]} is deleted", argument)


def _all_gone(call: CallChange, entry: tuple[str, ...]) -> bool:
    """Whether every argument below is gone; what stays the same is not among the arguments."""
    below = [a for a in call.arguments if a.at[:2] == entry]
    whole = entry in {a.at for a in below} or len(below) > 2
    return whole and all(a.after is None for a in below)


def _version_step(call: CallChange) -> Iterator[Consequence]:
    step = call.argument("kubernetes_version") if call.module == "eks" else None
    if step and step.before and step.after:
        old, new = str(step.before.value), str(step.after.value)
        message = f"the control plane goes from Kubernetes {old} to {new}: {_step(old, new)}"
        yield _one(ConsequenceKind.VERSION_STEP, call, message, step)


def _step(old: str, new: str) -> str:
    if goes_back(old, new):
        return f"back, which EKS does within {ROLLBACK_DAYS} days of the step up only"
    skipped = skips(old, new)
    return f"EKS takes one version at a time, and {skipped} comes next" if skipped else IN_PLACE


def _rolled(call: CallChange) -> Iterator[Consequence]:
    if call.module != "nodes" or call.kind is not CallChangeKind.CHANGED or call.argument("node_group_name"):
        return
    causes = [a for a in call.arguments if any(a.at[: len(head)] == head for head in ROLLING)]
    if causes:
        message = f"{address_text(call.name)} rolls: every node is drained and replaced"
        yield _one(ConsequenceKind.NODE_ROLL, call, message, causes[0])


def _opened(call: CallChange) -> Iterator[Consequence]:
    ranges = call.argument("endpoint", "public_cidrs") if call.module == "eks" else None
    if ranges and ranges.after and (more := _wider(ranges)):
        yield _one(ConsequenceKind.ENDPOINT, call, f"the Kubernetes API opens to {more}", ranges)
    ranges = call.argument("ingress_cidrs") if call.module == "elb" else None
    if ranges and ranges.before and ranges.after and (more := _wider(ranges)):
        yield _one(ConsequenceKind.ENDPOINT, call, f"{address_text(call.name)} opens to {more}", ranges)


def _wider(ranges: ChangedArgument) -> str:
    """The ranges that are let in and were not before, in words; empty when there are none."""
    before = ranges.before.value if ranges.before else ()
    after = ranges.after.value if ranges.after else ()
    new = admitted_addresses(map(str, before), map(str, after))
    return "the whole internet" if "0.0.0.0/0" in new else ", ".join(new)


def _access(call: CallChange) -> Iterator[Consequence]:
    for argument in call.arguments if call.module == "eks" and call.kind is CallChangeKind.CHANGED else ():
        if argument.at[0] == "access_entries" and argument.at[-1] == "principal_arn":
            who = argument.at[1]
            verb = "becomes an administrator" if argument.after else "is no administrator any more"
            yield _one(ConsequenceKind.ACCESS, call, f"{who} {verb}", argument)


def _unprotected(call: CallChange) -> Iterator[Consequence]:
    for argument in call.arguments if call.kind is CallChangeKind.CHANGED else ():
        if message := _loss(call, argument):
            yield _one(ConsequenceKind.PROTECTION, call, message, argument)


def _loss(call: CallChange, argument: ChangedArgument) -> str:
    at, was, now = argument.at, argument.before, argument.after
    if at == ("variant", "prevent_destroy") and now is None:
        return "the cluster, its network and its keys can be destroyed again"
    if call.module == "eks" and at == ("log_types",) and was and now:
        gone = [str(one) for one in was.value if one not in now.value]
        return f"the control plane writes no {', '.join(gone)} log any more" if gone else ""
    if call.module == "eks" and at[0] == "secrets_encryption" and was and now:
        return "EKS refuses another key for Kubernetes secrets" if at[1:] else ""
    if call.module == "log_groups" and at[-1] == "retention_days" and was and now and _less(now, was):
        return f"log group {at[1]} forgets what is older than {now.value} days"
    if at[-1] == "deletion_protection" and was and was.value and now and not now.value:
        return f"{address_text(call.name)} can be deleted again"
    if call.module == "nodes" and at == ("disk", "encrypted") and now and not now.value:
        return f"new disks of {address_text(call.name)} are not encrypted"
    return ""


def _less(one: ArgumentSide, other: ArgumentSide) -> bool:
    return isinstance(one.value, int) and isinstance(other.value, int) and one.value < other.value


_RULES: tuple[Rule, ...] = (
    _moved,
    _replaced,
    _destroyed,
    _version_step,
    _rolled,
    _opened,
    _access,
    _unprotected,
)
