"""Decode JSON and zip archives that eksgen did not just make itself: any of them may be damaged or forged.

Closes: the many exceptions of the decoders, and values that break something later: infinite numbers, keys
that are there twice, halves of characters, and structures that are too deep to walk.
"""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

_MAX_DEPTH = 200
_MAX_DIGITS = 300
"""A longer number is larger than any float."""


class NotDecoded(ValueError):
    """The bytes are not in the format, or hold a value that no program of ours writes."""


def decode_json(data: bytes | str) -> Any:
    """Return the value of a JSON text. `NotDecoded` for anything else."""
    try:
        text = data if isinstance(data, str) else data.decode("utf-8")
        value = json.loads(
            text, object_pairs_hook=_object, parse_float=_float, parse_int=_int, parse_constant=_constant
        )
        if "\\u" in text or not text.isascii():
            json.dumps(value, ensure_ascii=False).encode()  # not possible with half a character
    except (ValueError, RecursionError) as error:
        raise NotDecoded(f"it is not valid JSON: {error}") from None
    if _depth_exceeds(value, _MAX_DEPTH):
        raise NotDecoded("it is not valid JSON: it is nested too deeply")
    return value


def decode_object(data: bytes | str) -> dict[str, Any]:
    """Return the value of a JSON text that is an object. `NotDecoded` for anything else."""
    value = decode_json(data)
    if not isinstance(value, dict):
        raise NotDecoded("it is not a JSON object")
    return value


def decode_zip(file: BinaryIO | Path, limits: Mapping[str, int], *, others: bool = True) -> dict[str, bytes]:
    """Return the wanted members of a zip archive, each up to its limit in bytes.

    `NotDecoded` if one is missing, larger, or there twice, or if there are others although none are allowed.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            if not others and (unknown := set(archive.namelist()) - limits.keys()):
                raise ValueError(f"it has an unknown member {min(unknown)!r}")
            return {name: _member(archive, name, limit) for name, limit in limits.items()}
    except _ZIP_ERRORS as error:
        raise NotDecoded(f"it is truncated or was edited ({error})") from None


_ZIP_ERRORS = (
    OSError, EOFError, ValueError, KeyError, IndexError, OverflowError, RuntimeError, zipfile.BadZipFile,
    zlib.error,
)  # fmt: skip
"""RuntimeError also for encrypted members and unknown methods of compression."""


def _member(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    found = [info for info in archive.infolist() if info.filename == name]
    if len(found) != 1:
        raise ValueError(f"there are {len(found)} members {name}")
    if found[0].file_size > limit:
        raise ValueError(f"{name} is too large")
    if found[0].compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ValueError(f"{name} is compressed in an unknown way")
    return archive.read(found[0])


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("a key is there twice")
    return value


def _float(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise ValueError("a number is too large")
    return number


def _int(text: str) -> int:
    if len(text) > _MAX_DIGITS:
        raise ValueError("a number is too large")
    return int(text)


def _constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number")


def _depth_exceeds(value: Any, most: int) -> bool:
    level = _inner([value])
    for _ in range(most):
        level = [inner for outer in level for inner in _inner(outer)]
        if not level:
            return False
    return True


def _inner(value: Any) -> list[Any]:
    """Return the lists and objects directly inside one."""
    items = value.values() if isinstance(value, dict) else value
    return [item for item in items if isinstance(item, (dict, list))]
