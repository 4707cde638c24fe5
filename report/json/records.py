"""Values of a report as JSON, so that `eksgen report merge` draws them again elsewhere.

A dataclass is an object without the fields that have their defaults, a tuple a list, `Data` (text from a spec
or from AWS) an object `{"data": "..."}`. Decoding follows the types of the fields and refuses everything
else: a report may come from a stranger's job. Strict pydantic would make `Data` a plain `str`, and takes
lists for tuples in JSON text alone.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from ...compiler.files.decoding import NotDecoded
from ...engine.redact import SENSITIVE, UNKNOWN
from ..page.words import Data

_DATA = "data"
_MARKER = "$eksgen"
_MARKERS = {"sensitive": SENSITIVE, "unknown": UNKNOWN}
_LONGEST_PATH = 120

T = TypeVar("T")


def encode(value: Any) -> Any:
    """Return a value as JSON; markers of secret and unknown values are left to `json_text`."""
    if isinstance(value, Data):
        return {_DATA: str(value)}
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        pairs = ((field, getattr(value, field.name)) for field in fields(value))
        return {field.name: encode(part) for field, part in pairs if part != _default(field)}
    if isinstance(value, tuple):
        return [encode(part) for part in value]
    return value


def decode(hint: type[T], value: Any, name: str) -> T:
    """Return a value of a type; `NotDecoded` names the part of `name` that is not of it."""
    decoded: T = _decode(hint, value, name)
    return decoded


def _decode(hint: Any, value: Any, name: str) -> Any:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return _one_of(get_args(hint), value, name)
    if origin is tuple:
        return _tuple(get_args(hint), value, name)
    if is_dataclass(hint):
        return _record(hint, value, name)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return _member(hint, value, name)
    if hint is str and isinstance(value, dict) and value.keys() == {_DATA} and isinstance(value[_DATA], str):
        return Data(value[_DATA])
    if hint in (str, int, bool) and type(value) is hint:
        return value
    if origin is not None and issubclass(origin, Mapping) and isinstance(value, dict):
        return {key: _marked(part) for key, part in value.items()}
    raise _wrong(name)


def _one_of(hints: tuple[Any, ...], value: Any, name: str) -> Any:
    """Return the value of the first type that fits; a type that is not None has the better message."""
    if value is None and types.NoneType in hints:
        return None
    *others, last = (hint for hint in hints if hint is not types.NoneType)
    for hint in others:
        try:
            return _decode(hint, value, name)
        except NotDecoded:
            continue
    return _decode(last, value, name)


def _tuple(hints: tuple[Any, ...], value: Any, name: str) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise _wrong(name)
    if len(hints) == 2 and hints[1] is Ellipsis:
        return tuple(_decode(hints[0], part, f"{name}[{number}]") for number, part in enumerate(value))
    if len(value) != len(hints):
        raise _wrong(name)
    pairs = enumerate(zip(hints, value, strict=True))
    return tuple(_decode(hint, part, f"{name}[{number}]") for number, (hint, part) in pairs)


def _record(hint: Any, value: Any, name: str) -> Any:
    """Return a dataclass; unknown fields are those of a later version, and are left out."""
    if not isinstance(value, dict):
        raise _wrong(name)
    given = {
        field: _decode(part, value[field], f"{name}.{field}")
        for field, part in _hints(hint).items()
        if field in value
    }
    if missing := [f.name for f in fields(hint) if f.name not in given and _default(f) is MISSING]:
        raise _wrong(f"{name}.{missing[0]}")
    return hint(**given)


@cache
def _hints(record: Any) -> Mapping[str, Any]:
    hints = get_type_hints(record)
    return {field.name: hints[field.name] for field in fields(record)}


def _default(field: Field[Any]) -> Any:
    return field.default if field.default_factory is MISSING else field.default_factory()


def _member(hint: type[Enum], value: Any, name: str) -> Enum:
    try:
        return hint(value if type(value) in (str, int) else None)
    except ValueError:
        raise _wrong(name) from None


def _marked(value: Any) -> Any:
    """Return a JSON value with the markers that it had before `json_text`."""
    if isinstance(value, dict):
        marker = value.get(_MARKER) if value.keys() == {_MARKER} else None
        if isinstance(marker, str) and marker in _MARKERS:
            return _MARKERS[marker]
        return {key: _marked(part) for key, part in value.items()}
    return [_marked(part) for part in value] if isinstance(value, list) else value


def _wrong(name: str) -> NotDecoded:
    return NotDecoded(f"{name[:_LONGEST_PATH]} is missing, or of another form than this version writes")
