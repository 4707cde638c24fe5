"""What EKS lists in a cluster and no state records is a finding, except what EKS itself created."""

from __future__ import annotations

from typing import Any

import pytest

from eksgen.catalog.destroy_blockers import DESTROY_BLOCKERS
from eksgen.catalog.destroy_blockers.unmanaged import UNMANAGED_TYPES
from eksgen.catalog.resources.nouns import noun
from eksgen.catalog.resources.risk import Risk
from eksgen.engine.aws import unmanaged
from eksgen.engine.aws.unmanaged import find_unmanaged
from eksgen.engine.drift.result import DriftFinding, DriftLevel
from eksgen.engine.source_map.trace import Trace

from .fake_aws import FakeApi, recorded

ROLE = "arn:aws:iam::111122223333:role"
POLICY = "arn:aws:eks::aws:cluster-access-policy"
SERVICE_ROLE = f"{ROLE}/aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS"
EMPTY_EKS: dict[str, Any] = {
    "list_nodegroups": {"nodegroups": []},
    "list_fargate_profiles": {"fargateProfileNames": []},
    "list_capabilities": {"capabilities": []},
    "describe_capability": {"capability": {"roleArn": f"{ROLE}/capability"}},
    "list_addons": {"addons": []},
    "list_access_entries": {"accessEntries": []},
    "list_associated_access_policies": {"associatedAccessPolicies": []},
    "list_pod_identity_associations": {"associations": []},
    "list_identity_provider_configs": {"identityProviderConfigs": []},
}


def found(
    monkeypatch: pytest.MonkeyPatch, eks: FakeApi, *objects: tuple[str, dict[str, Any]]
) -> tuple[DriftFinding, ...]:
    """Return the findings in a cluster without a VPC of its own."""
    clients = {"eks": eks, "ec2": FakeApi()}
    monkeypatch.setattr(unmanaged, "client", lambda _workspace, service, _region: clients[service])
    workspace: Any = None
    document = recorded(("aws_eks_cluster", {"name": "prod"}), *objects)
    findings, remarks = find_unmanaged(workspace, document, Trace(None))
    assert remarks == ()
    return findings


def names(findings: tuple[DriftFinding, ...]) -> dict[str, tuple[str, DriftLevel]]:
    return {f.address.resource_type: (f.address.name, f.level) for f in findings}


ASSOCIATION = {"associationId": "a-1", "namespace": "shop", "serviceAccount": "web"}
OIDC = {"identityProviderConfigs": [{"type": "oidc", "name": "corp"}]}


@pytest.mark.parametrize(
    ("response", "resource_type", "name", "level"),
    [
        ({"list_addons": {"addons": ["x"]}}, "aws_eks_addon", "x", DriftLevel.MEDIUM),
        (
            {"list_access_entries": {"accessEntries": [f"{ROLE}/x"]}},
            "aws_eks_access_entry",
            f"{ROLE}/x",
            DriftLevel.HIGH,
        ),
        (
            {"list_capabilities": {"capabilities": [{"capabilityName": "x"}]}},
            "aws_eks_capability",
            "x",
            DriftLevel.HIGH,
        ),
        (
            {"list_pod_identity_associations": {"associations": [ASSOCIATION]}},
            "aws_eks_pod_identity_association",
            "a-1",
            DriftLevel.HIGH,
        ),
        (
            {"list_identity_provider_configs": OIDC},
            "aws_eks_identity_provider_config",
            "corp",
            DriftLevel.HIGH,
        ),
    ],
)
def test_an_object_that_no_state_records_is_a_finding_with_its_level(
    monkeypatch: pytest.MonkeyPatch,
    response: dict[str, Any],
    resource_type: str,
    name: str,
    level: DriftLevel,
) -> None:
    findings = found(monkeypatch, FakeApi(**{**EMPTY_EKS, **response}))
    assert names(findings) == {resource_type: (name, level)}
    assert findings[0].why


