"""Find the object whose loss makes Terraform replace another one, and say how to restore it.

A role, KMS key or launch template that was deleted outside Terraform is created again, with an ARN or id that
is known only after the apply; so Terraform replaces whatever has the old one.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ....catalog.immutable.names import RESTORE
from ....catalog.resources.nouns import noun
from ....compiler.diagnostics import Path
from ...redact import UNKNOWN
from ..attribute_diff import value_at
from ..document import PlanDocument, ResourceChange
from ..result import Action


@dataclass(frozen=True, slots=True)
class MissingObject:
    """An object of the state that does not exist any more, with its recorded attributes."""

    resource_type: str
    attributes: Mapping[str, Any]

    def __str__(self) -> str:
        name = self.attributes.get("name") or self.attributes.get("id")
        return f"{noun(self.resource_type).one} {name}"

    def helps(self, region_option: str) -> tuple[str, ...]:
        """Return how to restore it; `region_option` is an option of the AWS CLI."""
        values = {name: shlex.quote(str(value)) for name, value in self.attributes.items()}
        known = RESTORE.get(self.resource_type, ("restore it in AWS, then plan again",))
        return tuple(help.format(**values, region_option=region_option) for help in known)


def becomes_unknown(entry: ResourceChange, path: Path) -> bool:
    """Return whether an attribute will have a value that is known only after the apply."""
    return value_at(entry.after.value, path) is UNKNOWN


def missing_object(document: PlanDocument, entry: ResourceChange, path: Path) -> MissingObject | None:
    """Return the object that the recorded value of an attribute stands for, if it was deleted."""
    recorded = value_at(entry.before.value, path)
    for gone in document.drift:
        attributes = gone.before.value
        if gone.action is not Action.DELETE or not isinstance(attributes, Mapping):
            continue
        if recorded and recorded in (attributes.get("arn"), attributes.get("id")):
            return MissingObject(gone.address.resource_type, attributes)
    return None
