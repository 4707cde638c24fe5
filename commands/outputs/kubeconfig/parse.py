"""Parse the text of a kubeconfig: as data, and as nodes with their places.

Closes: hostile or broken files. Nesting and the number of values are bounded while they are read, and aliases
are refused.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import yaml

_DEEPEST = 50
_MOST_VALUES = 250_000
_NULLS = ("", "~", "null", "Null", "NULL")


class NotMergeable(ValueError):
    """The text is no kubeconfig, or one that cannot be edited without changing the rest of it."""


class _Loader(yaml.BaseLoader):
    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.depth = 0
        self.values = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise NotMergeable("it uses aliases of YAML")
        self.depth += 1
        self.values += 1
        if self.depth > _DEEPEST:
            raise NotMergeable("it is nested too deep")
        if self.values > _MOST_VALUES:
            raise NotMergeable(f"it has more than {_MOST_VALUES} values")
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


@lru_cache(maxsize=2)
def root_of(text: str) -> yaml.Node | None:
    """Return the node of the whole text, None for a text without one. `NotMergeable`"""
    try:
        return yaml.compose(text, Loader=_Loader)
    except (yaml.YAMLError, ValueError) as error:
        if isinstance(error, NotMergeable):
            raise
        raise NotMergeable(f"it is not YAML: {_first_line(error)}") from None


def read_kubeconfig(text: str) -> dict[str, Any]:
    """Return a kubeconfig as data, all scalars as text; {} for one without content. `NotMergeable`"""
    root = root_of(text)
    if root is None or (isinstance(root, yaml.ScalarNode) and not root.style and root.value in _NULLS):
        return {}
    data = data_of(root)
    if not isinstance(data, dict):
        raise NotMergeable("it is not a mapping")
    if (kind := data.get("kind", "Config")) != "Config":
        raise NotMergeable(f"its kind is {str(kind)[:40]!r}, not 'Config'")
    for key in ("clusters", "contexts", "users"):
        _check_list(key, data.get(key))
    return data


def data_of(node: yaml.Node) -> Any:
    """Return what a node says, all scalars as text. `NotMergeable`"""
    if isinstance(node, yaml.MappingNode):
        return {_key(key): data_of(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [data_of(item) for item in node.value]
    return node.value


def _key(node: yaml.Node) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise NotMergeable(f"it has a key in line {node.start_mark.line + 1} that is not a string")
    return str(node.value)


def _check_list(key: str, items: Any) -> None:
    if items in (None, "", "null", "~"):
        return
    if not isinstance(items, list) or not all(isinstance(item, dict) and "name" in item for item in items):
        raise NotMergeable(f"`{key}` is not a list of things with names")
    names = [item["name"] for item in items]
    if not all(isinstance(name, str) for name in names) or len(set(names)) < len(names):
        raise NotMergeable(f"`{key}` has two entries of one name")


def _first_line(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    place = f" in line {mark.line + 1}" if mark is not None else ""
    return f"{getattr(error, 'problem', None) or type(error).__name__}{place}"
