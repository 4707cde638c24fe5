"""Find AWS objects created by Kubernetes that a destroy would leave behind, or that would block it.

Load balancers, their security groups and leftover network interfaces block the deletion of subnets and VPC;
volumes outlive the cluster and cost money. Terraform knows none of them.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from typing import Any

from ....catalog.destroy_blockers.delete_commands import delete_command
from ....catalog.kubernetes.objects import (
    ingress_group,
    is_cni_interface,
    is_load_balancer_group,
    is_owned_by,
    kubernetes_owner,
)
from ....catalog.load_balancers.ingress_annotations import ingress_group_of
from ....compiler.plural import plural
from ...plan.document import PlanDocument
from ...plan.state_values import cluster_name, vpc_id
from ...source_map.reading import read_map
from ...truncate import join_some
from ...workdir.workspace import Workspace
from ..listing import classic_balancers, list_all, network_balancers, tags_of
from ..session import call_aws, client
from ..templates import item_tags
from .blocking_object import BlockingObject, Objects
from .kubernetes_volumes import Volume, kubernetes_volumes

_NAMED = 6


ObjectsAndRemarks = tuple[Objects, tuple[str, ...]]
IngressGroups = Mapping[str, tuple[str, ...]]
"""Ingresses as NAMESPACE/NAME, by the name of their group."""


def kubernetes_leftovers(workspace: Workspace, document: PlanDocument) -> ObjectsAndRemarks:
    """Return all leftovers, sorted, and remarks about objects that may belong to the cluster and failed
    calls."""
    cluster, vpc, region = cluster_name(document), vpc_id(document), document.region
    if cluster is None or vpc is None or region is None:
        return (), ()

    groups = _ingress_groups(workspace)

    def find() -> ObjectsAndRemarks:
        ec2 = client(workspace, "ec2", region)
        volumes, possible = kubernetes_volumes(ec2, cluster, vpc)
        leftovers = [
            *_load_balancers(workspace, region, cluster, vpc, groups),
            *_security_groups(ec2, region, cluster, vpc, groups),
            *_network_interfaces(ec2, region, cluster, vpc),
            *(_volume(region, volume) for volume in volumes),
        ]
        leftovers.sort(key=lambda leftover: (leftover.noun, leftover.id))
        return tuple(leftovers), _possible_volumes_remark([_volume(region, volume) for volume in possible])

    nothing: ObjectsAndRemarks = ((), ())
    (leftovers, possible), remarks = call_aws("objects that Kubernetes created", find, nothing)
    return leftovers, (*possible, *remarks)


def _possible_volumes_remark(volumes: list[BlockingObject]) -> tuple[str, ...]:
    """Return a remark only: in an account with several clusters, stopping would prevent every destroy."""
    if not volumes:
        return ()
    count = plural(len(volumes), "volume")
    names = sorted(f"{v.id} ({v.owner})" if v.owner else v.id for v in volumes)
    return (
        f"{count} created by Kubernetes may belong to this cluster, but no tag says so:"
        f" {join_some(names, _NAMED)}; a destroy leaves them, and they cost money until they are deleted",
    )


def _ingress_groups(workspace: Workspace) -> IngressGroups:
    """Return the Ingresses of the spec by their group; AWS knows a load balancer by the group alone."""
    groups: dict[str, set[str]] = {}
    for entry in read_map(workspace.folder).get("entries") or ():
        block, path = entry["block"], entry["spec"]["path"]
        if block[:2] == ["manifest", "Ingress"] and path[:1] == ["loadBalancers"]:
            groups.setdefault(ingress_group_of(path[1]), set()).add(block[2])
    return {name: tuple(sorted(members)) for name, members in groups.items()}


def _load_balancers(
    workspace: Workspace, region: str, cluster: str, vpc: str, groups: IngressGroups
) -> Iterator[BlockingObject]:
    for arn, _, tags in network_balancers(client(workspace, "elbv2", region), vpc):
        if is_owned_by(tags, cluster):
            yield _leftover("load balancer", "aws_lb", arn, region, tags, groups=groups)
    for name, tags in classic_balancers(client(workspace, "elb", region), vpc):
        if is_owned_by(tags, cluster):
            yield _leftover("load balancer", "aws_elb", name, region, tags)


def _security_groups(
    ec2: Any, region: str, cluster: str, vpc: str, groups: IngressGroups
) -> Iterator[BlockingObject]:
    for group in list_all(ec2, "describe_security_groups", "SecurityGroups", Filters=_in_vpc(vpc)):
        tags, text = tags_of(group), group.get("Description", "")
        if is_load_balancer_group(group["GroupName"], tags, cluster):
            yield _leftover(
                "security group", "aws_security_group", group["GroupId"], region, tags, text, groups
            )


def _network_interfaces(ec2: Any, region: str, cluster: str, vpc: str) -> Iterator[BlockingObject]:
    for interface in list_all(ec2, "describe_network_interfaces", "NetworkInterfaces", Filters=_in_vpc(vpc)):
        id_, tags = interface["NetworkInterfaceId"], item_tags(interface)
        created = is_cni_interface(interface.get("Description", ""), tags, cluster)
        if interface.get("Status") == "available" and created:
            yield _leftover("network interface", "aws_network_interface", id_, region, tags)


def _volume(region: str, volume: Volume) -> BlockingObject:
    return _leftover("volume", "aws_ebs_volume", str(volume["VolumeId"]), region, tags_of(volume))


def _in_vpc(vpc: str) -> list[dict[str, Any]]:
    return [{"Name": "vpc-id", "Values": [vpc]}]


def _leftover(
    noun: str,
    resource_type: str,
    id_: str,
    region: str,
    tags: Mapping[str, str],
    description: str = "",
    groups: IngressGroups | None = None,
) -> BlockingObject:
    """Return an object with the command that deletes its owner, or itself if the owner is unknown."""
    kind, namespace, name = kubernetes_owner(tags, description)
    group = ingress_group(tags)
    if not kind and group and (members := (groups or {}).get(group, ())):
        return BlockingObject(noun, id_, commands=_delete_ingresses(members), owner=_ingresses(members))
    if not kind:
        return BlockingObject(noun, id_, commands=(delete_command(resource_type, id_, region),))
    owner = f"{kind} {namespace}/{name}" if namespace else f"{kind} {name}"
    option = f" -n {shlex.quote(namespace)}" if namespace else ""
    command = f"kubectl delete {kind}{option} {shlex.quote(name)}"
    return BlockingObject(noun, id_, commands=(command,), owner=owner)


def _ingresses(members: tuple[str, ...]) -> str:
    return f"ingress {members[0]}" if len(members) == 1 else f"ingresses {join_some(members, _NAMED)}"


def _delete_ingresses(members: tuple[str, ...]) -> tuple[str, ...]:
    """Return one command for the Ingresses of each namespace."""
    names: dict[str, list[str]] = {}
    for member in members:
        namespace, _, name = member.rpartition("/")
        names.setdefault(namespace, []).append(shlex.quote(name))
    return tuple(
        f"kubectl delete ingress -n {shlex.quote(namespace)} {' '.join(found)}"
        for namespace, found in sorted(names.items())
    )
