"""Fields and values in the spelling of another tool: what they are called here (`catalog/foreign_names/`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice

from ...catalog.foreign_names import FOREIGN_NAMES, LIST, ForeignName
from ...schemas.cluster import ClusterSpec
from ...schemas.reflection.walk import named_things_at
from ..diagnostics import Fix, Label, Path, Span, dotted
from ..paths import starts_with
from ..source.parse import parse_yaml
from ..source.scalars import flow_text, key_text
from ..source.tree import ListNode, MapNode, Node, ScalarNode, find, locate, to_plain, with_node
from .finding import list_as_map, shown_map

MAX_HINTS = 6
"""How many names below one unknown field are explained."""
_MAX_PLACES = 200


@dataclass(frozen=True, slots=True)
class Hints:
    """What foreign names are in eksgen, and the change that writes them so."""

    notes: tuple[str, ...]
    fixes: tuple[Fix, ...]
    labels: tuple[Label, ...] = ()


def foreign_hints(root: Node, path: Path) -> Hints:
    """Return what the foreign names at or below a path are in eksgen; empty if there are none."""
    places = _places_in(root, path)
    rows = _rows_at(root, places)
    inner = [(place, row) for place, row in rows if not any(_below(other, place) for other, _ in rows)]
    leaves = [place for place in places if not isinstance(find(root, place), MapNode)]
    covered = all(any(starts_with(leaf, place) for place, _ in inner) for leaf in leaves)
    found = (inner if covered else rows)[:MAX_HINTS]
    notes = tuple(dict.fromkeys(_note(root, place, row, path[:-1]) for place, row in found))
    fix = _fix(root, path, found) if covered and found == inner else None
    labels = tuple(_label(root, place, row, path[:-1]) for place, row in found if place != path)
    return Hints(tuple(filter(None, notes)), (fix,) if fix else (), labels)


def foreign_fields(root: Node, path: Path) -> list[Path]:
    """Return eksgen's fields for the foreign names at or below a path."""
    rows = _rows_at(root, _places_in(root, path))
    return [_field(row, place) for place, row in rows if row.field]


def _rows_at(root: Node, places: list[Path]) -> list[tuple[Path, ForeignName]]:
    return [(place, row) for place in places if (row := _row(root, place))]


def _places_in(root: Node, path: Path) -> list[Path]:
    """Return the first places at or below a path."""
    node = find(root, path)
    return list(islice(_places(node, path), _MAX_PLACES)) if node is not None else []


def _below(place: Path, other: Path) -> bool:
    return place != other and starts_with(place, other)


def _places(node: Node, path: Path) -> Iterator[Path]:
    yield path
    if isinstance(node, MapNode):
        for key, entry in node.entries.items():
            yield from _places(entry.node, (*path, key))
    elif isinstance(node, ListNode):
        for index, item in enumerate(node.items):
            yield from _places(item, (*path, index))


@cache
def _rows_by_name() -> dict[str, list[ForeignName]]:
    rows: dict[str, list[ForeignName]] = {}
    for row in FOREIGN_NAMES:
        rows.setdefault(row.name, []).append(row)
    return rows


def _row(root: Node, place: Path) -> ForeignName | None:
    rows = (*_rows_by_name().get(str(place[-1]), ()), *_rows_by_name().get("*", ()))
    return next(
        (row for row in rows if _names(row, place) is not None and _says_something(root, place, row)), None
    )


def _says_something(root: Node, place: Path, row: ForeignName) -> bool:
    """Return whether a row is about the written value; one for a field of the language is only about some."""
    return row.place != row.field or _text(find(root, place)) in row.values


def _names(row: ForeignName, place: Path) -> list[str | int] | None:
    """Return what the `*` of a row stand for at a place, or None if it is about another place."""
    if place[:1] == ("nodeDefaults",) and row.place.startswith("nodeGroups.*."):
        rest = _matched(row.place.split(".")[2:], place[1:])
        return None if rest is None else ["nodeDefaults", *rest]
    return _matched(row.place.split("."), place)


def _matched(pattern: list[str], place: Path) -> list[str | int] | None:
    if len(pattern) != len(place) or any(p not in ("*", s) for p, s in zip(pattern, place, strict=True)):
        return None
    return [step for p, step in zip(pattern, place, strict=True) if p == "*"]


def _field(row: ForeignName, place: Path) -> Path:
    """Return the path of eksgen's field for a name at a place."""
    names = iter(_names(row, place) or ())
    if not row.field:
        return ()
    steps = tuple(next(names, "*") if step == "*" else step for step in row.field.split("."))
    return ("nodeDefaults", *steps[2:]) if steps[:2] == ("nodeGroups", "nodeDefaults") else steps


def _text(node: Node | None) -> str:
    return node.text if isinstance(node, ScalarNode) else ""


