"""Rules for access entries: one for each principal, with what EKS accepts for its type."""

from __future__ import annotations

from typing import Any

import pytest

from eksgen.compiler.checks.access import entries
from tests.unit.compiler.checks.conftest import Find, Places

ROLE = "arn:aws:iam::111122223333:role"
ADMIN = f"{ROLE}/Admin"
CLUSTER_ADMIN = "AmazonEKSClusterAdminPolicy"
VIEW = [{"name": "AmazonEKSViewPolicy"}]


def spec(
    written: dict[str, Any], admins: tuple[str, ...] = (ADMIN,), metadata: str = "", **parts: Any
) -> str:
    access = {"admins": list(admins), "entries": written}
    return str({"access": access, **({"metadata": metadata} if metadata else {}), **parts})


def entry(name: str = "Dev", **fields: Any) -> dict[str, Any]:
    return {"principal": f"{ROLE}/{name}", "policies": VIEW, **fields}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (spec({"dev": entry(), "ops": entry("Ops")}), []),
        (
            spec({}, admins=(ADMIN, f"{ROLE}/b", ADMIN, ADMIN)),
            [
                "duplicate-principal access.admins[2] access.admins[0]",
                "duplicate-principal access.admins[3] access.admins[0]",
            ],
        ),
        (
            spec({"dev": entry(), "ops": entry()}),
            ["duplicate-principal access.entries.ops.principal access.entries.dev.principal"],
        ),
        (
            spec({"dev": entry("Admin")}),
            ["duplicate-principal access.entries.dev.principal access.admins[0]"],
        ),
        (spec({"dev": entry("teams/Admin")}), []),
    ],
)
def test_a_principal_has_one_entry(places: Places, text: str, expected: list[str]) -> None:
    assert places(entries, text) == expected


NODES = entry("Nodes", type="ec2-linux", policies=[])
ROLE_OF_NODES = {"role": f"{ROLE}/Nodes"}


@pytest.mark.parametrize(
    ("parts", "place", "maker"),
    [
        ({"nodeGroups": {"web": {"iam": ROLE_OF_NODES}}}, "nodeGroups.web.iam.role", "EKS makes"),
        (
            {"nodeGroups": {"web": {"kind": "self-managed", "iam": ROLE_OF_NODES}}},
            "nodeGroups.web.iam.role",
            "eksgen makes",
        ),
        (
            {"fargateProfiles": {"batch": {"selectors": [{"namespace": "a"}], "iam": ROLE_OF_NODES}}},
            "fargateProfiles.batch.iam.role",
            "EKS makes",
        ),
        ({"karpenter": {"nodeRole": ROLE_OF_NODES}}, "karpenter.nodeRole.role", "eksgen makes"),
        (
            {"controlPlane": {"autoMode": {"nodeRole": ROLE_OF_NODES}}},
            "controlPlane.autoMode.nodeRole.role",
            "EKS makes",
        ),
        (
            {"controlPlane": {"remoteNetworks": {"nodes": ["10.80.0.0/16"], "nodeRole": ROLE_OF_NODES}}},
            "controlPlane.remoteNetworks.nodeRole.role",
            "eksgen makes",
        ),
    ],
)
def test_the_role_of_nodes_has_an_entry_already(
    find: Find, places: Places, parts: dict[str, Any], place: str, maker: str
) -> None:
    text = spec({"nodes": NODES}, **parts)
    assert places(entries, text) == [f"duplicate-principal access.entries.nodes.principal {place}"]
    assert maker in find(entries, text)[0].message


def test_a_role_that_eksgen_makes_has_an_entry_too(places: Places) -> None:
    text = spec({"nodes": {**NODES, "principal": f"{ROLE}/eks/workers"}}, iamDefaults={"path": "/eks/"},
                nodeGroups={"web": {"iam": {"roleName": "workers"}}})  # fmt: skip
    assert places(entries, text) == ["duplicate-principal access.entries.nodes.principal nodeGroups.web"]


