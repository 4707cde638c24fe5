"""Rules for the region and the ARNs that belong to it."""

from __future__ import annotations

import pytest

from eksgen.compiler.checks.regions import region as region_rules

from ..conftest import Find, Places


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("metadata: {name: demo, region: us-west-9}", ["unknown-region metadata.region"]),
        ("metadata: {name: demo, region: cn-north-1}", ["wrong-partition access.admins[0] metadata.region"]),
        (
            'access: {admins: ["arn:aws:iam::111122223333:role/a", "arn:aws-cn:iam::111122223333:role/a"]}',
            ["wrong-partition access.admins[1] metadata.region"],
        ),
        (
            '{metadata: {name: demo, region: mars}, access: {admins: ["arn:aws-cn:iam::111122223333:role/a"]}}',
            ["unknown-region metadata.region"],
        ),
    ],
)
def test_region_and_partition(places: Places, text: str, expected: list[str]) -> None:
    assert places(region_rules, text) == expected


@pytest.mark.parametrize(
    ("name", "help", "note"),
    [
        ("US-WEST-2", "write `us-west-2`", ""),
        ("cn-north1", "write `cn-north-1`", ""),
        ("us_west_2", "write `us-west-2`", ""),
        ("eu-frankfurt", "", "similar: eu-central-1"),
        ("Frankfurt", "", "similar: eu-central-1"),
        ("eu-west-9", "", "similar: eu-west-1, eu-west-2, eu-west-3"),
        ("us-wset-2", "", "similar: us-west-2, "),
        ("mars", "", "regions: af-south-1, "),
        ("nowhere", "", "regions: af-south-1, "),
    ],
)
def test_a_region_that_does_not_exist(find: Find, name: str, help: str, note: str) -> None:
    (finding,) = find(region_rules, f"metadata: {{name: demo, region: {name}}}")
    assert (finding.help, finding.note.startswith(note)) == (help, True)


def test_a_region_that_does_not_exist_has_one_finding(find: Find) -> None:
    kms = "arn:aws:kms:us-west-2:111122223333:key/0f4c1b7e-0000-4000-8000-00000000000a"
    text = f'{{metadata: {{name: demo, region: us-wset-2}}, logs: {{kmsKey: "{kms}"}}}}'
    assert [finding.code for finding in find(region_rules, text)] == ["unknown-region"]


ID = "0f4c1b7e-0000-4000-8000-00000000000a"
CERTIFICATE = "loadBalancers.lb.listeners[1].certificate"
LISTENERS = (
    "[{protocol: tcp, port: 1, targetPort: 2}, {protocol: tls, port: 80, targetPort: 8080, certificate: ARN}]"
)
ARNS = {
    "logs.kmsKey": "logs: {kmsKey: ARN}",
    "controlPlane.logs.kmsKey": "controlPlane: {logs: {kmsKey: ARN}}",
    "controlPlane.secretsEncryption": "controlPlane: {secretsEncryption: ARN}",
    "network.flowLogs.kmsKey": "network: {flowLogs: {kmsKey: ARN}}",
    "nodeGroups.web.disk.kmsKey": "nodeGroups: {web: {disk: {kmsKey: ARN}}}",
    CERTIFICATE: f"loadBalancers: {{lb: {{type: network, targets: {{nodeGroups: [web]}}, listeners: {LISTENERS}}}}}",
}
"""Every field with the ARN of an object that belongs to a region."""


@pytest.mark.parametrize(("path", "text"), ARNS.items())
def test_every_arn_is_checked(places: Places, path: str, text: str) -> None:
    def with_arn(partition: str, region: str) -> list[str]:
        service, kind = ("acm", "certificate") if path == CERTIFICATE else ("kms", "key")
        arn = f'"arn:{partition}:{service}:{region}:111122223333:{kind}/{ID}"'
        return places(region_rules, text.replace("ARN", arn))

    assert with_arn("aws", "us-west-2") == []
    assert with_arn("aws", "us-east-1") == [f"wrong-region {path} metadata.region"]
    assert with_arn("aws-cn", "us-west-2") == [f"wrong-partition {path} metadata.region"]


IAM_FIELDS = {
    "role": "role: ARN",
    "permissionsBoundary": "permissionsBoundary: ARN",
    "policies[0]": "policies: [ARN]",
}
ROLES = {
    "controlPlane.role": "controlPlane: {role: {FIELD}}",
    "network.flowLogs.role": "network: {flowLogs: {role: {FIELD}}}",
    "nodeGroups.web.iam": "nodeGroups: {web: {iam: {FIELD}}}",
    "addons.ebs-csi": "addons: {ebs-csi: {FIELD}}",
}


