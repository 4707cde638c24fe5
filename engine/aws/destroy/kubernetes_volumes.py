"""Find EBS volumes created by Kubernetes: those of a cluster, and those that may belong to it.

A volume does not block the deletion of a VPC, but it remains and costs money. The CSI driver tags volumes
with the cluster only if it is configured to. Otherwise an attached volume belongs to the cluster of its
instance; of a detached one only its zone is known, and whether the cluster has subnets there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ....catalog.kubernetes.objects import VOLUME_TAGS, owning_clusters
from ..listing import list_all, tags_of

Volume = Mapping[str, Any]


def kubernetes_volumes(ec2: Any, cluster: str, vpc: str) -> tuple[tuple[Volume, ...], tuple[Volume, ...]]:
    """Return the volumes of the cluster, and those that may belong to it, as EC2 describes them."""
    by_kubernetes = {"Name": "tag-key", "Values": list(VOLUME_TAGS)}
    volumes = list(list_all(ec2, "describe_volumes", "Volumes", Filters=[by_kubernetes]))
    tagged = [volume for volume in volumes if cluster in owning_clusters(tags_of(volume))]
    untagged = [volume for volume in volumes if not owning_clusters(tags_of(volume))]
    if not untagged:
        return tuple(tagged), ()
    in_vpc = [{"Name": "vpc-id", "Values": [vpc]}]
    zones = {
        subnet["AvailabilityZone"] for subnet in list_all(ec2, "describe_subnets", "Subnets", Filters=in_vpc)
    }
    instances = {
        instance["InstanceId"]: owning_clusters(tags_of(instance))
        for reservation in list_all(ec2, "describe_instances", "Reservations", Filters=in_vpc)
        for instance in reservation["Instances"]
    }
    attached = [volume for volume in untagged if cluster in _instance_clusters(volume, instances)]
    detached = [v for v in untagged if not v.get("Attachments") and v["AvailabilityZone"] in zones]
    return (*tagged, *attached), tuple(detached)


def _instance_clusters(volume: Volume, instances: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Return the clusters of the instances that a volume is attached to."""
    attachments = volume.get("Attachments") or ()
    return frozenset().union(*(instances.get(a["InstanceId"], frozenset()) for a in attachments))
