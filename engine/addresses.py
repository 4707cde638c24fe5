"""Terraform addresses taken apart: `module.nodes_web.aws_eks_node_group.this[\"a\"]`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_STEP = re.compile(r'\.?([A-Za-z_][\w-]*)|\[(?:"((?:[^"\\]|\\.)*)"|(-?\d+))\]')


@dataclass(frozen=True, slots=True)
class Address:
    """A resource instance: `module.nodes_web.aws_eks_node_group.this["a"]`, taken apart."""

    text: str
    module_call: str
    resource_type: str
    name: str
    key: str | int | None = None
    data: bool = False


@lru_cache(maxsize=4096)
def parse_address(text: str) -> Address:
    """`module.a.aws_x.y["key"]` -> its parts. Never fails: what cannot be read is left empty."""
    steps = [_step(m) for m in _STEP.finditer(text)]
    call, at = "", 0
    while at + 1 < len(steps) and steps[at] == ("name", "module"):
        call = call or str(steps[at + 1][1])
        at += 2
        if at < len(steps) and steps[at][0] == "key":
            at += 1
    data = at < len(steps) and steps[at] == ("name", "data")
    rest = steps[at + 1 :] if data else steps[at:]
    kind, name = (str(value) for _, value in [*rest[:2], ("", ""), ("", "")][:2])
    key = rest[2][1] if len(rest) > 2 and rest[2][0] == "key" else None
    return Address(text, call, kind, name, key, data)


def _step(match: re.Match[str]) -> tuple[str, str | int]:
    name, quoted, number = match.groups()
    if name is not None:
        return "name", name
    return "key", int(number) if number is not None else re.sub(r"\\(.)", r"\1", quoted)
