"""Write Kubernetes manifests as YAML. In: manifests. Out: text, and the line of every value of the spec.

All text is written in quotes unless every YAML reader, of YAML 1.1 or 1.2, takes it for text without them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from ..source.scalars import can_be_plain
from ..values import At, ChartValues, Manifest, Value
from .hcl import ArgumentOrigin, comment

FOLDER = "manifests"


class _Dumper(yaml.SafeDumper):
    """Writes text in double quotes unless it can be plain, and lists indented below their key."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write a value that occurs twice twice: `kubectl` reads anchors, people do not."""
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Indent lists as well."""
        super().increase_indent(flow, False)


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = None if can_be_plain(text) else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style)


_Dumper.add_representer(str, _represent_text)


def manifest_file(manifest: Manifest) -> str:
    """Return the path of a manifest in the compiled folder."""
    return f"{FOLDER}/{manifest.name}.yaml"


def values_file(values: ChartValues) -> str:
    """Return the path of the values of a chart; `kubectl apply -f` on the folder does not read it."""
    return f"{FOLDER}/values/{values.name}.yaml"


def is_manifest(name: str) -> bool:
    """Return whether a file of the compiled folder holds Kubernetes objects."""
    return name.startswith(f"{FOLDER}/") and name.count("/") == 1


def write_values(values: ChartValues, header: str) -> str:
    """Return the YAML of the values of a chart below a comment."""
    text = yaml.dump(_plain(values.values), Dumper=_Dumper, sort_keys=False, width=sys.maxsize)
    return f"{comment(header)}\n{text}"


def write_manifest(manifest: Manifest, header: str) -> tuple[str, tuple[ArgumentOrigin, ...]]:
    """Return the YAML of a manifest below a comment, and the origins of its values."""
    documents = [_plain(item) for item in manifest.objects]
    text = yaml.dump_all(documents, Dumper=_Dumper, explicit_start=True, sort_keys=False, width=sys.maxsize)
    text = f"{comment(header)}\n{text}"
    nodes = yaml.compose_all(text, Loader=yaml.SafeLoader)
    pairs = zip(manifest.objects, nodes, strict=True)
    return text, tuple(origin for item, node in pairs for origin in _origins(item, node, (), _block(item)))


def _block(item: Mapping[str, Value]) -> tuple[str, ...]:
    """Return what the map calls an object: its kind and name, in place of the labels of an HCL block."""
    return ("manifest", *object_labels(_plain(item)))


def object_labels(item: Mapping[str, Any]) -> tuple[str, str]:
    """Return the kind of a plain object, and its name, with the namespace before it if it is in one."""
    metadata = item["metadata"]
    return item["kind"], "/".join(filter(None, (metadata.get("namespace"), metadata["name"])))


def _plain(value: Value) -> Any:
    if isinstance(value, At):
        return _plain(value.value)
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def _origins(
    value: Value, node: yaml.Node, at: tuple[str | int, ...], block: tuple[str, ...], line: int | None = None
) -> Iterator[ArgumentOrigin]:
    """Yield the origin of each `At`; `line` is that of the key of a value, which may begin on the next."""
    start = node.start_mark.line + 1 if line is None else line
    if isinstance(value, At):
        yield ArgumentOrigin(start, block, at, value.path)
        value = value.value
    if isinstance(value, Mapping) and isinstance(node, yaml.MappingNode):
        for (key, item), (name, inner) in zip(value.items(), node.value, strict=True):
            yield from _origins(item, inner, (*at, key), block, name.start_mark.line + 1)
    elif isinstance(value, tuple) and isinstance(node, yaml.SequenceNode):
        for index, (item, inner) in enumerate(zip(value, node.value, strict=True)):
            yield from _origins(item, inner, (*at, index), block)
