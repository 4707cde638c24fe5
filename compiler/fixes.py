"""Show only suggestions that work: each is applied to the spec, and the spec is checked again.

In: findings with fixes, the tree, and a function that checks a tree. Out: the findings; the help of a fix is
among their helps if the finding is gone with it, and no new finding is at the places that it changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from .diagnostics import MAX_FIXES, Diagnostic, Fix, Path, Severity, Span
from .paths import overlap
from .source.parse import parse_yaml
from .source.tree import Node, ScalarNode, find, locate, moved, with_node

MAX_ALONE = 10
"""How many of the fixes that did not work together are tried alone."""
_MANY_FINDINGS = 100
"""A check with more findings takes so long that fewer are tried."""

Recheck = Callable[[Node], Iterable[Diagnostic]]


def with_proven_fixes(findings: Sequence[Diagnostic], root: Node, recheck: Recheck) -> tuple[Diagnostic, ...]:
    """Return the findings with the helps of the fixes that work."""
    tried = [(finding, fix) for finding in findings for fix in finding.fixes][:MAX_FIXES]
    proven = _proven(tried, findings, root, recheck) if tried else []
    return tuple(_with_helps(finding, proven) for finding in findings)


def _proven(
    tried: list[tuple[Diagnostic, Fix]], findings: Sequence[Diagnostic], root: Node, recheck: Recheck
) -> list[tuple[Diagnostic, Fix]]:
    before = _places(findings)
    together = _apart(tried, root)
    after = _places(recheck(changed(root, [fix for _, fix in together])))
    proven = [pair for pair in together if _solves(*pair, root, before, after)]
    alone = [pair for pair in tried if pair not in proven and [pair] != together]
    most = MAX_ALONE * _MANY_FINDINGS // max(_MANY_FINDINGS, len(findings))
    for pair in alone[:most]:
        if _solves(*pair, root, before, _places(recheck(changed(root, [pair[1]])))):
            proven.append(pair)
    return proven


def _with_helps(finding: Diagnostic, proven: list[tuple[Diagnostic, Fix]]) -> Diagnostic:
    fixes = tuple(fix for fix in finding.fixes if (finding, fix) in proven)
    notes = () if fixes else tuple(fix.otherwise for fix in finding.fixes if fix.otherwise)
    helps = (*(fix.help for fix in fixes), *finding.helps)
    return replace(finding, notes=(*notes, *finding.notes), helps=helps, fixes=fixes)


def _apart(tried: list[tuple[Diagnostic, Fix]], root: Node) -> list[tuple[Diagnostic, Fix]]:
    """Return the fixes that change no place that one before them changes."""
    taken: list[Path] = []
    apart: list[tuple[Diagnostic, Fix]] = []
    for finding, fix in tried:
        paths = [origin(root, path) for path, _ in fix.changes]
        if not any(overlap(path, other) for path in paths for other in taken):
            taken += paths
            apart.append((finding, fix))
    return apart


@dataclass(frozen=True, slots=True)
class _Places:
    """Codes and places of findings: of all, and of those that are a reason against a suggestion.

    `messages` are the messages with their places, `errors` the faults without warnings.
    """

    all: frozenset[tuple[str, Span]]
    faults: frozenset[tuple[str, Span]]
    errors: frozenset[tuple[str, Span]]
    messages: frozenset[tuple[str, Span]]


def _places(found: Iterable[Diagnostic]) -> _Places:
    findings = tuple(found)
    rows = [
        (finding.severity, (finding.code, label.span))
        for finding in findings
        for label in (finding.primary, *finding.secondary)
    ]
    faults = frozenset(place for severity, place in rows if severity is not Severity.NOTE)
    errors = frozenset(place for severity, place in rows if severity is Severity.ERROR)
    messages = frozenset((finding.message, finding.primary.span) for finding in findings)
    return _Places(frozenset(place for _, place in rows), faults, errors, messages)


def _solves(finding: Diagnostic, fix: Fix, root: Node, before: _Places, after: _Places) -> bool:
    places = {span for path, _ in fix.changes for span in _spans(root, origin(root, path))}
    places.add(finding.primary.span)
    gone = (finding.message, finding.primary.span) not in after.messages
    if gone and all(_only_quotes(root, path, text) for path, text in fix.changes):
        return True
    # A field that moves keeps its value; a warning about that is no reason against the move.
    faults = after.errors if finding.code == "unknown-field" else after.faults
    new = faults - before.all | {place for place in faults if _remains(finding, place)}
    return gone and not any(span in places and not _next(finding, code) for code, span in new)


def _only_quotes(root: Node, path: Path, text: str | None) -> bool:
    """Return whether a value only gets quotes: that is right, whatever else the value lacks."""
    node = find(root, origin(root, path))
    return isinstance(node, ScalarNode) and not isinstance(node.value, str) and text == f'"{node.text}"'


def _remains(finding: Diagnostic, place: tuple[str, Span]) -> bool:
    """Return whether the place still has a finding of this kind, with another message."""
    return place == (finding.code, finding.primary.span)


def _next(finding: Diagnostic, code: str) -> bool:
    """Return whether a new finding is only about the next part that is missing in the file."""
    return (finding.code, code) in _NEXT


_NEXT = {
    ("missing-field", "missing-field"),
    ("unsupported-api-version", "missing-field"),
    ("unknown-addon", "missing-addon"),
    ("unknown-region", "wrong-partition"),
    ("unknown-region", "wrong-region"),
    ("invalid-choice", "no-way-out"),
    ("wrong-type", "no-way-out"),
}
"""A finding, and the one about what is missing when it is solved; `none` instead of `false` may need more."""


def changed(root: Node, fixes: Sequence[Fix]) -> Node:
    """Return the tree with the changes of fixes; new values have the place of the old."""
    for fix in fixes:
        for path, text in fix.changes:
            path = origin(root, path)
            node = None if text is None else parse_yaml(text.encode(), "")[0]
            if node is not None or text is None:
                root = with_node(root, path, node and moved(node, _span(root, path)))
    return root


def _spans(root: Node, path: Path) -> tuple[Span, ...]:
    """Return where findings about a new value can be: at its own place, and at its key if it is a mapping."""
    place = locate(root, path)
    return (_span(root, path), place.key_span) if place.written else (_span(root, path),)


def _span(root: Node, path: Path) -> Span:
    """Return the place of a value; one that is not written yet has a place of its own."""
    place = locate(root, path)
    return place.span if place.written else Span(root.span.file, 0, 0, 0)


def origin(root: Node, path: Path) -> Path:
    """Return where the value at a path is written: in its node group or in `nodeDefaults`."""
    if path[:1] != ("nodeGroups",) or len(path) < 3:
        return path
    rest = path[2:]
    default = ("nodeDefaults", *rest)
    return default if _written(root, default) - 1 > _written(root, path) - 2 else path


def _written(root: Node, path: Path) -> int:
    """Return how many steps of a path are written."""
    return next((n for n in range(len(path), 0, -1) if find(root, path[:n]) is not None), 0)
