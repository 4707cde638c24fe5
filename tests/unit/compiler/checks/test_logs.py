"""Rules for log groups, subscriptions and the trail: what CloudWatch Logs and CloudTrail accept."""

from __future__ import annotations

import pytest

from eksgen.compiler.checks import logs, settings
from eksgen.compiler.checks.regions import region

from .conftest import Places

ARN = "arn:aws:{}:us-west-2:111122223333:{}"
STREAM = ARN.format("kinesis", "stream/s")
SIEM = "logs.subscriptions.siem"


def subscribed(group: str, destination: str = STREAM, more: str = "") -> str:
    return f"logs: {{subscriptions: {{siem: {{group: {group}, destination: '{destination}'}}}}{more}}}"


FUNCTION = "arn:aws:lambda:us-west-2:111122223333:function:f"
GROUPS = ", groups: {a: {name: /a}, b: {name: /b, class: infrequent-access}}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (subscribed("controlPlane"), []),
        (subscribed("flowLogs"), []),
        (subscribed("a", more=GROUPS), []),
        (subscribed("b", more=GROUPS), [f"no-subscriptions {SIEM}.group logs.groups.b.class"]),
        (subscribed("c", more=GROUPS), [f"unknown-log-group {SIEM}.group"]),
        (subscribed("audit-trail"), [f"unknown-log-group {SIEM}.group"]),
        (
            f"{subscribed('flowLogs')}\nnetwork: {{flowLogs: none}}",
            [f"unknown-log-group {SIEM}.group network.flowLogs"],
        ),
        (
            f"{subscribed('flowLogs')}\nnetwork: {{flowLogs: {{to: s3, bucket: 'arn:aws:s3:::b'}}}}",
            [f"unknown-log-group {SIEM}.group network.flowLogs"],
        ),
        (
            f"{subscribed('controlPlane')}\ncontrolPlane: {{logs: {{types: []}}}}",
            [f"unknown-log-group {SIEM}.group controlPlane.logs.types"],
        ),
        (
            f"{subscribed('controlPlane')}\ncontrolPlane: {{logs: {{class: infrequent-access}}}}",
            [f"no-subscriptions {SIEM}.group controlPlane.logs.class"],
        ),
        (
            "logs: {groups: {a: {name: /x}, b: {name: /x}}}",
            ["duplicate-log-group logs.groups.b.name logs.groups.a"],
        ),
        (
            "logs: {groups: {a: {name: /aws/cloudtrail/demo/audit}}}\naudit: {trail: {toCloudWatch: {}}}",
            ["duplicate-log-group logs.groups.a.name audit.trail.toCloudWatch"],
        ),
        ("logs: {groups: {a: {name: /aws/cloudtrail/demo/audit}}}\naudit: {trail: {}}", []),
        ("logs: {groups: {a: {name: /aws/eks/demo/cluster}}}", ["duplicate-log-group logs.groups.a.name"]),
        (
            f"logs: {{groups: {{f: {{name: /aws/lambda/f}}}}, subscriptions: {{x: {{group: f, destination: '{FUNCTION}'}}}}}}",
            ["endless-subscription logs.subscriptions.x.destination logs.groups.f.name"],
        ),
        (
            f"logs: {{groups: {{f: {{name: /aws/lambda/f}}}}, subscriptions: {{x: {{group: f, destination: '{FUNCTION}:live'}}}}}}",
            ["endless-subscription logs.subscriptions.x.destination logs.groups.f.name"],
        ),
        (
            f"logs: {{groups: {{f: {{name: /aws/lambda/g}}}}, subscriptions: {{x: {{group: f, destination: '{FUNCTION}'}}}}}}",
            [],
        ),
        ("audit: {trail: {bucket: acme-audit}}", ["own-bucket audit.trail.bucket"]),
        ("audit: {trail: {bucket: 'arn:aws:s3:::acme-audit'}}", ["own-bucket audit.trail.bucket"]),
        (
            "controlPlane: {logs: {keepOnDestroy: true}}",
            ["kept-logs-unreadable controlPlane.logs.keepOnDestroy"],
        ),
        (
            "controlPlane: {logs: {keepOnDestroy: true, kmsKey: managed}}",
            ["kept-logs-unreadable controlPlane.logs.keepOnDestroy controlPlane.logs.kmsKey"],
        ),
        ("controlPlane: {logs: {keepOnDestroy: true, kmsKey: aws}}", []),
        ("controlPlane: {logs: {keepOnDestroy: true, types: []}}", []),
        ("controlPlane: {logs: {keepOnDestroy: true}}\nlogs: {kmsKey: aws}", []),
    ],
)
def test_groups_and_subscriptions_are_those_that_aws_accepts(
    places: Places, text: str, expected: list[str]
) -> None:
    assert places(logs, text) == expected


