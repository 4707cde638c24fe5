"""The IAM policies of the roles that eksgen makes: their documents, and those that the modules attach."""

from __future__ import annotations

import json
from typing import Any

from ...catalog.addons import addon_or_default
from ...schemas.cluster import ClusterSpec
from ...schemas.iam import Statement
from .roles import MadeRole

_CLUSTER_POLICIES = ("AmazonEKSClusterPolicy",)
_NODE_POLICIES = ("AmazonEC2ContainerRegistryPullOnly", "AmazonEKSWorkerNodePolicy", "AmazonEKS_CNI_Policy")
_SSM_POLICY = "AmazonSSMManagedInstanceCore"


def needed_policies(spec: ClusterSpec, role: MadeRole) -> tuple[str, ...]:
    """Return the policies of AWS that a role gets by itself, as modules/eks, nodes and addons attach them."""
    if role.path[0] == "controlPlane":
        return _CLUSTER_POLICIES
    if role.path[0] == "nodeGroups":
        ssm = spec.node_groups[str(role.path[1])].ssm
        return (*_NODE_POLICIES, _SSM_POLICY) if ssm else _NODE_POLICIES
    return _of_add_on(str(role.path[1])) if role.path[0] == "addons" else ()


def _of_add_on(name: str) -> tuple[str, ...]:
    return max(addon_or_default(name).service_accounts.values(), key=len, default=())


def policy_document(statements: tuple[Statement, ...]) -> str | None:
    """Return a policy as canonical JSON, or None without statements."""
    if not statements:
        return None
    document = {"Version": "2012-10-17", "Statement": sorted(map(_statement, statements), key=_canonical)}
    return _canonical(document)


def _canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def _statement(statement: Statement) -> dict[str, Any]:
    conditions = {
        operator: {key: value if isinstance(value, str) else sorted(value) for key, value in keys.items()}
        for operator, keys in statement.conditions.items()
    }
    written = {
        "Effect": statement.effect,
        "Action": sorted(statement.actions),
        "Resource": sorted(statement.resources),
    }
    return {**written, "Condition": conditions} if conditions else written
