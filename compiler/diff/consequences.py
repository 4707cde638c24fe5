"""What the differences between two clusters lead to, as far as it is known offline. Pure.

Rules look at changed module calls. What Terraform will really do stands in its plan; this is what a reviewer
can know before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...catalog.terraform.modules import call_phrase
from .consequence import Consequence, ConsequenceKind, Rule, consequence_of
from .kept import kept_arguments
from .module_calls import ArgumentSide, CallChange, CallChangeKind, ChangedArgument
from .objects import OBJECT_RULES
from .who_gets_in import ACCESS_RULES


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
    ConsequenceKind.KEPT,
)
"""What does not happen to objects that stay in another region or account."""


_PLACES: dict[tuple[str, ...], str] = {("region",): "region", ("allowed_account_ids",): "account"}
"""Arguments of the provider that say where the cluster is."""


def _elsewhere(call: CallChange) -> list[ChangedArgument]:
    """Return the arguments that move the cluster to another region or account."""
    if call.name != "provider" or call.kind is not CallChangeKind.CHANGED:
        return []
    return [a for a in call.arguments if a.at in _PLACES and a.before and a.after]


def _moved(call: CallChange) -> Iterator[Consequence]:
    if call.module:
        return
    for argument in _elsewhere(call):
        message = f"another {_PLACES[argument.at]}: everything that exists in the old one is left there"
        yield consequence_of(ConsequenceKind.MOVED, call, message, argument)
    account = call.argument("allowed_account_ids")
    if call.name == "provider" and account and account.before and not account.after:
        message = "the account is no longer fixed: credentials of any account are accepted"
        yield consequence_of(ConsequenceKind.MOVED, call, message, account)
    if call.name in _CREDENTIALS_OF and (other := [a for a in call.arguments if a.at[-1] in _CREDENTIALS]):
        message = f"{_CREDENTIALS_OF[call.name]} other credentials: another profile or role"
        yield consequence_of(ConsequenceKind.MOVED, call, message, other[0])
    if call.name == "backend" and (moved := [a for a in call.arguments if a.at[-1] in _STATE_LOCATION]):
        message = "the state has another location: move it first, or everything is created a second time"
        place = next((a for a in moved if a.after), moved[0])
        yield consequence_of(ConsequenceKind.MOVED, call, message, place)


_CREDENTIALS = ("profile", "role_arn")
_CREDENTIALS_OF = {"provider": "AWS is called with", "backend": "the state is read and written with"}
_STATE_LOCATION = ("bucket", "key", "path", "region", "organization", "hostname", "name")


def _unprotected(call: CallChange) -> Iterator[Consequence]:
    for argument in call.arguments if call.kind is CallChangeKind.CHANGED else ():
        if message := _lost_protection(call, argument):
            yield consequence_of(ConsequenceKind.PROTECTION, call, message, argument)


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
        yield consequence_of(ConsequenceKind.KEPT, call, message, argument)


def _less(one: ArgumentSide, other: ArgumentSide) -> bool:
    return isinstance(one.value, int) and isinstance(other.value, int) and one.value < other.value


_RULES: tuple[Rule, ...] = (_moved, *OBJECT_RULES, *ACCESS_RULES, _unprotected, _kept)
