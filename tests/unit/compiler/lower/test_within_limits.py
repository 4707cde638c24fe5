"""Every name and text that the compiler makes is one that AWS accepts, by its own service models."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from eksgen.catalog.limits.arguments import LIMITS
from eksgen.compiler.lower import lower
from eksgen.compiler.pipeline import check_text
from eksgen.compiler.resolve import resolve
from eksgen.compiler.values import At

ROOT = Path(__file__).resolve().parents[4]
EXAMPLES = {file.stem: file.read_text("utf-8") for file in sorted((ROOT / "examples").glob("*.yaml"))}
NAMES = [
    "n" * 100,
    "9_a",
    "0",
    "1__",
    "7-_-",
    "internal_x",
    "internal-x",
    "sg-a",
    "Prod_EU",
    "_".join("a" * 50),
]
"""Cluster names that EKS accepts and others do not."""


def called(name: str) -> str:
    return re.sub(r"(?m)^  name: .*$", f'  name: "{name}"', EXAMPLES["full"], count=1)


SPECS = {**EXAMPLES, **{name: called(name) for name in NAMES}}

ARGUMENTS = {
    ("kms", "alias"): "kms.AliasNameType",
    ("kms", "description"): "kms.DescriptionType",
    ("nodes", "role.name"): "iam.roleNameType",
    ("nodes", "launch_template_name"): "ec2.LaunchTemplateName",
    ("eks", "role.name"): "iam.roleNameType",
    ("eks", "name"): "eks.ClusterName",
    ("elb", "name"): "elbv2.CreateLoadBalancerInput.Name",
    ("log_groups", "groups.*.name"): "logs.LogGroupName",
    ("addons", "addons.*.service_accounts.*.name"): "iam.roleNameType",
    ("vpc", "flow_logs.cloudwatch.role.name"): "iam.roleNameType",
    ("elb", "target_groups.*.name"): "elbv2.CreateTargetGroupInput.Name",
}
NUMBERS = {
    ("kms", "deletion_window_days"): "kms.PendingWindowInDaysType",
    ("nodes", "imds.hop_limit"): "ec2.LaunchTemplateInstanceMetadataOptionsRequest.HttpPutResponseHopLimit",
    ("nodes", "scaling.min"): "eks.ZeroCapacity",
    ("nodes", "scaling.max"): "eks.Capacity",
    ("nodes", "update.max_unavailable_percentage"): "eks.NodegroupUpdateConfig.maxUnavailablePercentage",
    ("elb", "health_check.interval"): "elbv2.HealthCheckIntervalSeconds",
    ("elb", "health_check.healthy"): "elb.HealthyThreshold",
}
WORDS = {
    ("nodes", "ami_type"): "eks.AMITypes",
    ("nodes", "capacity_type"): "eks.CapacityTypes",
    ("eks", "authentication_mode"): "eks.AuthenticationMode",
    ("eks", "support_type"): "eks.SupportType",
    ("eks", "log_types.*"): "eks.LogType",
    ("addons", "addons.*.resolve_conflicts"): "eks.ResolveConflicts",
    ("log_groups", "groups.*.class"): "logs.LogGroupClass",
    ("nodes", "disk.type"): "ec2.VolumeType",
    ("nodes", "taints.*.effect"): "eks.TaintEffect",
    ("vpc", "flow_logs.cloudwatch.aggregation_seconds"): "ec2.CreateFlowLogsRequest.MaxAggregationInterval",
}


def values(value: Any, path: str) -> Iterator[Any]:
    """Yield the values at a dotted path, where `*` stands for every entry; None is no value."""
    while isinstance(value, At):
        value = value.value
    step, _, rest = path.partition(".")
    if not path:
        yield from () if value is None else (value,)
    elif step == "*":
        for item in value.values() if isinstance(value, dict) else value:
            yield from values(item, rest)
    elif isinstance(value, dict) and step in value:
        yield from values(value[step], rest)


def compiled(module: str, path: str) -> list[Any]:
    """Return the values of an argument in the calls of all specs."""
    found = []
    for text in SPECS.values():
        checked = check_text(text.encode(), "a.yaml")
        assert checked.spec is not None, checked.findings
        calls = [call for call in lower(resolve(checked.spec)) if call.module == module]
        found += [value for call in calls for value in values(dict(call.arguments), path)]
    assert found, "no spec has this argument"
    return found


@pytest.mark.parametrize(("place", "argument"), ARGUMENTS.items(), ids=str)
def test_a_text_is_as_long_as_aws_allows_and_of_its_form(place: tuple[str, str], argument: str) -> None:
    limit = LIMITS[argument]
    for text in compiled(*place):
        assert max(limit.low, 1) <= len(text) <= limit.high, text
        assert re.fullmatch(limit.pattern.strip("^$") or ".*", text), text


@pytest.mark.parametrize(("place", "argument"), NUMBERS.items(), ids=str)
def test_a_number_is_in_its_range(place: tuple[str, str], argument: str) -> None:
    limit = LIMITS[argument]
    for number in compiled(*place):
        assert limit.low <= number
        assert limit.high == 0 or number <= limit.high


@pytest.mark.parametrize(("place", "argument"), WORDS.items(), ids=str)
def test_a_word_is_one_of_aws(place: tuple[str, str], argument: str) -> None:
    assert set(compiled(*place)) <= set(LIMITS[argument].values)


def test_no_security_group_is_named_as_an_id() -> None:
    groups = [
        block
        for file in sorted((ROOT / "modules").glob("*/*.tf"))
        for block in re.findall(r'(?ms)^resource "aws_security_group" .*?^}', file.read_text("utf-8"))
    ]
    assert len(groups) == 6
    for block in groups:
        assert re.search(
            r'name += "\$\{(local\.group_name|replace\(var\.(?:launch_template_)?name, "/\^sg-/", "eks-sg-"\))\}-',
            block,
        )


@pytest.mark.parametrize("name", NAMES)
def test_a_load_balancer_has_a_name_without_reserved_starts(name: str) -> None:
    spec = check_text(called(name).encode(), "a.yaml").spec
    assert spec is not None
    for balancer in resolve(spec).load_balancers:
        assert re.fullmatch(r"(?!internal-)[a-zA-Z0-9]([a-zA-Z0-9-]{0,30}[a-zA-Z0-9])?", balancer.aws_name)
