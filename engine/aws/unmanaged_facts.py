"""What people must know of an object in no state: its ARN, its role, its size, its ports."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ...catalog.destroy_blockers.unmanaged import Describe, UnmanagedType
from .outside_state import Clients
from .templates import Item, value_at, values_at

_FIELD = re.compile(r"\{\.([A-Za-z.]+)\}")


def known_facts(clients: Clients, kind: UnmanagedType, id_: str, cluster: str) -> tuple[tuple[str, str], ...]:
    """Return labels and values; without what AWS does not say, or refuses to say."""
    item: dict[str, Any] = {}
    for row in kind.describe:
        item |= _described(clients, row, {"id": id_, "cluster": cluster})
    texts = ((label, _text(template, item)) for label, template in kind.facts)
    return tuple((label, text) for label, text in texts if text)


def _described(clients: Clients, row: Describe, names: Mapping[str, str]) -> Item:
    from botocore.exceptions import ClientError

    api = clients(row.service)
    if not hasattr(api, row.operation):  # an older boto3
        return {}
    try:
        answer = getattr(api, row.operation)(**_filled(row.parameters, names))
    except ClientError:  # it may be gone by now, or not ours to read: the finding itself stands
        return {}
    found = value_at(answer, row.answer) if row.answer else answer
    return found if isinstance(found, Mapping) else {}


def _filled(template: Any, names: Mapping[str, str]) -> Any:
    """Replace texts that are a placeholder as a whole, so that no value is read as a template."""
    if isinstance(template, Mapping):
        return {key: _filled(value, names) for key, value in template.items()}
    if isinstance(template, list):
        return [_filled(value, names) for value in template]
    return names[template[1:-1]] if template in ("{id}", "{cluster}") else template


def _text(template: str, item: Item) -> str:
    """Return a template with the values of its fields; "" if a field has none."""
    fields = {name: ", ".join(map(str, values_at(item, name))) for name in _FIELD.findall(template)}
    return _FIELD.sub(lambda match: fields[match[1]], template) if all(fields.values()) else ""
