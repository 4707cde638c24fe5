"""Parse YAML. In: text. Out: a positioned tree and findings. The only file that imports the YAML library.

The tree is built from parser events, without recursion, so that hostile nesting ends in a finding. Every
node and every key keeps its exact span. Scalars follow the YAML 1.2 core schema: `on` and `yes` are text.
Rejected here: duplicate and non-text keys, merge keys, anchors and aliases, tags, several documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from ..diagnostics import Diagnostic, Label, Severity, Span
from ..files.reading import MAX_BYTES
from .scalars import resolve_scalar
from .tree import ListNode, MapEntry, MapNode, Node, ScalarNode

MAX_DEPTH = 50
MAX_LINES = 100_000
MAX_COUNT = 30_000
"""How many characters a line may have, and how many keys and values a file."""
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# Characters that YAML does not allow, byte order marks inside the text, which its library skips, and three
# characters that only some programs treat as line ends.
_UNPRINTABLE = re.compile("[^\t\n -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")

# What an escape can write and JSON, HCL or AWS cannot carry: NUL, lone surrogates, and what is no character.
_UNUSABLE = re.compile(
    "[\0\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane * 0x10000 + 0xFFFE) + chr(plane * 0x10000 + 0xFFFF) for plane in range(17))
    + "]"
)


@dataclass(slots=True)
class _OpenCollection:
    """A mapping or list that is still being read."""

    span: Span
    is_map: bool
    items: list[Node] = field(default_factory=list)
    entries: dict[str, MapEntry] = field(default_factory=dict)
    key: tuple[str, Span] | None = None
    skip_value: bool = False


class _Rejected(Exception):
    """Stops parsing with a finding."""

    def __init__(self, finding: Diagnostic) -> None:
        self.finding = finding


def parse_yaml(data: bytes, file: str) -> tuple[Node | None, str, tuple[Diagnostic, ...]]:
    """Return the root (None if the text is not usable), the text for snippets, and the findings."""
    try:
        text = _decode(data, file)
    except _Rejected as rejected:
        text = _with_unix_line_ends(data[:MAX_BYTES].decode("utf-8-sig", errors="replace"))
        return None, text, (rejected.finding,)
    builder = _TreeBuilder(file, text.split("\n"))
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            builder.take(event)
    except _Rejected as rejected:
        return None, text, (*builder.findings, rejected.finding)
    except yaml.YAMLError as error:
        return None, text, (_syntax_error(error, file, builder.lines),)
    if builder.root is None:
        message = "the file is empty, or holds only comments"
        start = "see how a spec begins: eksgen init -"
        return None, text, (_error("empty-file", message, Span(file, 1, 1, 2), help=start),)
    return builder.root, text, tuple(builder.findings)


def _decode(data: bytes, file: str) -> str:
    if len(data) > MAX_BYTES:
        message = f"the file is too large for a cluster spec ({len(data) / 1024 / 1024:.1f} MiB)"
        raise _Rejected(_error("file-too-large", message, Span(file, 1, 1, 2)))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        span = Span(file, data.count(b"\n", 0, error.start) + 1, 1, 2)
        label = f"byte {error.start + 1} cannot be decoded"
        utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
        help = "it is UTF-16: save it as UTF-8" if utf16 else "save it as UTF-8, or pass another file"
        raise _Rejected(_error("not-text", "the file is not UTF-8 text", span, label, help=help)) from None
    text = _with_unix_line_ends(text)
    _check_size(text, file)
    invisible = _UNPRINTABLE.search(text)
    if invisible is not None:
        raise _Rejected(_invisible_character(text, invisible.start(), file))
    return text


def _check_size(text: str, file: str) -> None:
    lines = text.split("\n")
    if len(lines) > MAX_LINES:
        span = Span(file, MAX_LINES, 1, 2)
        raise _Rejected(_error("file-too-large", f"the file has more than {MAX_LINES:,} lines", span))
    longest = max(range(len(lines)), key=lambda index: len(lines[index]))
    if len(lines[longest]) > MAX_COUNT:
        span = Span(file, longest + 1, 1, 2)
        message = f"the line is longer than {MAX_COUNT:,} characters"
        raise _Rejected(_error("file-too-large", message, span))


def _invisible_character(text: str, offset: int, file: str) -> Diagnostic:
    line, column = text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
    code_point = ord(text[offset])
    escape = f'; if it is intended, write it in double quotes as "\\U{code_point:08X}"'
    return _error(
        "yaml-syntax",
        f"the character U+{code_point:04X} is not allowed in a spec",
        Span(file, line, column, column + 1),
        "invisible character",
        help="delete it" + ("" if _UNUSABLE.search(text[offset]) else escape),
    )


def _with_unix_line_ends(text: str) -> str:
    """YAML treats all of these as line ends, terminals and editors differ; one kind keeps columns right."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


