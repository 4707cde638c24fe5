"""Lists of AWS objects, page by page, and their tags."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

_TAGS_PER_CALL = 20
"""DescribeTags of both load balancer APIs takes twenty at a time."""


def list_pages(client: Any, operation: str, **asked: Any) -> Iterator[Any]:
    """Every page of an operation that may have several."""
    if client.can_paginate(operation):
        yield from client.get_paginator(operation).paginate(**asked)
    else:
        yield getattr(client, operation)(**asked)


def list_all(client: Any, operation: str, items: str, **asked: Any) -> Iterator[Any]:
    """All items of a list operation."""
    for page in list_pages(client, operation, **asked):
        yield from page.get(items) or []


def tags_of(item: Any) -> dict[str, str]:
    """The tags of an EC2 or load balancer item."""
    return {tag["Key"]: tag.get("Value", "") for tag in item.get("Tags") or ()}


def network_balancers(client: Any, vpc: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    """(ARN, name, tags) of the network and application load balancers in a VPC; a client of elbv2."""
    found = [b for b in list_all(client, "describe_load_balancers", "LoadBalancers") if b.get("VpcId") == vpc]
    tags: dict[str, dict[str, str]] = {}
    for some in _batches([b["LoadBalancerArn"] for b in found]):
        for said in client.describe_tags(ResourceArns=some)["TagDescriptions"]:
            tags[said["ResourceArn"]] = tags_of(said)
    for one in found:
        yield one["LoadBalancerArn"], one["LoadBalancerName"], tags.get(one["LoadBalancerArn"], {})


def classic_balancers(client: Any, vpc: str) -> Iterator[tuple[str, dict[str, str]]]:
    """(name, tags) of the classic load balancers in a VPC; a client of elb."""
    found = [
        b["LoadBalancerName"]
        for b in list_all(client, "describe_load_balancers", "LoadBalancerDescriptions")
        if b.get("VPCId") == vpc
    ]
    tags: dict[str, dict[str, str]] = {}
    for some in _batches(found):
        for said in client.describe_tags(LoadBalancerNames=some)["TagDescriptions"]:
            tags[said["LoadBalancerName"]] = tags_of(said)
    for name in found:
        yield name, tags.get(name, {})


def _batches(items: Sequence[str]) -> Iterator[list[str]]:
    for start in range(0, len(items), _TAGS_PER_CALL):
        yield list(items[start : start + _TAGS_PER_CALL])
