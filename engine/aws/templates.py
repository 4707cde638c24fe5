"""Fill in the templates of catalog tables: `{name}` is a known value, `{.FIELD}` a field of an AWS object.

`{one|other}` is the first that has a value.

A field is a path with dots, which leads through lists, or `tag:KEY`. `NotKnownYet` for a value that is absent
or known only after an apply.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from typing import Any

from ..redact import UNKNOWN
from .listing import tags_of

Item = Mapping[str, Any]

_PLACEHOLDER = re.compile(r"\{(\.?)([^{}]+)\}")


class NotKnownYet(Exception):
    """A value needed for a call is known only after apply."""


def fill_in(template: Any, known: Item, item: Item) -> Any:
    """Replace the placeholders in all texts of a template."""
    if isinstance(template, Mapping):
        return {key: fill_in(value, known, item) for key, value in template.items()}
    if isinstance(template, list):
        return [fill_in(value, known, item) for value in template]

    def value_of(match: re.Match[str]) -> str:
        dot, name = match.groups()
        values = (value_at(item, key) if dot else known_value(known, key) for key in name.split("|"))
        value = next((value for value in values if value not in (None, "")), None)
        if value is None:
            raise NotKnownYet
        return str(value)

    return _PLACEHOLDER.sub(value_of, template) if isinstance(template, str) else template


def commands(template: str, known: Mapping[str, str], item: Item) -> Iterator[str]:
    """Yield a command for each value of the field that the template names; none if it has no value."""
    fields = [name for dot, name in _PLACEHOLDER.findall(template) if dot]
    for value in values_at(item, fields[0]) if fields else ("",):

        def quoted(match: re.Match[str], value: Any = value) -> str:
            return shlex.quote(str(value if match[1] else known[match[2]]))

        yield _PLACEHOLDER.sub(quoted, template)


def known_value(known: Item, name: str) -> Any:
    """Return a value, or a field of a block with its path; None if it is absent."""
    value = value_at(known, name) if "." in name else known.get(name)
    if value is UNKNOWN:
        raise NotKnownYet
    return value


def value_at(item: Any, field: str) -> Any:
    """Return the first value of a field, None if it has none."""
    return next(iter(values_at(item, field)), None)


def values_at(item: Any, field: str) -> tuple[Any, ...]:
    """Return all values of a field."""
    if field.startswith("tag:"):
        return tuple(value for key, value in item_tags(item).items() if key == field[4:])
    values: list[Any] = [item]
    for step in field.split("."):
        values = [value.get(step) for value in values if isinstance(value, Mapping)]
        values = [v for value in values for v in (value if isinstance(value, list) else [value])]
    return tuple(value for value in values if value is not None)


def item_tags(item: Item) -> dict[str, str]:
    """Return the tags of an EC2 or load balancer item; those of network interfaces have another name."""
    return tags_of({"Tags": item.get("Tags") or item.get("TagSet") or ()})
