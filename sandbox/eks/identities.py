"""Who a pod is (pod identity associations) and who may issue tokens (OIDC identity providers)."""

from __future__ import annotations

from moto.eks.exceptions import (
    InvalidRequestException,
    ResourceInUseException,
    ResourceNotFoundException,
)

from .call import Call, ClusterRecord, Record, given, new_id, now, page
from .updates import record_update


def associate(call: Call, cluster: ClusterRecord, asked: Record, owner: str = "") -> Record:
    """Store an association of one service account; a second one for the same account is refused."""
    namespace, account = asked["namespace"], asked["serviceAccount"]
    for other in cluster.pod_identities.values():
        if (other["namespace"], other["serviceAccount"]) == (namespace, account):
            raise ResourceInUseException(
                clusterName=call.path["name"],
                message=f"Association already exists: {other['associationId']}",
            )
    association_id = f"a-{new_id(17)}"
    moment = now()
    association = {
        "clusterName": call.path["name"],
        "namespace": namespace,
        "serviceAccount": account,
        "roleArn": asked["roleArn"],
        "associationArn": call.arn(f"podidentityassociation/{call.path['name']}/{association_id}"),
        "associationId": association_id,
        "tags": asked.get("tags") or {},
        "createdAt": moment,
        "modifiedAt": moment,
        "disableSessionTags": bool(asked.get("disableSessionTags")),
        **given(asked, "targetRoleArn", "policy"),
        **({"ownerArn": owner} if owner else {}),
    }
    if asked.get("targetRoleArn"):
        association["externalId"] = new_id()
    cluster.pod_identities[association_id] = association
    return association


def dissociate(cluster: ClusterRecord, arn: str) -> None:
    """Forget the association with this ARN, if it is there."""
    cluster.pod_identities.pop(arn.rsplit("/", 1)[1], None)


def create_pod_identity_association(call: Call) -> Record:
    """`CreatePodIdentityAssociation`."""
    return {"association": associate(call, call.cluster(), call.body)}


def _association(call: Call) -> tuple[ClusterRecord, Record]:
    cluster, association_id = call.cluster(), call.path["associationId"]
    if association_id not in cluster.pod_identities:
        raise ResourceNotFoundException(
            clusterName=call.path["name"], message=f"No association found with ID: {association_id}"
        )
    return cluster, cluster.pod_identities[association_id]


def describe_pod_identity_association(call: Call) -> Record:
    """`DescribePodIdentityAssociation`."""
    return {"association": _association(call)[1]}


def list_pod_identity_associations(call: Call) -> Record:
    """`ListPodIdentityAssociations`, narrowed by namespace and service account when asked."""
    shown = ("clusterName", "namespace", "serviceAccount", "associationArn", "associationId", "ownerArn")
    found = [
        given(association, *shown)
        for association in call.cluster().pod_identities.values()
        if call.asked("namespace", association["namespace"]) == association["namespace"]
        and call.asked("serviceAccount", association["serviceAccount"]) == association["serviceAccount"]
    ]
    return page("associations", found, call)


def update_pod_identity_association(call: Call) -> Record:
    """`UpdatePodIdentityAssociation`."""
    _, association = _association(call)
    changed = given(call.body, "roleArn", "targetRoleArn", "disableSessionTags", "policy")
    association.update(changed, modifiedAt=now())
    return {"association": association}


def delete_pod_identity_association(call: Call) -> Record:
    """`DeletePodIdentityAssociation`."""
    cluster, association = _association(call)
    del cluster.pod_identities[association["associationId"]]
    return {"association": association}


def associate_identity_provider_config(call: Call) -> Record:
    """`AssociateIdentityProviderConfig`; a cluster has one OIDC provider at most."""
    cluster, oidc = call.cluster(), call.body["oidc"]
    name = oidc["identityProviderConfigName"]
    if cluster.identity_providers:
        raise InvalidRequestException(message="Identity provider config already exists on the cluster")
    cluster.identity_providers[name] = {
        **{key: value for key, value in oidc.items() if value is not None},
        "identityProviderConfigArn": call.arn(
            f"identityproviderconfig/{call.path['name']}/oidc/{name}/{new_id()}"
        ),
        "clusterName": call.path["name"],
        "tags": call.body.get("tags") or {},
        "status": "ACTIVE",
    }
    update = record_update(cluster, "AssociateIdentityProviderConfig", {"IdentityProviderConfig": [oidc]})
    return {"update": update, "tags": call.body.get("tags") or {}}


def _provider(call: Call) -> tuple[ClusterRecord, Record]:
    cluster, name = call.cluster(), call.body["identityProviderConfig"]["name"]
    if name not in cluster.identity_providers:
        raise ResourceNotFoundException(
            clusterName=call.path["name"], message=f"Identity provider config {name} is not associated"
        )
    return cluster, cluster.identity_providers[name]


def describe_identity_provider_config(call: Call) -> Record:
    """`DescribeIdentityProviderConfig`."""
    return {"identityProviderConfig": {"oidc": _provider(call)[1]}}


def list_identity_provider_configs(call: Call) -> Record:
    """`ListIdentityProviderConfigs`."""
    names = sorted(call.cluster().identity_providers)
    return page("identityProviderConfigs", [{"type": "oidc", "name": name} for name in names], call)


def disassociate_identity_provider_config(call: Call) -> Record:
    """`DisassociateIdentityProviderConfig`."""
    cluster, provider = _provider(call)
    name = provider["identityProviderConfigName"]
    del cluster.identity_providers[name]
    params = {"IdentityProviderConfig": [name]}
    return {"update": record_update(cluster, "DisassociateIdentityProviderConfig", params)}


OPERATIONS = {
    "create_pod_identity_association": create_pod_identity_association,
    "describe_pod_identity_association": describe_pod_identity_association,
    "list_pod_identity_associations": list_pod_identity_associations,
    "update_pod_identity_association": update_pod_identity_association,
    "delete_pod_identity_association": delete_pod_identity_association,
    "associate_identity_provider_config": associate_identity_provider_config,
    "describe_identity_provider_config": describe_identity_provider_config,
    "list_identity_provider_configs": list_identity_provider_configs,
    "disassociate_identity_provider_config": disassociate_identity_provider_config,
}
