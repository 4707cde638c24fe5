"""Look up a planned object in AWS: does it exist, and is it ours?

In: a client, a row of `catalog/terraform/import_lookups.py` and the planned attributes. Out: an `AwsObject`
for each match. Errors of botocore are raised, except "not found", which means that there is no match.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from ...catalog.terraform.import_lookups import Lookup
from .listing import list_pages
from .templates import Item, NotKnownYet, fill_in, known_value, value_at

MOST_ITEMS = 200
"""How many objects of a list without a filter are compared."""
_NOT_FOUND = re.compile(r"NotFound|NoSuchEntity|NoSuchTagSet|Malformed")


@dataclass(frozen=True, slots=True)
class AwsObject:
    """An object in AWS: its import id, and whether it may be imported, see `OrphanedObject`."""

    id: str
    ours: bool


def find_object(client: Any, row: Lookup, planned: Item) -> tuple[AwsObject, ...]:
    """Return the objects that match a planned one; none if the plan does not know enough yet."""
    from botocore.exceptions import ClientError

    try:
        return tuple(_matches(client, row, planned))
    except NotKnownYet:
        return ()
    except ClientError as error:
        if _NOT_FOUND.search(error.response.get("Error", {}).get("Code", "")):
            return ()
        raise


def _matches(client: Any, row: Lookup, planned: Item) -> Iterator[AwsObject]:
    planned_tags = _planned_tags(planned)
    if row.by_tags and not planned_tags:
        return
    parameters = dict(fill_in(row.parameters, planned, {}))
    if row.filters:
        parameters["Filters"] = [{"Name": f"tag:{k}", "Values": [v]} for k, v in planned_tags.items()]
    required = {field: known_value(planned, attribute) for field, attribute in row.matching_fields.items()}
    for item in islice(_items(client, row, parameters), MOST_ITEMS):
        if any(_comparable(value_at(item, field)) != _comparable(value) for field, value in required.items()):
            continue
        tags = _tags(client, row, planned, item)
        ours = row.tags is None or planned_tags.items() <= tags.items()
        ours = ours or (not tags and _is_made_by_aws(row, planned, item))
        if (ours or not row.by_tags) and not _is_deleted(client, row, item):
            yield AwsObject(fill_in(row.id, planned, item), ours)


def _is_made_by_aws(row: Lookup, planned: Item, item: Item) -> bool:
    pattern = row.untagged_is_ours
    return bool(pattern) and re.fullmatch(pattern, fill_in(row.id, planned, item)) is not None


def _items(client: Any, row: Lookup, parameters: Item) -> Iterator[Item]:
    for page in list_pages(client, row.operation, **parameters):
        items = _value_at(page, row.result_path)
        yield from items if isinstance(items, list) else [items] if items else []


def _is_deleted(client: Any, row: Lookup, item: Item) -> bool:
    field, states = row.excluded
    if not field:
        return False
    if row.detail is not None:
        operation, parameters, inside = row.detail
        item = getattr(client, operation)(**fill_in(parameters, {}, item))[inside]
    # EC2 writes some states in lower case that its service model capitalizes.
    return str(value_at(item, field)).casefold() in map(str.casefold, states)


def _tags(client: Any, row: Lookup, planned: Item, item: Item) -> dict[str, str]:
    """Return the tags of an object, in any of AWS's three forms."""
    if row.tags is None:
        return {}
    if row.tags.operation:
        item = getattr(client, row.tags.operation)(**fill_in(row.tags.parameters, planned, item))
    tags = _value_at(item, row.tags.path) or {}
    if isinstance(tags, Mapping):
        return {str(key): str(value) for key, value in tags.items()}
    return {str(t.get("Key", t.get("TagKey"))): str(t.get("Value", t.get("TagValue"))) for t in tags}


def _planned_tags(planned: Item) -> dict[str, str]:
    tags = planned.get("tags_all") or planned.get("tags")
    known = isinstance(tags, Mapping) and all(isinstance(value, str) for value in tags.values())
    return dict(sorted(tags.items())) if known and isinstance(tags, Mapping) else {}


def _value_at(value: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return None
    return value


def _comparable(value: Any) -> str | None:
    """Return a value for comparison: absent, empty and EC2's -1 for `all ports` are equal."""
    return None if value in (None, "", -1) else str(value)
