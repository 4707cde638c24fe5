"""Find access to the cluster that is in no state: policies of access entries, and rules of the security group
that EKS creates.

Terraform manages neither the security group nor the list of policies of an entry, so it does not see what is
added to them. Sources, read 2026-11: EKS user guide, "View Amazon EKS security group requirements for
clusters" (the rules of EKS), "Run machine learning training on Amazon EKS with Elastic Fabric Adapter" (the
rule to the group itself) and "Review access policy permissions" (AmazonEKSAutoNodePolicy).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from ...catalog.destroy_blockers.delete_commands import remove_command
from ...catalog.iam.access_entries import AUTO_NODE_POLICY
from ...catalog.resources.noise import RULE_OF_OTHERS, RULES_OF_OTHERS
from ...catalog.resources.risk import Risk
from ...compiler.cidr import holds_everyone
from ..drift.result import DriftClass, DriftFinding, DriftLevel, Removal
from ..plan.document import PlanDocument
from ..plan.security_group_rules import admits_administration, described_attributes, described_key, port_words
from ..plan.state_values import attribute_values, recorded_values
from ..source_map.trace import Trace
from .listing import list_all
from .unmanaged_finding import Verdict, unmanaged_finding

_RULE_ID = "security_group_rule_id"
_RULE_TYPES = ("aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule")
_ASSOCIATION = "aws_eks_access_policy_association"
_EXTRA_POLICY = "somebody has access to the Kubernetes API that is not in the spec"


def unmanaged_policies(
    eks: Any,
    document: PlanDocument,
    trace: Trace,
    cluster: str,
    principals: Mapping[str, Collection[str]],
) -> Iterator[DriftFinding]:
    """Yield the access policies that are associated with access entries of the cluster outside Terraform.

    `principals` are those of the entries, with the names of the policies that EKS gives to each by itself.
    """
    associations = recorded_values(document, "aws_eks_access_policy_association")
    known = {(values.get("principal_arn"), values.get("policy_arn")) for values in associations}
    for principal, by_eks in principals.items():
        policies = list_all(
            eks,
            "list_associated_access_policies",
            "associatedAccessPolicies",
            clusterName=cluster,
            principalArn=principal,
        )
        for item in policies:
            policy = str(item["policyArn"])
            if (principal, policy) not in known and _name(policy) not in (AUTO_NODE_POLICY, *by_eks):
                why = f"{_EXTRA_POLICY}: {principal} with {_name(policy)}"
                values = {"principal_arn": principal, "policy_arn": policy}
                yield unmanaged_finding(
                    _ASSOCIATION,
                    f"{principal}#{policy}",
                    values,
                    Verdict(DriftLevel.HIGH, Risk.CLUSTER_ACCESS, why),
                    trace,
                    removal=Removal(
                        _about_policy(principal, policy, item.get("accessScope") or {}),
                        _commands(_ASSOCIATION, {**values, "cluster": cluster}, document),
                    ),
                )


def _about_policy(principal: str, policy: str, scope: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    namespaces = ", ".join(map(str, scope.get("namespaces") or ())) or "the whole cluster"
    return (("principal", principal), ("policy", policy), ("scope", namespaces))


def _commands(resource_type: str, values: Mapping[str, str], document: PlanDocument) -> tuple[str, ...]:
    return tuple(filter(None, (remove_command(resource_type, values, document.region or ""),)))


def _name(policy_arn: str) -> str:
    return policy_arn.rpartition("/")[2]


def unmanaged_rules(ec2: Any, document: PlanDocument, trace: Trace) -> Iterator[DriftFinding]:
    """Yield the rules of the security group of EKS that neither EKS, Kubernetes nor Terraform added."""
    known = frozenset[str]().union(*(attribute_values(document, kind, _RULE_ID) for kind in _RULE_TYPES))
    for group in sorted(_cluster_groups(document)):
        filters = [{"Name": "group-id", "Values": [group]}]
        for rule in list_all(ec2, "describe_security_group_rules", "SecurityGroupRules", Filters=filters):
            if not _is_expected(rule, group, known):
                yield _rule_finding(rule, group, document, trace)


def _cluster_groups(document: PlanDocument) -> set[str]:
    """Return the ids of the security groups that EKS created."""
    blocks = (
        block
        for cluster in recorded_values(document, "aws_eks_cluster")
        for block in cluster.get("vpc_config") or ()
    )
    return {str(block["cluster_security_group_id"]) for block in blocks if _has_group(block)}


def _has_group(block: Mapping[str, Any]) -> bool:
    return bool(block.get("cluster_security_group_id"))


def _is_expected(rule: Mapping[str, Any], group: str, known: frozenset[str]) -> bool:
    return rule["SecurityGroupRuleId"] in known or _is_by_eks(rule, group)


def _is_by_eks(rule: Mapping[str, Any], group: str) -> bool:
    """Return whether a rule lets in or out all traffic of the group itself, or lets out all traffic."""
    protocol, _, _, source = described_key(rule)
    if protocol != "-1":
        return False
    return source == group or (bool(rule.get("IsEgress")) and holds_everyone([source]))


def _is_by_kubernetes(rule: Mapping[str, Any]) -> bool:
    """Return whether a rule says that Kubernetes added it, and is not a dangerous one."""
    by_others = str(rule.get("Description") or "").startswith(RULES_OF_OTHERS)
    return by_others and not admits_administration(described_key(rule))


def _rule_type(rule: Mapping[str, Any]) -> str:
    return _RULE_TYPES[bool(rule.get("IsEgress"))]


def _rule_finding(rule: Mapping[str, Any], group: str, document: PlanDocument, trace: Trace) -> DriftFinding:
    values = {
        _RULE_ID: str(rule["SecurityGroupRuleId"]),
        "security_group_id": group,
        **described_attributes(rule),
    }
    kind, resource_type = DriftClass.UNMANAGED, _rule_type(rule)
    verdict = _verdict(rule)
    if _is_by_kubernetes(rule):
        verdict, kind = Verdict(DriftLevel.LOW, Risk.REACH, RULE_OF_OTHERS), DriftClass.NOISE
    about = [("group", group), ("rule", _rule_words(rule))]
    if rule.get("Description"):
        about.append(("text", str(rule["Description"])))
    removal = Removal(tuple(about), _commands(resource_type, values, document))
    return unmanaged_finding(resource_type, values[_RULE_ID], values, verdict, trace, kind, removal=removal)


def _verdict(rule: Mapping[str, Any]) -> Verdict:
    why = f"the security group of EKS lets {_traffic(rule)}"
    if rule.get("IsEgress"):
        return Verdict(DriftLevel.MEDIUM, Risk.REACH, why)
    everyone = holds_everyone([described_key(rule)[-1]])
    return Verdict(DriftLevel.HIGH, Risk.OPEN_NETWORK if everyone else Risk.REACH, why)


def _traffic(rule: Mapping[str, Any]) -> str:
    """Return what a rule allows in words."""
    return _rule_words(rule).replace(": ", " what the spec does not allow: ", 1)


def _rule_words(rule: Mapping[str, Any]) -> str:
    key = described_key(rule)
    way, preposition = ("out", "to") if rule.get("IsEgress") else ("in", "from")
    return f"{way}: {port_words(key)} {preposition} {key[-1]}"
