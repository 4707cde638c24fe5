"""A page as a comment for a pull request, within the limit of GitHub.

The first line is hidden: a pipeline finds its last comment by it and updates that. When space is short,
creations are left out first, then edits; dangers and outside changes stay longest. The top says what was left
out. Rows are drawn before they are counted, so that nothing is cut inside an element.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from ...compiler.plural import plural
from ..json.values import json_text
from ..page.page import INCOMPLETE, SANDBOX, ReportBlock, ReportPage, ReportPart, ReportRow, Tone
from ..page.run_report import RunReport
from ..page.words import printable
from .rows import full_row, short_row
from .text import LIMIT, code, escaped, place, sentence, summary_text, utf16_units

_ROW = 6_000
"""A longer row is shown in one line, so that no object crowds out all others."""
_REMARKS = 8
_RESERVE = 600
"""Space for the sentence about what was left out."""
_MANY = 30
"""With more rows than this, all parts of the cluster are folded."""

_NAMES = {
    Tone.DANGER: ("danger", "dangers"),
    Tone.OUTSIDE: ("outside change", "outside changes"),
    Tone.LOSS: ("deletion or replacement", "deletions and replacements"),
    Tone.EDIT: ("edit", "edits"),
    Tone.NOT_COUNTED: ("finding that does not count", "findings that do not count"),
    Tone.CREATION: ("creation", "creations"),
}
_LIGHT = (Tone.CREATION, Tone.NOT_COUNTED)
"""A block of nothing heavier is folded, even a short one."""

_Position = tuple[int, int, int]
"""Number of part, block and row."""


@dataclass(frozen=True, slots=True)
class _Item:
    """A row with its position, drawn in full and on one line."""

    position: _Position
    row: ReportRow
    full: str
    short: str

    @property
    def best(self) -> str:
        """The longest text that may be shown."""
        return self.full if utf16_units(self.full) <= _ROW else self.short


def run_markdown(report: RunReport) -> str:
    """Return the comment of a run; the digest in its first line changes when the document does."""
    page, subject = report.page, report.page.subject
    digest = hashlib.sha256(json_text(report.document).encode("utf-8", "surrogatepass")).hexdigest()[:12]
    first = marker(page.kind, subject.cluster or "", subject.region or "", digest)
    verb = "plan --destroy" if page.kind == "destroy" else page.kind
    return markdown(page, first, f"eksgen {verb} {printable(subject.spec or 'SPEC')} --full")


def markdown(page: ReportPage, marker: str, command: str, limit: int = LIMIT) -> str:
    """Return the comment. `command` shows the whole report; `limit` is in UTF-16 units."""
    head = _head(page, marker)
    end = _end(page)
    items = _items(page)
    headings = sum(utf16_units(_heading(part)) for part in page.parts)
    room = limit - utf16_units(head) - utf16_units(end) - headings - _RESERVE
    chosen = _chosen(items, _frames(page), room)
    body = "".join(_part(page, number, chosen) for number in range(len(page.parts)))
    return head + _left_out(items, chosen, command) + body + end


def marker(kind: str, cluster: str, region: str, digest: str) -> str:
    """Return the hidden first line. Only harmless characters of the names are kept."""
    names = {"cluster": cluster, "region": region, "digest": digest}
    pairs = " ".join(
        f"{key}={re.sub(r'[^0-9A-Za-z_.]+', '-', value)}" for key, value in names.items() if value
    )
    return f"<!-- eksgen:{kind} {pairs} -->"


def _head(page: ReportPage, first: str) -> str:
    lines = [first, f"### {sentence(page.title)}", "", f"**{escaped(page.summary)}**"]
    if page.about:
        lines += ["", ", ".join(code(text) for text in page.about)]
    if page.subject.sandbox:
        lines += ["", f"> {SANDBOX}"]
    if not page.complete:
        lines += ["", f"> {INCOMPLETE}"]
    return "\n".join(lines) + "\n"


def _end(page: ReportPage) -> str:
    remarks = [f"> warning: {code(remark)}\n" for remark in page.remarks[:_REMARKS]]
    if len(page.remarks) > _REMARKS:
        remarks.append(f"> and {plural(len(page.remarks) - _REMARKS, 'more warning')}\n")
    return "\n" + "\n".join(remarks) if remarks else ""


def _items(page: ReportPage) -> list[_Item]:
    return [
        _Item((p, b, r), row, full_row(row, part.labels), short_row(row))
        for p, part in enumerate(page.parts)
        for b, block in enumerate(part.blocks)
        for r, row in enumerate(block.rows)
    ]


def _frames(page: ReportPage) -> dict[tuple[int, int], int]:
    """Return the most that the text around the rows of each block can take."""
    return {
        (p, b): utf16_units("".join(_frame(block, folded=bool(block.summary))))
        for p, part in enumerate(page.parts)
        for b, block in enumerate(part.blocks)
    }


def _chosen(items: list[_Item], frames: dict[tuple[int, int], int], room: int) -> dict[_Position, str]:
    """Return the text of each row that stays: heaviest first, in full while there is space."""
    chosen: dict[_Position, str] = {}
    frames = dict(frames)
    ordered = sorted(items, key=lambda item: (-item.row.weight, item.position))
    for _, group in groupby(ordered, key=lambda item: item.row.weight):
        alike = list(group)
        around = sum(frames.get(block, 0) for block in {item.position[:2] for item in alike})
        spare = room - around - sum(utf16_units(item.short) for item in alike)
        for item in alike:
            text = item.best if utf16_units(item.best) - utf16_units(item.short) <= spare else item.short
            cost = utf16_units(text) + frames.get(item.position[:2], 0)
            if cost <= room:
                chosen[item.position] = text
                room -= cost
                spare -= utf16_units(text) - utf16_units(item.short)
                frames.pop(item.position[:2], None)
        if any(item.position not in chosen for item in alike):
            break  # nothing lighter stays if something heavier was left out
    return chosen


def _part(page: ReportPage, number: int, chosen: dict[_Position, str]) -> str:
    part = page.parts[number]
    folded = sum(1 for _ in part.rows) > _MANY
    blocks = [
        _block(
            block,
            [chosen[position] for position in sorted(chosen) if position[:2] == (number, index)],
            folded,
        )
        for index, block in enumerate(part.blocks)
    ]
    text = "".join(blocks)
    return _heading(part) + text if text else ""


def _heading(part: ReportPart) -> str:
    return f"\n#### {escaped(part.title)}\n"


def _block(block: ReportBlock, texts: list[str], folded: bool) -> str:
    if not texts:
        return ""
    light = all(row.weight in _LIGHT for row in block.rows)
    before, after = _frame(block, folded=bool(block.summary) and (folded or light))
    return before + "".join(texts) + after


def _frame(block: ReportBlock, folded: bool) -> tuple[str, str]:
    """Return the text before and after the rows of a block."""
    if not folded:
        title = f"\n**{sentence(block.title)}**{place(block.place)}\n" if block.title else ""
        return title + "\n", ""
    title = summary_text((*block.title, ": ", block.summary) if block.title else (block.summary,))
    where = f"{place(block.place).removeprefix(' — ')}\n\n" if block.place else ""
    return f"\n<details><summary>{title}</summary>\n\n{where}", "\n</details>\n"


def _left_out(items: list[_Item], chosen: dict[_Position, str], command: str) -> str:
    """Return a sentence about what is left out, or an empty text."""
    texts = [*_missing(items, chosen)]
    shortened = sum(item.position in chosen and chosen[item.position] != item.full for item in items)
    if shortened:
        texts.append(f"the values of {shortened} more")
    if not texts:
        return ""
    return f"\n> **Shortened.** Left out for length: {', '.join(texts)}. {code(command)} shows everything.\n"


def _missing(items: list[_Item], chosen: dict[_Position, str]) -> Iterator[str]:
    for weight, (one, many) in _NAMES.items():
        lost = sum(
            item.row.count for item in items if item.row.weight is weight and item.position not in chosen
        )
        if lost:
            yield plural(lost, one, many)
