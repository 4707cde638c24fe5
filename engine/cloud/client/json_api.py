"""A JSON:API document of HCP, which may have any shape and hold any text.

Texts of people are made printable and cut here, so that no caller has to.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ...redact import redact_text

_ID = re.compile(r"[a-z]+-[A-Za-z0-9]{1,64}")

_LONGEST = 200


def shown(text: object, limit: int = _LONGEST) -> str:
    """Return a text of somebody else on one line: without control characters and secrets, and not too
    long."""
    plain = redact_text(" ".join(str(text).split())) if isinstance(text, (str, int, float)) else ""
    plain = "".join(char if char.isprintable() else "?" for char in plain)
    return plain if len(plain) <= limit else f"{plain[: limit - 1]}…"


@dataclass(frozen=True, slots=True)
class Document:
    """A resource object of JSON:API. The methods never raise."""

    raw: Mapping[str, Any] = field(repr=False)

    @property
    def id(self) -> str:
        """The id, "" if it is not one that may stand in an address."""
        return _checked_id(self.raw.get("id"))

    def value(self, name: str) -> Any:
        """Return an attribute as it is."""
        attributes = self.raw.get("attributes")
        return attributes.get(name) if isinstance(attributes, Mapping) else None

    def plain(self, name: str) -> str:
        """Return an attribute that is a text, as it is; "" if it is missing or something else."""
        value = self.value(name)
        return value if isinstance(value, str) else ""

    def text(self, name: str, limit: int = _LONGEST) -> str:
        """Return an attribute as printable text, "" if it is missing."""
        return shown(self.value(name), limit)

    def true(self, name: str, inner: str = "") -> bool:
        """Return whether an attribute, or what it holds under `inner`, is true."""
        value = self.value(name)
        if inner:
            value = value.get(inner) if isinstance(value, Mapping) else None
        return value is True

    def related(self, name: str) -> str:
        """Return the id of a related object, "" if there is none."""
        found = self.relation(name)
        return _checked_id(found.get("id")) if isinstance(found, Mapping) else ""

    def related_many(self, name: str) -> tuple[str, ...]:
        """Return the ids of related objects."""
        found = self.relation(name)
        items = found if isinstance(found, list) else []
        return tuple(i for item in items if isinstance(item, Mapping) and (i := _checked_id(item.get("id"))))

    def relation(self, name: str) -> Any:
        """Return the `data` of a relationship as it is."""
        relationships = self.raw.get("relationships")
        found = relationships.get(name) if isinstance(relationships, Mapping) else None
        return found.get("data") if isinstance(found, Mapping) else None


def _checked_id(value: object) -> str:
    return value if isinstance(value, str) and _ID.fullmatch(value) else ""
