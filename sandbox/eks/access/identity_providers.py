"""OIDC identity providers of a cluster."""

from __future__ import annotations

from urllib.parse import urlsplit

from moto.eks.exceptions import (
    InvalidParameterException,
    InvalidRequestException,
    ResourceNotFoundException,
)

from ..records import ClusterRecord, Record, new_id
from ..request import EksRequest, list_response
from ..updates import record_update


def associate_identity_provider_config(request: EksRequest) -> Record:
    """`AssociateIdentityProviderConfig`; a cluster has at most one OIDC provider."""
    cluster, oidc = request.cluster(), request.body["oidc"]
    name = oidc["identityProviderConfigName"]
    if cluster.identity_providers:
        raise InvalidRequestException(message="Identity provider config already exists on the cluster")
    _check(cluster, oidc)
    cluster.identity_providers[name] = {
        **{key: value for key, value in oidc.items() if value is not None},
        "identityProviderConfigArn": request.arn(
            f"identityproviderconfig/{request.path['name']}/oidc/{name}/{new_id()}"
        ),
        "clusterName": request.path["name"],
        "tags": request.body.get("tags") or {},
        "status": "ACTIVE",
    }
    update = record_update(cluster, "AssociateIdentityProviderConfig", {"IdentityProviderConfig": [oidc]})
    return {"update": update, "tags": request.body.get("tags") or {}}


def _check(cluster: ClusterRecord, oidc: Record) -> None:
    """Refuse what EKS refuses (EKS API reference, OidcIdentityProviderConfigRequest; read 2026-11-30)."""
    issuer = urlsplit(oidc["issuerUrl"])
    if issuer.scheme != "https" or not issuer.hostname or issuer.query or issuer.fragment:
        raise InvalidParameterException(message="issuerUrl must be an https URL without query parameters")
    if oidc["issuerUrl"] == cluster.details.get("identity", {}).get("oidc", {}).get("issuer"):
        raise InvalidParameterException(message="issuerUrl cannot be the issuer of the cluster itself")
    for field in ("usernamePrefix", "groupsPrefix"):
        if "system:" in (oidc.get(field) or ""):
            raise InvalidParameterException(message=f"{field} cannot contain system:")
    for name, value in (oidc.get("requiredClaims") or {}).items():
        if not 1 <= len(name) <= 63 or not 1 <= len(value) <= 253:
            raise InvalidParameterException(message=f"requiredClaims: {name} has an invalid length")


def _provider(request: EksRequest) -> tuple[ClusterRecord, Record]:
    cluster, name = request.cluster(), request.body["identityProviderConfig"]["name"]
    if name not in cluster.identity_providers:
        raise ResourceNotFoundException(
            clusterName=request.path["name"], message=f"Identity provider config {name} is not associated"
        )
    return cluster, cluster.identity_providers[name]


def describe_identity_provider_config(request: EksRequest) -> Record:
    """`DescribeIdentityProviderConfig`."""
    return {"identityProviderConfig": {"oidc": _provider(request)[1]}}


def list_identity_provider_configs(request: EksRequest) -> Record:
    """`ListIdentityProviderConfigs`."""
    names = sorted(request.cluster().identity_providers)
    return list_response(
        "identityProviderConfigs", [{"type": "oidc", "name": name} for name in names], request
    )


def disassociate_identity_provider_config(request: EksRequest) -> Record:
    """`DisassociateIdentityProviderConfig`."""
    cluster, provider = _provider(request)
    name = provider["identityProviderConfigName"]
    del cluster.identity_providers[name]
    params = {"IdentityProviderConfig": [name]}
    return {"update": record_update(cluster, "DisassociateIdentityProviderConfig", params)}


OPERATIONS = {
    "associate_identity_provider_config": associate_identity_provider_config,
    "describe_identity_provider_config": describe_identity_provider_config,
    "list_identity_provider_configs": list_identity_provider_configs,
    "disassociate_identity_provider_config": disassociate_identity_provider_config,
}
