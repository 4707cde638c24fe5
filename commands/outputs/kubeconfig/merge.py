"""Put an entry into the text of a kubeconfig, and leave every other byte as it is.

The text is parsed for places only. Afterwards both texts are parsed as data: unless they differ in the entry
alone, nothing is returned.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from ....compiler.source.scalars import can_be_plain
from .parse import NotMergeable, data_of, read_kubeconfig, root_of

Entry = Mapping[str, Mapping[str, Any]]
"""An item for each list of a kubeconfig: `clusters`, `contexts` and `users`."""

_CURRENT = "current-context"
_OTHER_TRUST = {"certificate-authority", "insecure-skip-tls-verify"}  # `kubectl` takes one kind of trust
_TEXTS = {"namespace", "proxy-url", "tls-server-name"}  # settings that are text, also where quotes are added
_EMPTY = "apiVersion: v1\nkind: Config\npreferences: {}\n"


@dataclass(frozen=True, slots=True)
class _Edit:
    start: int
    end: int
    text: str


def merged(text: str, entry: Entry) -> str:
    """Return the text with the entry in it, its context being the current one. `NotMergeable`"""
    old = read_kubeconfig(text)
    entry = {key: _with_settings(old, key, item) for key, item in entry.items()}
    wanted = _with_entry(old, entry)
    if old == wanted:
        return text
    newline = "\r\n" if "\r\n" in text else "\n"
    if not old:
        text = _begun(text, newline)
        wanted = _with_entry(read_kubeconfig(text), entry)
    new = _apply(text, _edits(text, entry), newline)
    try:
        unchanged = read_kubeconfig(new) == wanted
    except NotMergeable:
        unchanged = False
    if not unchanged:
        raise NotMergeable("its layout leaves no place for another entry")
    return new


def _with_settings(data: dict[str, Any], key: str, item: Mapping[str, Any]) -> dict[str, Any]:
    """Return an item with the settings of the one that it replaces, such as the namespace of a context."""
    items = data.get(key)
    same = (one for one in items if one["name"] == item["name"]) if isinstance(items, list) else iter(())
    old: dict[str, Any] = next(same, {})
    inner = key.removesuffix("s")
    if key == "users" or not isinstance(old.get(inner), dict):
        return dict(item)
    if old[inner] == old[inner] | item[inner] and not old[inner].keys() & _OTHER_TRUST:
        return dict(old)
    kept = {name: value for name, value in old[inner].items() if name in _TEXTS}
    return {**item, inner: kept | item[inner]}


def _begun(text: str, newline: str) -> str:
    """Return a text without content as the beginning of a kubeconfig, with its comments."""
    root = root_of(text)
    rest = text if root is None else text[: root.start_mark.index] + text[root.end_mark.index :]
    comments = [line[line.index("#") :].rstrip() for line in rest.splitlines() if "#" in line]
    return newline.join((*comments, _EMPTY.replace("\n", newline)))


def _with_entry(data: dict[str, Any], entry: Entry) -> dict[str, Any]:
    changed = dict(data)
    for key, item in entry.items():
        items = data.get(key)
        items = list(items) if isinstance(items, list) else []
        places = [index for index, one in enumerate(items) if one["name"] == item["name"]]
        if places:
            items[places[0]] = dict(item)
        else:
            items.append(dict(item))
        changed[key] = items
    return {**changed, _CURRENT: entry["contexts"]["name"]}


def _edits(text: str, entry: Entry) -> list[_Edit]:
    root = root_of(text)
    if not isinstance(root, yaml.MappingNode):
        raise NotMergeable("it is not a mapping")
    values = {key.value: value for key, value in root.value if isinstance(key, yaml.ScalarNode)}
    if len(values) < len(root.value):
        raise NotMergeable("it has a key twice")
    known = {key: item for key, item in entry.items() if key in values and not _has(values[key], item)}
    edits = [_list_edit(text, root, values[key], item) for key, item in known.items()]
    edits += [_new_key(text, root, key, [item]) for key, item in entry.items() if key not in values]
    name = entry["contexts"]["name"]
    if (current := values.get(_CURRENT)) is None:
        edits.append(_new_key(text, root, _CURRENT, name))
    elif current.value != name:
        space = " " if current.start_mark.index == current.end_mark.index else ""
        written = json.dumps(name) if root.flow_style else _scalar(name)
        edits.append(_Edit(current.start_mark.index, _end(current), space + written))
    return edits


def _list_edit(text: str, root: yaml.MappingNode, node: yaml.Node, item: Mapping[str, Any]) -> _Edit:
    """Return the edit that replaces the item of the same name in a list, or adds it at the end."""
    column = root.start_mark.column
    if not isinstance(node, yaml.SequenceNode) or not node.value:
        listed = json.dumps([item]) if root.flow_style else f"\n{_block([item], column)}"
        return _Edit(node.start_mark.index, _end(node), listed)
    same = next((one for one in node.value if _name_of(one) == item["name"]), None)
    if node.flow_style:
        if same is not None:
            return _Edit(same.start_mark.index, _end(same), json.dumps(item))
        return _Edit(_end(node) - 1, _end(node) - 1, f", {json.dumps(item)}")
    if same is not None:
        return _Edit(same.start_mark.index, _end(same), _block(item, same.start_mark.column).lstrip(" "))
    at = _line_end(text, _end(node))
    return _Edit(at, at, f"\n{_block([item], node.start_mark.column)}")


def _has(node: yaml.Node, item: Mapping[str, Any]) -> bool:
    return isinstance(node, yaml.SequenceNode) and any(
        _name_of(one) == item["name"] and data_of(one) == item for one in node.value
    )


def _name_of(node: yaml.Node) -> str:
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return next((str(value.value) for key, value in pairs if key.value == "name"), "")


def _new_key(text: str, root: yaml.MappingNode, key: str, value: Any) -> _Edit:
    if root.flow_style:
        at = root.end_mark.index - 1
        return _Edit(at, at, f"{', ' if root.value else ''}{json.dumps(key)}: {json.dumps(value)}")
    at = _line_end(text, _end(root))
    indent = " " * root.start_mark.column
    written = f" {_scalar(value)}" if isinstance(value, str) else f"\n{_block(value, len(indent))}"
    return _Edit(at, at, f"\n{indent}{key}:{written}")


def _end(node: yaml.Node) -> int:
    """Return where the text of a node ends; the parser puts the end of a block behind blank lines."""
    if not isinstance(node, yaml.CollectionNode) or node.flow_style or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    return _end(last[1] if isinstance(last, tuple) else last)


def _line_end(text: str, index: int) -> int:
    """Return the end of the line that a node ends in; of a block scalar, the one before."""
    if index and text[index - 1] == "\n":
        index -= 1
        return index - 1 if index and text[index - 1] == "\r" else index
    end = text.find("\n", index)
    end = len(text) if end < 0 else end
    return end - 1 if end > index and text[end - 1] == "\r" else end


def _block(value: Any, column: int) -> str:
    """Return a value as lines of YAML that begin in a column, without the last newline."""
    lines = yaml.safe_dump(value, sort_keys=False, width=2**30, allow_unicode=True).rstrip("\n").split("\n")
    return "\n".join(f"{' ' * column}{line}" for line in lines)


def _scalar(text: str) -> str:
    return text if can_be_plain(text) else json.dumps(text, ensure_ascii=False)


def _apply(text: str, edits: list[_Edit], newline: str) -> str:
    """Apply edits from the end; what is inserted in one place keeps its order."""
    last_first = sorted(enumerate(edits), key=lambda item: (item[1].start, item[0]), reverse=True)
    for _, edit in last_first:
        text = text[: edit.start] + edit.text.replace("\n", newline) + text[edit.end :]
    return text
