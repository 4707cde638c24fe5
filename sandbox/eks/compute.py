"""What EKS refuses in Auto Mode, remote networks and IPv6 clusters; the access entry of Auto Mode.

Sources for IPv6 (read 2026-11-29): EKS API reference, KubernetesNetworkConfigRequest and Issue
(Ec2SubnetMissingIpv6Assignment); EKS user guide, "Learn about IPv6 addresses to clusters, pods, and
services".
"""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Network

from moto.ec2.models import ec2_backends
from moto.eks.exceptions import InvalidParameterException

from ...catalog.immutable import RESTRICTION
from ...catalog.limits import REMOTE_RANGE_PREFIXES, REMOTE_RANGES_PER_CLUSTER
from .access.access_entries import ensure_auto_mode_access_entry
from .records import ClusterRecord, Record
from .request import EksRequest

NODE_POOLS = {"general-purpose", "system"}
_PRIVATE = tuple(map(IPv4Network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10")))
_TOGETHER = (
    "For EKS Auto Mode, please ensure that all required configs, including computeConfig, "
    "kubernetesNetworkConfig, and blockStorage are all either fully enabled or fully disabled."
)


def refuse_compute(request: EksRequest, details: Record) -> None:
    """Refuse a configuration of a cluster, created or changed, that EKS does not accept."""
    for message in (*_auto_mode(details), *_remote_networks(request, details)):
        raise InvalidParameterException(clusterName=details.get("name"), message=message)


def refuse_changed_compute(details: Record, changed: Record) -> None:
    """Refuse a change of one part of Auto Mode alone, and of the role of its nodes."""
    load_balancing = (changed.get("kubernetesNetworkConfig") or {}).get("elasticLoadBalancing")
    parts = (changed.get("computeConfig"), load_balancing, changed.get("storageConfig"))
    message = _TOGETHER if any(parts) and not all(parts) else ""
    old, new = details.get("computeConfig") or {}, changed.get("computeConfig") or {}
    row = RESTRICTION["auto-mode-role"]
    if (
        new.get("enabled")
        and new.get("nodeRoleArn")
        and row.refuses(old.get("nodeRoleArn"), new["nodeRoleArn"])
    ):
        message = row.answer
    if message:
        raise InvalidParameterException(clusterName=details["name"], message=message)


def settle_compute(request: EksRequest, cluster: ClusterRecord) -> None:
    """Forget the node pools of a cluster without Auto Mode; make the access entry of one with it."""
    compute = cluster.details.get("computeConfig")
    if not compute:
        return
    if not compute.get("enabled") or not compute.get("nodePools"):
        compute.pop("nodeRoleArn", None)
    compute.setdefault("nodePools", [])
    if compute.get("nodeRoleArn"):
        ensure_auto_mode_access_entry(request, cluster, compute["nodeRoleArn"])


def _auto_mode(details: Record) -> Iterator[str]:
    compute = details.get("computeConfig") or {}
    storage = (details.get("storageConfig") or {}).get("blockStorage") or {}
    balancing = details["kubernetesNetworkConfig"].get("elasticLoadBalancing") or {}
    enabled = {bool(part.get("enabled")) for part in (compute, storage, balancing)}
    pools, role = set(compute.get("nodePools") or ()), compute.get("nodeRoleArn")
    if len(enabled) > 1:
        yield _TOGETHER
    elif True in enabled and role and not pools:
        yield "When Compute Config nodeRoleArn is not null or empty, nodePool value(s) must be provided."
    elif pools and not (role and True in enabled):
        yield "When nodePool values are provided, Auto Mode must be enabled and nodeRoleArn must be provided."
    elif pools - NODE_POOLS:
        yield f"Compute Config nodePools must be one of {sorted(NODE_POOLS)}"


def _remote_networks(request: EksRequest, details: Record) -> Iterator[str]:
    remote = details.get("remoteNetworkConfig") or {}
    nodes, pods = (_ranges(remote.get(key)) for key in ("remoteNodeNetworks", "remotePodNetworks"))
    if max(len(nodes), len(pods)) > REMOTE_RANGES_PER_CLUSTER:
        yield f"Remote networks can contain at most {REMOTE_RANGES_PER_CLUSTER} CIDRs"
    yield from _ranges_refused(request, details, nodes + pods)
    if nodes and details["accessConfig"]["authenticationMode"] == "CONFIG_MAP":
        yield "Remote networks require the authentication mode API or API_AND_CONFIG_MAP"
    if nodes and details["kubernetesNetworkConfig"]["ipFamily"] != "ipv4":
        yield "Remote networks are not supported for clusters with IP family ipv6"


def _ranges(networks: list[Record] | None) -> list[IPv4Network]:
    return [IPv4Network(cidr) for item in networks or () for cidr in item.get("cidrs") or ()]


def _ranges_refused(request: EksRequest, details: Record, blocks: list[IPv4Network]) -> Iterator[str]:
    least, most = REMOTE_RANGE_PREFIXES
    for block in blocks:
        if not least <= block.prefixlen <= most or not any(block.subnet_of(known) for known in _PRIVATE):
            yield f"Invalid remote network CIDR {block}: it must be within a private IPv4 range"
        for other in (*_taken(request, details), *(known for known in blocks if known is not block)):
            if block.overlaps(other):
                yield f"Remote network CIDR {block} overlaps with {other}"


def _taken(request: EksRequest, details: Record) -> Iterator[IPv4Network]:
    """Yield the ranges of the VPC and of the Services."""
    services = details["kubernetesNetworkConfig"].get("serviceIpv4Cidr")
    if services:
        yield IPv4Network(services)
    ec2 = ec2_backends[request.account][request.region]
    vpc = ec2.get_vpc(details["resourcesVpcConfig"]["vpcId"])
    for association in vpc.get_cidr_block_association_set() if vpc else ():
        yield IPv4Network(association["cidr_block"])


def refuse_family(request: EksRequest, body: Record) -> None:
    """Refuse a new IPv6 cluster with a range for Services, in China, or in subnets without IPv6."""
    if (body.get("kubernetesNetworkConfig") or {}).get("ipFamily") == "ipv6":
        for message in _without_ipv6(request, body):
            raise InvalidParameterException(clusterName=body["name"], message=message)


def _without_ipv6(request: EksRequest, body: Record) -> Iterator[str]:
    if request.partition == "aws-cn":
        yield "IPv6 clusters are not supported in this region."
    if body["kubernetesNetworkConfig"].get("serviceIpv4Cidr"):
        yield "Cluster ipFamily is ipv6; serviceIpv4Cidr cannot be specified."
    ec2 = ec2_backends[request.account][request.region]
    for subnet in ec2.describe_subnets(body["resourcesVpcConfig"].get("subnetIds") or []):
        if not subnet.ipv6_cidr_block_association_set:
            yield f"Subnet {subnet.id} must have an IPv6 CIDR block for clusters with IP family ipv6."


def refuse_nodes_without_ipv6(request: EksRequest, cluster: ClusterRecord, body: Record) -> None:
    """Refuse Windows in an IPv6 cluster, and subnets that assign no IPv6 addresses."""
    if cluster.details["kubernetesNetworkConfig"]["ipFamily"] == "ipv6":
        for message in _nodes_without_ipv6(request, body):
            raise InvalidParameterException(nodegroupName=body["nodegroupName"], message=message)


def _nodes_without_ipv6(request: EksRequest, body: Record) -> Iterator[str]:
    if str(body.get("amiType")).startswith("WINDOWS"):
        yield "Windows nodes are not supported for clusters with IP family ipv6."
    for subnet in ec2_backends[request.account][request.region].describe_subnets(body["subnets"]):
        if str(subnet.assign_ipv6_address_on_creation).lower() != "true":
            yield (
                "This cluster uses the IPv6 family, but the following subnet isn't set to automatically "
                f"assign IPv6 addresses: {subnet.id}"
            )
