"""Values in a shape that a person or another tool uses, and the shape that the field has."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel, ValidationError

from ...schemas.cluster import ClusterSpec
from ...schemas.reflection.walk import keys_of, model_at
from ..diagnostics import Path
from ..source.scalars import flow_text, key_text
from ..source.tree import Node, ScalarNode, to_plain

NOTHING = ("none", "false")
_MEANT = ("version", "desired", "size", "role")
"""Fields that a value means, of several in its part that could have it."""
_NUMBER = re.compile(r"/?([0-9]{1,9})(\.0+| ?(gi?b?|gib))?", re.IGNORECASE)
_ADDRESS = re.compile(r"[0-9]{1,3}(\.[0-9]{1,3}){3}(/[0-9]{1,2})?")
_TAINT = re.compile(r"([^=:]+)(?:=([^:]*))?:([A-Za-z]+)")


def as_part(path: Path, node: Node) -> str:
    """Return how to write a value as the field of its part that is meant: `scaling: 3` is `desired`."""
    model = model_at(ClusterSpec, path)
    if model is None or not path or not isinstance(path[-1], str):
        return ""
    value = () if isinstance(node, ScalarNode) and node.text.lower() in NOTHING else to_plain(node)
    fits = [key for key in keys_of(model) if _accepts(model, key, value)]
    meant = [key for key in fits if key in _MEANT] or fits
    return _write(path, {meant[0]: value}) if len(meant) == 1 else ""


def _accepts(model: type[BaseModel], key: str, value: Any) -> bool:
    """Return whether a field of a part can have a value."""
    try:
        model.model_validate({key: value})
    except ValidationError as error:
        return not any(row["loc"][:1] == (key,) for row in error.errors(include_url=False))
    return True


def as_number(text: str) -> str:
    """Return how to write a number that has a unit or another sign around it, such as `100GB` or `/24`."""
    match = _NUMBER.fullmatch(text)
    return f"write `{int(match[1])}`" if match else ""


def as_ranges(path: Path, text: str) -> str:
    """Return how to write one address as a list of CIDR blocks."""
    if not _ADDRESS.fullmatch(text):
        return ""
    return _write(path, [text if "/" in text else f"{text}/32"])


def as_taints(path: Path, node: Node) -> str:
    """Return how to write taints of eksctl (a map, or `KEY=VALUE:EFFECT`) as eksgen does."""
    value = to_plain(node)
    if isinstance(value, dict) and path[-1] == "taints" and "key" not in value:
        taints = [_taint(f"{key}={rest}") for key, rest in value.items()]
        return _write(path, taints) if all(taints) else ""
    if isinstance(value, str) and path[-2:-1] == ("taints",) and (taint := _taint(value)):
        return f"write `{flow_text(taint)}`"
    return ""


def _taint(text: str) -> dict[str, str]:
    match = _TAINT.fullmatch(text)
    if match is None:
        return {}
    return {"key": match[1], **({"value": match[2]} if match[2] else {}), "effect": match[3]}


def _write(path: Path, value: dict[str, Any] | Iterable[Any]) -> str:
    return f"write `{key_text(str(path[-1]))}: {flow_text(value)}`"
