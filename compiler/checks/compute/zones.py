"""Rules for the zones of nodes that EKS starts: Fargate profiles and Auto Mode."""

from __future__ import annotations

from collections.abc import Iterator

from ....schemas.cluster import ClusterSpec
from ....schemas.compute.fargate import FargateZones
from ...resolve.compute.kinds import has_auto_node_pools
from ...resolve.network import zones_of_tier
from ..finding import Finding


def profile_zones(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the zones of a profile are zones of the network."""
    for name, profile in spec.fargate_profiles.items():
        zones = profile.subnets.zones if isinstance(profile.subnets, FargateZones) else ()
        for index, zone in enumerate(zones):
            if zone not in zones_of_tier(spec, "private"):
                yield Finding(
                    "unknown-zone",
                    ("fargateProfiles", name, "subnets", "zones", index),
                    f"`{zone}` is not a zone of the network",
                    "unknown zone",
                    note=f"zones of the network: {', '.join(zones_of_tier(spec, 'private'))}",
                )


def auto_mode_zones(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the control plane is in zones with private subnets, in which Auto Mode starts nodes."""
    for index, zone in enumerate(spec.control_plane.zones or ()):
        if has_auto_node_pools(spec) and zone not in zones_of_tier(spec, "private"):
            yield Finding(
                "unknown-zone",
                ("controlPlane", "zones", index),
                f"Auto Mode would start nodes in `{zone}`, where the network has no private subnet",
                "not a zone of the network",
                ((("controlPlane", "autoMode"), "starts nodes in the zones of the control plane"),),
                note=f"zones of the network: {', '.join(zones_of_tier(spec, 'private'))}",
            )
