"""A field or a value in the spelling of another tool, or of an earlier version of the language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as default


@dataclass(frozen=True, slots=True)
class ForeignName:
    """Where somebody writes a field that eksgen spells differently, and eksgen's field.

    `place` and `field` are spec paths; `*` stands for any name or index, and the n-th `*` of `field` is the
    n-th of `place`. A row for `nodeGroups.*` holds for `nodeDefaults` as well. If both are the same, the row
    is only about the values. Without `field`, eksgen has no such field, and `note` says why.

    `values` maps the text of a value to its YAML text in eksgen. An empty text means that the line is to be
    deleted, because it says what is the default; None means that eksgen has no such value, and then `note`
    says why and is about these values only. Any other value is put into `write`; without it, the value has
    another form in eksgen. `tool` is the tool that spells it so; empty for an earlier version of eksgen.
    """

    place: str
    field: str
    tool: str = ""
    write: str = "{}"
    values: Mapping[str, str | None] = default(default_factory=dict)
    note: str = ""

    @property
    def name(self) -> str:
        """Return the last step of the place: the name that somebody writes."""
        return self.place.rpartition(".")[2]


ON: Mapping[str, str] = {"true": "{}", "false": ""}
"""The values of a switch that eksgen turns on by its presence."""
LIST = "[{}]"
"""A single value that is a list in eksgen."""
OTHER_FORM = ""
"""A value that has to be rewritten by hand."""


def renamed(
    tool: str, names: Mapping[str, str], places: str = "{}", fields: str = "{}"
) -> tuple[ForeignName, ...]:
    """Return rows for fields that only have another name; `places` and `fields` are patterns of the paths."""
    return tuple(
        ForeignName(places.format(name), fields.format(field), tool) for name, field in names.items()
    )
