"""Access entries and the access policies associated with them."""

from __future__ import annotations

from moto.eks.exceptions import (
    InvalidParameterException,
    InvalidRequestException,
    ResourceInUseException,
    ResourceNotFoundException,
)

from ....catalog.iam.access_entries import ACCESS_POLICIES, AUTO_NODE_POLICY, WITH_POLICIES
from ....catalog.regions.partitions import access_policy_arn
from ..records import AccessEntryRecord, ClusterRecord, Record, new_id, now, pick
from ..request import EksRequest, list_response
from .access_entry_rules import check_entry, check_fields, check_scope

NODE_TYPES = ("EC2", "EC2_LINUX", "EC2_WINDOWS", "FARGATE_LINUX", "HYBRID_LINUX", "HYPERPOD_LINUX")


def create_access_entry(request: EksRequest) -> Record:
    """`CreateAccessEntry`, with the checks that a cluster spec is likely to fail."""
    cluster, body = _cluster_with_api_mode(request), request.body
    principal = body["principalArn"]
    if principal in cluster.access_entries:
        raise ResourceInUseException(
            clusterName=request.path["name"],
            message="The specified access entry resource is already in use on this cluster.",
        )
    check_entry(principal, body, request.account)
    entry = _entry(request, cluster, principal, body.get("type") or "STANDARD", body)
    cluster.access_entries[principal] = AccessEntryRecord(entry)
    return {"accessEntry": entry}


def _cluster_with_api_mode(request: EksRequest) -> ClusterRecord:
    cluster = request.cluster()
    if not _has_api_mode(cluster):
        raise InvalidRequestException(
            message="The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] "
            "to perform this operation."
        )
    return cluster


def _has_api_mode(cluster: ClusterRecord) -> bool:
    return cluster.details["accessConfig"]["authenticationMode"] in ("API", "API_AND_CONFIG_MAP")


def _entry(request: EksRequest, cluster: ClusterRecord, principal: str, kind: str, body: Record) -> Record:
    name = cluster.details["name"]
    account, resource = principal.split(":")[4], principal.split(":", 5)[5]
    path = f"{resource.split('/')[0]}/{account}/{resource.rsplit('/', 1)[-1]}"
    is_node = kind in NODE_TYPES
    moment = now()
    return {
        "clusterName": name,
        "principalArn": principal,
        "kubernetesGroups": ["system:nodes"] if is_node else body.get("kubernetesGroups") or [],
        "accessEntryArn": request.arn(f"access-entry/{name}/{path}/{new_id()}"),
        "createdAt": moment,
        "modifiedAt": moment,
        "tags": body.get("tags") or {},
        "username": body.get("username") or _user_name(principal, is_node),
        "type": kind,
    }


def _user_name(principal: str, is_node: bool) -> str:
    if is_node:
        return "system:node:{{EC2PrivateDNSName}}"
    resource = principal.split(":", 5)[5]
    if not resource.startswith("role/"):
        return principal
    partition, account = principal.split(":")[1], principal.split(":")[4]
    name = resource.rsplit("/", 1)[-1]
    return f"arn:{partition}:sts::{account}:assumed-role/{name}/" + "{{SessionName}}"


def ensure_node_access_entry(
    request: EksRequest, cluster: ClusterRecord, role_arn: str, kind: str = "EC2_LINUX"
) -> None:
    """Create the access entry that EKS creates by itself for the role of nodes that it manages."""
    if _has_api_mode(cluster) and role_arn not in cluster.access_entries:
        cluster.access_entries[role_arn] = AccessEntryRecord(_entry(request, cluster, role_arn, kind, {}))


def ensure_auto_mode_access_entry(request: EksRequest, cluster: ClusterRecord, role_arn: str) -> None:
    """Create the access entry of the role of Auto Mode nodes, with its policy."""
    ensure_access_entry(request, cluster, role_arn, "EC2", {AUTO_NODE_POLICY: []})


def ensure_access_entry(
    request: EksRequest, cluster: ClusterRecord, role_arn: str, kind: str, policies: dict[str, list[str]]
) -> None:
    """Create the access entry that EKS creates by itself for a role, with its policies by name; each has the
    namespaces that it is limited to."""
    ensure_node_access_entry(request, cluster, role_arn, kind)
    moment = now()
    for name, namespaces in policies.items() if role_arn in cluster.access_entries else ():
        arn = access_policy_arn(request.partition, name)
        scope = {"type": "namespace" if namespaces else "cluster", "namespaces": namespaces}
        policy = {"policyArn": arn, "accessScope": scope, "associatedAt": moment, "modifiedAt": moment}
        cluster.access_entries[role_arn].policies.setdefault(arn, policy)


