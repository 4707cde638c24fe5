"""EBS volumes that Kubernetes made: those of a cluster, and those that may be of it.

A volume keeps no VPC from being deleted, but it stays and costs. The CSI driver names the cluster in its tags
only if it was told to. Else an attached volume is of the cluster of its instance, and of a loose one nobody
can say more than that it is in a zone where the cluster has subnets.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...catalog.kubernetes_objects import VOLUME_TAGS, owning_clusters
from .listing import list_all, tags_of

Volume = Mapping[str, Any]


def kubernetes_volumes(ec2: Any, cluster: str, vpc: str) -> tuple[tuple[Volume, ...], tuple[Volume, ...]]:
    """The volumes of the cluster, and those that may be of it, as EC2 tells them; a client of ec2."""
    made = {"Name": "tag-key", "Values": list(VOLUME_TAGS)}
    found = list(list_all(ec2, "describe_volumes", "Volumes", Filters=[made]))
    named = [volume for volume in found if cluster in owning_clusters(tags_of(volume))]
    nameless = [volume for volume in found if not owning_clusters(tags_of(volume))]
    if not nameless:
        return tuple(named), ()
    here = [{"Name": "vpc-id", "Values": [vpc]}]
    zones = {
        subnet["AvailabilityZone"] for subnet in list_all(ec2, "describe_subnets", "Subnets", Filters=here)
    }
    instances = {
        instance["InstanceId"]: owning_clusters(tags_of(instance))
        for reservation in list_all(ec2, "describe_instances", "Reservations", Filters=here)
        for instance in reservation["Instances"]
    }
    attached = [volume for volume in nameless if cluster in _through(volume, instances)]
    loose = [v for v in nameless if not v.get("Attachments") and v["AvailabilityZone"] in zones]
    return (*named, *attached), tuple(loose)


def _through(volume: Volume, instances: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The clusters of the instances that a volume is attached to."""
    hosts = (instances.get(one["InstanceId"], frozenset()) for one in volume.get("Attachments") or ())
    return frozenset().union(*hosts)
