"""What removes a part of an object that was added outside Terraform: commands of the AWS CLI. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ...catalog.destroy_blockers.delete_commands import remove_command
from ..addresses import Address
from ..plan.security_group_rules import permission_of, rule_words
from .foreign_members import ForeignParts
from .result import Removal

_DESTINATIONS = {"cidr_block", "ipv6_cidr_block", "destination_prefix_list_id"}
"""The attributes of a route, exactly one of which has a value."""


def removal_of_parts(address: Address, foreign: ForeignParts, owner: Any, region: str) -> Removal:
    """Return what is known about parts of an object, and a command for each; `owner` are its live values."""
    key = f"{address.resource_type}.{foreign.attribute}"
    commands = (_command(key, owner, part, region) for part in foreign.parts)
    return Removal(tuple(_about(key, foreign.parts)), tuple(filter(None, commands)))


def _about(key: str, parts: Iterable[Any]) -> Iterator[tuple[str, str]]:
    for part in parts:
        if key == "aws_iam_role.managed_policy_arns":
            yield "policy", str(part)
        elif key == "aws_iam_role.inline_policy":
            yield "policy", f"{part.get('name')} (inline)"
        elif key.startswith("aws_security_group."):
            yield "rule", rule_words(part, way="out" if key.endswith("egress") else "in")


def _command(key: str, owner: Mapping[str, Any], part: Any, region: str) -> str:
    values = {name: str(owner.get(name) or "") for name in ("id", "name")}
    if isinstance(part, Mapping):
        values |= {f"part.{name}": str(value) for name, value in part.items()}
        if key.startswith("aws_security_group."):
            permission = permission_of(part, values["id"])
            values["permissions"] = json.dumps([permission], separators=(",", ":"))
        if key == "aws_route_table.route":
            key = f"{key}.{next(iter(_DESTINATIONS & part.keys()), '')}"
    else:
        values["part"] = str(part)
    return remove_command(key, values, region)
