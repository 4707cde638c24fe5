"""What Kubernetes made in AWS that a destroy would leave behind, or that would block it.

Load balancers and their security groups hold on to subnets and the VPC, volumes and left network interfaces
outlive the cluster and cost money. Terraform knows none of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ...catalog.kubernetes_objects import (
    CONTROLLER_CLUSTER,
    INTERFACE_CLUSTER,
    LEFT_INTERFACE,
    cluster_tag,
    made_for,
    owner,
)
from ...compiler.errors import EksgenError
from ..planjson import PlanDocument
from ..recorded import cluster_name, vpc_id
from ..shortened import first_of
from ..workspace import Workspace
from .listing import classic_balancers, every, network_balancers, tags_of
from .session import asked, client

_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Blocker:
    """One object: what it is, its id, the Kubernetes object behind it ("" if unknown), what removes it."""

    what: str
    id: str
    behind: str
    remove: str

    def __str__(self) -> str:
        return f"{self.what} {self.id}" + (f", of {self.behind}" if self.behind else "")


def blockers(workspace: Workspace, document: PlanDocument) -> tuple[tuple[Blocker, ...], tuple[str, ...]]:
    """Everything that Kubernetes left, sorted; and a remark when AWS could not be asked."""
    cluster, vpc, region = cluster_name(document), vpc_id(document), document.region
    if cluster is None or vpc is None or region is None:
        return (), ()

    def look() -> tuple[Blocker, ...]:
        found = [
            *_balancers(workspace, region, cluster, vpc),
            *_of_ec2(client(workspace, "ec2", region), cluster, vpc),
        ]
        return tuple(sorted(found, key=lambda one: (one.what, one.id)))

    return asked("what Kubernetes left", look, ())


def require_none(found: tuple[Blocker, ...], cluster: str) -> None:
    """Stop a destroy that would leave or be blocked by something."""
    if not found:
        return
    removals = tuple(dict.fromkeys(one.remove for one in found))
    raise EksgenError(
        f"a destroy of {cluster} would leave {len(found)} objects that Kubernetes made",
        code="kubernetes-objects",
        notes=(
            *first_of([str(one) for one in found], _SHOWN),
            "load balancers, security groups and network interfaces also keep the VPC from being deleted",
        ),
        helps=(*removals[:_SHOWN], "or give --leave-kubernetes-objects to go on all the same"),
    )


def _balancers(workspace: Workspace, region: str, cluster: str, vpc: str) -> Iterator[Blocker]:
    for arn, _, tags in network_balancers(client(workspace, "elbv2", region), vpc):
        if made_for(tags, cluster):
            yield _blocker(
                "load balancer", arn, tags, f"aws elbv2 delete-load-balancer --load-balancer-arn {arn}"
            )
    for name, tags in classic_balancers(client(workspace, "elb", region), vpc):
        if made_for(tags, cluster):
            yield _blocker(
                "load balancer", name, tags, f"aws elb delete-load-balancer --load-balancer-name {name}"
            )


def _of_ec2(ec2: Any, cluster: str, vpc: str) -> Iterator[Blocker]:
    here = {"Name": "vpc-id", "Values": [vpc]}
    controlled = {"Name": f"tag:{CONTROLLER_CLUSTER}", "Values": [cluster]}
    for group in every(ec2, "describe_security_groups", "SecurityGroups", Filters=[here, controlled]):
        yield _blocker(
            "security group",
            group["GroupId"],
            tags_of(group),
            f"aws ec2 delete-security-group --group-id {group['GroupId']}",
        )
    for interface in every(ec2, "describe_network_interfaces", "NetworkInterfaces", Filters=[here]):
        name, tags = (
            interface["NetworkInterfaceId"],
            {t["Key"]: t["Value"] for t in interface.get("TagSet") or ()},
        )
        left = (
            interface.get("Description", "").startswith(LEFT_INTERFACE)
            or tags.get(INTERFACE_CLUSTER) == cluster
        )
        if interface.get("Status") == "available" and left:
            yield _blocker(
                "network interface",
                name,
                tags,
                f"aws ec2 delete-network-interface --network-interface-id {name}",
            )
    owned = {"Name": f"tag:{cluster_tag(cluster)}", "Values": ["owned"]}
    for volume in every(ec2, "describe_volumes", "Volumes", Filters=[owned]):
        tags = tags_of(volume)
        if owner(tags)[0] == "pvc":
            yield _blocker(
                "volume", volume["VolumeId"], tags, f"aws ec2 delete-volume --volume-id {volume['VolumeId']}"
            )


def _blocker(what: str, name: str, tags: dict[str, str], otherwise: str) -> Blocker:
    kind, namespace, called = owner(tags)
    if not kind:
        return Blocker(what, name, "", otherwise)
    behind = f"{kind} {namespace}/{called}" if namespace else f"{kind} {called}"
    where = f" -n {namespace}" if namespace else ""
    return Blocker(what, name, behind, f"kubectl delete {kind}{where} {called}")