def _note(root: Node, place: Path, row: ForeignName, around: Path) -> str:
    field, value = _field(row, place), _text(find(root, place))
    if not field:
        says = f"`{row.name}` of {row.tool} has no field here"
    elif place == field:
        word = row.values[value] if row.tool else None
        says = f"`{value}` is {row.tool}'s word for `{word}`" if word is not None else ""
    else:
        tool = f"; `{row.name}` is its name in {row.tool}" if row.tool else ""
        says = f"the field is `{_relative(field, around)}`{tool}"
    known = None in row.values.values() and row.values.get(value) is not None
    return ": ".join(filter(None, (says, "" if known else row.note, _shown_map(find(root, place), field))))


def _label(root: Node, place: Path, row: ForeignName, around: Path) -> Label:
    """Return the mark of a name below the unknown field."""
    field = _field(row, place)
    text = f"`{_relative(field, around)}`" if field else "no field here"
    return Label(locate(root, place).key_span, text)


def _shown_map(node: Node | None, field: Path) -> str:
    """Return the map by name that a list becomes, if it does."""
    by_name = isinstance(node, ListNode) and field and named_things_at(ClusterSpec, field)
    return shown_map(list_as_map(node)) if by_name and isinstance(node, ListNode) else ""


def _relative(field: Path, around: Path) -> str:
    """Return the field as seen from the mapping around the unknown field."""
    return dotted(field[len(around) :] if starts_with(field, around) and field != around else field)


def _fix(root: Node, path: Path, found: list[tuple[Path, ForeignName]]) -> Fix | None:
    """Return the change that writes everything at or below a path as eksgen does."""
    parts = [part for place, row in found if (part := _rewritten(root, place, row, path[:-1]))]
    if not parts or len(parts) < len(found):
        return None
    changes = [change for part in parts for change in part.changes]
    kept = any(starts_with(field, path) for field, _ in changes)
    old = [place for place, _ in found if place not in dict(changes)] if kept else [path]
    deleted: list[tuple[Path, str | None]] = [(place, None) for place in old]
    help = parts[0].help if len(parts) == 1 else _together(changes, path[:-1])
    return Fix(help, (*deleted, *changes))


def _together(changes: list[tuple[Path, str | None]], around: Path) -> str:
    """Return several changes as one sentence, with one map for each part of the spec."""
    parts: Node = MapNode(_NOWHERE, {})
    for field, text in changes:
        node = parse_yaml(text.encode(), "")[0] if text else None
        parts = with_node(parts, field[len(around) :] if starts_with(field, around) else field, node)
    written = [f"`{key_text(key)}: {flow_text(value)}`" for key, value in to_plain(parts).items()]
    return f"write {' and '.join(written)}"


_NOWHERE = Span("", 0, 0, 0)


def _rewritten(root: Node, place: Path, row: ForeignName, around: Path) -> Fix | None:
    """Return what to write instead of one foreign name; None if eksgen has no such value."""
    node, field = find(root, place), _field(row, place)
    text = _value(node, row)
    if isinstance(node, ListNode) and row.write == "{}" and named_things_at(ClusterSpec, field):
        text = flow_text(list_as_map(node))
    if text is None:
        return None
    if text == "":
        return Fix(f"delete `{row.name}`; it is the default", ())
    if field == place:
        shown = f"{key_text(str(field[-1]))}: {text}" if text.startswith("{") else text
        return Fix(f"write `{shown}`", ((field, text),))
    if field == place[:-1]:
        return _instead_of_part(root, field, text, place)
    return Fix(_where(root, field, text, around), ((field, text),))


def _instead_of_part(root: Node, field: Path, text: str, place: Path) -> Fix:
    """Return the change of a mapping that contains the foreign name into a value."""
    if text == "{}":
        return Fix(f"delete `{place[-1]}`; `{field[-1]}` is on when it is written", ((place, None),))
    return Fix(f"write `{key_text(str(field[-1]))}: {text}`", ((field, text),))


def _value(node: Node | None, row: ForeignName) -> str | None:
    """Return the YAML text of a value in eksgen; None if it has to be rewritten by hand."""
    text = _text(node)
    if text in row.values:
        return row.values[text]
    if node is None or not row.field or "{}" not in row.write or (row.values and row.write == "{}"):
        return None
    if row.write == LIST and isinstance(node, ListNode):
        return flow_text(to_plain(node))
    quoted = '"' in row.write
    return row.write.replace("{}", text if quoted else flow_text(to_plain(node)))


def _where(root: Node, field: Path, text: str, around: Path) -> str:
    """Say where a field is to be written, from the mapping around the unknown field."""
    base = around if field[: len(around)] == around else ()
    start = next(n for n in range(len(field) - 1, -1, -1) if n <= len(base) or find(root, field[:n]))
    for step in reversed(field[start + 1 :]):
        text = f"{{{key_text(str(step))}: {text}}}"
    under = f" under `{dotted(field[len(base) : start] or field[:start])}`" if start > len(base) else ""
    top = " at the top level" if not base and not start and around else ""
    return f"write `{key_text(str(field[start]))}: {text}`{under}{top}"
