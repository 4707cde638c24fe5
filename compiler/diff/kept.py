"""Find what a spec no longer has and the cluster keeps: settings that an update of EKS does not change, and
Kubernetes objects, which `kubectl apply` does not delete.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...catalog.kubernetes.control_plane import STANDARD_TIER
from ...catalog.terraform.modules import entry_phrase
from ..diagnostics import dotted
from .module_calls import MANIFESTS, CallChange, CallChangeKind, ChangedArgument

_BACK = {
    "deletion_protection": "`deletionProtection: none` to turn it off",
    "scaling_tier": f"`scalingTier: {STANDARD_TIER}` to leave the tier",
    "components": "`components: {}` to have its defaults again",
}
"""How to undo a setting of the control plane, by argument of module `eks`."""


def kept_arguments(call: CallChange) -> Iterator[tuple[ChangedArgument, str]]:
    """Yield each argument of a call that the spec leaves out and the cluster keeps, with the message."""
    if call.module == "eks":
        yield from _settings(call)
        yield from _user_names(call)
    elif call.module == "addons":
        yield from _configurations(call)
    elif call.name == MANIFESTS:
        yield from _objects(call)


def _settings(call: CallChange) -> Iterator[tuple[ChangedArgument, str]]:
    for argument in call.arguments:
        before, name = argument.before, argument.at[0]
        how = _BACK.get(name) if call.settings.get((name,), "") is None else None
        if how and before and before.value not in (None, False, STANDARD_TIER):
            yield argument, f"EKS keeps `{dotted(before.path[:2])}` as it is; write {how}"


def _user_names(call: CallChange) -> Iterator[tuple[ChangedArgument, str]]:
    for argument in call.arguments:
        has, left_out = argument.before, argument.after
        if argument.at[::2] != ("access_entries", "user_name") or not (has and left_out):
            continue
        if has.value and left_out.value is None:
            message = f"EKS keeps the user name of {argument.at[1]}; write another `username`"
            yield argument, f"{message}, or remove the entry and add it again"


def _configurations(call: CallChange) -> Iterator[tuple[ChangedArgument, str]]:
    for argument in call.arguments:
        has, gone = argument.before, argument.after
        if argument.at[2:] == ("configuration",) and has and has.value and gone and gone.value is None:
            addon = entry_phrase("addons", "addons", argument.at[1])
            yield argument, f"EKS keeps the configuration of {addon} until `aws eks update-addon` empties it"


def _objects(call: CallChange) -> Iterator[tuple[ChangedArgument, str]]:
    """Yield the first argument of each Kubernetes object that is gone, with the command that deletes it."""
    left = () if call.kind is CallChangeKind.REMOVED else call.settings
    present = {at[:2] for at in left}
    gone: dict[tuple[str, ...], ChangedArgument] = {}
    for argument in call.arguments:
        if argument.at[:2] not in present:
            gone.setdefault(argument.at[:2], argument)
    for (kind, name), argument in gone.items():
        namespace, _, own_name = name.rpartition("/")
        where = f"-n {namespace} " if namespace else ""
        message = f"the {kind} {name} stays until `kubectl delete {kind.lower()} {where}{own_name}`"
        yield argument, message