def test_only_the_subscriptions_beyond_the_second_are_at_fault(places: Places) -> None:
    entries = ", ".join(f"s{n}: {{group: controlPlane, destination: '{STREAM}'}}" for n in range(4))
    assert places(logs, f"logs: {{subscriptions: {{{entries}}}}}") == [
        f"too-many-subscriptions logs.subscriptions.s{n} logs.subscriptions.s0 logs.subscriptions.s1"
        for n in (2, 3)
    ]


@pytest.mark.parametrize(
    ("service", "resource"),
    [
        ("lambda", "function:f"),
        ("lambda", "function:f:live"),
        ("kinesis", "stream/s"),
        ("firehose", "deliverystream/d"),
    ],
)
def test_functions_and_streams_are_in_the_account_and_region_of_the_cluster(
    places: Places, service: str, resource: str
) -> None:
    here = ARN.format(service, resource)
    assert places(region, subscribed("controlPlane", here)) == []
    account = here.replace("1111", "4444")
    assert places(region, subscribed("controlPlane", account)) == [f"foreign-account {SIEM}.destination"]
    away = here.replace("us-west-2", "eu-west-1")
    assert places(region, subscribed("controlPlane", away)) == [
        f"wrong-region {SIEM}.destination metadata.region"
    ]


def test_a_destination_of_cloudwatch_logs_may_be_in_another_account(places: Places) -> None:
    text = subscribed("controlPlane", ARN.format("logs", "destination:d").replace("1111", "4444"))
    assert places(region, text) == []
    assert places(logs, text) == [f"own-destination {SIEM}.destination"]


def test_the_retention_of_further_groups_is_one_that_cloudwatch_accepts(places: Places) -> None:
    text = "logs: {groups: {a: {name: /a, retentionDays: 45}, b: {name: /b, retentionDays: 30}}}"
    assert places(settings, text) == ["invalid-retention logs.groups.a.retentionDays"]


def test_a_key_of_the_users_own_must_admit_the_trail_too(places: Places) -> None:
    key = "arn:aws:kms:us-west-2:111122223333:key/0f4c1b7e-0000-4000-8000-000000000001"
    text = f"logs: {{kmsKey: '{key}'}}"
    assert places(settings, text) == ["own-key logs.kmsKey"]
    assert places(settings, f"{text}\naudit: {{trail: {{}}}}") == ["own-key logs.kmsKey"] * 2
    assert places(settings, f"{text}\naudit: {{trail: {{bucket: acme-audit}}}}") == ["own-key logs.kmsKey"]


AGENT = "nodeGroups: {web: {}}\naddons: {cloudwatch-observability: {%s}}"
INSIGHTS = "/aws/containerinsights/demo"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (AGENT % "", ["never-expiring-logs addons.cloudwatch-observability"]),
        (
            AGENT % "" + f"\nlogs: {{groups: {{a: {{name: {INSIGHTS}/performance}}}}}}",
            ["never-expiring-logs addons.cloudwatch-observability"],
        ),
        (
            AGENT % "configuration: {containerLogs: {enabled: false}}"
            + f"\nlogs: {{groups: {{a: {{name: {INSIGHTS}/performance}}}}}}",
            [],
        ),
        (
            AGENT % ""
            + "\nlogs: {groups: {"
            + ", ".join(
                f"{kind}: {{name: {INSIGHTS}/{kind}}}"
                for kind in ("application", "dataplane", "host", "performance")
            )
            + "}}",
            [],
        ),
        (
            f"logs: {{groups: {{a: {{name: {INSIGHTS}/performance, class: infrequent-access}}}}}}",
            ["no-metrics logs.groups.a.class logs.groups.a.name"],
        ),
        (f"logs: {{groups: {{a: {{name: {INSIGHTS}/host, class: infrequent-access}}}}}}", []),
    ],
)
def test_log_groups_of_container_insights(places: Places, text: str, expected: list[str]) -> None:
    assert places(logs, text) == expected
