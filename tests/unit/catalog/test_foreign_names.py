"""Names of other tools: every one leads to a field of the language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from eksgen.catalog.foreign_names import FOREIGN_NAMES, ForeignName
from eksgen.schemas.cluster import ClusterSpec
from eksgen.schemas.reflection.walk import known_steps


def exists(field: str) -> bool:
    """Return whether the language has a field."""
    path = tuple(field.replace("addons.*", "addons.any").split("."))
    return known_steps(ClusterSpec, path)[0] == len(path)


def places(rows: Iterable[ForeignName]) -> list[str]:
    return [row.place for row in rows]


def test_every_name_leads_to_a_field_of_the_language() -> None:
    assert places(row for row in FOREIGN_NAMES if row.field and not exists(row.field)) == []


def test_no_name_is_one_of_the_language() -> None:
    """Else nothing would ask for it; a row for a field is about its values."""
    paths = [(row, tuple(row.place.replace("addons.*", "addons.any").split("."))) for row in FOREIGN_NAMES]
    known = [row for row, path in paths if known_steps(ClusterSpec, path)[0] == len(path)]
    assert places(row for row in known if row.place != row.field) == []


def test_a_row_says_what_to_do() -> None:
    for row in FOREIGN_NAMES:
        assert row.field or row.note, row
        assert row.field.count("*") <= row.place.count("*"), row
        assert row.write == "" or row.write.count("{}") == 1, row
        assert not row.note.endswith("."), row
        assert row.place != row.field or row.values, row


def test_each_place_has_one_row() -> None:
    assert [place for place, count in Counter(row.place for row in FOREIGN_NAMES).items() if count > 1] == []
    assert len(FOREIGN_NAMES) >= 80


def test_a_path_that_is_not_in_the_language_is_found() -> None:
    assert not exists("nodeGroups.*.scaling.desiredCapacity")
    assert not exists("nodeGroup")
    assert exists("nodeGroups.*.ssh.keyName")
