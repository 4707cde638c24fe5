"""Find who gains access by a change: addresses, and principals with their access policies. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase

from ...catalog.iam.access_entries import ADMIN_POLICY
from ...catalog.terraform.modules import call_phrase
from ..cidr import admitted_addresses, holds_everyone
from ..lower.access import ADMIN_KEY
from ..resolve.access import ENTRIES
from .consequence import Consequence, ConsequenceKind, Rule, consequence_of
from .module_calls import CallChange, CallChangeKind, ChangedArgument, Plain

_Leaves = Mapping[tuple[str, ...], Plain]
_Policies = dict[str, tuple[str, ...]]
"""The namespaces of each access policy, by its key; none for the whole cluster."""


def _opened(call: CallChange) -> Iterator[Consequence]:
    ranges = call.argument("endpoint", "public_cidrs") if call.module == "eks" else None
    if ranges and ranges.after and (added := _added_ranges(ranges)):
        yield consequence_of(ConsequenceKind.ENDPOINT, call, f"the Kubernetes API opens to {added}", ranges)
    ranges = call.argument("ingress_cidrs") if call.module == "elb" else None
    if ranges and ranges.before and ranges.after and (added := _added_ranges(ranges)):
        message = f"{call_phrase(call.name)} opens to {added}"
        yield consequence_of(ConsequenceKind.ENDPOINT, call, message, ranges)


def _added_ranges(ranges: ChangedArgument) -> str:
    """Return the ranges that are let in and were not before, in words; empty when there are none."""
    before = ranges.before.value if ranges.before else ()
    after = ranges.after.value if ranges.after else ()
    added = admitted_addresses(map(str, before), map(str, after))
    return "the whole internet" if added and holds_everyone(map(str, after)) else ", ".join(added)


def _access(call: CallChange) -> Iterator[Consequence]:
    if call.module != "eks" or call.kind is not CallChangeKind.CHANGED:
        return
    changed = [argument for argument in call.arguments if argument.at[0] == "access_entries"]
    before, after = (_policies_held(leaves) for leaves in _both_sides(call)) if changed else ({}, {})
    for argument in changed:
        principal = argument.at[1]
        was, now = before.get(principal, {}), after.get(principal, {})
        if verb := _policy_verb(argument, was, now) or _entry_verb(argument, now):
            yield consequence_of(ConsequenceKind.ACCESS, call, f"{principal} {verb}", argument)


def _both_sides(call: CallChange) -> tuple[_Leaves, _Leaves]:
    """Return the values of all arguments of a call, before and after."""
    changed = {argument.at for argument in call.arguments}
    before = {at: value for at, value in call.settings.items() if at not in changed}
    return before | {a.at: a.before.value for a in call.arguments if a.before}, call.settings


def _policies_held(leaves: _Leaves) -> dict[str, _Policies]:
    """Return the access policies of each principal."""
    held: dict[str, _Policies] = {}
    for at, value in leaves.items():
        if at[::2] == ("access_entries", "policies", "namespaces"):
            held.setdefault(at[1], {})[at[3]] = tuple(map(str, value))
    return held


def _policy_verb(argument: ChangedArgument, before: _Policies, after: _Policies) -> str:
    """Return what an argument of an access policy means for its principal, "" if it gains nothing."""
    if argument.at[2:3] != ("policies",) or len(argument.at) != 5:
        return ""
    key, was_admin = argument.at[3], before.get(ADMIN_KEY) == ()
    if key == ADMIN_KEY and was_admin != (after.get(key) == ()):
        return "is no longer an administrator" if was_admin else "becomes an administrator"
    scope = "" if was_admin else _gained_scope(before.get(key), after.get(key))
    policy = ADMIN_POLICY if key == ADMIN_KEY else key
    return f"now holds {policy} {scope}" if scope else ""


def _gained_scope(before: tuple[str, ...] | None, after: tuple[str, ...] | None) -> str:
    """Return where a policy holds now and did not hold before, in words; no namespaces are the cluster."""
    if after is None or before == ():
        return ""
    if not after:
        return "in the whole cluster"
    held = before or ()
    patterns = [name for name in held if "*" in name]
    new = (name for name in after if name not in held)
    added = [name for name in new if not any(fnmatchcase(name, pattern) for pattern in patterns)]
    also = "also " if before else ""
    return f"{also}in namespace{'s' if len(added) > 1 else ''} {', '.join(added)}" if added else ""


def _entry_verb(argument: ChangedArgument, after: _Policies) -> str:
    """Return what becomes of a principal whose entry is new or gone; policies it gains say more."""
    side = argument.after or argument.before
    if argument.at[2:] != ("principal_arn",) or not side or side.path[:2] != ENTRIES:
        return ""
    if argument.after is None:
        return "may no longer use the Kubernetes API"
    return "" if after else "may use the Kubernetes API"


ACCESS_RULES: tuple[Rule, ...] = (_opened, _access)