@pytest.mark.parametrize(
    ("principal", "type", "refused"),
    [
        (f"{ROLE}/a/Dev", "standard", False),
        ("arn:aws:iam::111122223333:user/dev", "standard", False),
        ("arn:aws:iam::444455556666:role/Dev", "standard", False),
        ("arn:aws:iam::111122223333:root", "standard", True),
        ("arn:aws:iam::111122223333:group/dev", "standard", True),
        (f"{ROLE}/aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS", "standard", True),
        (f"{ROLE}/AWSReservedSSO_Dev_0123", "standard", True),
        (f"{ROLE}/Dev*", "standard", True),
        ("arn:aws:iam::111122223333:user/dev", "ec2-linux", True),
        ("arn:aws:iam::444455556666:role/Dev", "hybrid-linux", True),
        (f"{ROLE}/Dev", "ec2-windows", False),
    ],
)
def test_eks_accepts_the_principal(find: Find, principal: str, type: str, refused: bool) -> None:
    policies = VIEW if type == "standard" else []
    found = find(entries, spec({"dev": {"principal": principal, "type": type, "policies": policies}}))
    assert [finding.code for finding in found] == ["not-a-principal"] * refused


@pytest.mark.parametrize(
    "type", ["standard", "ec2", "ec2-linux", "ec2-windows", "fargate-linux", "hybrid-linux"]
)
def test_a_type_takes_only_what_eks_accepts(places: Places, type: str) -> None:
    fields: dict[str, Any] = {"groups": ["a"], "username": "dev"}
    refused = {"standard": [], "ec2": ["groups", "username"]}.get(type, ["policies", "groups", "username"])
    assert places(entries, spec({"dev": entry(type=type, **fields)})) == [
        f"access-option access.entries.dev.{field} access.entries.dev.type" for field in refused
    ]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"policies": [{"name": "AmazonEKSViewerPolicy"}]}, "unknown-access-policy"),
        ({"policies": [{"name": "AmazonEKSSecretAdminsPolicy"}]}, "unknown-access-policy"),
        ({"policies": [{"name": "AmazonSageMakerHyperPodSpacePolicy"}]}, "unknown-access-policy"),
        ({"policies": [{"name": "AmazonEKSQuantumComputingPolicy"}]}, "not-in-catalog"),
        ({"policies": [{"name": "AmazonSagemakerHyperpodRayPolicy"}]}, "not-in-catalog"),
        ({"policies": [{"name": "AWSQuantumPolicy"}]}, "not-in-catalog"),
        ({"policies": [{"name": "ReadOnlyAccess"}]}, "not-in-catalog"),
        ({"policies": [{"name": "AmazonEKSArgoCDPolicy"}, {"name": "AmazonEMRJobPolicy"}]}, None),
        ({"policies": [{"name": CLUSTER_ADMIN, "namespaces": ["shop"]}]}, "limited-cluster-admin"),
        ({"policies": [{"name": CLUSTER_ADMIN}]}, None),
        ({"policies": [{"name": "AmazonEKSAdminPolicy", "namespaces": ["shop"]}]}, None),
        ({"policies": VIEW * 2}, "duplicate-policy"),
        ({"policies": []}, "empty-entry"),
        ({"policies": [], "groups": ["a"]}, None),
        ({"username": "dev-{{SessionName}}"}, "invalid-username"),
        ({"username": "dev-{{SessionNameRaw}}"}, "invalid-username"),
        ({"username": "dev:{{SessionName}}"}, None),
        ({"username": "dev"}, None),
    ],
)
def test_what_an_entry_gives(find: Find, fields: dict[str, Any], expected: str | None) -> None:
    found = find(entries, spec({"dev": entry(**fields)}))
    assert [finding.code for finding in found] == ([expected] if expected else [])


def test_another_account_is_a_warning(places: Places) -> None:
    other = {"dev": {"principal": "arn:aws:iam::444455556666:role/Dev", "policies": VIEW}}
    metadata: Any = {"name": "demo", "region": "us-west-2", "accountId": "111122223333"}
    assert places(entries, spec(other, metadata=metadata)) == [
        "foreign-principal access.entries.dev.principal metadata.accountId"
    ]
