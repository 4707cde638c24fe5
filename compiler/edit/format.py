"""Format a spec (`eksgen fmt`). In: the text of a spec. Out: the same spec in the canonical layout.

Only white space and the order of the top-level keys change: indentation of two spaces, sequences indented
under their key, one space after `:` `,` and `-`, at most one blank line, the key order of
`schemas/cluster.py`. Lines are never split or joined, so a comment stays on or above the line that it
describes. `format_text` checks that no value has changed and that only white space was removed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from ...schemas.cluster import ClusterSpec
from ..diagnostics import Diagnostic
from ..errors import EksgenError
from ..source.parse import parse_yaml
from ..source.tree import MapNode, Node, to_plain
from .format_rows import FormatRow, rows

_ORDER = {field.alias or name: rank for rank, (name, field) in enumerate(ClusterSpec.model_fields.items())}
_MODELINE = re.compile(r"#\s*(yaml-language-server:|-\*-|vim?:)")


@dataclass(frozen=True, slots=True)
class FormattedFile:
    """The text before (with line ends as `\\n`) and after formatting, or the findings that prevent it."""

    before: str
    after: str
    findings: tuple[Diagnostic, ...] = ()


def format_text(data: bytes, file: str) -> FormattedFile:
    """Return the formatted text of a spec. Raise `EksgenError` if formatting would change its meaning."""
    root, text, findings = parse_yaml(data, file)
    if findings or not isinstance(root, MapNode):
        return FormattedFile(text, text, findings)
    after = _formatted(text, list(root.entries))
    reread, _, findings = parse_yaml(after.encode(), file)
    same_content = _visible_characters(text) == _visible_characters(after)
    if findings or reread is None or _values(root) != _values(reread) or not same_content:
        raise EksgenError(
            f"internal error: formatting {file} would change its meaning",
            code="internal",
            notes=("the file is unchanged",),
            helps=("this is a bug in eksgen; please report it with a spec that reproduces it",),
        )
    return FormattedFile(text, after)


def _values(root: Node) -> dict[str, str]:
    """Return every value by its top-level key, with its type (`1`, `1.0` and `true` are equal in Python)."""
    values = to_plain(root)
    return {key: repr(value) for key, value in values.items()} if isinstance(values, dict) else {}


def _visible_characters(text: str) -> list[str]:
    """Return the lines without white space, sorted."""
    return sorted(filter(None, re.sub("[ \t]+", "", text).split("\n")))


def _formatted(text: str, keys: Sequence[str]) -> str:
    all_rows = rows(text)
    head, sections, foot = _split(all_rows)
    # A block scalar at the end of the file may have no last line break; adding one would change its value.
    open_end = not text.endswith("\n") and all_rows[-1].literal
    ranks = [_ORDER.get(key, len(_ORDER)) for key in keys]
    order = (
        sorted(range(len(sections)), key=lambda index: ranks[index])
        if len(ranks) == len(sections) and not open_end
        else []
    )
    if order and order != sorted(order):
        sections = _reordered(sections, order)
    lines = _aligned(_spaced([*head, *(row for section in sections for row in section), *foot]))
    return "\n".join(lines) + ("" if lines and open_end else "\n")


def _split(all_rows: Sequence[FormatRow]) -> tuple[list[FormatRow], list[list[FormatRow]], list[FormatRow]]:
    """Return the rows before the first key, the rows of each top-level key, and the rows after the last."""
    starts = [index for index, row in enumerate(all_rows) if row.starts_section]
    if not starts:
        return list(all_rows), [], []
    cuts = [_header_end(all_rows, starts[0])]
    cuts += [_section_end(all_rows, before, start) for before, start in pairwise(starts)]
    last = _section_end(all_rows, starts[-1], len(all_rows))
    sections = [list(all_rows[a:b]) for a, b in zip(cuts, [*cuts[1:], last], strict=True)]
    return list(all_rows[: cuts[0]]), sections, list(all_rows[last:])


def _header_end(all_rows: Sequence[FormatRow], first: int) -> int:
    """Return the end of the file header; comments directly above the first key belong to the key."""
    end = first
    while end and all_rows[end - 1].comment and not all_rows[end - 1].code:
        if _MODELINE.match(all_rows[end - 1].comment):
            break
        end -= 1
    return end


def _section_end(all_rows: Sequence[FormatRow], start: int, following: int) -> int:
    """Return the end of a section; unindented comments belong to the next one, indented ones to this one."""
    inner = (index for index in range(following - 1, start - 1, -1) if _is_inside(all_rows[index]))
    return next(inner, start) + 1


def _is_inside(row: FormatRow) -> bool:
    if row.last == "DocumentEnd":
        return False
    return bool(row.code or row.content or row.trails or (row.comment and row.indent > 0))


def _reordered(sections: Sequence[Sequence[FormatRow]], order: Sequence[int]) -> list[list[FormatRow]]:
    """Reorder the sections; the first one moves with a blank line if most of the others have one."""
    trimmed = [_without_leading_blanks(section) for section in sections]
    spaced = [len(rest) < len(section) for rest, section in zip(trimmed, sections, strict=True)]
    spaced[order[0]], spaced[0] = spaced[0], 2 * sum(spaced[1:]) >= len(spaced) - 1
    return [[FormatRow(), *trimmed[index]] if spaced[index] else trimmed[index] for index in order]


def _without_leading_blanks(section: Sequence[FormatRow]) -> list[FormatRow]:
    first = next((index for index, row in enumerate(section) if not row.blank), len(section))
    return list(section[first:])


def _spaced(all_rows: Iterable[FormatRow]) -> list[FormatRow]:
    """Reduce blank lines to one in a row and none at either end; blank lines inside a text are kept."""
    kept: list[FormatRow] = []
    for row in all_rows:
        if not (row.blank and (not kept or kept[-1].blank or kept[-1].keeps_blanks)):
            kept.append(row)
    while kept and kept[-1].blank:
        kept.pop()
    return kept


def _aligned(all_rows: Sequence[FormatRow]) -> list[str]:
    """Return the lines; trailing comments that were aligned on adjacent lines stay aligned."""
    lines: list[str] = []
    for column, group in groupby(all_rows, key=lambda row: row.comment_column if row.trails else None):
        run = list(group)
        if column is not None:
            widest = max((row.indent + len(row.code) for row in run if row.code), default=0)
            gap = min((row.gap for row in run if row.code), default=0)
            run = [replace(row, comment_column=widest + gap) for row in run]
        lines += [_line(row) for row in run]
    return lines


def _line(row: FormatRow) -> str:
    if row.trails:
        return (" " * row.indent + row.code).ljust(row.comment_column) + row.comment
    return " " * row.indent + row.code + row.comment if row.code or row.comment else ""
