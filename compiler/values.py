"""What may stand on the right of an `=`, and the module calls that are made of it.

A `Value` is plain data, a reference to another module's output, or data with the spec path it came from.
Only `hcl.py` knows how it is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from .diagnostics import Path

Value: TypeAlias = "str | int | bool | Ref | At | Expression | tuple[Value, ...] | Mapping[str, Value] | None"


@dataclass(frozen=True, slots=True)
class Ref:
    """An output of another module call; `keys` are map keys: `module.vpc.subnet_ids["us-west-2a"]`."""

    call: str
    output: str
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class At:
    """A value that came from a spec path. What lies inside came from below that path unless it says so."""

    value: str | int | bool | Ref | tuple[Value, ...] | Mapping[str, Value] | None
    path: Path


@dataclass(frozen=True, slots=True)
class Expression:
    """HCL that the compiler itself wrote (in outputs), never text from a spec."""

    text: str


@dataclass(frozen=True, slots=True)
class ModuleCall:
    """One literal `module` block: `module` is a folder of modules/, `variant` names overrides in its copy."""

    name: str
    module: str
    path: Path
    arguments: Mapping[str, Value]
    variant: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RootOutput:
    """An output of the compiled folder: that of a module call, or a map of such by a name of the spec."""

    name: str
    description: str
    value: Ref | Mapping[str, Ref]


def walk_expressions(mapping: Mapping[str, str], path: Path) -> dict[str, Value]:
    """A map that users wrote (labels, tags): every key came from below the path."""
    return {key: At(value, (*path, key)) for key, value in sorted(mapping.items())}
