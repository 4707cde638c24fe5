"""A page as a comment for a pull request: GitHub Flavored Markdown of at most 65,536 characters.

The first line is a comment nobody sees, by which a pipeline finds its last report and updates it. When there
is no room for all, creations go first, then edits; dangers and outside changes stay longest. What was left
out is said at the top. Texts are made whole before they are counted, so nothing is cut inside an element.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from ..page.page import ReportBlock, ReportPage, ReportPart, ReportRow, Tone
from ..page.words import printable
from .text import code, escaped, full_row, place, sentence, short_row, summary_text, utf16_units

LIMIT = 65_536
"""What GitHub accepts for the body of a pull request; comments take four times as much (measured 2025-11 and
2026-09 by users; the error message says 65,536 characters for both)."""

_ROW = 6_000
"""A row that is longer is told in one line, so that no object crowds out all others."""
_REMARKS = 8
_RESERVE = 600
"""Room for the sentence about what was left out."""
_MANY = 30
"""With more rows than this, all parts of the cluster are folded."""

_NAMES = {
    Tone.DANGER: "dangers",
    Tone.OUTSIDE: "outside changes",
    Tone.LOSS: "deletions and replacements",
    Tone.EDIT: "edits",
    Tone.TOLD: "findings that do not count",
    Tone.CREATION: "creations",
}
_LIGHT = (Tone.CREATION, Tone.TOLD)
"""A block of nothing heavier is folded, however short."""

_At = tuple[int, int, int]
"""Number of part, block and row."""


@dataclass(frozen=True, slots=True)
class _Item:
    """A row where it stands, in its two lengths."""

    at: _At
    row: ReportRow
    full: str
    short: str

    @property
    def best(self) -> str:
        """The longest text that may be shown."""
        return self.full if utf16_units(self.full) <= _ROW else self.short


def markdown(page: ReportPage, marker: str, whole: str, limit: int = LIMIT) -> str:
    """The comment. `whole` is the command that shows everything; lengths are in `units`."""
    head = _head(page, marker)
    end = _end(page)
    items = _items(page)
    headings = sum(utf16_units(_heading(part)) for part in page.parts)
    room = limit - utf16_units(head) - utf16_units(end) - headings - _RESERVE
    chosen = _chosen(items, _frames(page), room)
    body = "".join(_part(page, number, chosen) for number in range(len(page.parts)))
    return head + _left_out(items, chosen, whole) + body + end


def marker(kind: str, cluster: str, region: str, digest: str) -> str:
    """The hidden first line. Only harmless characters of the names are kept."""
    names = {"cluster": cluster, "region": region, "digest": digest}
    told = " ".join(
        f"{key}={re.sub(r'[^0-9A-Za-z_.]+', '-', value)}" for key, value in names.items() if value
    )
    return f"<!-- eksgen:{kind} {told} -->"


def _head(page: ReportPage, first: str) -> str:
    lines = [first, f"### {sentence(page.title)}", "", f"**{escaped(page.summary)}**"]
    if page.told:
        lines += ["", ", ".join(code(text) for text in page.told)]
    if page.sandbox:
        lines += ["", "> A rehearsal in the sandbox: nothing here reaches AWS."]
    if not page.complete:
        lines += ["", "> This is not all: Terraform put off a part. Apply, then look again."]
    return "\n".join(lines) + "\n"


def _end(page: ReportPage) -> str:
    told = [f"> warning: {code(remark)}\n" for remark in page.remarks[:_REMARKS]]
    if len(page.remarks) > _REMARKS:
        told.append(f"> and {len(page.remarks) - _REMARKS} more warnings\n")
    return "\n" + "\n".join(told) if told else ""


def _items(page: ReportPage) -> list[_Item]:
    return [
        _Item((p, b, r), row, full_row(row, part.labels), short_row(row))
        for p, part in enumerate(page.parts)
        for b, block in enumerate(part.blocks)
        for r, row in enumerate(block.rows)
    ]


def _frames(page: ReportPage) -> dict[tuple[int, int], int]:
    """The most that what stands around the rows of each block can take."""
    return {
        (p, b): utf16_units("".join(_frame(block, folded=bool(block.summary))))
        for p, part in enumerate(page.parts)
        for b, block in enumerate(part.blocks)
    }


def _chosen(items: list[_Item], frames: dict[tuple[int, int], int], room: int) -> dict[_At, str]:
    """The text of each row that stays: heaviest first, whole where there is room, then in one line."""
    chosen: dict[_At, str] = {}
    frames = dict(frames)
    ordered = sorted(items, key=lambda item: (-item.row.weight, item.at))
    for _, group in groupby(ordered, key=lambda item: item.row.weight):
        alike = list(group)
        around = sum(frames.get(block, 0) for block in {item.at[:2] for item in alike})
        spare = room - around - sum(utf16_units(item.short) for item in alike)
        for item in alike:
            text = item.best if utf16_units(item.best) - utf16_units(item.short) <= spare else item.short
            cost = utf16_units(text) + frames.get(item.at[:2], 0)
            if cost <= room:
                chosen[item.at] = text
                room -= cost
                spare -= utf16_units(text) - utf16_units(item.short)
                frames.pop(item.at[:2], None)
        if any(item.at not in chosen for item in alike):
            break  # nothing lighter stays where something heavier went
    return chosen


def _part(page: ReportPage, number: int, chosen: dict[_At, str]) -> str:
    part = page.parts[number]
    folded = sum(1 for _ in part.rows) > _MANY
    blocks = [
        _block(block, [chosen[at] for at in sorted(chosen) if at[:2] == (number, index)], folded)
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
    """What stands before and after the rows of a block."""
    if not folded:
        title = f"\n**{sentence(block.title)}**{place(block.place)}\n" if block.title else ""
        return title + "\n", ""
    title = summary_text((*block.title, ": ", block.summary) if block.title else (block.summary,))
    where = f"{place(block.place).removeprefix(' — ')}\n\n" if block.place else ""
    return f"\n<details><summary>{title}</summary>\n\n{where}", "\n</details>\n"


def _left_out(items: list[_Item], chosen: dict[_At, str], whole: str) -> str:
    """What there was no room for, in one sentence; empty when all is there."""
    told = [*_missing(items, chosen)]
    shortened = sum(item.at in chosen and chosen[item.at] != item.full for item in items)
    if shortened:
        told.append(f"the values of {shortened} more")
    if not told:
        return ""
    return (
        f"\n> **Not all is here.** Left out for length: {', '.join(told)}. {code(whole)} shows everything.\n"
    )


def _missing(items: list[_Item], chosen: dict[_At, str]) -> Iterator[str]:
    for weight, name in _NAMES.items():
        lost = sum(item.row.count for item in items if item.row.weight is weight and item.at not in chosen)
        if lost:
            yield f"{lost} {name}"


def command(kind: str, spec: str | None) -> str:
    """The command that shows the whole report."""
    return f"eksgen {kind} {printable(spec or 'SPEC')}"
