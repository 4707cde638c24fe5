"""The table of limits is that of botocore, and the language accepts exactly what it allows."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Literal, get_args, get_origin

import pytest
from pydantic import TypeAdapter, ValidationError

from eksgen.catalog.compute.ami import OS_FAMILIES, ami_type
from eksgen.catalog.compute.volumes import VOLUME_TYPES
from eksgen.catalog.limits.arguments import LIMITS
from eksgen.catalog.load_balancers.kinds import KINDS
from eksgen.catalog.logs.cloudwatch import LOG_CLASSES
from eksgen.schemas import access, addons, base, control_plane, kubernetes, listeners, load_balancers, nodes
from eksgen.schemas.compute import disks, self_managed
from eksgen.schemas.metadata import ClusterName
from eksgen.schemas.reflection.walk import fields
from tests.aws_limits.generate import FILE, body, text


def test_the_table_is_that_of_the_installed_models() -> None:
    assert body(FILE.read_text("utf-8")) == body(text("")), "run `make generate`"


def test_the_table_names_its_source_and_date() -> None:
    assert re.search(
        r"botocore \d+\.\d+\.\d+.*read \d{4}-\d\d-\d\d", FILE.read_text("utf-8").replace("\n", " ")
    )


def accepts(type: Any, value: object) -> bool:
    try:
        TypeAdapter(type).validate_python(value)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(
    ("type", "argument"),
    [
        (nodes.LabelKey, "eks.labelKey"),
        (nodes.LabelKey, "eks.taintKey"),
        (nodes.LabelValue, "eks.labelValue"),
        (nodes.TaintValue, "eks.taintValue"),
        (ClusterName, "eks.ClusterName"),
        (base.TagKey, "iam.tagKeyType"),
        (base.TagKey, "kms.TagKeyType"),
        (base.TagKey, "logs.TagKey"),
        (base.TagValue, "iam.tagValueType"),
        (base.TagValue, "kms.TagValueType"),
        (base.TagValue, "logs.TagValue"),
    ],
)
def test_a_text_is_as_long_as_aws_allows(type: Any, argument: str) -> None:
    limit = LIMITS[argument]
    assert accepts(type, "a" * limit.high)
    assert not accepts(type, "a" * (limit.high + 1))
    assert accepts(type, "a" * limit.low)
    assert limit.low == 0 or not accepts(type, "a" * (limit.low - 1))


def test_the_length_of_a_label_key_contains_its_prefix() -> None:
    most = LIMITS["eks.labelKey"].high
    prefix = "example.com/"
    assert accepts(nodes.LabelKey, prefix + "a" * (most - len(prefix)))
    assert not accepts(nodes.LabelKey, prefix + "a" * (most - len(prefix) + 1))


def _allowed_by(pattern: str, character: str) -> bool:
    """Return whether a character is in a class of a model: `\\p{L}`, `\\p{Z}`, `\\p{N}` and some others."""
    return unicodedata.category(character)[0] in re.findall(r"\\p\{(.)\}", pattern) or character in "_.:/=+-@"


@pytest.mark.parametrize("argument", ["iam.tagKeyType", "iam.tagValueType", "logs.TagKey", "logs.TagValue"])
def test_every_character_of_a_tag_is_one_that_aws_allows(argument: str) -> None:
    pattern, type = LIMITS[argument].pattern, base.TagKey if "Key" in argument else base.TagValue
    assert re.sub(r"[\^$()+*]|\\p\{.\}", "", pattern.replace(r"+\-@", "")) in ("[_.:/=]", "[_.:/=]")
    adapter: TypeAdapter[Any] = TypeAdapter(type)
    for code in [*range(0x20, 0x3000), *range(0x4E00, 0x4E20), *range(0xFF00, 0xFFF0)]:
        try:
            adapter.validate_python(f"a{chr(code)}a")
        except ValidationError:
            continue
        assert _allowed_by(pattern, chr(code)), hex(code)


def _literals(annotation: Any) -> set[str]:
    if get_origin(annotation) is Literal:
        return set(map(str, get_args(annotation)))
    members = get_args(annotation) if get_args(annotation) else ()
    return {word for member in members for word in _literals(member)}


def _words(model: Any, field: str) -> set[str]:
    return {word.replace("-", "_").upper() for word in _literals(fields(model)[field].annotation)}


@pytest.mark.parametrize(
    ("model", "field", "argument"),
    [
        (access.Access, "mode", "eks.AuthenticationMode"),
        (addons.Addon, "resolveConflicts", "eks.ResolveConflicts"),
        (kubernetes.Kubernetes, "support", "eks.SupportType"),
        (kubernetes.Kubernetes, "ipFamily", "eks.IpFamily"),
        (control_plane.ControlPlaneLogs, "types", "eks.LogType"),
        (control_plane.ControlPlaneLogs, "class", "logs.LogGroupClass"),
        (nodes.NodeGroup, "capacity", "eks.CapacityTypes"),
        (disks.Disk, "type", "ec2.VolumeType"),
        (load_balancers.LoadBalancer, "scheme", "elbv2.LoadBalancerSchemeEnum"),
    ],
)
def test_every_word_of_the_language_is_one_of_aws(model: Any, field: str, argument: str) -> None:
    known = {str(value).replace("-", "_").upper() for value in LIMITS[argument].values}
    words = _words(model, field)
    assert words
    assert words <= known


def test_the_effects_of_taints_are_those_of_aws() -> None:
    words = {re.sub("[-_]", "", word).lower() for word in _words(nodes.Taint, "effect")}
    assert words == {str(value).replace("_", "").lower() for value in LIMITS["eks.TaintEffect"].values}


def test_every_image_is_one_that_eks_knows() -> None:
    images = {
        ami_type(os, architecture, accelerator)
        for os in OS_FAMILIES
        for architecture in ("x86_64", "arm64")
        for accelerator in ("none", "nvidia", "neuron")
    }
    assert images - {None} == set(LIMITS["eks.AMITypes"].values)


def test_every_protocol_volume_and_log_class_is_one_that_aws_knows() -> None:
    protocols = {name.upper() for kind in ("network", "application") for name in KINDS[kind].targets}
    assert protocols <= set(LIMITS["elbv2.ProtocolEnum"].values)
    assert set(VOLUME_TYPES) <= set(LIMITS["ec2.VolumeType"].values)
    assert {row.api_name for row in LOG_CLASSES.values()} <= set(LIMITS["logs.LogGroupClass"].values)


@pytest.mark.parametrize(
    ("model", "field", "argument"),
    [
        (nodes.Scaling, "min", "eks.ZeroCapacity"),
        (nodes.Scaling, "max", "eks.Capacity"),
        (nodes.Scaling, "desired", "eks.ZeroCapacity"),
        (nodes.Imds, "hopLimit", nodes._HOP_LIMIT),
        (self_managed.InstanceRefresh, "minHealthyPercentage", "autoscaling.IntPercent"),
        (self_managed.InstanceRefresh, "maxHealthyPercentage", "autoscaling.IntPercent100To200"),
        (disks.Disk, "throughput", "ec2.LaunchTemplateEbsBlockDeviceRequest.Throughput"),
        (load_balancers.HealthCheck, "interval", "elbv2.HealthCheckIntervalSeconds"),
        (load_balancers.HealthCheck, "timeout", "elbv2.HealthCheckTimeoutSeconds"),
        (load_balancers.HealthCheck, "healthy", "elbv2.HealthCheckThresholdCount"),
        (load_balancers.HealthCheck, "unhealthy", "elb.UnhealthyThreshold"),
        (listeners.Listener, "port", "elbv2.Port"),
    ],
)
def test_a_number_is_in_the_range_of_aws(model: Any, field: str, argument: str) -> None:
    limit = LIMITS[argument]
    place = next(name for name, info in model.model_fields.items() if fields(model)[field] is info)
    info = model.model_fields[place]
    type = info.rebuild_annotation() if hasattr(info, "rebuild_annotation") else info.annotation
    assert accepts(type, limit.low)
    assert not accepts(type, limit.low - 1)
    assert limit.high == 0 or (accepts(type, limit.high) and not accepts(type, limit.high + 1))


def test_health_checks_of_classic_load_balancers_have_the_counts_and_intervals_of_the_others() -> None:
    assert LIMITS["elb.HealthCheckInterval"] == LIMITS["elbv2.HealthCheckIntervalSeconds"]
    assert LIMITS["elb.HealthyThreshold"] == LIMITS["elbv2.HealthCheckThresholdCount"]
    assert KINDS["classic"].health_timeout == 60
    assert KINDS["network"].health_timeout == KINDS["application"].health_timeout == 120
