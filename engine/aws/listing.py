"""List AWS objects page by page, with their tags."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

_TAGS_PER_CALL = 20
"""The limit of DescribeTags in both load balancer APIs."""


def list_pages(client: Any, operation: str, **parameters: Any) -> Iterator[Any]:
    """Yield every page of an operation, paginated or not."""
    if client.can_paginate(operation):
        yield from client.get_paginator(operation).paginate(**parameters)
    else:
        yield getattr(client, operation)(**parameters)


def list_all(client: Any, operation: str, items: str, **parameters: Any) -> Iterator[Any]:
    """Yield all items of a list operation."""
    for page in list_pages(client, operation, **parameters):
        yield from page.get(items) or []


def tags_of(item: Any) -> dict[str, str]:
    """Return the tags of an EC2 or load balancer item."""
    return {tag["Key"]: tag.get("Value", "") for tag in item.get("Tags") or ()}


def network_balancers(client: Any, vpc: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Yield (ARN, name, tags) of the network and application load balancers in a VPC; `client` is elbv2."""
    balancers = [
        b for b in list_all(client, "describe_load_balancers", "LoadBalancers") if b.get("VpcId") == vpc
    ]
    tags: dict[str, dict[str, str]] = {}
    for arns in _batches([b["LoadBalancerArn"] for b in balancers]):
        for description in client.describe_tags(ResourceArns=arns)["TagDescriptions"]:
            tags[description["ResourceArn"]] = tags_of(description)
    for balancer in balancers:
        arn = balancer["LoadBalancerArn"]
        yield arn, balancer["LoadBalancerName"], tags.get(arn, {})


def classic_balancers(client: Any, vpc: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield (name, tags) of the classic load balancers in a VPC; `client` is elb."""
    names = [
        b["LoadBalancerName"]
        for b in list_all(client, "describe_load_balancers", "LoadBalancerDescriptions")
        if b.get("VPCId") == vpc
    ]
    tags: dict[str, dict[str, str]] = {}
    for batch in _batches(names):
        for description in client.describe_tags(LoadBalancerNames=batch)["TagDescriptions"]:
            tags[description["LoadBalancerName"]] = tags_of(description)
    for name in names:
        yield name, tags.get(name, {})


def _batches(items: Sequence[str]) -> Iterator[list[str]]:
    for start in range(0, len(items), _TAGS_PER_CALL):
        yield list(items[start : start + _TAGS_PER_CALL])
