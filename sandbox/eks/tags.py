"""Tags of every EKS resource with an ARN."""

from __future__ import annotations

from collections.abc import Iterator

from moto.eks.exceptions import ResourceNotFoundException

from .records import ClusterRecord, Record
from .request import EksRequest

ARN_KEYS = (
    "arn",
    "nodegroupArn",
    "fargateProfileArn",
    "addonArn",
    "accessEntryArn",
    "associationArn",
    "identityProviderConfigArn",
)


def _taggable(cluster: ClusterRecord) -> Iterator[Record]:
    yield cluster.details
    yield from cluster.node_groups.values()
    yield from cluster.fargate_profiles.values()
    yield from cluster.addons.values()
    yield from (record.entry for record in cluster.access_entries.values())
    yield from cluster.pod_identities.values()
    yield from cluster.identity_providers.values()
    yield from cluster.capabilities.values()


def _tags(request: EksRequest) -> dict[str, str]:
    arn = request.path["resourceArn"]
    for cluster in request.clusters.values():
        for record in _taggable(cluster):
            if arn in (record.get(key) for key in ARN_KEYS):
                tags: dict[str, str] = record["tags"]
                return tags
    raise ResourceNotFoundException(message=f"Resource {arn} was not found")


def tag_resource(request: EksRequest) -> Record:
    """`TagResource`."""
    _tags(request).update(request.body["tags"])
    return {}


def untag_resource(request: EksRequest) -> Record:
    """`UntagResource`; moto removes only the first key of a request."""
    tags = _tags(request)
    for key in request.query.get("tagKeys", []):
        tags.pop(key, None)
    return {}


def list_tags_for_resource(request: EksRequest) -> Record:
    """`ListTagsForResource`."""
    return {"tags": _tags(request)}


OPERATIONS = {
    "tag_resource": tag_resource,
    "untag_resource": untag_resource,
    "list_tags_for_resource": list_tags_for_resource,
}
