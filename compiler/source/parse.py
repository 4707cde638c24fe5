"""Stage 1: text in, positioned tree out. The only file that imports the YAML library.

The tree is built from parser events, without recursion, so that hostile nesting ends in a finding. Every
node and every key keeps its exact span. Scalars follow the YAML 1.2 core rules: `on` and `yes` are text.
Refused here: duplicate and non-text keys, merge keys, anchors and aliases, tags, several documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from ..diagnostics import Diagnostic, Label, Severity, Span
from .tree import ListNode, MapEntry, MapNode, Node, Scalar, ScalarNode

MAX_BYTES = 4 * 1024 * 1024
MAX_DEPTH = 50

# What YAML does not count as printable, and three characters that only some programs take for line ends.
_UNPRINTABLE = re.compile("[^\t\n -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(slots=True)
class _Open:
    """A collection that is still being read."""

    span: Span
    is_map: bool
    items: list[Node] = field(default_factory=list)
    entries: dict[str, MapEntry] = field(default_factory=dict)
    key: tuple[str, Span] | None = None
    skip_value: bool = False


class _Refused(Exception):
    def __init__(self, finding: Diagnostic) -> None:
        self.finding = finding


def parse_yaml(data: bytes, file: str) -> tuple[Node | None, str, tuple[Diagnostic, ...]]:
    """Read YAML: the root (None when there is nothing usable), the text for snippets, the findings."""
    try:
        text = _decode(data, file)
    except _Refused as refused:
        return None, _lines_ended(data[:MAX_BYTES].decode("utf-8-sig", errors="replace")), (refused.finding,)
    reader = _Reader(file, text.split("\n"))
    try:
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            reader.take(event)
    except _Refused as refused:
        return None, text, (*reader.findings, refused.finding)
    except yaml.YAMLError as error:
        return None, text, (_syntax(error, file, reader.lines),)
    if reader.root is None:
        return None, text, (_error("empty-file", "the file is empty", Span(file, 1, 1, 2)),)
    return reader.root, text, tuple(reader.findings)


def _decode(data: bytes, file: str) -> str:
    start = Span(file, 1, 1, 2)
    if len(data) > MAX_BYTES:
        size = f"{len(data) / 1024 / 1024:.1f} MiB"
        raise _Refused(
            _error("file-too-large", f"the file has {size}, more than a cluster spec can need", start)
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        finding = _error(
            "not-text",
            "the file is not UTF-8 text",
            Span(file, line, 1, 2),
            f"byte {error.start + 1} cannot be read",
        )
        raise _Refused(finding) from None
    text = _lines_ended(text)
    odd = _UNPRINTABLE.search(text)
    if odd is not None:
        line, column = text.count("\n", 0, odd.start()) + 1, odd.start() - text.rfind("\n", 0, odd.start())
        name = f"U+{ord(odd[0]):04X}"
        finding = _error(
            "yaml-syntax",
            f"the character {name} cannot stand in a spec",
            Span(file, line, column, column + 1),
            "not visible",
            help=f'delete it; where it is meant, write it in double quotes as "\\U{ord(odd[0]):08X}"',
        )
        raise _Refused(finding)
    return text


def _lines_ended(text: str) -> str:
    """YAML counts these as line ends, terminals and editors do not agree; one kind keeps columns true."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


