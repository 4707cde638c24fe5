"""Rules for EKS Capabilities: what EKS refuses, what it does by itself, and what can do nothing yet."""

from __future__ import annotations

import pytest

from eksgen.compiler.checks.access import entries
from eksgen.compiler.checks.addons import capabilities
from eksgen.compiler.checks.regions import region
from eksgen.compiler.pipeline import check_text

from ..conftest import BASE, Places

ROLE = "arn:aws:iam::111122223333:role/eks"
CENTER = "idcInstanceArn: 'arn:aws:sso:::instance/ssoins-0123456789abcdef'"
EDIT = "access: [{name: AmazonEKSEditPolicy}]"
ID = "01234567-89ab-cdef-0123-456789ab"


def argocd(settings: str = "", center: str = CENTER) -> str:
    mappings = f"rbacRoleMappings: [{{role: ADMIN, identities: [{{id: {ID}cdef, type: SSO_GROUP}}]}}]"
    own = settings or mappings
    return f"capabilities: {{argocd: {{{EDIT}, configuration: {{awsIdc: {{{center}}}, {own}}}}}}}"


def test_a_complete_spec_has_no_findings(places: Places) -> None:
    more = f", ack: {{policies: [AmazonS3FullAccess]}}, kro: {{{EDIT}}}}}"
    assert places(capabilities, argocd().removesuffix("}") + more) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            f"{{ack: {{name: kro, role: '{ROLE}'}}, kro: {{{EDIT}}}}}",
            "capabilities.ack.name capabilities.kro",
        ),
        (
            f"{{ack: {{role: '{ROLE}'}}, kro: {{name: ack, {EDIT}}}}}",
            "capabilities.kro.name capabilities.ack",
        ),
        (
            f"{{ack: {{name: a, role: '{ROLE}'}}, kro: {{name: a, {EDIT}}}}}",
            "capabilities.kro.name capabilities.ack",
        ),
    ],
)
def test_names_are_unique_also_those_of_types(places: Places, text: str, expected: str) -> None:
    assert places(capabilities, f"capabilities: {text}") == [f"refused-capability {expected}"]


def test_a_role_of_argo_cd_is_mapped_once(places: Places) -> None:
    one = f"{{role: ADMIN, identities: [{{id: {ID}cdef, type: SSO_USER}}]}}"
    path = "capabilities.argocd.configuration.rbacRoleMappings"
    found = places(capabilities, argocd(f"rbacRoleMappings: [{one}, {one}]"))
    assert found == [f"refused-capability {path}[1].role {path}[0].role"]


@pytest.mark.parametrize(("count", "refused"), [(500, False), (501, True)])
def test_identities_are_counted_together(places: Places, count: int, refused: bool) -> None:
    people = ", ".join(f"{{id: {ID}{n:04}, type: SSO_USER}}" for n in range(count))
    roles = ", ".join(f"{{role: {role}, identities: [{people}]}}" for role in ("ADMIN", "VIEWER"))
    expected = ["refused-capability capabilities.argocd.configuration.rbacRoleMappings"] if refused else []
    assert places(capabilities, argocd(f"rbacRoleMappings: [{roles}]")) == expected


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("us-east-1", None),
        ("eu-central-1", None),
        ("us-gov-west-1", "refused-capability"),
        ("us_east_1", "unknown-region"),
        ("Frankfurt", "unknown-region"),
        ("us-south-9", "not-in-catalog"),
    ],
)
def test_identity_center_is_in_a_region_of_the_partition(places: Places, name: str, code: str | None) -> None:
    found = places(capabilities, argocd(center=f"{CENTER}, idcRegion: {name}"))
    assert [line.split()[0] for line in found] == ([code] if code else [])


def test_the_instance_of_identity_center_is_in_the_partition(places: Places) -> None:
    center = CENTER.replace("arn:aws:", "arn:aws-cn:")
    path = "capabilities.argocd.configuration.awsIdc.idcInstanceArn"
    assert places(region, argocd(center=center)) == [f"wrong-partition {path} metadata.region"]


def test_policies_that_the_role_has_anyway_are_refused(places: Places) -> None:
    own = "capabilities: {kro: {access: [{name: AmazonEKSKROPolicy}]}}"
    assert places(capabilities, own) == ["duplicate-policy capabilities.kro.access[0].name"]
    shared = f"capabilities: {{ack: {{role: '{ROLE}', {EDIT}}}, kro: {{role: '{ROLE}', {EDIT}}}}}"
    assert places(capabilities, shared) == [
        "duplicate-policy capabilities.kro.access[0].name capabilities.ack.access[0].name"
    ]
    apart = f"capabilities: {{ack: {{policies: [AmazonS3FullAccess], {EDIT}}}, kro: {{{EDIT}}}}}"
    assert places(capabilities, apart) == []


