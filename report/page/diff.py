"""The comparison of two specs in words, for every format: names, counts and changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...catalog.terraform.modules import call_rank, call_title, split_call
from ...compiler.diff.compare import Comparison
from ...compiler.diff.consequence import Consequence
from ...compiler.diff.fields import FieldEdit
from ...compiler.diff.module_calls import MANIFESTS, ArgumentSide, CallChangeKind
from ...compiler.plural import plural
from ..terminal import Style
from .diff_groups import EditGroup, names_text, same_text
from .words import clipped, full_text, side_by_side, value_text

_AROUND = {
    "provider": "Provider",
    "backend": "State",
    "versions": "Versions",
    MANIFESTS: "Kubernetes objects",
}


SAME = "No difference: both describe the same cluster."
NO_EFFECT = "no effect on Terraform"


@dataclass(frozen=True, slots=True)
class Names:
    """The names of the two sides; `mark` is the prefix of places in the old one (`main:`) if its files have
    the names of the new one."""

    old: str
    new: str
    mark: str = ""


def counts_text(comparison: Comparison) -> str:
    """Return `3 fields differ; parts of the cluster: 1 new, 2 changed`."""
    calls = [call for call in comparison.calls if call.module]
    counts = [(sum(call.kind is kind for call in calls), kind) for kind in CallChangeKind]
    words = {
        CallChangeKind.ADDED: "new",
        CallChangeKind.REMOVED: "removed",
        CallChangeKind.CHANGED: "changed",
        CallChangeKind.RENAMED: "renamed",
    }
    parts = [f"{number} {words[kind]}" for number, kind in counts if number]
    fields = plural(len(comparison.edits), "field differs", "fields differ")
    only = ", only Kubernetes objects" if any(call.name == MANIFESTS for call in comparison.calls) else ""
    changes = f"parts of the cluster: {', '.join(parts)}" if parts else f"no part of the cluster does{only}"
    return f"{fields}; {changes}"


def two_clusters(comparison: Comparison, names: Names) -> bool:
    """Return whether two files describe two clusters, so that nothing happens to either. Two revisions of one
    file describe a cluster that was renamed."""
    return bool(comparison.previous and not names.mark)


def action_of(edit: FieldEdit) -> str:
    """Return `added`, `removed` or `changed`."""
    return "added" if edit.before is None else "removed" if edit.after is None else "changed"


def place_of(side: ArgumentSide | None, old: bool, names: Names) -> str:
    """Return `cluster.yaml:41:12`, with the mark of the old spec, or an empty text for no place."""
    if side is None:
        return ""
    span = side.place.span
    text = f"{names.mark if old else ''}{span.file}:{span.line}:{span.column}"
    return text if side.place.written else f"{text} (default)"


def is_removed_place(consequence: Consequence, comparison: Comparison) -> bool:
    """Return whether a consequence points into the old spec, because the new one has no such field."""
    return id(consequence.side) in comparison.removed or consequence.call in comparison.removed


def parts_text(group: EditGroup, *, full: bool = False) -> str:
    """Return the parts of the cluster that an edit touches, as the plan names them; of equal edits without
    the parts that have the names of their objects."""
    named: dict[str, list[str]] = {}
    for call in sorted(group.calls, key=call_rank):
        row, name = split_call(call)
        named.setdefault(row.title if row else _AROUND.get(call, call_title(call)), []).append(name)
    parts = [
        f"{title}{'s' if len(names) > 1 else ''} {names_text(names, full=full)}" if names[0] else title
        for title, names in named.items()
        if sorted(names) != sorted(group.names)
    ]
    return ", ".join(parts)


def effect_texts(group: EditGroup) -> tuple[str, ...]:
    """Return in which objects an edit is the same, and what it touches."""
    touched = parts_text(group) if group.calls else NO_EFFECT
    return tuple(filter(None, (same_text(group), touched)))


def json_value(value: Any) -> Any:
    """Return a value with lists in place of tuples."""
    if isinstance(value, tuple):
        return [json_value(item) for item in value]
    return {key: json_value(item) for key, item in value.items()} if isinstance(value, dict) else value


def _shown(value: Any) -> Any:
    """Return a value as a spec has it: an empty mapping turns a part on, so it is not `(none)`."""
    if isinstance(value, dict):
        return {key: _shown(item) for key, item in value.items()} if value else "{}"
    return [_shown(item) for item in value] if isinstance(value, tuple) else value


def change_text(edit: FieldEdit, style: Style, limit: int) -> str:
    """Return how a value changes: `1.34 → 1.35`, of long lists the items removed and added."""
    if edit.before is None or edit.after is None:
        side = edit.after or edit.before
        return value_text(_shown(side.value), style, limit) if side and edit.after else ""
    before, after = _shown(edit.before.value), _shown(edit.after.value)
    whole = f"{value_text(before, style, limit)} {style.arrow} {value_text(after, style, limit)}"
    if len(whole) <= limit:
        return whole
    if isinstance(before, list) and isinstance(after, list):
        removed = [f"-{value_text(item, style)}" for item in before if item not in after]
        added = [f"+{value_text(item, style)}" for item in after if item not in before]
        if removed or added:
            return clipped(" ".join([*removed, *added]), style, limit)
    half = max(limit // 2 - 2, 12)
    return f" {style.arrow} ".join(side_by_side((full_text(before), full_text(after)), style, half))
