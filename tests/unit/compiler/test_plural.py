from __future__ import annotations

import pytest

from eksgen.compiler.plural import plural


@pytest.mark.parametrize(("number", "text"), [(0, "0 objects"), (1, "1 object"), (2, "2 objects")])
def test_only_one_is_singular(number: int, text: str) -> None:
    assert plural(number, "object") == text


def test_a_phrase_names_its_plural() -> None:
    assert plural(1, "field differs", "fields differ") == "1 field differs"
    assert plural(3, "field differs", "fields differ") == "3 fields differ"
