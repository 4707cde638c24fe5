"""What a comparison of two specs says, for every format: names, counts and changes in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...catalog.terraform_modules import call_rank, call_title, split_call
from ...compiler.diff.compare import Comparison
from ...compiler.diff.consequences import Consequence
from ...compiler.diff.fields import FieldEdit
from ...compiler.diff.module_calls import ArgumentSide, CallChangeKind
from ..terminal import Style
from .words import clipped, value_text

_AROUND = {"provider": "Provider", "backend": "State", "versions": "Versions"}


SAME = "No difference: both describe the same cluster."


@dataclass(frozen=True, slots=True)
class Names:
    """What the two sides are called, and what to put before a place in the old one (`main:`) if its files
    have the names of the new one."""

    old: str
    new: str
    mark: str = ""


def counts_text(found: Comparison) -> str:
    """`3 fields differ; parts of the cluster: 1 new, 2 changed`."""
    calls = [call for call in found.calls if call.module]
    counted = [(sum(call.kind is kind for call in calls), kind) for kind in CallChangeKind]
    words = {
        CallChangeKind.ADDED: "new",
        CallChangeKind.REMOVED: "gone",
        CallChangeKind.CHANGED: "changed",
        CallChangeKind.RENAMED: "renamed",
    }
    parts = [f"{number} {words[kind]}" for number, kind in counted if number]
    fields = "1 field differs" if len(found.edits) == 1 else f"{len(found.edits)} fields differ"
    told = f"parts of the cluster: {', '.join(parts)}" if parts else "no part of the cluster does"
    return f"{fields}; {told}"


def two_clusters(found: Comparison, names: Names) -> bool:
    """Whether two files speak of two clusters, so that nothing happens to either. A file and its own past
    speak of one that was renamed."""
    return bool(found.previous and not names.mark)


def action_of(edit: FieldEdit) -> str:
    """`added`, `removed` or `changed`."""
    return "added" if edit.before is None else "removed" if edit.after is None else "changed"


def place_of(side: ArgumentSide | None, old: bool, names: Names) -> str:
    """`cluster.yaml:41:12`, behind the revision for a place in the old spec; nothing for no place."""
    if side is None:
        return ""
    span = side.place.span
    text = f"{names.mark if old else ''}{span.file}:{span.line}:{span.column}"
    return text if side.place.written else f"{text} (default)"


def is_removed_place(one: Consequence, found: Comparison) -> bool:
    """Whether a consequence points into the old spec, because the new one has no such field."""
    old = {id(a.before) for c in found.calls for a in c.arguments if a.before and not a.after}
    gone = {c.name for c in found.calls if c.kind is CallChangeKind.REMOVED}
    return id(one.side) in old or one.call in gone


def diff_parts(edit: FieldEdit) -> list[str]:
    """The parts of the cluster that an edit touches, as the plan names them."""
    named: dict[str, list[str]] = {}
    for call in sorted(edit.calls, key=call_rank):
        row, name = split_call(call)
        named.setdefault(row.title if row else _AROUND.get(call, call_title(call)), []).append(name)
    return [
        f"{title}{'s' if len(names) > 1 else ''} {', '.join(names)}" if names[0] else title
        for title, names in named.items()
    ]


def json_value(value: Any) -> Any:
    """Return a value with lists in place of tuples."""
    if isinstance(value, tuple):
        return [json_value(item) for item in value]
    return {key: json_value(item) for key, item in value.items()} if isinstance(value, dict) else value


def change_text(edit: FieldEdit, style: Style, limit: int) -> str:
    """What becomes of the value: `1.34 → 1.35`, of long lists what goes and comes."""
    if edit.before is None or edit.after is None:
        side = edit.after or edit.before
        return value_text(json_value(side.value), style, limit) if side and edit.after else ""
    before, after = json_value(edit.before.value), json_value(edit.after.value)
    whole = f"{value_text(before, style, limit)} {style.arrow} {value_text(after, style, limit)}"
    if len(whole) <= limit:
        return whole
    if isinstance(before, list) and isinstance(after, list):
        gone = [f"-{value_text(one, style)}" for one in before if one not in after]
        come = [f"+{value_text(one, style)}" for one in after if one not in before]
        if gone or come:
            return clipped(" ".join([*gone, *come]), style, limit)
    half = max(limit // 2 - 2, 12)
    return f"{value_text(before, style, half)} {style.arrow} {value_text(after, style, half)}"
