"""Write Kubernetes manifests as YAML. In: manifests. Out: text, and the line of every value of the spec.

All text is written in quotes unless every YAML reader, of YAML 1.1 or 1.2, takes it for text without them.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from ..source.scalars import can_be_plain
from ..values import At, ChartValues, Manifest, Value
from .hcl import ArgumentOrigin, comment

FOLDER = "manifests"
_YAML_1_1 = yaml.resolver.Resolver()


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
    writer = _Writer([comment(header)])
    writer.write_item("", values.values, 0, (), ())
    return "\n".join(writer.lines) + "\n"


def write_manifest(manifest: Manifest, header: str) -> tuple[str, tuple[ArgumentOrigin, ...]]:
    """Return the YAML of a manifest below a comment, and the origins of its values."""
    writer = _Writer([comment(header)])
    for item in manifest.objects:
        writer.lines.append("---")
        writer.write_item("", item, 0, (), _block(item))
    return "\n".join(writer.lines) + "\n", tuple(writer.origins)


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


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes block style line by line, a value that occurs twice twice, and the origin of each `At`."""

    lines: list[str]
    origins: list[ArgumentOrigin] = field(default_factory=list)

    def write_item(
        self, head: str, value: Value, indent: int, at: tuple[str | int, ...], block: tuple[str, ...]
    ) -> None:
        """Write a value after the head of its line: nothing, a key with its colon, or the dash of a list."""
        while isinstance(value, At):
            self.origins.append(ArgumentOrigin(len(self.lines) + 1, block, at, value.path))
            value = value.value
        if not isinstance(value, (Mapping, tuple)) or not value:
            self.lines.append(f"{head} {_scalar(value)}" if head else _scalar(value))
            return
        start = " " * indent
        if head.endswith("-"):
            start = f"{head} "
        elif head:
            self.lines.append(head)
        named = isinstance(value, Mapping)
        for key, item in value.items() if isinstance(value, Mapping) else enumerate(value):
            mark = f"{_scalar(key)}:" if named else "-"
            self.write_item(start + mark, item, indent + 2, (*at, key), block)
            start = " " * indent


def _scalar(value: Any) -> str:
    """Return a value of one line; escapes are those of YAML, in ASCII."""
    if isinstance(value, str) and value.isascii() and value.isprintable():
        kind: str = _YAML_1_1.resolve(yaml.ScalarNode, value, (True, False))  # type: ignore[no-untyped-call]
        if can_be_plain(value) and kind == _YAML_1_1.DEFAULT_SCALAR_TAG:
            return value
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, str):
        return yaml.dump(value, Dumper=yaml.SafeDumper, default_style='"', width=sys.maxsize).rstrip("\n")
    if isinstance(value, (Mapping, tuple)):
        return "{}" if isinstance(value, Mapping) else "[]"
    return yaml.safe_dump(value, explicit_end=False).removesuffix("...\n").rstrip("\n")