class _TreeBuilder:
    """Builds the tree event by event, with an explicit stack."""

    def __init__(self, file: str, lines: list[str]) -> None:
        self.file = file
        self.lines = lines
        self.root: Node | None = None
        self.findings: list[Diagnostic] = []
        self.stack: list[_OpenCollection] = []
        self.documents = 0
        self.values = 0

    def take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.DocumentStartEvent):
            self._count_document(event)
        elif isinstance(event, yaml.AliasEvent):
            raise _Rejected(self._alias(event))
        elif isinstance(event, yaml.ScalarEvent):
            self._count_value(event)
            self._check_anchor_and_tag(event)
            self._scalar(event)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._count_value(event)
            self._check_anchor_and_tag(event)
            self._open(event)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self._close()

    def _span(self, event: yaml.Event) -> Span:
        start, end = event.start_mark, event.end_mark
        if start is None or end is None:
            return Span(self.file, 1, 1, 2)
        single = end.line == start.line and end.column > start.column
        span = Span(
            self.file, start.line + 1, start.column + 1, (end.column if single else start.column + 1) + 1
        )
        return span if span.line <= len(self.lines) else _end(self.file, self.lines)

    def _count_document(self, event: yaml.Event) -> None:
        self.documents += 1
        if self.documents > 1:
            message, help = "a spec file must contain only one document", "put each cluster in its own file"
            raise _Rejected(_error("several-documents", message, self._span(event), help=help))

    def _count_value(self, event: yaml.Event) -> None:
        self.values += 1
        if self.values > MAX_COUNT:
            message = f"the file has more than {MAX_COUNT:,} keys and values"
            raise _Rejected(_error("file-too-large", message, self._span(event)))

    def _alias(self, event: yaml.Event) -> Diagnostic:
        message = "YAML anchors and aliases are not supported"
        help = "repeat the value, or put shared settings in `nodeDefaults`"
        return _error("yaml-alias", message, self._span(event), help=help)

    def _check_anchor_and_tag(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.anchor is not None:
            raise _Rejected(self._alias(event))
        if event.tag is not None and event.tag != "!":
            message, help = (
                f"YAML tags such as `{event.tag}` are not supported",
                "quote a value to make it text",
            )
            raise _Rejected(_error("yaml-tag", message, self._span(event), help=help))

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        span = self._span(event)
        if unusable := _UNUSABLE.search(event.value):
            message = f"the character U+{ord(unusable[0]):04X} cannot be used in a spec"
            raise _Rejected(_error("yaml-syntax", message, span, "an escaped character", help="delete it"))
        top = self.stack[-1] if self.stack else None
        if top and top.is_map and top.key is None:
            self._key(top, event, span)
            return
        value = resolve_scalar(event.value) if not event.style and event.implicit[0] else event.value
        self._add(ScalarNode(span, value, event.value))

    def _key(self, top: _OpenCollection, event: yaml.ScalarEvent, span: Span) -> None:
        key = event.value
        top.key, top.skip_value = (key, span), False
        if not event.style and key == "<<":
            message, help = "YAML merge keys are not supported", "put shared settings in `nodeDefaults`"
            raise _Rejected(_error("yaml-merge-key", message, span, help=help))
        if not event.style and resolve_scalar(key) is None:
            self.findings.append(_error("null-key", "a key is missing", span, "empty key"))
            top.skip_value = True
        elif key in top.entries:
            first = Label(top.entries[key].key_span, "first defined here")
            message = f"the key `{key}` appears twice in one mapping"
            self.findings.append(_error("duplicate-key", message, span, "defined again here", (first,)))
            top.skip_value = True

    def _open(self, event: yaml.CollectionStartEvent) -> None:
        span = self._span(event)
        if self.stack and self.stack[-1].is_map and self.stack[-1].key is None:
            raise _Rejected(_error("complex-key", "a key must be text, not a list or mapping", span))
        if len(self.stack) >= MAX_DEPTH:
            raise _Rejected(_error("too-deep", f"nested more than {MAX_DEPTH} levels deep", span))
        self.stack.append(_OpenCollection(span, isinstance(event, yaml.MappingStartEvent)))

    def _close(self) -> None:
        top = self.stack.pop()
        self._add(MapNode(top.span, top.entries) if top.is_map else ListNode(top.span, tuple(top.items)))

    def _add(self, node: Node) -> None:
        if not self.stack:
            self.root = node
            return
        top = self.stack[-1]
        if not top.is_map:
            top.items.append(node)
        elif top.key is not None:
            key, span = top.key
            if not top.skip_value:
                top.entries[key] = MapEntry(key, span, node)
            top.key = None


@dataclass(frozen=True, slots=True)
class Token:
    """A YAML token in the text: `Key`, `Value`, `BlockEntry`, `Scalar`, `FlowEntry` and so on.

    Lines and columns start at 0, ends are exclusive; some kinds have no width. `style` is set for scalars.
    """

    kind: str
    line: int
    column: int
    end_line: int
    end_column: int
    style: str


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a text that `parse_yaml` accepts, in order."""
    for token in yaml.scan(text, Loader=_LOADER):
        start, end = token.start_mark, token.end_mark
        kind, style = type(token).__name__.removesuffix("Token"), getattr(token, "style", None) or ""
        yield Token(kind, start.line, start.column, end.line, end.column, style)


def _syntax_error(error: yaml.YAMLError, file: str, lines: list[str]) -> Diagnostic:
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        reason = str(getattr(error, "reason", "it cannot be read"))
        return _error("yaml-syntax", "invalid YAML", Span(file, 1, 1, 2), notes=(reason,))
    place = _mark(error.problem_mark, file, lines)
    line = lines[place.line - 1]
    if "\t" in line[: place.column]:
        message = "YAML cannot be indented with tabs"
        return _error("yaml-syntax", message, place, "tab", help="indent with spaces")
    start = _mark(error.context_mark, file, lines) if error.context_mark else place
    context = (Label(start, "starts here"),) if start.line != place.line else ()
    notes = (error.context,) if error.context else ()
    return _error("yaml-syntax", "invalid YAML", place, error.problem or "", context, notes=notes)


def _mark(mark: Any, file: str, lines: list[str]) -> Span:
    if mark.line >= len(lines):
        return _end(file, lines)
    return Span(file, mark.line + 1, mark.column + 1, mark.column + 2)


def _end(file: str, lines: list[str]) -> Span:
    """Return the place after the last character; the YAML library reports the line below it."""
    return Span(file, len(lines), len(lines[-1]) + 1, len(lines[-1]) + 2)


def _error(
    code: str,
    message: str,
    span: Span,
    label: str = "",
    secondary: tuple[Label, ...] = (),
    *,
    help: str = "",
    notes: tuple[str, ...] = (),
) -> Diagnostic:
    helps = (help,) if help else ()
    return Diagnostic(code, Severity.ERROR, message, Label(span, label), secondary, notes, helps)
