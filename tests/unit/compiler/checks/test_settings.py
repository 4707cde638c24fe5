"""Rules for administrators, logs and Terraform."""

from __future__ import annotations

import pytest

from eksgen.compiler.checks import settings

from .conftest import Find, Places

ROLE = '"arn:aws:iam::111122223333:role/a"'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            'access: {admins: ["arn:aws:iam::111122223333:root", "arn:aws:iam::111122223333:group/x", "arn:aws:iam::111122223333:user/b"]}',
            ["not-a-principal access.admins[0]", "not-a-principal access.admins[1]"],
        ),
        (f"nodeGroups: {{web: {{iam: {{role: {ROLE}}}}}}}", []),
        (f"nodeGroups: {{web: {{iam: {{role: {ROLE}, policies: []}}}}}}", []),
        (
            f"nodeGroups: {{web: {{iam: {{role: {ROLE}, path: /a/}}}}}}",
            ["role-exists nodeGroups.web.iam.path nodeGroups.web.iam.role"],
        ),
        ("addons: {ebs-csi: {policies: [AmazonS3ReadOnlyAccess]}, coredns: {tags: {a: b}}}", []),
        ("addons: {coredns: {path: /a/}}", ["no-service-account addons.coredns.path"]),
        ("logs: {retentionDays: 45}", ["invalid-retention logs.retentionDays"]),
        ("logs: {retentionDays: 0}", []),
        ("logs: {retentionDays: 3653}", []),
        ("controlPlane: {logs: {retentionDays: 45}}", ["invalid-retention controlPlane.logs.retentionDays"]),
        ("network: {flowLogs: {retentionDays: 2}}", ["invalid-retention network.flowLogs.retentionDays"]),
        (
            "controlPlane: {logs: {types: [api, audit, api]}}",
            ["duplicate-log-type controlPlane.logs.types[2]"],
        ),
        ("terraform: {version: latest}", ["invalid-constraint terraform.version"]),
        (
            'terraform: {version: ">= 1.5, < 2", awsProvider: "~> 6.0, newest"}',
            ["invalid-constraint terraform.awsProvider"],
        ),
        ('terraform: {version: "= 1.15.7-rc1", awsProvider: "!= 6.1.2"}', []),
        ('terraform: {version: "1.5.7.1"}', ["invalid-constraint terraform.version"]),
    ],
)
def test_settings_outside_the_cluster(places: Places, text: str, expected: list[str]) -> None:
    assert places(settings, text) == expected


@pytest.mark.parametrize(
    ("days", "note", "help"),
    [
        (45, "30 and 60", "write `retentionDays: 60` to keep at least 45 days"),
        (4000, "3653", ""),
    ],
)
def test_the_nearest_periods_are_suggested(find: Find, days: int, note: str, help: str) -> None:
    (finding,) = find(settings, f"logs: {{retentionDays: {days}}}")
    assert (finding.note, finding.help) == (f"the nearest supported values are {note}", help)


ADMIN = "arn:aws:iam::111122223333:role/Admin"
OTHER = "arn:aws:iam::444455556666:role/Admin"


@pytest.mark.parametrize(
    ("account", "admins", "expected"),
    [
        ("", [ADMIN], []),
        ("", [ADMIN, f"{ADMIN}2"], []),
        ("", [ADMIN, OTHER], ["missing-account metadata access.admins"]),
        (", accountId: '111122223333'", [ADMIN], []),
        (
            ", accountId: '111122223333'",
            [ADMIN, OTHER],
            ["foreign-principal access.admins[1] metadata.accountId"],
        ),
        (", accountId: '111122223333'", [OTHER], ["foreign-principal access.admins[0] metadata.accountId"]),
    ],
)
def test_the_account_of_the_cluster_is_known(
    places: Places, account: str, admins: list[str], expected: list[str]
) -> None:
    text = f"{{metadata: {{name: demo, region: us-west-2{account}}}, access: {{admins: {admins}}}}}"
    assert places(settings, text) == expected


@pytest.mark.parametrize(
    ("field", "constraint", "code"),
    [
        ("version", "~> 1.9.0", "impossible-constraint"),
        ("version", "< 1.10", "impossible-constraint"),
        ("version", "~> 1.9", None),
        ("version", "1.15.5", None),
        ("awsProvider", "~> 4.0", "impossible-constraint"),
        ("awsProvider", "~> 7.0", "impossible-constraint"),
        ("awsProvider", ">= 6.2, < 6.0", "impossible-constraint"),
        ("awsProvider", "~> 6.2", None),
        ("awsProvider", ">= 4", None),
        ("awsProvider", "newest", "invalid-constraint"),
    ],
)
def test_a_version_is_left(find: Find, field: str, constraint: str, code: str | None) -> None:
    found = find(settings, f"terraform: {{{field}: '{constraint}'}}")
    assert [finding.code for finding in found] == ([code] if code else [])
    assert code != "impossible-constraint" or f"write `{field}: " in found[0].help_text()


KEY = '"arn:aws:kms:us-west-2:111122223333:key/0f4c1b7e-0000-4000-8000-000000000001"'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("logs: {kmsKey: managed}", []),
        ("nodeGroups: {web: {disk: {kmsKey: managed}}}", []),
        (f"logs: {{kmsKey: {KEY}}}", ["own-key logs.kmsKey"]),
        (
            f"logs: {{kmsKey: {KEY}}}\ncontrolPlane: {{logs: {{kmsKey: {KEY}}}}}",
            ["own-key logs.kmsKey controlPlane.logs.kmsKey"],
        ),
        (
            f"nodeGroups: {{a: {{disk: {{kmsKey: {KEY}}}}}, b: {{disk: {{kmsKey: {KEY}}}}}}}",
            ["own-key nodeGroups.a.disk.kmsKey nodeGroups.b.disk.kmsKey"],
        ),
        (f"controlPlane: {{secretsEncryption: {KEY}}}", []),
        ("network: {flowLogs: none}", []),
        (f"{{metadata: {{name: demo, region: us_west_2}}, logs: {{kmsKey: {KEY}}}}}", []),
    ],
)
def test_a_key_of_ones_own_must_admit_the_service_that_uses_it(
    places: Places, text: str, expected: list[str]
) -> None:
    assert places(settings, text) == expected
