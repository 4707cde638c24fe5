"""Parse Terraform addresses such as `module.nodes_web.aws_eks_node_group.this[\"a\"]`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_STEP = re.compile(r'\.?([A-Za-z_][\w-]*)|\[(?:"((?:[^"\\]|\\.)*)"|(-?\d+))\]')


@dataclass(frozen=True, slots=True)
class Address:
    """The parts of a resource address. `module_call` is the outermost module; `data` marks a data source."""

    text: str
    module_call: str
    resource_type: str
    name: str
    key: str | int | None = None
    data: bool = False


@lru_cache(maxsize=4096)
def parse_address(text: str) -> Address:
    """Parse `module.a.aws_x.y["key"]`. Never fails: parts that cannot be read stay empty."""
    steps = [_step(m) for m in _STEP.finditer(text)]
    call, position = "", 0
    while position + 1 < len(steps) and steps[position] == ("name", "module"):
        call = call or str(steps[position + 1][1])
        position += 2
        if position < len(steps) and steps[position][0] == "key":
            position += 1
    data = position < len(steps) and steps[position] == ("name", "data")
    rest = steps[position + 1 :] if data else steps[position:]
    resource_type, name = (str(value) for _, value in [*rest[:2], ("", ""), ("", "")][:2])
    key = rest[2][1] if len(rest) > 2 and rest[2][0] == "key" else None
    return Address(text, call, resource_type, name, key, data)


def _step(match: re.Match[str]) -> tuple[str, str | int]:
    name, quoted, number = match.groups()
    if name is not None:
        return "name", name
    return "key", int(number) if number is not None else re.sub(r"\\(.)", r"\1", quoted)
