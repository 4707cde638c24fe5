"""Stage 6: module calls to HCL text, with the line of every argument. The only file that knows HCL syntax.

The text is what `terraform fmt` would leave: two spaces a level, `=` aligned over runs of one-line
arguments. All text from a spec passes `quote`, so that nothing in it is ever evaluated.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from ..diagnostics import Path
from ..values import At, Expression, ModuleCall, Ref, Value

_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_KEYWORDS = {"for", "if", "in", "else", "endif", "endfor", "null", "true", "false"}
# Quotes, backslashes, control characters, line separators, and the signs that open a template.
_SPECIAL = re.compile(r'[\\"\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]|[$%]+(?=\{)')
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_WIDTH = 100


@dataclass(frozen=True, slots=True)
class ArgumentOrigin:
    """An argument (or a key inside one) of a written block: its line and the spec path it came from. `open`
    tells that it is null or empty, so that whatever it feeds may be left to the provider."""

    line: int
    block: tuple[str, ...]
    at: tuple[str | int, ...]
    path: Path
    open: bool = False


@dataclass(frozen=True, slots=True)
class HclBlock:
    """An HCL block: type and labels, arguments in order, nested blocks after them."""

    labels: tuple[str, ...]
    arguments: Mapping[str, Value]
    blocks: tuple[HclBlock, ...] = ()
    path: Path | None = None


def quote(text: str) -> str:
    """A string literal that Terraform reads back as exactly `text` (in Unicode form C, like all it holds)."""
    return '"' + _SPECIAL.sub(_escape, text) + '"'


def _escape(match: re.Match[str]) -> str:
    found = match[0]
    if found in _ESCAPES:
        return _ESCAPES[found]
    # `${` and `%{` start a template; doubling the sign is how HCL spells them, but after another such sign
    # the doubling itself would be read differently, so longer runs are spelled by number.
    return found * 2 if found in ("$", "%") else "".join(f"\\u{ord(char):04x}" for char in found)


def module_block(call: ModuleCall) -> HclBlock:
    """The `module` block of a call; a variant has a folder of its own."""
    folder = "_".join((call.module, *call.variant))
    return HclBlock(
        ("module", call.name), {"source": f"./modules/{folder}", **call.arguments}, path=call.path
    )


@dataclass(slots=True)
class _Writer:
    lines: list[str] = field(default_factory=list)
    origins: list[ArgumentOrigin] = field(default_factory=list)
    block: tuple[str, ...] = ()

    def note(self, at: tuple[str | int, ...], path: Path | None, value: Value = "") -> None:
        if path is not None:
            is_open = value is None or (isinstance(value, tuple | Mapping) and not value)
            self.origins.append(ArgumentOrigin(len(self.lines) + 1, self.block, at, path, is_open))


def write_hcl(blocks: Sequence[HclBlock], header: str) -> tuple[str, tuple[ArgumentOrigin, ...]]:
    """One file of blocks under a one-line comment."""
    writer = _Writer([f"# {header}"])
    for block in blocks:
        writer.lines.append("")
        writer.block = block.labels
        _block(writer, block, 0)
    return "\n".join(writer.lines) + "\n", tuple(writer.origins)


def _block(writer: _Writer, block: HclBlock, depth: int) -> None:
    pad = "  " * depth
    kind, *labels = block.labels
    head = " ".join([kind, *(quote(label) for label in labels)])
    if not block.arguments and not block.blocks:
        writer.lines.append(f"{pad}{head} {{}}")
        return
    writer.note((), block.path)
    writer.lines.append(f"{pad}{head} {{")
    _items(writer, block.arguments, depth + 1, (), block.path)
    for index, inner in enumerate(block.blocks):
        if index or block.arguments:
            writer.lines.append("")
        _block(writer, inner, depth + 1)
    writer.lines.append(f"{pad}}}")


def _items(
    writer: _Writer, items: Mapping[str, Value], depth: int, at: tuple[str | int, ...], path: Path | None
) -> None:
    pad = "  " * depth
    names = {key: _name(key) for key in items}
    flat = {key: _one_line(value, len(pad) + len(names[key])) for key, value in items.items()}
    widths = _aligned({names[key]: text is not None for key, text in flat.items()})
    for key, value in items.items():
        name, line = names[key], flat[key]
        inner, place = _unwrap(value, path)
        if isinstance(value, At):
            writer.note((*at, key), place, inner)
        if line is not None:
            _note_inside(writer, inner, (*at, key), place)
            writer.lines.append(f"{pad}{name:<{widths[name]}} = {line}")
        else:
            _nested(writer, f"{pad}{name} = ", inner, depth, (*at, key), place)


@cache
def _name(key: str) -> str:
    """A key as HCL; the same few come again and again."""
    return key if _IDENTIFIER.fullmatch(key) and key not in _KEYWORDS else quote(key)


def _unwrap(value: Value, path: Path | None) -> tuple[Value, Path | None]:
    if isinstance(value, At):
        return value.value, value.path
    return value, path


def _note_inside(writer: _Writer, value: Value, at: tuple[str | int, ...], path: Path | None) -> None:
    """The places of what stands inside a value written on one line."""
    pairs: list[tuple[str | int, Value]] = []
    if isinstance(value, Mapping):
        pairs = list(value.items())
    elif isinstance(value, tuple):
        pairs = list(enumerate(value))
    for step, item in pairs:
        inner, place = _unwrap(item, path)
        if isinstance(item, At):
            writer.note((*at, step), place, inner)
        _note_inside(writer, inner, (*at, step), place)


def _aligned(single: Mapping[str, bool]) -> dict[str, int]:
    """The width of the name column of each one-line item: the widest name of its unbroken run."""
    widths: dict[str, int] = {}
    run: list[str] = []
    for name, is_single in [*single.items(), ("", False)]:
        if is_single:
            run.append(name)
            continue
        widest = max(map(len, run), default=0)
        widths |= dict.fromkeys(run, widest)
        run = []
    return widths


def _nested(
    writer: _Writer, head: str, value: Value, depth: int, at: tuple[str | int, ...], path: Path | None
) -> None:
    pad = "  " * depth
    if isinstance(value, Mapping):
        writer.lines.append(f"{head}{{")
        _items(writer, value, depth + 1, at, path)
        writer.lines.append(f"{pad}}}")
        return
    writer.lines.append(f"{head}[")
    for index, item in enumerate(value if isinstance(value, tuple) else ()):
        inner, place = _unwrap(item, path)
        if isinstance(item, At):
            writer.note((*at, index), place, inner)
        text = _one_line(inner, len(pad) + 2)
        if text is not None:
            _note_inside(writer, inner, (*at, index), place)
            writer.lines.append(f"{pad}  {text},")
        else:
            _nested(writer, f"{pad}  ", inner, depth + 1, (*at, index), place)
            writer.lines[-1] += ","
    writer.lines.append(f"{pad}]")


def _one_line(value: Value, used: int) -> str | None:
    """The value on one line, or None when it wants several: a mapping with content, or too wide a list."""
    if isinstance(value, At):
        return _one_line(value.value, used)
    if isinstance(value, Mapping):
        return None if value else "{}"
    if not isinstance(value, tuple):
        return scalar(value)
    texts = [_one_line(item, 0) for item in value]
    if any(text is None for text in texts):
        return None
    line = "[" + ", ".join(text for text in texts if text is not None) + "]"
    return line if len(line) + used + 3 <= _WIDTH or not value else None


def scalar(value: Value) -> str:
    """A scalar or a reference as HCL."""
    if isinstance(value, Expression):
        return value.text
    if isinstance(value, Ref):
        return f"module.{value.call}.{value.output}" + "".join(f"[{quote(key)}]" for key in value.keys)
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    return str(value) if isinstance(value, int) else quote(str(value))
