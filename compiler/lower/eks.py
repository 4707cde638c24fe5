"""The call of module `eks`: control plane, security groups and access entries."""

from __future__ import annotations

from collections.abc import Iterator

from ...catalog.regions.partitions import managed_policy_arn
from ..resolve.model import Cluster
from ..resolve.names import role_name
from ..resolve.network import control_plane_subnets, has_ipv6, service_cidr, zones_path
from ..resolve.nodes import has_windows
from ..values import At, ModuleCall, Ref, RootOutput, Value
from .access import access_entries
from .compute import compute_arguments
from .control_plane import control_plane_arguments, control_plane_variants
from .existing_vpc import subnet_refs
from .iam import role
from .ip_family import ip_family
from .kms import SECRETS_KEY, key_arn
from .sources import rules_at, sources_at
from .tags import tags

_MODES = {"api": "API", "api-and-config-map": "API_AND_CONFIG_MAP"}


def eks(cluster: Cluster) -> Iterator[ModuleCall]:
    """Yield the call for the control plane."""
    spec, plane = cluster.spec, cluster.spec.control_plane
    tier, zones = control_plane_subnets(spec)
    has_logs = any(group.key == "control-plane" for group in cluster.log_groups)
    yield ModuleCall(
        "eks",
        "eks",
        ("controlPlane",),
        {
            "name": At(cluster.name, ("metadata", "name")),
            "role": role(
                cluster, plane.role, ("controlPlane", "role"), role_name(spec, "cluster"), _needed(cluster)
            ),
            "partition": cluster.partition,
            "kubernetes_version": At(spec.kubernetes.version, ("kubernetes", "version")),
            "support_type": At(spec.kubernetes.support.upper(), ("kubernetes", "support")),
            "vpc_id": Ref("vpc", "vpc_id"),
            "subnet_ids": At(
                subnet_refs(cluster, tier, zones),
                zones_path(spec),
            ),
            "ip_family": ip_family(cluster),
            "service_ipv4_cidr": At(service_cidr(spec), ("kubernetes", "serviceCidr")),
            "endpoint": _endpoint(cluster),
            "node_ingress": rules_at(spec.network.node_ingress, ("network", "nodeIngress")),
            "other_node_groups": _other_node_groups(cluster),
            "log_types": At(tuple(sorted(plane.logs.types)), ("controlPlane", "logs", "types")),
            "log_group_name": Ref("log_groups", "names", ("control-plane",)) if has_logs else "",
            "secrets_encryption": _secrets_encryption(cluster),
            "authentication_mode": At(_MODES[spec.access.mode], ("access", "mode")),
            "access_entries": access_entries(cluster),
            "region": At(cluster.region, ("metadata", "region")),
            "account_id": At(cluster.account_id, ("metadata", "accountId")),
            **control_plane_arguments(cluster),
            **compute_arguments(cluster),
            "tags": tags(cluster),
        },
        variant=(
            *(("prevent_destroy",) if spec.terraform.prevent_destroy else ()),
            *control_plane_variants(cluster),
        ),
    )


def _needed(cluster: Cluster) -> Iterator[str]:
    """Yield the policies of the control plane's role besides that of every cluster."""
    if has_windows(cluster.spec):
        yield managed_policy_arn(cluster.partition, "AmazonEKSVPCResourceController")


def eks_outputs(cluster: Cluster) -> Iterator[RootOutput]:
    """Yield the outputs that a client of the Kubernetes API needs."""
    yield RootOutput("cluster_name", "Name of the cluster.", Ref("eks", "cluster_name"))
    yield RootOutput("cluster_endpoint", "Address of the Kubernetes API.", Ref("eks", "endpoint"))
    yield RootOutput(
        "cluster_certificate_authority",
        "Certificate authority of the API, base64.",
        Ref("eks", "certificate_authority"),
    )
    yield RootOutput(
        "cluster_oidc_issuer", "Issuer of the service account tokens.", Ref("eks", "oidc_issuer")
    )


def _endpoint(cluster: Cluster) -> dict[str, Value]:
    endpoint, path = cluster.spec.control_plane.endpoint, ("controlPlane", "endpoint")
    everyone = ("0.0.0.0/0", "::/0") if has_ipv6(cluster.spec) else ("0.0.0.0/0",)
    ranges = endpoint.public if isinstance(endpoint.public, tuple) else everyone if endpoint.public else ()
    return {
        "private": At(endpoint.private, (*path, "private")),
        "public": At(bool(endpoint.public), (*path, "public")),
        "public_cidrs": At(tuple(sorted(ranges)), (*path, "public")),
        "sources": sources_at(endpoint.sources, (*path, "from")),
    }


def _secrets_encryption(cluster: Cluster) -> At:
    key = key_arn(At(cluster.spec.control_plane.secrets_encryption, SECRETS_KEY), "secrets_key")
    return At({} if key.value is None else {"this": {"key_arn": key}}, SECRETS_KEY)


def _other_node_groups(cluster: Cluster) -> tuple[Value, ...]:
    """Return the security groups that nodes have in place of the cluster's own, each once."""
    places = {
        group.spec.security_groups.existing: At(
            group.spec.security_groups.existing, (*group.path, "securityGroups", "existing")
        )
        for group in reversed(cluster.node_groups)
        if group.spec.security_groups.existing is not None
    }
    return tuple(place for _, place in sorted(places.items()))
