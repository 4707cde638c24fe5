"""A linter of IAM policies, on the data of cfn-lint: which actions exist, and which resources each one takes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

_ANY = re.compile(r"\$\{(\w+)\}")
_PARTS = {"Partition": "aws[a-z-]*", "Region": "[a-z0-9*-]*", "Account": r"([0-9]{12}|aws|\*)?"}
_READS = re.compile("(batchget|describe|get|list)")


@cache
def _services() -> dict[str, Any]:
    text = files("cfnlint").joinpath("data", "AdditionalSpecs", "Policies.json").read_text("utf-8")
    services: dict[str, Any] = json.loads(text)
    return services


def faults(statements: list[dict[str, Any]]) -> Iterator[str]:
    """Yield what is wrong in the statements, and what they allow for more resources than they must."""
    for statement in statements:
        actions, resources = _list(statement["Action"]), _list(statement["Resource"])
        for action in actions:
            service, _, name = action.lower().partition(":")
            known = _services().get(service, {"Actions": {}, "Resources": {}})
            if any(char in action for char in "*?"):
                if statement["Effect"] == "Allow":
                    yield f"{action} is more than one action"
            elif name not in known["Actions"]:
                yield f"{action} does not exist"
            else:
                yield from _of_resources(action, known["Actions"][name], known, resources, statement)
        for resource in resources:
            if resource != "*" and not any(_takes(action, resource) for action in actions):
                yield f"no action is about {resource}"


def _of_resources(
    action: str, taken: dict[str, Any], known: dict[str, Any], resources: list[str], statement: dict[str, Any]
) -> Iterator[str]:
    kinds = taken.get("Resources", [])
    if not kinds and "*" not in resources:
        yield f"{action} takes no resource, only *"
    if kinds and "*" not in resources and not any(_takes(action, resource) for resource in resources):
        yield f"{action} is about none of the resources"
    reads = _READS.match(action.partition(":")[2].lower())
    if kinds and "*" in resources and not reads and not statement.get("Condition"):
        yield f"{action} is allowed for every resource"


def _takes(action: str, resource: str) -> bool:
    service, _, name = action.lower().partition(":")
    known = _services().get(service, {"Actions": {}, "Resources": {}})
    kinds = known["Actions"].get(name, {}).get("Resources", [])
    formats = [
        text for kind in kinds for text in known["Resources"].get(kind.lower(), {}).get("ARNFormats", [])
    ]
    return any(
        re.fullmatch(_ANY.sub(lambda part: _PARTS.get(part[1], ".*"), text), resource) for text in formats
    )


def _list(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)