def test_what_the_state_records_and_what_eks_created_is_no_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    eks = FakeApi(
        **{
            **EMPTY_EKS,
            "list_nodegroups": {"nodegroups": ["web"]},
            "describe_nodegroup": {"nodegroup": {"nodeRole": f"{ROLE}/node"}},
            "list_access_entries": {"accessEntries": [f"{ROLE}/admin", f"{ROLE}/node", SERVICE_ROLE]},
            "list_pod_identity_associations": {
                "associations": [{**ASSOCIATION, "ownerArn": "arn:aws:eks:addon"}]
            },
            "list_identity_provider_configs": OIDC,
        }
    )
    oidc = {"oidc": [{"identity_provider_config_name": "corp"}]}
    assert (
        found(
            monkeypatch,
            eks,
            ("aws_eks_node_group", {"node_group_name": "web"}),
            ("aws_eks_access_entry", {"principal_arn": f"{ROLE}/admin"}),
            ("aws_eks_identity_provider_config", oidc),
        )
        == ()
    )
    assert eks.calls.count("list_access_entries") == 1


def test_the_access_entry_of_a_capability_is_no_finding_with_the_policies_of_eks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def associated(principalArn: str, **_: Any) -> dict[str, Any]:  # noqa: N803
        names = ("AmazonEKSKROPolicy", "AmazonEKSEditPolicy", "AmazonEKSViewPolicy")
        return {"associatedAccessPolicies": [{"policyArn": f"{POLICY}/{name}"} for name in names]}

    role = f"{ROLE}/capability"
    eks = FakeApi(
        **{
            **EMPTY_EKS,
            "list_capabilities": {"capabilities": [{"capabilityName": "kro", "type": "KRO"}]},
            "list_access_entries": {"accessEntries": [role]},
            "list_associated_access_policies": associated,
        }
    )
    edit = {"principal_arn": role, "policy_arn": f"{POLICY}/AmazonEKSEditPolicy"}
    findings = found(
        monkeypatch,
        eks,
        ("aws_eks_capability", {"capability_name": "kro"}),
        ("aws_eks_access_policy_association", edit),
    )
    assert [finding.values["policy_arn"] for finding in findings] == [f"{POLICY}/AmazonEKSViewPolicy"]


def test_the_access_entry_of_auto_mode_is_no_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = {"accessEntries": [f"{ROLE}/auto-node", f"{ROLE}/other"]}
    eks = FakeApi(**{**EMPTY_EKS, "list_access_entries": entries})
    mode = {"name": "prod", "compute_config": [{"node_role_arn": f"{ROLE}/auto-node"}]}
    findings = found(monkeypatch, eks, ("aws_eks_cluster", mode))
    assert [finding.address for finding in findings if "auto-node" in str(finding)] == []
    assert any("other" in str(finding) for finding in findings)


def test_every_type_has_a_row_that_lists_it_and_a_noun() -> None:
    listed = {row.resource_type for row in DESTROY_BLOCKERS}
    of_eks = {row.resource_type for row in DESTROY_BLOCKERS if row.service == "eks"}
    assert UNMANAGED_TYPES.keys() <= listed
    assert of_eks <= UNMANAGED_TYPES.keys(), "drift reports whatever EKS lists in a cluster"
    assert all(noun(kind).one != kind for kind in UNMANAGED_TYPES)


@pytest.mark.parametrize(
    ("scheme", "risk"), [("internal", Risk.REACH), ("internet-facing", Risk.OPEN_NETWORK)]
)
@pytest.mark.parametrize(
    ("service", "answer"),
    [("elbv2", "LoadBalancers"), ("elb", "LoadBalancerDescriptions")],
)
def test_a_load_balancer_on_the_internet_is_an_open_network(
    service: str, answer: str, scheme: str, risk: Risk
) -> None:
    api = FakeApi(
        describe_load_balancers={answer: [{"Scheme": scheme, "DNSName": "x.example.com"}]},
        describe_listeners={"Listeners": [{"Port": 443}]},
    )
    (row,) = (row for row in DESTROY_BLOCKERS if row.service == service)
    item = {"LoadBalancerName": "x", "LoadBalancerArn": "arn:x"}
    finding = unmanaged._finding(lambda _: api, row, ("arn:x", item), ("prod", "us-west-2"), Trace(None))
    assert finding.risk is risk
    assert finding.level is DriftLevel.LOW
