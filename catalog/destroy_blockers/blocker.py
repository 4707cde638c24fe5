"""What a row of the table of destroy blockers says, and rows of EKS objects and of EC2 objects in a VPC."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .delete_commands import DELETE_COMMANDS

MadeByKubernetes = Callable[[Mapping[str, Any], Mapping[str, str], str], bool]
"""Gets an object, its tags and the name of the cluster."""


@dataclass(frozen=True, slots=True)
class DestroyBlocker:
    """A type of object.

    `attribute` of `resource_type` holds the id in the state; objects in the state are left out. `items` leads
    to the objects in the response of `operation`, through lists; `id` and `name` are fields of an object, ""
    if the object is the id itself. `only` and `ignored` map fields (`tag:KEY` for a tag) to a pattern of the
    whole value ("" if absent). `default` is a field that is true for the object that a VPC always has; its id
    is `{default}` in the commands. `blocks` is the first call that AWS refuses while the object exists, "" if
    the object is deleted with the cluster. `made_by_kubernetes` finds those that Kubernetes created, which
    are reported as such. With `principals` the ids are ARNs, of which EKS adds some by itself.

    `{cluster}` and `{vpc}` are filled in everywhere, `{id}` and `{.FIELD}` in the `commands` that remove the
    object, and in the `note` about one that no command removes; a command with a field of a list is repeated
    for each value.
    """

    noun: str
    resource_type: str
    attribute: str
    service: str
    operation: str
    parameters: Mapping[str, Any]
    items: str
    id: str
    commands: tuple[str, ...] = ()
    note: str = ""
    name: str = "tag:Name"
    blocks: str = ""
    only: Mapping[str, str] = field(default_factory=dict)
    ignored: Mapping[str, str] = field(default_factory=dict)
    default: str = ""
    made_by_kubernetes: MadeByKubernetes | None = None
    principals: bool = False


def of_cluster(noun: str, key: str, operation: str, items: tuple[str, str], **others: Any) -> DestroyBlocker:
    """Return the row of an EKS object; `key` is `TYPE.ATTRIBUTE` in the state."""
    resource_type, attribute = key.split(".", 1)
    others["commands"] = (DELETE_COMMANDS[resource_type],) if "blocks" in others else ()
    return DestroyBlocker(
        noun, resource_type, attribute, "eks", operation, {"clusterName": "{cluster}"}, *items, **others
    )


def in_vpc(
    noun: str, key: str, operation: str, items: tuple[str, str], blocks: str, **others: Any
) -> DestroyBlocker:
    """Return the row of an EC2 object in the VPC of the cluster."""
    resource_type, attribute = key.split(".")
    filters = others.pop("filters", "Filters")
    by_vpc = {"Name": others.pop("filter_name", "vpc-id"), "Values": ["{vpc}"]}
    by_key = [{"Name": "tag-key", "Values": [others.pop("tag_key")]}] if "tag_key" in others else []
    if "commands" not in others:
        others["commands"] = (DELETE_COMMANDS[resource_type],)
    return DestroyBlocker(
        noun,
        resource_type,
        attribute,
        "ec2",
        operation,
        {filters: [by_vpc, *by_key]},
        *items,
        blocks=blocks,
        **others,
    )
