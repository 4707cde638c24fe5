"""A patch of moto: one attribute of a class or module, replaced by a wrapped one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Function = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Patch:
    """`wrap` gets the attribute (None if moto has none) and returns its replacement."""

    owner: Any
    name: str
    wrap: Callable[[Any], Any]

    def apply(self) -> None:
        """Replace the attribute."""
        setattr(self.owner, self.name, self.wrap(getattr(self.owner, self.name, None)))