def _access_entry(request: EksRequest) -> tuple[ClusterRecord, AccessEntryRecord]:
    cluster, principal = request.cluster(), request.path["principalArn"]
    if principal not in cluster.access_entries:
        raise ResourceNotFoundException(
            clusterName=request.path["name"],
            message="The specified principalArn could not be found. "
            "You can view your available access entries with 'list-access-entries'.",
        )
    return cluster, cluster.access_entries[principal]


def describe_access_entry(request: EksRequest) -> Record:
    """`DescribeAccessEntry`."""
    return {"accessEntry": _access_entry(request)[1].entry}


def list_access_entries(request: EksRequest) -> Record:
    """`ListAccessEntries`, of all entries or of those with an associated policy."""
    policy = request.parameter("associatedPolicyArn")
    entries = request.cluster().access_entries.items()
    principals = [principal for principal, record in entries if not policy or policy in record.policies]
    return list_response("accessEntries", sorted(principals), request)


def update_access_entry(request: EksRequest) -> Record:
    """`UpdateAccessEntry`: groups and user name."""
    _, record = _access_entry(request)
    changed = pick(request.body, "kubernetesGroups", "username")
    check_fields(record.entry["type"], changed)
    record.entry.update(changed, modifiedAt=now())
    return {"accessEntry": record.entry}


def delete_access_entry(request: EksRequest) -> Record:
    """`DeleteAccessEntry`, with its policies."""
    cluster, record = _access_entry(request)
    del cluster.access_entries[record.entry["principalArn"]]
    return {}


def associate_access_policy(request: EksRequest) -> Record:
    """`AssociateAccessPolicy`; associating again replaces the scope."""
    _, record = _access_entry(request)
    arn = request.body["policyArn"]
    if arn not in {access_policy_arn(request.partition, name) for name in ACCESS_POLICIES}:
        raise InvalidParameterException(message="The policyArn parameter format is not valid")
    if record.entry["type"] not in WITH_POLICIES:
        raise InvalidRequestException(
            message=f"Access policies cannot be associated with an entry of type {record.entry['type']}"
        )
    moment = now()
    scope = {"namespaces": [], **request.body["accessScope"]}
    check_scope(scope)
    old = record.policies.get(arn) or {"associatedAt": moment}
    policy = {**old, "policyArn": arn, "accessScope": scope, "modifiedAt": moment}
    record.policies[arn] = policy
    return _entry_response(record, associatedAccessPolicy=policy)


def _entry_response(record: AccessEntryRecord, **keys: object) -> Record:
    return {**pick(record.entry, "clusterName", "principalArn"), **keys}


def disassociate_access_policy(request: EksRequest) -> Record:
    """`DisassociateAccessPolicy`."""
    _, record = _access_entry(request)
    arn = request.path["policyArn"]
    if record.policies.pop(arn, None) is None:
        raise ResourceNotFoundException(
            message="The specified policyArn is not associated with the access entry."
        )
    return {}


def list_associated_access_policies(request: EksRequest) -> Record:
    """`ListAssociatedAccessPolicies`."""
    _, record = _access_entry(request)
    policies = [record.policies[arn] for arn in sorted(record.policies)]
    return _entry_response(record, **list_response("associatedAccessPolicies", policies, request))


def list_access_policies(request: EksRequest) -> Record:
    """`ListAccessPolicies`."""
    policies = [{"name": name, "arn": access_policy_arn(request.partition, name)} for name in ACCESS_POLICIES]
    return list_response("accessPolicies", policies, request)


OPERATIONS = {
    "create_access_entry": create_access_entry,
    "describe_access_entry": describe_access_entry,
    "list_access_entries": list_access_entries,
    "update_access_entry": update_access_entry,
    "delete_access_entry": delete_access_entry,
    "associate_access_policy": associate_access_policy,
    "disassociate_access_policy": disassociate_access_policy,
    "list_associated_access_policies": list_associated_access_policies,
    "list_access_policies": list_access_policies,
}
