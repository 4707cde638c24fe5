"""Access entries and the access policies associated with them."""

from __future__ import annotations

from moto.eks.exceptions import (
    InvalidParameterException,
    InvalidRequestException,
    ResourceInUseException,
    ResourceNotFoundException,
)

from .call import AccessRecord, Call, ClusterRecord, Record, given, new_id, now, page

NODE_TYPES = ("EC2", "EC2_LINUX", "EC2_WINDOWS", "FARGATE_LINUX", "HYBRID_LINUX", "HYPERPOD_LINUX")
# The policies of the EKS user guide, "Review access policy permissions".
POLICIES = (
    "AmazonEKSAdminPolicy",
    "AmazonEKSAdminViewPolicy",
    "AmazonEKSAutoNodePolicy",
    "AmazonEKSBlockStorageClusterPolicy",
    "AmazonEKSBlockStoragePolicy",
    "AmazonEKSClusterAdminPolicy",
    "AmazonEKSClusterInsightsPolicy",
    "AmazonEKSComputeClusterPolicy",
    "AmazonEKSComputePolicy",
    "AmazonEKSEditPolicy",
    "AmazonEKSHybridPolicy",
    "AmazonEKSLoadBalancingClusterPolicy",
    "AmazonEKSLoadBalancingPolicy",
    "AmazonEKSNetworkingClusterPolicy",
    "AmazonEKSNetworkingPolicy",
    "AmazonEKSSecretReaderPolicy",
    "AmazonEKSViewPolicy",
)


def policy_arn(partition: str, name: str) -> str:
    """The ARN of an access policy; not an IAM policy, although it looks like one."""
    return f"arn:{partition}:eks::aws:cluster-access-policy/{name}"


def create_access_entry(call: Call) -> Record:
    """`CreateAccessEntry`, with the checks that a rehearsal is likely to meet."""
    cluster, body = _cluster_with_entries(call), call.body
    principal = body["principalArn"]
    if principal in cluster.access:
        raise ResourceInUseException(
            clusterName=call.path["name"],
            message="The specified access entry resource is already in use on this cluster.",
        )
    _check_groups(body.get("kubernetesGroups") or [])
    entry = _entry(call, principal, body.get("type") or "STANDARD", body)
    cluster.access[principal] = AccessRecord(entry)
    return {"accessEntry": entry}


def _cluster_with_entries(call: Call) -> ClusterRecord:
    cluster = call.cluster()
    if not _allows_entries(cluster):
        raise InvalidRequestException(
            message="The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] "
            "to perform this operation."
        )
    return cluster


def _allows_entries(cluster: ClusterRecord) -> bool:
    return cluster.described["accessConfig"]["authenticationMode"] in ("API", "API_AND_CONFIG_MAP")


def _check_groups(groups: list[str]) -> None:
    for group in groups:
        if group.startswith("system:"):
            raise InvalidParameterException(
                message=f"The kubernetes group name {group} is invalid, it cannot start with system:"
            )


def _entry(call: Call, principal: str, kind: str, asked: Record) -> Record:
    account, resource = principal.split(":")[4], principal.split(":", 5)[5]
    path = f"{resource.split('/')[0]}/{account}/{resource.rsplit('/', 1)[-1]}"
    is_node = kind in NODE_TYPES
    moment = now()
    return {
        "clusterName": call.path["name"],
        "principalArn": principal,
        "kubernetesGroups": ["system:nodes"] if is_node else asked.get("kubernetesGroups") or [],
        "accessEntryArn": call.arn(f"access-entry/{call.path['name']}/{path}/{new_id()}"),
        "createdAt": moment,
        "modifiedAt": moment,
        "tags": asked.get("tags") or {},
        "username": asked.get("username") or _user_name(principal, is_node),
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


def admit_nodes(call: Call, cluster: ClusterRecord, role_arn: str) -> None:
    """The access entry that EKS makes by itself for the role of a managed node group."""
    if _allows_entries(cluster) and role_arn not in cluster.access:
        cluster.access[role_arn] = AccessRecord(_entry(call, role_arn, "EC2_LINUX", {}))


def _access(call: Call) -> tuple[ClusterRecord, AccessRecord]:
    cluster, principal = call.cluster(), call.path["principalArn"]
    if principal not in cluster.access:
        raise ResourceNotFoundException(
            clusterName=call.path["name"],
            message=f"The specified principalArn could not be found. You must provide a valid "
            f"principalArn: {principal}",
        )
    return cluster, cluster.access[principal]


def describe_access_entry(call: Call) -> Record:
    """`DescribeAccessEntry`."""
    return {"accessEntry": _access(call)[1].entry}


def list_access_entries(call: Call) -> Record:
    """`ListAccessEntries`, narrowed to one associated policy when asked."""
    wanted = call.asked("associatedPolicyArn")
    entries = call.cluster().access.items()
    found = [principal for principal, access in entries if not wanted or wanted in access.policies]
    return page("accessEntries", sorted(found), call)


def update_access_entry(call: Call) -> Record:
    """`UpdateAccessEntry`: groups and user name."""
    _, access = _access(call)
    changed = given(call.body, "kubernetesGroups", "username")
    _check_groups(changed.get("kubernetesGroups") or [])
    access.entry.update(changed, modifiedAt=now())
    return {"accessEntry": access.entry}


def delete_access_entry(call: Call) -> Record:
    """`DeleteAccessEntry`, with its policies."""
    cluster, access = _access(call)
    del cluster.access[access.entry["principalArn"]]
    return {}


def associate_access_policy(call: Call) -> Record:
    """`AssociateAccessPolicy`; associating again replaces the scope."""
    _, access = _access(call)
    wanted = call.body["policyArn"]
    if wanted not in {policy_arn(call.partition, name) for name in POLICIES}:
        raise InvalidParameterException(message="The policyArn parameter format is not valid")
    if access.entry["type"] != "STANDARD":
        raise InvalidRequestException(
            message=f"Access policies cannot be associated with an entry of type {access.entry['type']}"
        )
    moment = now()
    scope = {"namespaces": [], **call.body["accessScope"]}
    old = access.policies.get(wanted) or {"associatedAt": moment}
    policy = {**old, "policyArn": wanted, "accessScope": scope, "modifiedAt": moment}
    access.policies[wanted] = policy
    return _about(access, associatedAccessPolicy=policy)


def _about(access: AccessRecord, **more: object) -> Record:
    return {**given(access.entry, "clusterName", "principalArn"), **more}


def disassociate_access_policy(call: Call) -> Record:
    """`DisassociateAccessPolicy`."""
    _, access = _access(call)
    wanted = call.path["policyArn"]
    if access.policies.pop(wanted, None) is None:
        raise ResourceNotFoundException(message=f"The policy {wanted} is not associated with the entry")
    return {}


def list_associated_access_policies(call: Call) -> Record:
    """`ListAssociatedAccessPolicies`."""
    _, access = _access(call)
    policies = [access.policies[arn] for arn in sorted(access.policies)]
    return _about(access, **page("associatedAccessPolicies", policies, call))


def list_access_policies(call: Call) -> Record:
    """`ListAccessPolicies`."""
    found = [{"name": name, "arn": policy_arn(call.partition, name)} for name in POLICIES]
    return page("accessPolicies", found, call)


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
