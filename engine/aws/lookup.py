"""One planned object looked up in AWS by a row of `catalog/import_lookups.py`: is it there, and is it ours?

In: a client, a row and the planned attributes. Out: `There` for each object that fits. Errors of botocore are
the caller's, except that something does not exist: that is an answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ...catalog.import_lookups import Lookup
from ..redact import UNKNOWN
from .listing import list_pages

MOST_ITEMS = 200
"""Where a list has no filter, so many objects are looked at."""
_FIELD = re.compile(r"\{(\.?)([\w.]+)\}")
_ABSENT = re.compile(r"NotFound|NoSuchEntity|Malformed")

Item = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class AwsObject:
    """An object in AWS: its import id, and whether it carries all tags that the plan gives it."""

    id: str
    ours: bool


class _Unknown(Exception):
    """The plan does not know enough yet to look for the object."""


def find_object(client: Any, row: Lookup, planned: Item) -> tuple[AwsObject, ...]:
    """Every object that is what the plan wants to make; none where the plan does not know enough yet."""
    from botocore.exceptions import ClientError

    try:
        return tuple(_found(client, row, planned))
    except _Unknown:
        return ()
    except ClientError as error:
        if _ABSENT.search(error.response.get("Error", {}).get("Code", "")):
            return ()
        raise


def _found(client: Any, row: Lookup, planned: Item) -> Iterator[AwsObject]:
    wanted = _tags_wanted(planned)
    if row.by_tags and not wanted:
        return
    asked = dict(_filled(row.parameters, planned, {}))
    if row.filters:
        asked["Filters"] = [{"Name": f"tag:{key}", "Values": [value]} for key, value in wanted.items()]
    equal = {field: _known(planned, attribute) for field, attribute in row.matching_fields.items()}
    for number, item in enumerate(_items(client, row, asked)):
        if number >= MOST_ITEMS:
            return
        if any(_plain(_at(item, field)) != _plain(value) for field, value in equal.items()):
            continue
        ours = row.tags is None or wanted.items() <= _tags(client, row, planned, item).items()
        if (ours or not row.by_tags) and not _gone(client, row, item):
            yield AwsObject(_filled(row.id, planned, item), ours)


def _items(client: Any, row: Lookup, asked: Item) -> Iterator[Item]:
    for page in list_pages(client, row.operation, **asked):
        found = _step(page, row.result_path)
        yield from found if isinstance(found, list) else [found] if found else []


def _gone(client: Any, row: Lookup, item: Item) -> bool:
    field, states = row.excluded
    if not field:
        return False
    if row.detail is not None:
        operation, parameters, inside = row.detail
        item = getattr(client, operation)(**_filled(parameters, {}, item))[inside]
    return str(_at(item, field)) in states


def _tags(client: Any, row: Lookup, planned: Item, item: Item) -> dict[str, str]:
    """The tags of a found object, in whichever of AWS's three forms they come."""
    if row.tags is None:
        return {}
    if row.tags.operation:
        item = getattr(client, row.tags.operation)(**_filled(row.tags.parameters, planned, item))
    tags = _step(item, row.tags.path) or {}
    if isinstance(tags, Mapping):
        return {str(key): str(value) for key, value in tags.items()}
    return {str(t.get("Key", t.get("TagKey"))): str(t.get("Value", t.get("TagValue"))) for t in tags}


def _tags_wanted(planned: Item) -> dict[str, str]:
    tags = planned.get("tags_all") or planned.get("tags")
    known = isinstance(tags, Mapping) and all(isinstance(value, str) for value in tags.values())
    return dict(sorted(tags.items())) if known and isinstance(tags, Mapping) else {}


def _filled(template: Any, planned: Item, item: Item) -> Any:
    """A template with its fields filled in."""
    if isinstance(template, Mapping):
        return {key: _filled(value, planned, item) for key, value in template.items()}
    if isinstance(template, list):
        return [_filled(value, planned, item) for value in template]

    def value_of(match: re.Match[str]) -> str:
        dot, name = match.groups()
        value = _at(item, name) if dot else _known(planned, name)
        if value in (None, ""):
            raise _Unknown
        return str(value)

    return _FIELD.sub(value_of, template) if isinstance(template, str) else template


def _known(planned: Item, attribute: str) -> Any:
    value = planned.get(attribute)
    if value is UNKNOWN:
        raise _Unknown
    return value


def _at(item: Any, field: str) -> Any:
    return _step(item, tuple(field.split(".")))


def _step(value: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return None
    return value


def _plain(value: Any) -> str | None:
    """Values as they compare: absent, empty and EC2's -1 for `all ports` are the same nothing."""
    return None if value in (None, "", -1) else str(value)
