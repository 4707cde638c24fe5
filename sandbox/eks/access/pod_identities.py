"""Pod identity associations."""

from __future__ import annotations

from moto.eks.exceptions import (
    ResourceInUseException,
    ResourceNotFoundException,
)

from ..records import ClusterRecord, Record, new_id, now, pick
from ..request import EksRequest, list_response
from .role_trust import check_trust

_SERVICE = "pods.eks.amazonaws.com"


def add_association(request: EksRequest, cluster: ClusterRecord, body: Record, owner: str = "") -> Record:
    """Store the association of a service account; a second association is refused."""
    namespace, account = body["namespace"], body["serviceAccount"]
    for other in cluster.pod_identities.values():
        if (other["namespace"], other["serviceAccount"]) == (namespace, account):
            raise ResourceInUseException(
                clusterName=request.path["name"],
                message=f"Association already exists: {other['associationId']}",
            )
    check_trust(request, body["roleArn"], _SERVICE)
    association_id = f"a-{new_id(17)}"
    moment = now()
    association = {
        "clusterName": request.path["name"],
        "namespace": namespace,
        "serviceAccount": account,
        "roleArn": body["roleArn"],
        "associationArn": request.arn(f"podidentityassociation/{request.path['name']}/{association_id}"),
        "associationId": association_id,
        "tags": body.get("tags") or {},
        "createdAt": moment,
        "modifiedAt": moment,
        "disableSessionTags": bool(body.get("disableSessionTags")),
        **pick(body, "targetRoleArn", "policy"),
        **({"ownerArn": owner} if owner else {}),
    }
    if body.get("targetRoleArn"):
        association["externalId"] = new_id()
    cluster.pod_identities[association_id] = association
    return association


def remove_association(cluster: ClusterRecord, arn: str) -> None:
    """Delete the association with this ARN, if it exists."""
    cluster.pod_identities.pop(arn.rsplit("/", 1)[1], None)


def create_pod_identity_association(request: EksRequest) -> Record:
    """`CreatePodIdentityAssociation`."""
    return {"association": add_association(request, request.cluster(), request.body)}


def _association(request: EksRequest) -> tuple[ClusterRecord, Record]:
    cluster, association_id = request.cluster(), request.path["associationId"]
    if association_id not in cluster.pod_identities:
        raise ResourceNotFoundException(
            clusterName=request.path["name"], message=f"No association found with ID: {association_id}"
        )
    return cluster, cluster.pod_identities[association_id]


def describe_pod_identity_association(request: EksRequest) -> Record:
    """`DescribePodIdentityAssociation`."""
    return {"association": _association(request)[1]}


def list_pod_identity_associations(request: EksRequest) -> Record:
    """`ListPodIdentityAssociations`, of all or of a namespace and service account."""
    keys = ("clusterName", "namespace", "serviceAccount", "associationArn", "associationId", "ownerArn")
    associations = [
        pick(association, *keys)
        for association in request.cluster().pod_identities.values()
        if request.parameter("namespace", association["namespace"]) == association["namespace"]
        and request.parameter("serviceAccount", association["serviceAccount"])
        == association["serviceAccount"]
    ]
    return list_response("associations", associations, request)


def update_pod_identity_association(request: EksRequest) -> Record:
    """`UpdatePodIdentityAssociation`; an empty target role removes it, an absent one keeps it."""
    _, association = _association(request)
    if (arn := request.body.get("roleArn")) is not None:
        check_trust(request, arn, _SERVICE)
    changed = pick(request.body, "roleArn", "targetRoleArn", "disableSessionTags", "policy")
    association.update(changed, modifiedAt=now())
    if association.get("targetRoleArn"):
        association.setdefault("externalId", new_id())
    else:
        for key in ("targetRoleArn", "externalId"):
            association.pop(key, None)
    return {"association": association}


def delete_pod_identity_association(request: EksRequest) -> Record:
    """`DeletePodIdentityAssociation`."""
    cluster, association = _association(request)
    del cluster.pod_identities[association["associationId"]]
    return {"association": association}


OPERATIONS = {
    "create_pod_identity_association": create_pod_identity_association,
    "describe_pod_identity_association": describe_pod_identity_association,
    "list_pod_identity_associations": list_pod_identity_associations,
    "update_pod_identity_association": update_pod_identity_association,
    "delete_pod_identity_association": delete_pod_identity_association,
}
