"""A drift report as people read it: one block a finding, recorded, live and desired beside each other.

In: a `DriftResult` and a `Style`. Out: text that ends with a line break; prints nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..engine.changes import Action, DriftResult, Finding, FindingKind
from ..engine.redact import UNKNOWN
from .plan_human import BOLD, DIM, RED, YELLOW, heading, inner_lines, remarks
from .terminal import Style
from .words import attribute_name, object_name, place_text, value_text

_KINDS = (
    (FindingKind.DELETED_OUTSIDE, "deleted outside", RED),
    (FindingKind.CHANGED_OUTSIDE, "changed outside", RED),
    (FindingKind.PENDING, "not applied yet", YELLOW),
)


_WORDS = {kind: words for kind, words, _ in _KINDS}
_VERBS = {Action.CREATE: "creates", Action.DELETE: "deletes", Action.FORGET: "drops from the state"}


def draw_drift(drift: DriftResult, style: Style) -> str:
    """The whole report."""
    lines = [*heading("Drift", drift.subject, style), ""]
    if drift.findings:
        lines.append(style.paint(_counts(drift), BOLD))
    else:
        lines.append("No drift: the cloud is what the spec says, and nothing waits to be applied.")
    for kind, _, colour in _KINDS:
        for finding in (f for f in drift.findings if f.kind is kind and not _brief(f)):
            lines += ["", *_finding(finding, style, colour)]
    lines += _briefly([f for f in drift.findings if _brief(f)], style)
    if drift.unreported:
        word = "attribute" if drift.unreported == 1 else "attributes"
        told = f"{drift.unreported} {word} moved since the last run and agree with the spec; not counted."
        lines += ["", style.paint(told, DIM)]
    lines += remarks(drift.remarks, drift.complete, style)
    return style.page(lines)


def _counts(drift: DriftResult) -> str:
    total = len(drift.findings)
    parts = [f"{n} {words}" for kind, words, _ in _KINDS if (n := drift.count(kind))]
    return f"{total} finding{'' if total == 1 else 's'}: {', '.join(parts)}"


def _brief(finding: Finding) -> bool:
    """Whether one line says it all: an object of the spec that was never made, or waits to go."""
    return finding.kind is FindingKind.PENDING and not finding.path


def _briefly(findings: list[Finding], style: Style) -> Iterator[str]:
    if not findings:
        return
    yield ""
    yield style.paint("not applied yet: the next apply", YELLOW)
    for finding in findings:
        name = object_name(finding.address, finding.values)
        verb = _VERBS.get(finding.action, "replaces")
        text = f"  {verb} {name}"
        place = f"   {place_text(finding.spec)}" if finding.spec else ""
        yield text + (style.paint(place, DIM) if len(text) + len(place) <= style.width else "")


def _finding(finding: Finding, style: Style, colour: str) -> Iterator[str]:
    name = object_name(finding.address, finding.values)
    what = f", {attribute_name(finding.path)}" if finding.path else ""
    words = "changed outside and in the spec" if finding.conflict else _WORDS[finding.kind]
    yield f"{style.paint(words, colour)}: {style.paint(name + what, BOLD)}"
    for label, text in _rows(finding, style):
        yield f"  {label:<10} {text}"
    yield from _differing(finding, style)
    yield style.paint(f"  {'next apply':<10} {_next(finding, style)}", DIM)
    yield style.paint(f"  {'id':<10} {finding.id}  {finding.address.text}", DIM)


def _rows(finding: Finding, style: Style) -> Iterator[tuple[str, str]]:
    """(label, value) of what the last run recorded, what is live, what the spec says and where."""
    room = style.width - 14
    place = place_text(finding.spec)
    if _document(finding):
        yield "spec", place or "not in the spec"
        return
    if finding.kind is FindingKind.PENDING:
        yield "now", value_text(finding.live, style, room)
    else:
        yield "recorded", value_text(finding.recorded, style, room)
        yield "live", value_text(finding.live, style, room)
    wanted = value_text(finding.desired, style, room)
    one_line = f"{wanted}  {place}"
    if len(one_line) <= room:
        yield "spec", one_line.rstrip()
    else:
        yield "spec", wanted
        yield "", place


def _differing(finding: Finding, style: Style) -> Iterator[str]:
    if _document(finding):
        other = finding.desired if finding.kind is FindingKind.PENDING else finding.recorded
        before, after = (
            (finding.live, other) if finding.kind is FindingKind.PENDING else (other, finding.live)
        )
        yield "  differs in"
        yield from inner_lines(before, after, style, 13)


def _document(finding: Finding) -> bool:
    """Whether the values are structures too large to stand beside each other."""
    values = (finding.recorded, finding.live, finding.desired)
    return any(
        isinstance(v, dict) or (isinstance(v, list) and any(isinstance(i, dict) for i in v)) for v in values
    )


def _next(finding: Finding, style: Style) -> str:
    """What the next apply does about it, in one sentence."""
    if finding.kind is FindingKind.DELETED_OUTSIDE:
        return "makes it again"
    if finding.forces_replacement:
        return "replaces the whole object, because this cannot change in place"
    if finding.sensitive or finding.desired is UNKNOWN or _document(finding):
        return "sets it to what the spec says"
    verb = (
        "sets it back to"
        if finding.kind is FindingKind.CHANGED_OUTSIDE and not finding.conflict
        else "sets it to"
    )
    if finding.desired is None:
        return "removes it"
    return f"{verb} {value_text(finding.desired, style)}"
