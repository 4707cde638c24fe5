"""The versions of the AWS provider that a cluster needs and gets."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Network

from ...catalog.compute.ami import ONLY_PROVIDER_6
from ...catalog.regions.regions import region
from ...catalog.terraform.versions import (
    ADDON_NAMESPACE,
    AWS_PROVIDER,
    AWS_PROVIDER_6,
    CAPABILITIES,
    REGIONAL_NAT,
    SHARED_RANGE_PROVIDER,
    aws_provider_in,
)
from ...schemas.base import printable
from ...schemas.cluster import ClusterSpec
from ...schemas.control_plane import ControlPlane
from ..cidr import SHARED_RANGE
from ..diagnostics import Path, dotted
from ..versions import parse_version
from .addons import addons_of
from .capabilities import capabilities_of
from .identity import has_session_options
from .nodes import has_repair_limits, image_type
from .vpc.nat import nat_of


def needed_provider(spec: ClusterSpec) -> str:
    """Return the constraint that the modules, the region and the fields of the spec need."""
    return provider_needs(spec)[-1][0]


def provider_needs(spec: ClusterSpec) -> list[tuple[str, str]]:
    """Return what needs which versions of the provider, with the reason; the newest last."""
    needs = [(AWS_PROVIDER, "the modules work with these versions")]
    known = region(spec.metadata.region)
    if known and aws_provider_in(known.partition.name) != AWS_PROVIDER:
        why = f"older versions of the AWS provider refuse ARNs in {spec.metadata.region}"
        needs += [(aws_provider_in(known.partition.name), why)]
    if nat_of(spec.network) == "regional":
        needs += [(REGIONAL_NAT, "older versions of the AWS provider have no regional NAT gateways")]
    if (name := next((name for name, addon in addons_of(spec) if addon.namespace), None)) is not None:
        why = f"older versions of the AWS provider have no `addons.{printable(name)}.namespace`"
        needs += [(ADDON_NAMESPACE, why)]
    if (key := next((key for key, _ in capabilities_of(spec)), None)) is not None:
        needs += [(CAPABILITIES, f"older versions of the AWS provider have no `capabilities.{key}`")]
    if _shared_ranges(spec):
        why = f"older versions of the AWS provider refuse remote networks in {SHARED_RANGE}"
        needs += [(SHARED_RANGE_PROVIDER, why)]
    if (field := next(_fields_of_6(spec), None)) is not None:
        needs += [(AWS_PROVIDER_6, f"`{dotted(field)}` needs version 6 of the AWS provider")]
    return sorted(needs, key=lambda need: parse_version(need[0].removeprefix(">= ")))


def provider_constraint(spec: ClusterSpec) -> str:
    """Return `terraform.awsProvider`, narrowed to what the cluster needs."""
    written, needed = spec.terraform.aws_provider, needed_provider(spec)
    if needed == AWS_PROVIDER or _terms(needed) <= _terms(written):
        return written
    return needed if written == AWS_PROVIDER else f"{written}, {needed}"


def fields_of_provider_6(plane: ControlPlane) -> tuple[str, ...]:
    """Return the fields of the control plane that are written and that version 5 of the provider lacks."""
    values = {
        "deletionProtection": plane.deletion_protection,
        "scalingTier": plane.scaling_tier,
        "egress": plane.egress,
        "components": plane.components,
    }
    return tuple(name for name, value in values.items() if value is not None)


def _terms(constraint: str) -> set[str]:
    return {term.strip() for term in constraint.split(",")}


def _shared_ranges(spec: ClusterSpec) -> bool:
    remote = spec.control_plane.remote_networks
    ranges = (*remote.nodes, *remote.pods) if remote else ()
    return any(IPv4Network(cidr).subnet_of(SHARED_RANGE) for cidr in ranges)


def _fields_of_6(spec: ClusterSpec) -> Iterator[Path]:
    """Yield the fields that become arguments or values which only version 6 of the provider has."""
    yield from (("controlPlane", name) for name in fields_of_provider_6(spec.control_plane))
    yield from _fields_of_groups(spec)
    for key, account in spec.identity.service_accounts.items():
        if has_session_options(account):
            yield ("identity", "serviceAccounts", key, "targetRole" if account.target_role else "sessionTags")


def _fields_of_groups(spec: ClusterSpec) -> Iterator[Path]:
    for name, group in spec.node_groups.items():
        path = ("nodeGroups", name)
        if image_type(group) in ONLY_PROVIDER_6:
            yield (*path, "os")
        if has_repair_limits(group):
            yield (*path, "repair")
        if group.update.strategy != "default":
            yield (*path, "update", "strategy")
