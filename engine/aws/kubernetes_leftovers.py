"""What Kubernetes made in AWS that a destroy would leave behind, or that would block it.

Load balancers, their security groups and left network interfaces hold on to subnets and the VPC; volumes
outlive the cluster and cost money. Terraform knows none of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ...catalog.kubernetes_objects import (
    VPC_CNI_CLUSTER_TAG,
    VPC_CNI_DESCRIPTION_PREFIX,
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
    """One object: what it is, its id, the Kubernetes object behind it ("" if unknown), what removes it."""

    what: str
    id: str
    behind: str
    remove: str

    def __str__(self) -> str:
        return f"{self.what} {self.id}" + (f", of {self.behind}" if self.behind else "")


Found = tuple[tuple[KubernetesLeftover, ...], tuple[str, ...]]
"""What stops a destroy, and remarks."""


def kubernetes_leftovers(workspace: Workspace, document: PlanDocument) -> Found:
    """Everything that Kubernetes left, sorted; and remarks: what may be of the cluster, and what AWS did not
    tell."""
    cluster, vpc, region = cluster_name(document), vpc_id(document), document.region
    if cluster is None or vpc is None or region is None:
        return (), ()

    def look() -> Found:
        ec2 = client(workspace, "ec2", region)
        volumes, loose = kubernetes_volumes(ec2, cluster, vpc)
        found = [
            *_balancers(workspace, region, cluster, vpc),
            *_groups(ec2, cluster, vpc),
            *_interfaces(ec2, cluster, vpc),
            *map(_volume, volumes),
        ]
        return tuple(sorted(found, key=lambda one: (one.what, one.id))), _perhaps([_volume(v) for v in loose])

    nothing: Found = ((), ())
    (found, perhaps), remarks = call_aws("what Kubernetes left", look, nothing)
    return found, (*perhaps, *remarks)


def _perhaps(unsure: list[KubernetesLeftover]) -> tuple[str, ...]:
    """They do not stop a destroy: in an account with several clusters it would never be let through."""
    if not unsure:
        return ()
    count = plural(len(unsure), "volume")
    names = sorted(f"{one.id} ({one.behind})" if one.behind else one.id for one in unsure)
    some = join_some(names, _NAMED)
    return (
        f"{count} that Kubernetes made may be of this cluster, as nothing says whose: {some}"
        "; a destroy leaves them, and they cost until somebody deletes them",
    )


def require_no_leftovers(
    found: tuple[KubernetesLeftover, ...], cluster: str, remarks: tuple[str, ...] = ()
) -> None:
    """Stop a destroy that would leave or be blocked by something; `remarks` are told then, too."""
    if not found:
        return
    removals = tuple(dict.fromkeys(one.remove for one in found))
    count = plural(len(found), "object")
    raise EksgenError(
        f"a destroy of {cluster} would leave {count} that Kubernetes made",
        code="kubernetes-objects",
        notes=(
            *take_some([str(one) for one in found], _SHOWN),
            "load balancers, security groups and network interfaces also keep the VPC from being deleted",
            *remarks,
        ),
        helps=(*removals[:_SHOWN], "or give --leave-kubernetes-objects to go on all the same"),
    )


def _balancers(workspace: Workspace, region: str, cluster: str, vpc: str) -> Iterator[KubernetesLeftover]:
    for arn, _, tags in network_balancers(client(workspace, "elbv2", region), vpc):
        if is_owned_by(tags, cluster):
            yield _blocker(
                "load balancer", arn, tags, f"aws elbv2 delete-load-balancer --load-balancer-arn {arn}"
            )
    for name, tags in classic_balancers(client(workspace, "elb", region), vpc):
        if is_owned_by(tags, cluster):
            yield _blocker(
                "load balancer", name, tags, f"aws elb delete-load-balancer --load-balancer-name {name}"
            )


def _groups(ec2: Any, cluster: str, vpc: str) -> Iterator[KubernetesLeftover]:
    for group in list_all(ec2, "describe_security_groups", "SecurityGroups", Filters=_in_vpc(vpc)):
        name, tags = group["GroupId"], tags_of(group)
        if is_load_balancer_group(group["GroupName"], tags, cluster):
            remove = f"aws ec2 delete-security-group --group-id {name}"
            yield _blocker("security group", name, tags, remove, group.get("Description", ""))


def _interfaces(ec2: Any, cluster: str, vpc: str) -> Iterator[KubernetesLeftover]:
    for interface in list_all(ec2, "describe_network_interfaces", "NetworkInterfaces", Filters=_in_vpc(vpc)):
        name, tags = interface["NetworkInterfaceId"], tags_of({"Tags": interface.get("TagSet")})
        described = interface.get("Description", "").startswith(VPC_CNI_DESCRIPTION_PREFIX)
        if interface.get("Status") == "available" and (described or tags.get(VPC_CNI_CLUSTER_TAG) == cluster):
            remove = f"aws ec2 delete-network-interface --network-interface-id {name}"
            yield _blocker("network interface", name, tags, remove)


def _volume(volume: Volume) -> KubernetesLeftover:
    name = str(volume["VolumeId"])
    return _blocker("volume", name, tags_of(volume), f"aws ec2 delete-volume --volume-id {name}")


def _in_vpc(vpc: str) -> list[dict[str, Any]]:
    return [{"Name": "vpc-id", "Values": [vpc]}]


def _blocker(
    what: str, name: str, tags: Mapping[str, str], otherwise: str, description: str = ""
) -> KubernetesLeftover:
    kind, namespace, called = kubernetes_owner(tags, description)
    if not kind:
        return KubernetesLeftover(what, name, "", otherwise)
    behind = f"{kind} {namespace}/{called}" if namespace else f"{kind} {called}"
    where = f" -n {namespace}" if namespace else ""
    return KubernetesLeftover(what, name, behind, f"kubectl delete {kind}{where} {called}")
