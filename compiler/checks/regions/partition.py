"""Rules for what AWS does not offer in the partition of the region."""

from __future__ import annotations

from collections.abc import Iterator

from ....catalog.regions.endpoints import endpoint_offered
from ....catalog.regions.offers import AUTO_MODE, FARGATE, HYBRID_NODES, REGIONAL_NAT, has_policy, offered
from ....schemas.cluster import ClusterSpec
from ...diagnostics import Path, Severity
from ...resolve.identity import partition_of
from ...resolve.roles import roles_of
from ...resolve.vpc.nat import REGIONAL, nat_of
from ..finding import Finding

_PLACES = {
    "aws-cn": "China",
    "aws-us-gov": "AWS GovCloud (US)",
    "aws-eusc": "the AWS European Sovereign Cloud",
}


def features_offered(spec: ClusterSpec) -> Iterator[Finding]:
    """Warn about features that AWS does not have in the partition."""
    partition = partition_of(spec)
    used: tuple[tuple[str, Path, bool], ...] = (
        (AUTO_MODE, ("controlPlane", "autoMode"), spec.control_plane.auto_mode is not None),
        (FARGATE, ("fargateProfiles",), bool(spec.fargate_profiles)),
        (HYBRID_NODES, ("controlPlane", "remoteNetworks"), spec.control_plane.remote_networks is not None),
    )
    for feature, path, present in used:
        if present and not offered(feature, partition):
            message = f"EKS has no {feature} in {_PLACES[partition]}"
            yield _warning(path, message, "EKS would refuse it", of_key=True)
    if nat_of(spec.network) == REGIONAL and not offered(REGIONAL_NAT, partition):
        message = f"AWS has no {REGIONAL_NAT} in {_PLACES[partition]}"
        yield _warning(("network", "nat"), message, "EC2 would refuse it")


def endpoints_offered(spec: ClusterSpec) -> Iterator[Finding]:
    """Warn about VPC endpoints of services that have none in the partition."""
    for index, name in enumerate(spec.network.endpoints or ()):
        if not endpoint_offered(name, spec.metadata.region):
            message = f"AWS has no VPC endpoint `{name}` in {_PLACES[partition_of(spec)]}"
            label = "EC2 would refuse it (InvalidServiceName)"
            yield _warning(("network", "endpoints", index), message, label)


def policies_offered(spec: ClusterSpec) -> Iterator[Finding]:
    """Warn about managed policies of AWS that the partition does not have."""
    partition = partition_of(spec)
    for path, iam in roles_of(spec):
        for index, policy in enumerate(iam.policies):
            if not has_policy(partition, policy):
                name = policy.rpartition("/")[2]
                message = f"AWS has no policy `{name}` in {_PLACES[partition]}"
                yield _warning((*path, "policies", index), message, "IAM would not find it (NoSuchEntity)")


def _warning(path: Path, message: str, label: str, *, of_key: bool = False) -> Finding:
    return Finding(
        "not-in-partition",
        path,
        message,
        label,
        ((("metadata", "region"), ""),),
        note="as far as was known on 2026-11-30",
        help="if AWS has it by now, add `# eksgen: allow(not-in-partition) because REASON` to the line",
        severity=Severity.WARNING,
        of_key=of_key,
    )
