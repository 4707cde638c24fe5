"""Two compiled clusters against each other, for `diff` and `plan --base`: pure, no Terraform, no cloud.

In: what was and what is, None where there is no cluster on that side. Out: edits of the spec, changed module
calls, and what comes of them.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..pipeline import Compilation
from .consequences import Consequence, consequences
from .fields import FieldEdit, field_edits
from .module_calls import CallChange, changed_calls


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that differs. `cluster` and `region` are those of the new side, else of the old; `previous` is the
    name of the old cluster where it had another."""

    cluster: str
    region: str
    previous: str
    edits: tuple[FieldEdit, ...]
    calls: tuple[CallChange, ...]
    consequences: tuple[Consequence, ...]

    @property
    def same(self) -> bool:
        """Whether both sides mean the same cluster."""
        return not (self.edits or self.calls)


def compare_specs(old: Compilation | None, new: Compilation | None) -> Comparison:
    """What becomes of the old cluster."""
    calls = changed_calls(old, new)
    one = new or old
    return Comparison(
        cluster=one.cluster.name if one else "",
        region=one.cluster.region if one else "",
        previous=old.cluster.name if old and new and old.cluster.name != new.cluster.name else "",
        edits=field_edits(old, new, calls),
        calls=calls,
        consequences=consequences(calls) if old and new else (),
    )
