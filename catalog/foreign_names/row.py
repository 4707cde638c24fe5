"""A field or a value in the spelling of another tool, or of an earlier version of the language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as default


@dataclass(frozen=True, slots=True)
class ForeignName:
    """Where somebody writes a field that eksgen spells differently, and eksgen's field.

    `place` and `field` are spec paths; `*` stands for any name or index, and the n-th `*` of `field` is the
    n-th of `place`. A row for `nodeGroups.*` holds for `nodeDefaults` as well. `place` may be a field of the
    language: then the row is only about its `values`.

    `values` maps the text of a value to its YAML text in eksgen (an empty text: the line is to be deleted,
    because it says what is the default); any other value is put into `write`. `tool` is the tool that spells
    it so; empty for an earlier version of eksgen. `note` is a sentence about the difference.
    """

    place: str
    field: str
    tool: str = ""
    write: str = "{}"
    values: Mapping[str, str] = default(default_factory=dict)
    note: str = ""

    @property
    def name(self) -> str:
        """Return the last step of the place: the name that somebody writes."""
        return self.place.rpartition(".")[2]
