"""Generate what the fields of the language become in AWS; run by developers when a module or a field changes.

In: the compiled examples, with the spec field of each module argument and of each value in a manifest, and
`modules/interface.json`, with the resource arguments that each module argument feeds. Out:
`catalog/terraform/field_arguments.json`; a test checks that it is up to date. Run it with
`python -m eksgen.compiler.field_arguments`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..schemas.reflection.fields import field_at
from .emit.modules import interface
from .emit.source_map import MAP_FILE
from .pipeline import check_file, compile_spec
from .source.scalars import flow_text
from .source.tree import ListNode, MapNode, Node, to_plain

_ROOT = Path(__file__).resolve().parents[1]
FILE = _ROOT / "catalog" / "terraform" / "field_arguments.json"
EXAMPLES = sorted((_ROOT / "examples").glob("*.yaml"))
"""Their values are the examples of fields, those of the first file first."""
MAX_ARGUMENTS = 5
"""How many resource arguments are named for a field."""

Steps = tuple[str, ...]
_LONGEST = 70


def text() -> str:
    """Return the content of the table: for each field, the resource arguments that it decides, an example."""
    arguments: dict[str, dict[str, None]] = {}
    examples: dict[str, str] = {}
    for example in EXAMPLES:
        for field, argument in _decided(example):
            arguments.setdefault(field, {})[argument] = None
        for field, value in _written(example):
            examples.setdefault(field, value)
    table = {
        field: {
            "arguments": sorted(arguments.get(field, ()), key=_resources_first)[:MAX_ARGUMENTS],
            "example": examples.get(field, ""),
        }
        for field in sorted(arguments.keys() | examples.keys())
    }
    return json.dumps(table, indent=1, ensure_ascii=False) + "\n"


def _resources_first(argument: str) -> tuple[bool, str]:
    """Return the sort key of an argument: kinds of Kubernetes, which have capitals, come last."""
    return (argument[0].isupper(), argument)


def _written(example: Path) -> Iterator[tuple[str, str]]:
    """Yield each field of an example with its value."""
    root = check_file(str(example)).tree
    for path, node in _nodes(root, ()) if root else ():
        field = field_at(path)
        value = flow_text(to_plain(node))
        if field is not None and not field.fields and len(value) <= _LONGEST:
            yield field.path, value


def _nodes(node: Node, path: Steps) -> Iterator[tuple[Steps, Node]]:
    yield path, node
    if isinstance(node, MapNode):
        for key, entry in node.entries.items():
            yield from _nodes(entry.node, (*path, key))
    elif isinstance(node, ListNode):
        for item in node.items:
            yield from _nodes(item, (*path, "*"))


def _decided(example: Path) -> Iterator[tuple[str, str]]:
    """Yield each field of an example with an argument or a field of a Kubernetes object that it decides."""
    document = json.loads(compile_spec(check_file(str(example))).files[MAP_FILE])
    for entry in document["entries"]:
        field = field_at(tuple(str(step) for step in entry["spec"]["path"]))
        if field is not None and entry["block"][0] == "manifest":
            names = (str(step) for step in entry["at"] if isinstance(step, str))
            yield field.path, ".".join((entry["block"][1], *names))
        if field is None or entry["block"][0] != "module":
            continue
        module = _module(document["calls"][entry["block"][1]])
        for argument in _arguments(module, tuple(str(step) for step in entry["at"])):
            yield field.path, argument


def _module(folder: str) -> str:
    """Return the module of a copy; a variant such as nodes_autoscaled is one of nodes."""
    bases = [name for name in interface()["modules"] if folder == name or folder.startswith(f"{name}_")]
    return str(max(bases, key=len))


def _arguments(module: str, at: Steps) -> Iterator[str]:
    """Yield the resource arguments that a module argument feeds: `aws_eks_node_group.labels`."""
    for address, resource in interface()["modules"][module]["resources"].items():
        for argument in resource["arguments"]:
            if any(_feeds(tuple(source), at, argument["at"]) for source in argument["from"]):
                yield f"{address.partition('.')[0]}.{'.'.join(argument['at'])}"


def _feeds(source: Steps, at: Steps, argument: list[Any]) -> bool:
    """Return whether a module argument feeds a resource argument.

    If only the map around it is known to, the names must agree.
    """
    same = len(source) <= len(at) and all(s in ("*", a) for s, a in zip(source, at, strict=False))
    return same and (len(source) == len(at) or argument[-1] == at[-1])


def main() -> None:
    """Write the table."""
    FILE.write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    main()