class _Reader:
    """Builds the tree event by event, with an explicit stack."""

    def __init__(self, file: str, lines: list[str]) -> None:
        self.file = file
        self.lines = lines
        self.root: Node | None = None
        self.findings: list[Diagnostic] = []
        self.stack: list[_Open] = []
        self.documents = 0

    def take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.DocumentStartEvent):
            self._count_document(event)
        elif isinstance(event, yaml.AliasEvent):
            message = "anchors and aliases are not part of the language"
            help = "write the value again, or put it in `nodeDefaults`"
            raise _Refused(_error("yaml-alias", message, self._span(event), help=help))
        elif isinstance(event, yaml.ScalarEvent):
            self._check_marks(event)
            self._scalar(event)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._check_marks(event)
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
            message = "a spec file holds one document, this one starts a second"
            raise _Refused(
                _error(
                    "several-documents",
                    message,
                    self._span(event),
                    help="put each cluster in a file of its own",
                )
            )

    def _check_marks(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.anchor is not None:
            raise _Refused(
                _error("yaml-alias", "anchors and aliases are not part of the language", self._span(event))
            )
        if event.tag is not None and event.tag != "!":
            message = f"the tag `{event.tag}` is not part of the language"
            raise _Refused(
                _error("yaml-tag", message, self._span(event), help="use quotes to make a value text")
            )

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        span = self._span(event)
        top = self.stack[-1] if self.stack else None
        if top and top.is_map and top.key is None:
            self._key(top, event, span)
            return
        value = resolve_scalar(event.value) if not event.style and event.implicit[0] else event.value
        self._add(ScalarNode(span, value, event.value))

    def _key(self, top: _Open, event: yaml.ScalarEvent, span: Span) -> None:
        key = event.value
        top.key, top.skip_value = (key, span), False
        if not event.style and key == "<<":
            message = "merge keys are not part of the language"
            raise _Refused(
                _error("yaml-merge-key", message, span, help="use `nodeDefaults` for what groups share")
            )
        if not event.style and resolve_scalar(key) is None:
            self.findings.append(_error("null-key", "a key is missing", span, "an empty key"))
            top.skip_value = True
        elif key in top.entries:
            first = Label(top.entries[key].key_span, "first given here")
            finding = _error(
                "duplicate-key",
                f"key `{key}` is given twice in one mapping",
                span,
                "given again here",
                (first,),
            )
            self.findings.append(finding)
            top.skip_value = True

    def _open(self, event: yaml.CollectionStartEvent) -> None:
        span = self._span(event)
        if self.stack and self.stack[-1].is_map and self.stack[-1].key is None:
            raise _Refused(_error("complex-key", "a key must be text, this one is a collection", span))
        if len(self.stack) >= MAX_DEPTH:
            raise _Refused(_error("too-deep", f"nested more than {MAX_DEPTH} levels deep", span))
        self.stack.append(_Open(span, isinstance(event, yaml.MappingStartEvent)))

    def _close(self) -> None:
        done = self.stack.pop()
        self._add(MapNode(done.span, done.entries) if done.is_map else ListNode(done.span, tuple(done.items)))

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
    """A mark of YAML as it stands in the text: `Key`, `Value`, `BlockEntry`, `Scalar`, `FlowEntry` and so on.

    Lines and columns start at 0, ends are exclusive; some kinds have no width. `style` is that of a scalar.
    """

    kind: str
    line: int
    column: int
    end_line: int
    end_column: int
    style: str


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a text that `parse` has read without findings, in order."""
    for token in yaml.scan(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
        start, end = token.start_mark, token.end_mark
        kind, style = type(token).__name__.removesuffix("Token"), getattr(token, "style", None) or ""
        yield Token(kind, start.line, start.column, end.line, end.column, style)


_INTEGER = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_WORDS: dict[str, Scalar] = {"": None, "~": None}
for _word, _value in (("null", None), ("true", True), ("false", False)):
    _WORDS |= {_word: _value, _word.title(): _value, _word.upper(): _value}


def resolve_scalar(text: str) -> Scalar:
    """The value of a plain scalar by the YAML 1.2 core schema (https://yaml.org/spec/1.2.2, 10.3.2)."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text) if len(text) < 20 else text
    if _FLOAT.fullmatch(text) and len(text) < 40:
        return float(text)
    return text


def _syntax(error: yaml.YAMLError, file: str, lines: list[str]) -> Diagnostic:
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        reason = str(getattr(error, "reason", "it cannot be read"))
        return _error("yaml-syntax", "this is not YAML", Span(file, 1, 1, 2), notes=(reason,))
    place = _mark(error.problem_mark, file, lines)
    line = lines[place.line - 1]
    if "\t" in line[: place.column]:
        message = "a tab cannot indent YAML"
        return _error("yaml-syntax", message, place, "a tab", help="indent with spaces")
    start = _mark(error.context_mark, file, lines) if error.context_mark else place
    begun = (Label(start, "began here"),) if start.line != place.line else ()
    notes = (error.context,) if error.context else ()
    return _error("yaml-syntax", "this is not YAML", place, error.problem or "", begun, notes=notes)


def _mark(mark: Any, file: str, lines: list[str]) -> Span:
    if mark.line >= len(lines):
        return _end(file, lines)
    return Span(file, mark.line + 1, mark.column + 1, mark.column + 2)


def _end(file: str, lines: list[str]) -> Span:
    """Just after the last character; YAML names the line below for what is missing there."""
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
