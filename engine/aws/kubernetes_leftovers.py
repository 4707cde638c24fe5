"""Find AWS objects created by Kubernetes that a destroy would leave behind, or that would block it.

Load balancers, their security groups and leftover network interfaces block the deletion of subnets and VPC;
volumes outlive the cluster and cost money. Terraform knows none of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ...catalog.kubernetes_objects import (
    is_cni_interface,
    is_load_balancer_group,
    is_owned_by,
    kubernetes_owner,
)
from ...compiler.errors import EksgenError
from ...compiler.plural import plural
from ..plan.document import PlanDocument
from ..plan.state_values import cluster_name, vpc_id
from ..truncate import join_some, take_some
from ..workdir.workspace import Workspace
from .kubernetes_volumes import Volume, kubernetes_volumes
from .listing import classic_balancers, list_all, network_balancers, tags_of
from .session import call_aws, client

_SHOWN = 20
_NAMED = 6


@dataclass(frozen=True, slots=True)
class KubernetesLeftover:
    """An AWS object, the Kubernetes object that it belongs to ("" if unknown), and the command to remove
    it."""

    noun: str
    id: str
    kubernetes_object: str
    remove_command: str

    def __str__(self) -> str:
        return f"{self.noun} {self.id}" + (f", of {self.kubernetes_object}" if self.kubernetes_object else "")


LeftoversAndRemarks = tuple[tuple[KubernetesLeftover, ...], tuple[str, ...]]


def kubernetes_leftovers(workspace: Workspace, document: PlanDocument) -> LeftoversAndRemarks:
    """Return all leftovers, sorted, and remarks about objects that may belong to the cluster and failed
    calls."""
    cluster, vpc, region = cluster_name(document), vpc_id(document), document.region
    if cluster is None or vpc is None or region is None:
        return (), ()

    def find() -> LeftoversAndRemarks:
        ec2 = client(workspace, "ec2", region)
        volumes, possible = kubernetes_volumes(ec2, cluster, vpc)
        leftovers = [
            *_load_balancers(workspace, region, cluster, vpc),
            *_security_groups(ec2, cluster, vpc),
            *_network_interfaces(ec2, cluster, vpc),
            *map(_volume, volumes),
        ]
        leftovers.sort(key=lambda leftover: (leftover.noun, leftover.id))
        return tuple(leftovers), _possible_volumes_remark([_volume(volume) for volume in possible])

    nothing: LeftoversAndRemarks = ((), ())
    (leftovers, possible), remarks = call_aws("objects that Kubernetes created", find, nothing)
    return leftovers, (*possible, *remarks)


def _possible_volumes_remark(volumes: list[KubernetesLeftover]) -> tuple[str, ...]:
    """Return a remark only: in an account with several clusters, stopping would prevent every destroy."""
    if not volumes:
        return ()
    count = plural(len(volumes), "volume")
    names = sorted(f"{v.id} ({v.kubernetes_object})" if v.kubernetes_object else v.id for v in volumes)
    return (
        f"{count} created by Kubernetes may belong to this cluster, but no tag says so:"
        f" {join_some(names, _NAMED)}; a destroy leaves them, and they cost money until they are deleted",
    )


def leftovers_error(
    leftovers: tuple[KubernetesLeftover, ...], cluster: str, remarks: tuple[str, ...] = ()
) -> EksgenError | None:
    """Return the error, with the remarks among its notes, if a destroy would leave anything behind."""
    if not leftovers:
        return None
    commands = tuple(dict.fromkeys(leftover.remove_command for leftover in leftovers))
    count = plural(len(leftovers), "object")
    return EksgenError(
        f"a destroy of {cluster} would leave {count} created by Kubernetes",
        code="kubernetes-objects",
        notes=(
            *take_some([str(leftover) for leftover in leftovers], _SHOWN),
            "load balancers, security groups and network interfaces also block the deletion of the VPC",
            *remarks,
        ),
        helps=(*commands[:_SHOWN], "or pass `--leave-kubernetes-objects` to destroy anyway"),
    )


def _load_balancers(
    workspace: Workspace, region: str, cluster: str, vpc: str
) -> Iterator[KubernetesLeftover]:
    for arn, _, tags in network_balancers(client(workspace, "elbv2", region), vpc):
        if is_owned_by(tags, cluster):
            yield _leftover(
                "load balancer", arn, tags, f"aws elbv2 delete-load-balancer --load-balancer-arn {arn}"
            )
    for name, tags in classic_balancers(client(workspace, "elb", region), vpc):
        if is_owned_by(tags, cluster):
            yield _leftover(
                "load balancer", name, tags, f"aws elb delete-load-balancer --load-balancer-name {name}"
            )


def _security_groups(ec2: Any, cluster: str, vpc: str) -> Iterator[KubernetesLeftover]:
    for group in list_all(ec2, "describe_security_groups", "SecurityGroups", Filters=_in_vpc(vpc)):
        name, tags = group["GroupId"], tags_of(group)
        if is_load_balancer_group(group["GroupName"], tags, cluster):
            remove = f"aws ec2 delete-security-group --group-id {name}"
            yield _leftover("security group", name, tags, remove, group.get("Description", ""))


def _network_interfaces(ec2: Any, cluster: str, vpc: str) -> Iterator[KubernetesLeftover]:
    for interface in list_all(ec2, "describe_network_interfaces", "NetworkInterfaces", Filters=_in_vpc(vpc)):
        name, tags = interface["NetworkInterfaceId"], tags_of({"Tags": interface.get("TagSet")})
        created = is_cni_interface(interface.get("Description", ""), tags, cluster)
        if interface.get("Status") == "available" and created:
            remove = f"aws ec2 delete-network-interface --network-interface-id {name}"
            yield _leftover("network interface", name, tags, remove)


def _volume(volume: Volume) -> KubernetesLeftover:
    name = str(volume["VolumeId"])
    return _leftover("volume", name, tags_of(volume), f"aws ec2 delete-volume --volume-id {name}")


def _in_vpc(vpc: str) -> list[dict[str, Any]]:
    return [{"Name": "vpc-id", "Values": [vpc]}]


def _leftover(
    noun: str, id_: str, tags: Mapping[str, str], aws_command: str, description: str = ""
) -> KubernetesLeftover:
    kind, namespace, name = kubernetes_owner(tags, description)
    if not kind:
        return KubernetesLeftover(noun, id_, "", aws_command)
    kubernetes_object = f"{kind} {namespace}/{name}" if namespace else f"{kind} {name}"
    option = f" -n {namespace}" if namespace else ""
    return KubernetesLeftover(noun, id_, kubernetes_object, f"kubectl delete {kind}{option} {name}")
