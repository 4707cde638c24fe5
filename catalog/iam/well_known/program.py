"""The permissions of one program, and the place that they are written for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Place:
    """The cluster that a program runs in."""

    partition: str
    region: str
    account_id: str
    cluster: str

    def arn(self, service: str, resource: str) -> str:
        """Return the ARN of something in the account and region."""
        return f"arn:{self.partition}:{service}:{self.region}:{self.account_id}:{resource}"


@dataclass(frozen=True, slots=True)
class Program:
    """`policies` are those of AWS, with path; those `by_partition` replace them where they differ."""

    policies: tuple[str, ...] = ()
    statements: Callable[[Place], list[dict[str, Any]]] | None = None
    by_partition: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def policies_in(self, partition: str) -> tuple[str, ...]:
        """Return the policies of AWS in a partition."""
        return self.by_partition.get(partition, self.policies)


def allow(
    sid: str, actions: list[str], resources: list[str], conditions: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return a statement that allows actions."""
    statement = {"Sid": sid, "Effect": "Allow", "Action": sorted(actions), "Resource": sorted(resources)}
    return {**statement, "Condition": conditions} if conditions else statement
