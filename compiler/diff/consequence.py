"""What a difference leads to, as a value, and what a rule is that finds it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from ...catalog.terraform.modules import split_call
from .module_calls import ArgumentSide, CallChange, ChangedArgument


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
    """Somebody gains rights in the cluster, or loses those of an administrator."""
    PROTECTION = "protection"
    """Less is encrypted, recorded, kept or protected."""
    KEPT = "kept"
    """What the spec no longer says stays as it is in AWS or in Kubernetes."""


@dataclass(frozen=True, slots=True)
class Consequence:
    """Something that a difference leads to.

    `call` is the part of the cluster it happens to, `message` a lowercase sentence without a full stop,
    `side` the field to look at (of the old spec where the new one has none). `name` distinguishes its object
    from others of the kind.
    """

    effect: ConsequenceKind
    call: str
    message: str
    side: ArgumentSide | None = None
    name: str = ""


Rule = Callable[[CallChange], Iterator[Consequence]]


def consequence_of(
    effect: ConsequenceKind,
    call: CallChange,
    message: str,
    argument: ChangedArgument | None = None,
    name: str = "",
) -> Consequence:
    """Return a consequence that points at an argument, else at the whole call.

    `name` is by default the one that the call has from the spec, else the key of the argument.
    """
    side = (argument.after or argument.before) if argument else None
    key = "".join(argument.at[1:2]) if argument else ""
    side = side or ArgumentSide(None, (), call.place)
    return Consequence(effect, call.name, message, side, name or split_call(call.name)[1] or key)
