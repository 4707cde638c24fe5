"""What a role needs for a Terraform resource type or data source."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Permissions:
    """The IAM actions that one Terraform type needs.

    `read` is what a plan asks AWS; `write` is what an apply and a destroy need besides. `passed_to` names the
    services that get a role with a call, without their domain (`ec2`), and `linked` those that make a role of
    their own when they are first used, as `iam:AWSServiceName` has them.
    """

    type: str
    read: tuple[str, ...] = ()
    write: tuple[str, ...] = ()
    passed_to: tuple[str, ...] = ()
    linked: tuple[str, ...] = ()


def actions(service: str, *names: str) -> tuple[str, ...]:
    """Return the actions of a service: names with spaces between them."""
    return tuple(f"{service}:{name}" for text in names for name in text.split())