@pytest.mark.parametrize("field", IAM_FIELDS)
@pytest.mark.parametrize("role", ROLES)
def test_the_arns_of_every_role_are_checked(places: Places, role: str, field: str) -> None:
    def with_arn(partition: str) -> list[str]:
        kind = "role" if field == "role" else "policy"
        arn = f'"arn:{partition}:iam::111122223333:{kind}/a"'
        return places(region_rules, ROLES[role].replace("FIELD", IAM_FIELDS[field].replace("ARN", arn)))

    assert with_arn("aws") == []
    assert with_arn("aws-cn") == [f"wrong-partition {role}.{field} metadata.region"]


def test_the_default_boundary_is_checked(places: Places) -> None:
    text = 'iamDefaults: {permissionsBoundary: "arn:aws-cn:iam::111122223333:policy/a"}'
    assert places(region_rules, text) == ["wrong-partition iamDefaults.permissionsBoundary metadata.region"]


def test_a_certificate_of_iam_is_in_no_region(places: Places) -> None:
    arn = '"arn:aws:iam::111122223333:server-certificate/a"'
    assert places(region_rules, ARNS[CERTIFICATE].replace("ARN", arn)) == []


@pytest.mark.parametrize("field", IAM_FIELDS)
@pytest.mark.parametrize("role", ROLES)
def test_roles_and_policies_are_in_the_account_of_the_cluster(places: Places, role: str, field: str) -> None:
    def with_account(account: str) -> list[str]:
        kind = "role" if field == "role" else "policy"
        arn = f'"arn:aws:iam::{account}:{kind}/a"'
        return places(region_rules, ROLES[role].replace("FIELD", IAM_FIELDS[field].replace("ARN", arn)))

    assert with_account("111122223333") == []
    assert with_account("444455556666") == [f"foreign-account {role}.{field}"]
    if field != "role":
        assert with_account("aws") == []


@pytest.mark.parametrize(
    ("arn", "is_foreign"),
    [
        (f"arn:aws:acm:us-west-2:444455556666:certificate/{ID}", True),
        ("arn:aws:iam::444455556666:server-certificate/a", True),
        ("arn:aws:iam::111122223333:server-certificate/a", False),
    ],
)
def test_certificates_are_in_the_account_of_the_cluster(places: Places, arn: str, is_foreign: bool) -> None:
    found = places(region_rules, ARNS[CERTIFICATE].replace("ARN", f'"{arn}"'))
    assert found == ([f"foreign-account {CERTIFICATE}"] if is_foreign else [])


@pytest.mark.parametrize(("path", "text"), [item for item in ARNS.items() if item[0] != CERTIFICATE])
def test_keys_may_be_in_another_account(places: Places, path: str, text: str) -> None:
    assert places(region_rules, text.replace("ARN", f'"arn:aws:kms:us-west-2:444455556666:key/{ID}"')) == []


def test_the_account_is_that_of_the_spec_before_that_of_the_administrators(places: Places) -> None:
    boundary = 'iamDefaults: {permissionsBoundary: "arn:aws:iam::444455556666:policy/a"}'
    own = 'metadata: {name: demo, region: us-west-2, accountId: "444455556666"}'
    assert places(region_rules, boundary) == ["foreign-account iamDefaults.permissionsBoundary"]
    assert places(region_rules, f"{{{own}, {boundary}}}") == []


@pytest.mark.parametrize(
    ("resource", "is_wrong"),
    [("*", False), ("arn:aws:s3:::a/*", False), ("arn:*:s3:::a", False), ("arn:aws-cn:s3:::a", True)],
)
@pytest.mark.parametrize("role", ROLES)
def test_resources_are_in_the_partition(places: Places, role: str, resource: str, is_wrong: bool) -> None:
    statement = f"statements: [{{actions: ['s3:*'], resources: ['*', '{resource}']}}]"
    found = places(region_rules, ROLES[role].replace("FIELD", statement))
    place = f"{role}.statements[0].resources[1]"
    assert found == ([f"wrong-partition {place} metadata.region"] if is_wrong else [])


@pytest.mark.parametrize("account", ["111122223333", "444455556666"])
def test_target_groups_are_in_the_account_of_the_cluster(places: Places, account: str) -> None:
    arn = f"arn:aws:elasticloadbalancing:us-west-2:{account}:targetgroup/web/0123456789abcdef"
    found = places(region_rules, f"nodeGroups: {{web: {{kind: self-managed, targetGroups: ['{arn}']}}}}")
    foreign = account != "111122223333"
    assert found == (["foreign-account nodeGroups.web.targetGroups[0]"] if foreign else [])
