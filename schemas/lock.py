"""The lock file: the versions that AWS would otherwise choose at apply time, for one Kubernetes version.

It is no part of the language of specs; `eksgen update` writes it, and a review reads it.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from .addons import AddonVersion
from .base import Model, Name, matching, problem
from .nodes import Release

KubernetesMinor = Annotated[
    str,
    matching(
        r"1\.[1-9][0-9]{0,2}",
        "invalid-value",
        "a minor version of Kubernetes",
        'a version looks like "1.36", in quotes',
    ),
]
AddonName = Annotated[
    str,
    matching(
        r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}",
        "invalid-name",
        "the name of an add-on",
        "at most 100 letters, digits, hyphens and underscores, starting with a letter or digit",
    ),
]
ProviderVersion = Annotated[
    str,
    matching(
        r"(0|[1-9][0-9]{0,5})(\.(0|[1-9][0-9]{0,5})){2}",
        "invalid-value",
        "a release of the AWS provider",
        "a release looks like 6.62.0",
    ),
]
ProviderHash = Annotated[
    str,
    matching(
        r"h1:[A-Za-z0-9+/]{43}=|zh:[0-9a-f]{64}",
        "invalid-value",
        "the hash of a provider",
        "a hash is `h1:` with 44 characters of base64, or `zh:` with 64 hexadecimal digits",
    ),
]


def _in_order(hashes: tuple[str, ...]) -> tuple[str, ...]:
    """Return the hashes sorted; Terraform verifies an unpacked provider by `h1:` alone."""
    if not any(hash.startswith("h1:") for hash in hashes):
        message = "the provider has no `h1:` hash"
        problem(
            "invalid-value", message, "none of an unpacked package", note="Terraform would verify nothing"
        )
    return tuple(sorted(set(hashes)))


class LockedProvider(Model):
    """The AWS provider: its version, and the hashes of its packages as Terraform writes them."""

    version: ProviderVersion = Field(description="Version of hashicorp/aws.")
    hashes: Annotated[tuple[ProviderHash, ...], AfterValidator(_in_order)] = Field(
        min_length=1,
        max_length=200,
        description="Hashes of its packages: `h1:` of an unpacked one, `zh:` of an archive.",
    )


class Lock(Model):
    """The pinned versions of a cluster."""

    kubernetes: KubernetesMinor = Field(description="Kubernetes version that the add-ons and releases fit.")
    addons: dict[AddonName, AddonVersion] = Field(
        default_factory=dict, description="Versions of add-ons by their short names."
    )
    node_groups: dict[Name, Release] = Field(
        default_factory=dict, description="Releases of EKS's images by node group."
    )
    provider: LockedProvider | None = Field(None, description="The AWS provider.")
