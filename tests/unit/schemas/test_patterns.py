"""Each pattern of a value comes with a sentence of what is allowed, in findings and in editors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from eksgen.schemas.reflection.json_schema import schema


def patterns(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, dict):
        if isinstance(part.get("pattern"), str):
            yield part
        for value in part.values():
            yield from patterns(value)
    elif isinstance(part, list):
        for value in part:
            yield from patterns(value)


def test_every_pattern_has_a_sentence_of_what_is_allowed() -> None:
    found = list(patterns(schema()))
    assert len(found) > 20
    for part in found:
        what, _, allowed = part.get("patternErrorMessage", "").partition(": ")
        assert what.startswith("not "), part
        assert len(allowed.split()) >= 3, part
