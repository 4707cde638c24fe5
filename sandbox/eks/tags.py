"""Tags of everything in EKS that has an ARN."""

from __future__ import annotations

from collections.abc import Iterator

from moto.eks.exceptions import ResourceNotFoundException

from .call import Call, ClusterRecord, Record

ARN_KEYS = (
    "arn",
    "nodegroupArn",
    "fargateProfileArn",
    "addonArn",
    "accessEntryArn",
    "associationArn",
    "identityProviderConfigArn",
)


def _tagged(cluster: ClusterRecord) -> Iterator[Record]:
    yield cluster.described
    yield from cluster.node_groups.values()
    yield from cluster.fargate_profiles.values()
    yield from cluster.addons.values()
    yield from (access.entry for access in cluster.access.values())
    yield from cluster.pod_identities.values()
    yield from cluster.identity_providers.values()


def _tags(call: Call) -> dict[str, str]:
    arn = call.path["resourceArn"]
    for cluster in call.clusters.values():
        for record in _tagged(cluster):
            if arn in (record.get(key) for key in ARN_KEYS):
                tags: dict[str, str] = record["tags"]
                return tags
    raise ResourceNotFoundException(message=f"Resource {arn} was not found")


def tag_resource(call: Call) -> Record:
    """`TagResource`."""
    _tags(call).update(call.body["tags"])
    return {}


def untag_resource(call: Call) -> Record:
    """`UntagResource`; all keys of the request, not only the first."""
    tags = _tags(call)
    for key in call.query.get("tagKeys", []):
        tags.pop(key, None)
    return {}


def list_tags_for_resource(call: Call) -> Record:
    """`ListTagsForResource`."""
    return {"tags": _tags(call)}


OPERATIONS = {
    "tag_resource": tag_resource,
    "untag_resource": untag_resource,
    "list_tags_for_resource": list_tags_for_resource,
}
