"""Rules for `registries`."""

from __future__ import annotations

from collections.abc import Iterator

from ...catalog.regions.partitions import partition_of_region
from ...catalog.regions.regions import region
from ...catalog.registries import POLICY_CHARACTERS, PULL_ACTIONS
from ...schemas.cluster import ClusterSpec
from ..resolve.registries import pullers
from .finding import Finding

_AROUND = len(
    '{"Version":"2012-10-17","Statement":[{"Sid":"Pull","Effect":"Allow","Principal":{"AWS":[]},"Action":[]}]}'
)


def pullers_once(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that whoever may pull from a repository is listed once."""
    for name, registry in spec.registries.items():
        seen: dict[str, int] = {}
        for index, entry in enumerate(registry.pull_from):
            first = seen.setdefault(entry, index)
            if first != index:
                path = ("registries", name, "pullFrom")
                yield Finding(
                    "duplicate-principal",
                    (*path, index),
                    "this principal is listed twice",
                    "duplicate",
                    (((*path, first), "first listed here"),),
                )


def policies_fit(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that no repository policy is longer than ECR accepts."""
    if region(spec.metadata.region) is None:
        return
    partition = partition_of_region(spec.metadata.region).name
    for name, registry in spec.registries.items():
        texts = (*pullers(registry, partition), *PULL_ACTIONS)
        characters = _AROUND + sum(len(text) + 3 for text in texts)
        if characters > POLICY_CHARACTERS:
            yield Finding(
                "registry-policy-too-long",
                ("registries", name, "pullFrom"),
                f"the policy of the repository would have {characters} characters",
                f"at most {POLICY_CHARACTERS} are possible",
                help="name accounts instead of their roles",
            )
