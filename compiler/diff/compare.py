"""Compare two compiled clusters, for `diff` and `plan --base`. Pure: no Terraform, no cloud.

In: the old and the new compilation, None for a side without a cluster. Out: edits of the spec, changed module
calls, and what they lead to.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from ..pipeline import Compilation
from .consequence import Consequence
from .consequences import consequences
from .fields import FieldEdit, field_edits
from .module_calls import CallChange, CallChangeKind, changed_calls


@dataclass(frozen=True)
class Comparison:
    """Everything that differs.

    `cluster` and `region` are those of the new side, else of the old; `previous` is the old name of a cluster
    that was renamed.
    """

    cluster: str
    region: str
    previous: str
    edits: tuple[FieldEdit, ...]
    calls: tuple[CallChange, ...]
    consequences: tuple[Consequence, ...]

    @cached_property
    def removed(self) -> frozenset[int | str]:
        """Return the names of removed calls, and the ids of old sides of arguments that have no new one."""
        sides = {id(a.before) for c in self.calls for a in c.arguments if a.before and not a.after}
        return frozenset(sides | {c.name for c in self.calls if c.kind is CallChangeKind.REMOVED})

    @property
    def same(self) -> bool:
        """Return whether both sides describe the same cluster."""
        return not (self.edits or self.calls)


def compare_specs(old: Compilation | None, new: Compilation | None) -> Comparison:
    """Return what differs between the old and the new cluster."""
    calls = changed_calls(old, new)
    current = new or old
    return Comparison(
        cluster=current.cluster.name if current else "",
        region=current.cluster.region if current else "",
        previous=old.cluster.name if old and new and old.cluster.name != new.cluster.name else "",
        edits=field_edits(old, new, calls),
        calls=calls,
        consequences=consequences(calls) if old and new else (),
    )
