"""Write HCL. In: blocks. Out: text, and the line of every argument. The only file that knows HCL syntax.

The text is formatted as by `terraform fmt`: two spaces per level, `=` aligned over runs of one-line
arguments. All text from a spec passes `quote`, so that nothing in it is ever evaluated.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from ..diagnostics import Path
from ..values import At, Expression, Joined, ModuleCall, Ref, Value

_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_KEYWORDS = {"for", "if", "in", "else", "endif", "endfor", "null", "true", "false"}
# Quotes, backslashes, control and format characters, line separators, and what starts a template.
_FORMAT = (
    r"\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    r"\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    r"\U000e0001\U000e0020-\U000e007f"
)
_SPECIAL = re.compile(rf'[\\"\x00-\x1f\x7f-\x9f\u2028\u2029{_FORMAT}]|[$%]+(?=\{{)')
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_WIDTH = 100


@dataclass(frozen=True, slots=True)
class ArgumentOrigin:
    """The line of an argument (or a key inside it) and the spec path it came from.

    `open` marks a null or empty value, for which the provider may choose its own.
    """

    line: int
    block: tuple[str, ...]
    at: tuple[str | int, ...]
    path: Path
    open: bool = False


@dataclass(frozen=True, slots=True)
class HclBlock:
    """An HCL block: type and labels, arguments in order, then nested blocks."""

    labels: tuple[str, ...]
    arguments: Mapping[str, Value]
    blocks: tuple[HclBlock, ...] = ()
    path: Path | None = None


def quote(text: str) -> str:
    """Return a string literal that Terraform reads as exactly `text` (in Unicode NFC, as all its strings)."""
    return '"' + _SPECIAL.sub(_escape, text) + '"'


def comment(text: str) -> str:
    """Return a comment of one line, whatever the text contains: a line break would end it."""
    return "# " + "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)


def _escape(match: re.Match[str]) -> str:
    text = match[0]
    if text in _ESCAPES:
        return _ESCAPES[text]
    # HCL escapes `${` and `%{` by doubling the first character, but a longer run of `$` or `%` before the
    # brace would be read differently, so it is escaped by code point.
    return text * 2 if text in ("$", "%") else "".join(map(_by_code_point, text))


def _by_code_point(char: str) -> str:
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"


def module_block(call: ModuleCall) -> HclBlock:
    """Return the `module` block of a call."""
    arguments = {"source": f"./modules/{call.folder}", **call.arguments}
    return HclBlock(("module", call.name), arguments, path=call.path)


def moved_block(call: ModuleCall) -> HclBlock:
    """Return the `moved` block of a call that had another name before."""
    places = {"from": call.renamed_from, "to": call.name}
    return HclBlock(("moved",), {key: Expression(f"module.{name}") for key, name in places.items()})


@dataclass(slots=True)
class _Writer:
    lines: list[str] = field(default_factory=list)
    origins: list[ArgumentOrigin] = field(default_factory=list)
    block: tuple[str, ...] = ()

    def record(self, at: tuple[str | int, ...], path: Path | None, value: Value = "") -> None:
        """Record the origin of the argument that starts on the next line."""
        if path is not None:
            is_open = value is None or (isinstance(value, tuple | Mapping) and not value)
            self.origins.append(ArgumentOrigin(len(self.lines) + 1, self.block, at, path, is_open))


def write_hcl(blocks: Sequence[HclBlock], header: str) -> tuple[str, tuple[ArgumentOrigin, ...]]:
    """Return the text of a file of blocks below a comment, and the origins of its arguments."""
    writer = _Writer([comment(header)])
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
    writer.record((), block.path)
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
            writer.record((*at, key), place, inner)
        if line is not None:
            _record_inside(writer, inner, (*at, key), place)
            writer.lines.append(f"{pad}{name:<{widths[name]}} = {line}")
        else:
            _nested(writer, f"{pad}{name} = ", inner, depth, (*at, key), place)


@cache
def _name(key: str) -> str:
    """Return a key as HCL; cached, since few keys are used very often."""
    return key if _IDENTIFIER.fullmatch(key) and key not in _KEYWORDS else quote(key)


def _unwrap(value: Value, path: Path | None) -> tuple[Value, Path | None]:
    if isinstance(value, At):
        return value.value, value.path
    return value, path


def _record_inside(writer: _Writer, value: Value, at: tuple[str | int, ...], path: Path | None) -> None:
    """Record the origins of the values inside a value that is written on one line."""
    pairs: list[tuple[str | int, Value]] = []
    if isinstance(value, Mapping):
        pairs = list(value.items())
    elif isinstance(value, tuple):
        pairs = list(enumerate(value))
    for step, item in pairs:
        inner, place = _unwrap(item, path)
        if isinstance(item, At):
            writer.record((*at, step), place, inner)
        _record_inside(writer, inner, (*at, step), place)


def _aligned(single: Mapping[str, bool]) -> dict[str, int]:
    """Return the width of the name column of each one-line item: the longest name of its run."""
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
            writer.record((*at, index), place, inner)
        text = _one_line(inner, len(pad) + 2)
        if text is not None:
            _record_inside(writer, inner, (*at, index), place)
            writer.lines.append(f"{pad}  {text},")
        else:
            _nested(writer, f"{pad}  ", inner, depth + 1, (*at, index), place)
            writer.lines[-1] += ","
    writer.lines.append(f"{pad}]")


def _one_line(value: Value, used: int) -> str | None:
    """Return the value on one line, or None if it needs several: a non-empty mapping, or a long list."""
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
    """Return a scalar or a reference as HCL."""
    if isinstance(value, Expression):
        return value.text
    if isinstance(value, Ref):
        return _reference(value)
    if isinstance(value, Joined):
        return '"' + "".join(map(_part, value.parts)) + '"'
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    return str(value) if isinstance(value, int) else quote(str(value))


def _reference(ref: Ref) -> str:
    return f"module.{ref.call}.{ref.output}" + "".join(f"[{quote(key)}]" for key in ref.keys)


def _part(part: str | Ref) -> str:
    """Return a part of a text: a reference is evaluated, all else is quoted."""
    if isinstance(part, Ref):
        return f"${{{_reference(part)}}}"
    # A `$` before the reference that follows would escape it.
    return re.sub(
        r"[$%]+\Z", lambda match: "".join(f"\\u{ord(char):04x}" for char in match[0]), quote(part)[1:-1]
    )