@pytest.mark.parametrize(
    ("policies", "expected"),
    [
        ("[{name: AmazonEKSEdtPolicy}]", ["unknown-access-policy capabilities.kro.access[0].name"]),
        (
            "[{name: AmazonEKSEditPolicy, namespaces: [a]}, {name: AmazonEKSEditPolicy, namespaces: [b]}]",
            ["duplicate-policy capabilities.kro.access[1].name capabilities.kro.access[0].name"],
        ),
        (
            "[{name: AmazonEKSClusterAdminPolicy, namespaces: [a]}]",
            ["limited-cluster-admin capabilities.kro.access[0].name capabilities.kro.access[0].namespaces"],
        ),
    ],
)
def test_policies_are_held_to_the_rules_of_access_entries(
    places: Places, policies: str, expected: list[str]
) -> None:
    assert places(entries, f"capabilities: {{kro: {{access: {policies}}}}}") == expected


def test_the_role_of_a_capability_has_no_other_access_entry(places: Places) -> None:
    roles = f"capabilities: {{ack: {{role: '{ROLE}'}}, kro: {{role: '{ROLE}', {EDIT}}}}}"
    assert places(entries, roles) == [], "several capabilities may have one role"
    admin = f"access: {{admins: ['arn:aws:iam::111122223333:role/Admin', '{ROLE}']}}"
    assert places(entries, f"{admin}\n{roles}") == [
        "duplicate-principal access.admins[1] capabilities.ack.role"
    ]
    nodes = f"nodeGroups: {{web: {{iam: {{role: '{ROLE}'}}}}}}"
    assert places(entries, f"{nodes}\n{roles}") == [
        "duplicate-principal capabilities.ack.role nodeGroups.web.iam.role"
    ]


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("{ack: {}}", ["capabilities.ack"]),
        (f"{{ack: {{role: '{ROLE}'}}}}", []),
        ("{ack: {statements: [{actions: ['s3:*'], resources: ['*']}]}}", []),
        ("{kro: {}}", ["capabilities.kro"]),
        (f"{{kro: {{role: '{ROLE}'}}}}", ["capabilities.kro"]),
        (f"{{kro: {{{EDIT}}}}}", []),
    ],
)
def test_a_capability_without_permissions_gets_a_note(places: Places, text: str, paths: list[str]) -> None:
    assert places(capabilities, f"capabilities: {text}") == [f"idle-capability {path}" for path in paths]


def test_a_server_without_role_mappings_gets_a_note(places: Places) -> None:
    path = "capabilities.argocd.configuration"
    assert places(capabilities, argocd("namespace: argocd")) == [f"idle-capability {path}"]


def test_permissions_by_rbac_count_too(places: Places) -> None:
    user = "arn:aws:sts::111122223333:assumed-role/demo-us-west-2-capability-kro/KRO"
    binding = f"{{bindings: {{kro: {{role: cluster-admin, users: ['{user}']}}}}}}"
    access = f"access: {{admins: ['arn:aws:iam::111122223333:role/Admin'], rbac: {binding}}}"
    assert places(capabilities, f"{access}\ncapabilities: {{kro: {{}}}}") == []


@pytest.mark.parametrize(
    ("provider", "refused"),
    [
        ("~> 5.95", True),
        (">= 5.95, < 6", True),
        ("< 6.25", True),
        (">= 6", False),
        ("6.62.0", False),
        (">= 5.95, < 7", False),
    ],
)
def test_a_provider_without_capabilities_is_refused(provider: str, refused: bool) -> None:
    text = f"{BASE}capabilities: {{kro: {{{EDIT}}}}}\nterraform: {{awsProvider: '{provider}'}}\n"
    codes = [finding.code for finding in check_text(text.encode(), "cluster.yaml").findings]
    assert ("impossible-constraint" in codes) is refused
    unused = text.replace(f"capabilities: {{kro: {{{EDIT}}}}}", "capabilities: {}")
    codes = [finding.code for finding in check_text(unused.encode(), "cluster.yaml").findings]
    assert "impossible-constraint" not in codes
