"""Which policies of access entries and which rules of the group of EKS nobody asked for."""

from __future__ import annotations

from typing import Any

import pytest

from eksgen.engine.aws.unmanaged_access import unmanaged_policies, unmanaged_rules
from eksgen.engine.drift.result import DriftClass, DriftLevel
from eksgen.engine.plan.document import parse_document
from eksgen.engine.plan.security_group_rules import described_key, resource_key
from eksgen.engine.source_map.trace import Trace

GROUP, TRACE = "sg-eks", Trace(calls={"eks": "eks"}, resources={"eks": {}})
ADMIN = "arn:aws:iam::111122223333:role/Admin"
VIEW, AUTO_NODE, ACK = (
    f"arn:aws:eks::aws:cluster-access-policy/AmazonEKS{name}Policy" for name in ("View", "AutoNode", "ACK")
)


class Client:
    """A client whose every paginated operation returns the given items."""

    def __init__(self, items: str, answer: list[dict[str, Any]]) -> None:
        self.page = {items: answer}

    def can_paginate(self, operation: str) -> bool:
        return True

    def get_paginator(self, operation: str) -> Client:
        return self

    def paginate(self, **parameters: Any) -> list[dict[str, Any]]:
        return [self.page]


def document(*resources: tuple[str, dict[str, Any]]) -> Any:
    cluster = ("aws_eks_cluster", {"name": "demo", "vpc_config": [{"cluster_security_group_id": GROUP}]})
    return parse_document(
        {
            "resource_changes": [
                {
                    "address": f"module.eks.{kind}.x[{i}]",
                    "change": {"actions": ["no-op"], "before": values, "after": values},
                }
                for i, (kind, values) in enumerate((cluster, *resources))
            ]
        }
    )


def rules(rule: dict[str, Any], *resources: tuple[str, dict[str, Any]]) -> list[Any]:
    described = {"SecurityGroupRuleId": "sgr-1", "GroupId": GROUP, "IsEgress": False, **rule}
    client = Client("SecurityGroupRules", [described])
    return list(unmanaged_rules(client, document(*resources), TRACE))


ALL: dict[str, Any] = {"IpProtocol": "-1", "FromPort": -1, "ToPort": -1}
SSH: dict[str, Any] = {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22}
WORLD = {"CidrIpv4": "0.0.0.0/0"}
ITSELF, OTHER_GROUP = ({"ReferencedGroupInfo": {"GroupId": group}} for group in (GROUP, "sg-other"))
OUT = {"IsEgress": True}


@pytest.mark.parametrize(
    "rule",
    [
        {**ALL, **ITSELF},
        {**ALL, **ITSELF, **OUT},
        {**ALL, **WORLD, **OUT},
        {**ALL, "CidrIpv6": "::/0", **OUT},
    ],
)
def test_a_rule_of_eks_itself_is_not_reported(rule: dict[str, Any]) -> None:
    assert rules(rule) == []


@pytest.mark.parametrize(
    ("rule", "level", "text"),
    [
        ({**SSH, **WORLD}, "high", "in what the spec does not allow: tcp 22 from 0.0.0.0/0"),
        ({**ALL, **WORLD}, "high", "in what the spec does not allow: all traffic from 0.0.0.0/0"),
        ({**ALL, "CidrIpv4": "10.0.0.0/8"}, "high", "in what the spec does not allow: all traffic from 10.0.0.0/8"),
        ({**ALL, **OTHER_GROUP}, "high", "in what the spec does not allow: all traffic from sg-other"),
        ({**SSH, **ITSELF}, "high", f"in what the spec does not allow: tcp 22 from {GROUP}"),
        ({**SSH, "PrefixListId": "pl-1"}, "high", "in what the spec does not allow: tcp 22 from pl-1"),
        ({**SSH, "ToPort": 30, "CidrIpv6": "::/0"}, "high", "in what the spec does not allow: tcp 22-30 from ::/0"),
        ({**ALL, **OTHER_GROUP, **OUT}, "medium", "out what the spec does not allow: all traffic to sg-other"),
        ({**SSH, **WORLD, **OUT}, "medium", "out what the spec does not allow: tcp 22 to 0.0.0.0/0"),
        ({**SSH, **WORLD, "Description": "elbv2.k8s.aws/shared"}, "high",
         "in what the spec does not allow: tcp 22 from 0.0.0.0/0"),
    ],
)  # fmt: skip
def test_a_rule_of_nobody_is_reported(rule: dict[str, Any], level: str, text: str) -> None:
    (finding,) = rules(rule)
    assert (finding.kind, finding.level) == (DriftClass.UNMANAGED, DriftLevel(level))
    assert finding.why == f"the security group of EKS lets {text}"
    assert finding.values.items() >= {"security_group_rule_id": "sgr-1", "security_group_id": GROUP}.items()
    assert resource_key(finding.values) == described_key(rule), "CloudTrail is searched for it"


@pytest.mark.parametrize(
    "description", ["elbv2.k8s.aws/targetGroupBinding=shared", "kubernetes.io/rule/nlb/mtu"]
)
def test_a_rule_of_kubernetes_is_noise_with_that_reason(description: str) -> None:
    (finding,) = rules(
        {"IpProtocol": "tcp", "FromPort": 31000, "ToPort": 31000, **WORLD, "Description": description}
    )
    assert (finding.kind, finding.level) == (DriftClass.NOISE, DriftLevel.LOW)
    assert finding.why == "Kubernetes lets load balancers reach nodes with it"


def test_a_rule_of_terraform_is_not_reported() -> None:
    known = {"security_group_rule_id": "sgr-1"}
    assert rules({**SSH, **WORLD}, ("aws_vpc_security_group_ingress_rule", known)) == []


def policies(*arns: str, by_eks: tuple[str, ...] = ()) -> list[Any]:
    client = Client("associatedAccessPolicies", [{"policyArn": arn} for arn in arns])
    known = ("aws_eks_access_policy_association", {"principal_arn": ADMIN, "policy_arn": "arn:known"})
    return list(unmanaged_policies(client, document(known), TRACE, "demo", {ADMIN: by_eks}))


def test_an_associated_policy_is_high_unless_terraform_or_eks_associated_it() -> None:
    assert policies("arn:known", AUTO_NODE) == []
    assert policies(ACK, by_eks=("AmazonEKSACKPolicy",)) == []
    assert len(policies(ACK)) == 1
    (finding,) = policies("arn:known", VIEW)
    assert (finding.kind, finding.level) == (DriftClass.UNMANAGED, DriftLevel.HIGH)
    assert finding.values == {"principal_arn": ADMIN, "policy_arn": VIEW}
    assert finding.why.endswith(f"not in the spec: {ADMIN} with AmazonEKSViewPolicy")
