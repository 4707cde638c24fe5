"""`eksgen fmt`: the text of a spec in, the same spec in the one canonical layout out.

Only white space changes, and the order of the top-level keys: two-space steps, sequences under their key, one
space after `:` `,` and `-`, at most one blank line, the key order of `schemas/cluster.py`. Lines are never
split or joined, so a comment stays on or above the line that it is about. `layout` proves afterwards that no
value has changed and that nothing but white space was lost.
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
    """What came of it: the text before (line ends as `\\n`) and after, or the findings that forbid it."""

    before: str
    after: str
    findings: tuple[Diagnostic, ...] = ()


def format_text(data: bytes, file: str) -> FormattedFile:
    """The canonical layout of a spec, proven to mean the same; `EksgenError` if it would not."""
    root, text, findings = parse_yaml(data, file)
    if findings or not isinstance(root, MapNode):
        return FormattedFile(text, text, findings)
    after = _laid_out(text, list(root.entries))
    again, _, findings = parse_yaml(after.encode(), file)
    if findings or again is None or _values(root) != _values(again) or _ink(text) != _ink(after):
        raise EksgenError(
            f"internal error: the layout of {file} would change what it means",
            code="internal",
            notes=("the file is left as it is",),
            helps=("this is a fault of eksgen; please report it with the spec that shows it",),
        )
    return FormattedFile(text, after)


def _values(root: Node) -> dict[str, str]:
    """Every value by its top-level key, exact to the type (`1`, `1.0` and `true` are equal in Python)."""
    values = to_plain(root)
    return {key: repr(value) for key, value in values.items()} if isinstance(values, dict) else {}


def _ink(text: str) -> list[str]:
    """All that is not white space, line by line, in any order."""
    return sorted(filter(None, re.sub("[ \t]+", "", text).split("\n")))


def _laid_out(text: str, keys: Sequence[str]) -> str:
    found = rows(text)
    head, sections, foot = _parts(found)
    ranks = [_ORDER.get(key, len(_ORDER)) for key in keys]
    order = (
        sorted(range(len(sections)), key=lambda index: ranks[index]) if len(ranks) == len(sections) else []
    )
    if order and order != sorted(order):
        sections = _reordered(sections, order)
    lines = _aligned(_spaced([*head, *(row for section in sections for row in section), *foot]))
    # A block scalar that ends with the file has no last line break, and adding one would change it.
    open_end = lines and not text.endswith("\n") and found[-1].literal
    return "\n".join(lines) + ("" if open_end else "\n")


def _parts(found: Sequence[FormatRow]) -> tuple[list[FormatRow], list[list[FormatRow]], list[FormatRow]]:
    """The rows before the first key, those of each top-level key, and those after the last."""
    starts = [index for index, row in enumerate(found) if row.starts_section]
    if not starts:
        return list(found), [], []
    cuts = [_header_end(found, starts[0])]
    cuts += [_section_end(found, before, start) for before, start in pairwise(starts)]
    last = _section_end(found, starts[-1], len(found))
    sections = [list(found[a:b]) for a, b in zip(cuts, [*cuts[1:], last], strict=True)]
    return list(found[: cuts[0]]), sections, list(found[last:])


def _header_end(found: Sequence[FormatRow], first: int) -> int:
    """Where the head of the file ends: comments right above the first key are the key's."""
    end = first
    while end and found[end - 1].comment and not found[end - 1].code:
        if _MODELINE.match(found[end - 1].comment):
            break
        end -= 1
    return end


def _section_end(found: Sequence[FormatRow], start: int, following: int) -> int:
    """Comments at the left edge are about what follows, deeper ones about what stands before."""
    inner = (index for index in range(following - 1, start - 1, -1) if _belongs(found[index]))
    return next(inner, start) + 1


def _belongs(row: FormatRow) -> bool:
    if row.last == "DocumentEnd":
        return False
    return bool(row.code or row.content or row.trails or (row.comment and row.indent > 0))


def _reordered(sections: Sequence[Sequence[FormatRow]], order: Sequence[int]) -> list[list[FormatRow]]:
    """The sections in another order; the one that was first gets a blank line if most of them have one."""
    bare = [_without_lead(section) for section in sections]
    spaced = [len(one) < len(section) for one, section in zip(bare, sections, strict=True)]
    spaced[order[0]], spaced[0] = spaced[0], 2 * sum(spaced[1:]) >= len(spaced) - 1
    return [[FormatRow(), *bare[index]] if spaced[index] else bare[index] for index in order]


def _without_lead(section: Sequence[FormatRow]) -> list[FormatRow]:
    lead = next((index for index, row in enumerate(section) if not row.blank), len(section))
    return list(section[lead:])


def _spaced(found: Iterable[FormatRow]) -> list[FormatRow]:
    """At most one blank line in a row, none at either end; those inside of a text are part of it."""
    kept: list[FormatRow] = []
    for row in found:
        if not (row.blank and (not kept or kept[-1].blank or kept[-1].keeps_blanks)):
            kept.append(row)
    while kept and kept[-1].blank:
        kept.pop()
    return kept


def _aligned(found: Sequence[FormatRow]) -> list[str]:
    """The lines; trailing comments that stood in one column on neighbouring lines do so again."""
    lines: list[str] = []
    for column, group in groupby(found, key=lambda row: row.comment_column if row.trails else None):
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
