"""How adopted and ignored findings are shown: one line a finding, then the edits of each file as a diff."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterator, Sequence

from ...catalog.terraform.modules import call_title
from ...compiler.diff.compare import compare_specs
from ...compiler.pipeline import compile_spec
from ...compiler.source.files import read_spec_file
from ...engine.drift.result import DriftFinding
from ...engine.remediation.adopt import Adoption
from ...engine.remediation.draft import Draft
from ...engine.remediation.ignore import NewIgnoreRule
from ...engine.truncate import join_some
from ...report.human.diff import danger_lines
from ...report.human.rows import wrapped
from ...report.page.diff import Names
from ...report.page.words import attribute_name, object_name, printable
from ...report.terminal import detect, shown_line

_SHOWN_SIDE_EFFECTS = 3


def remediation_text(
    before: Draft,
    draft: Draft,
    adoptions: Sequence[Adoption],
    ignored: Sequence[DriftFinding],
    rule: NewIgnoreRule | None,
) -> Iterator[str]:
    """Yield the lines that describe the edits of a draft."""
    for adoption in adoptions:
        yield f"adopted  {finding_text(adoption.finding)}\n"
        if adoption.side_effects:
            yield from _remark(f"also changes {_side_effects(adoption.side_effects)} with the next apply")
        if adoption.base:
            yield from _remark(_shared_text(adoption.base, draft))
    for finding in ignored:
        yield f"ignored  {finding_text(finding)}{f', until {rule.until}' if rule else ''}\n"
    yield from _dangers(before, draft)
    for name, data in draft.edited.items():
        yield "\n"
        if name != draft.file:
            yield _base_text(name, draft)
        yield from _diff(name, read_spec_file(name), data)


def _remark(text: str) -> Iterator[str]:
    """Yield a sentence in lines below the name of a finding."""
    indent = " " * 9
    lines = wrapped(text, detect(sys.stdout).width, initial_indent=indent, subsequent_indent=indent)
    yield from (f"{line}\n" for line in lines)


def finding_text(finding: DriftFinding) -> str:
    """Return the id of a finding with its object and attribute."""
    name = object_name(finding.address, finding.values)
    return printable(f"{finding.id}  {name}" + (f", {attribute_name(finding.path)}" if finding.path else ""))


def _dangers(before: Draft, after: Draft) -> Iterator[str]:
    """Yield what the edits lead to, in the words of `eksgen diff`."""
    if not after.edited:
        return
    comparison = compare_specs(*(compile_spec(draft.check()) for draft in (before, after)))
    names, style = Names(after.file, after.file, "before:"), detect(sys.stdout)
    yield from (f"{line}\n" for line in danger_lines(comparison, names, style))


def _shared_text(base: str, draft: Draft) -> str:
    """Return why a base file that has the field is not edited."""
    others = draft.others_extend(base)
    return f"{base} keeps its value, because {others} it too; --into {base} edits it instead"


def _base_text(name: str, draft: Draft) -> str:
    """Return which other specs an edit of a file under `extends` affects."""
    if not draft.shared.get(name):
        return f"{name} is extended by {draft.file}, and by no other spec here\n"
    others = draft.others_extend(name, "extends it too and changes", "extend it too and change")
    return f"{name} is shared: {others} with it, unless set there\n"


def _side_effects(side_effects: Sequence[tuple[str, str]]) -> str:
    arguments, calls = ([*dict.fromkeys(column)] for column in zip(*side_effects, strict=True))
    parts = [call_title(call) for call in calls]
    return f"{join_some(arguments, _SHOWN_SIDE_EFFECTS)} of {join_some(parts, _SHOWN_SIDE_EFFECTS)}"


def _diff(name: str, before: bytes, after: bytes) -> Iterator[str]:
    old, new = (data.decode("utf-8-sig").splitlines() for data in (before, after))
    lines = difflib.unified_diff(old, new, name, name, "before", "after", n=2, lineterm="")
    yield from (f"{shown_line(line)}\n" for line in lines)
