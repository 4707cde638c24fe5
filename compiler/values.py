"""Values of module arguments and Kubernetes objects, and the module calls and manifests that contain them.

A `Value` is plain data, a reference to an output of another module, or data with the spec path it came from.
Only `emit/hcl.py` knows how it is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from .diagnostics import Path

Value: TypeAlias = (
    "str | int | bool | Ref | Joined | At | Expression | tuple[Value, ...] | Mapping[str, Value] | None"
)


@dataclass(frozen=True, slots=True)
class Ref:
    """An output of another module call; `keys` are map keys: `module.vpc.subnet_ids["us-west-2a"]`."""

    call: str
    output: str
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Joined:
    """A text with outputs of module calls in it."""

    parts: tuple[str | Ref, ...]


@dataclass(frozen=True, slots=True)
class At:
    """A value with its spec path; values inside it have the same path, unless they are an `At`."""

    value: str | int | bool | Ref | Joined | tuple[Value, ...] | Mapping[str, Value] | None
    path: Path


@dataclass(frozen=True, slots=True)
class Expression:
    """HCL written by the compiler itself (in outputs), never text from a spec."""

    text: str


@dataclass(frozen=True, slots=True)
class ModuleCall:
    """A `module` block: `module` is a folder of modules/, `variant` names the override files of its copy.

    What has `renamed_from` had the name of that call before.
    """

    name: str
    module: str
    path: Path
    arguments: Mapping[str, Value]
    variant: tuple[str, ...] = ()
    renamed_from: str | None = None

    @property
    def folder(self) -> str:
        """Return the folder of the module's copy; each variant has its own."""
        return "_".join((self.module, *self.variant))


@dataclass(frozen=True, slots=True)
class RootOutput:
    """An output of the compiled folder: an output of a module call, or a map of such outputs by name."""

    name: str
    description: str
    value: Ref | Mapping[str, Ref]


@dataclass(frozen=True, slots=True)
class Manifest:
    """Kubernetes objects in the order in which they are applied: the file `manifests/NAME.yaml`."""

    name: str
    objects: tuple[Mapping[str, Value], ...]


@dataclass(frozen=True, slots=True)
class ChartValues:
    """Values for a Helm chart that the user installs: the file `manifests/values/NAME.yaml`."""

    name: str
    values: Mapping[str, Value]


def values_by_key(mapping: Mapping[str, str], path: Path) -> dict[str, Value]:
    """Return a mapping of the spec (labels, tags) with the path of each key."""
    return {key: At(value, (*path, key)) for key, value in sorted(mapping.items())}
