"""What to review first in a plan."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address, ip_network
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eksgen.engine.addresses import parse_address
from eksgen.engine.plan.dangers import find_dangers, opens_wider
from eksgen.engine.plan.document import PlanDocument
from eksgen.engine.plan.read import read_plan
from eksgen.engine.plan.result import (
    Action,
    AttributeChange,
    ChangeOrigin,
    Danger,
    DangerKind,
    ObjectChange,
    RunSubject,
)
from eksgen.engine.redact import SENSITIVE, UNKNOWN
from eksgen.engine.source_map.trace import Trace

CLUSTER = parse_address("module.eks.aws_eks_cluster.this")
GROUP = parse_address("module.nodes_web.aws_eks_node_group.this")
TEMPLATE = parse_address("module.nodes_web.aws_launch_template.this")
PUBLIC = ("vpc_config", 0, "endpoint_public_access")
CIDRS = ("vpc_config", 0, "public_access_cidrs")


def cluster(*attributes: AttributeChange, public: Any = True, cidrs: Any = ()) -> ObjectChange:
    values = {
        "name": "demo",
        "vpc_config": [{"endpoint_public_access": public, "public_access_cidrs": list(cidrs)}],
    }
    return ObjectChange(CLUSTER, Action.UPDATE, attributes=attributes, values=values)


def kinds(*changes: ObjectChange) -> list[DangerKind]:
    return [danger.kind for danger in find_dangers(changes)]


def only(*changes: ObjectChange) -> Danger:
    (danger,) = find_dangers(changes)
    return danger


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ("1.33", "1.34", "in place, about 10 minutes; EKS can roll it back only within 7 days"),
        ("1.33", "1.35", "EKS upgrades one minor version at a time: 1.34 comes next"),
        (
            "1.34",
            "1.33",
            "a rollback, which EKS allows only within 7 days of the upgrade and after the nodes are rolled back",
        ),
        ("1.90", "1.91", "in place, about 10 minutes; EKS can roll it back only within 7 days"),
        ("1.33", UNKNOWN, "the new version is known only after apply"),
    ],
)
def test_a_version_step_comes_with_its_consequences(before: Any, after: Any, why: str) -> None:
    step = AttributeChange(("version",), before, after, unknown=after is UNKNOWN)
    danger = only(cluster(step, public=False))
    assert (danger.kind, danger.why) == (DangerKind.VERSION_STEP, why)


@pytest.mark.parametrize(
    "path", [("version",), ("release_version",), ("launch_template", 0, "version"), ("launch_template",)]
)
def test_a_group_rolls_with_its_version_release_or_template(path: tuple[str | int, ...]) -> None:
    change = ObjectChange(GROUP, Action.UPDATE, attributes=(AttributeChange(path, "1", "2"),))
    assert kinds(change) == [DangerKind.NODE_ROLL]


@pytest.mark.parametrize("path", [("scaling_config", 0, "max_size"), ("labels", "a"), ("tags", "version")])
def test_a_group_does_not_roll_with_its_size_labels_or_tags(path: tuple[str | int, ...]) -> None:
    assert kinds(ObjectChange(GROUP, Action.UPDATE, attributes=(AttributeChange(path, "1", "2"),))) == []


def test_the_cause_of_a_node_roll_is_the_edit_of_the_template_and_not_its_new_version() -> None:
    follows = AttributeChange(
        ("launch_template", 0, "version"), "1", UNKNOWN, unknown=True, origin=ChangeOrigin.DERIVED
    )
    size = AttributeChange(("block_device_mappings", 0, "ebs", 0, "volume_size"), 20, 50)
    tag = AttributeChange(("tags", "a"), "1", "2")
    group = ObjectChange(GROUP, Action.UPDATE, attributes=(follows,))
    assert only(group, ObjectChange(TEMPLATE, Action.UPDATE, attributes=(size, tag))).attributes == (size,)
    assert only(group).attributes == (follows,)


@pytest.mark.parametrize(
    ("before", "after", "opens"),
    [
        (["10.0.0.0/8"], ["10.1.0.0/16"], ""),
        (["10.1.0.0/16"], ["10.0.0.0/8"], "more addresses"),
        (["10.0.0.0/9", "10.128.0.0/9"], ["10.0.0.0/8"], ""),
        (["10.0.0.0/8"], ["10.0.0.0/8", "192.0.2.1/32"], "more addresses"),
        (["10.0.0.0/8"], ["0.0.0.0/0"], "the whole internet"),
        (["10.0.0.0/8"], None, "the whole internet"),
        (["0.0.0.0/0"], None, ""),
        (["0.0.0.0/0"], ["2001:db8::/32"], "more addresses"),
        (["10.0.0.0/8"], ["::/0"], "the whole internet"),
        (["10.0.0.0/8"], ["nonsense"], "more addresses"),
        ([], ["10.0.0.0/8"], ""),
    ],
)
def test_an_endpoint_that_admits_more_addresses_is_a_danger(before: Any, after: Any, opens: str) -> None:
    change = cluster(AttributeChange(CIDRS, before, after), cidrs=after or ())
    found = [danger.why for danger in find_dangers([change])]
    assert found == ([f"the Kubernetes API opens to {opens}"] if opens else [])


def test_an_endpoint_that_becomes_public_is_a_danger_and_one_that_becomes_private_is_not() -> None:
    opened = cluster(AttributeChange(PUBLIC, False, True), cidrs=["192.0.2.0/24"])
    assert only(opened).why == "the Kubernetes API opens to 192.0.2.0/24"
    assert "whole internet" in only(cluster(AttributeChange(PUBLIC, None, True))).why
    assert kinds(cluster(AttributeChange(PUBLIC, True, False), public=False)) == []


def test_cidrs_of_a_private_endpoint_are_no_danger() -> None:
    assert kinds(cluster(AttributeChange(CIDRS, ["10.0.0.0/8"], ["0.0.0.0/0"]), public=False)) == []


def test_cidrs_known_only_after_apply_are_a_danger() -> None:
    unknown = cluster(AttributeChange(CIDRS, ["10.0.0.0/8"], UNKNOWN, unknown=True))
    assert only(unknown).why == "who can reach the Kubernetes API is known only after apply"
    assert kinds(cluster(AttributeChange(("tags", "a"), "1", "2"), public=UNKNOWN)) == []


def test_values_of_any_type_are_accepted() -> None:
    values: tuple[Any, ...] = (None, UNKNOWN, SENSITIVE, 3, "x", {}, [1])
    for value in values:
        whole = AttributeChange(("vpc_config",), value, value)
        version = AttributeChange(("version",), value, value)
        find_dangers(
            [ObjectChange(CLUSTER, Action.UPDATE, attributes=(whole, version), values={"vpc_config": value})]
        )


def test_dangers_are_sorted_by_kind_and_then_by_resource_type() -> None:
    rule = ObjectChange(parse_address("aws_security_group.a"), Action.REPLACE, replace_first="delete")
    subnet = ObjectChange(parse_address("aws_subnet.b"), Action.REPLACE, replace_first="create")
    deleted = ObjectChange(parse_address("aws_eip.c"), Action.DELETE)
    recreated = ObjectChange(parse_address("aws_vpc.d"), Action.CREATE, deleted_outside=True)
    step = cluster(AttributeChange(("version",), "1.33", "1.34"), public=False)
    found = find_dangers([recreated, deleted, step, rule, subnet])
    assert [d.kind.value for d in found] == ["replace", "replace", "destroy", "version-step", "revert"]
    assert found[0].change is subnet
    assert (found[0].why, found[1].why) == ("the new one first", "the old one goes first")


def test_a_recorded_outside_change_is_a_danger_at_its_spec_line(
    recorded: Callable[[str], PlanDocument], trace: Trace, subject: RunSubject
) -> None:
    (danger,) = read_plan(recorded("drift_conflict"), subject, trace).dangers
    assert danger.kind is DangerKind.REVERT
    assert danger.spec is not None
    assert danger.spec.line == 31


def test_a_destroy_has_no_dangers(
    recorded: Callable[[str], PlanDocument], trace: Trace, subject: RunSubject
) -> None:
    assert read_plan(recorded("destroy"), subject, trace, destroy=True).dangers == ()


networks = st.lists(
    st.builds(
        lambda bits, length: str(ip_network((bits, length), strict=False)),
        st.integers(0, 255).map(lambda n: n << 24),
        st.integers(0, 10),
    ),
    max_size=4,
)


@settings(max_examples=200)
@given(networks, networks)
def test_opens_wider_means_that_an_address_is_new(before: list[str], after: list[str]) -> None:
    samples = [ip_address((high << 24) + low) for high in range(256) for low in (0, 1 << 22, (1 << 24) - 1)]
    let_in = [a for a in samples if any(a in ip_network(n) for n in after)]
    new = [a for a in let_in if not any(a in ip_network(n) for n in before)]
    assert opens_wider(before, after) is bool(new)


@pytest.mark.parametrize(
    "path",
    [
        ("launch_template", 0, "version"),
        ("mixed_instances_policy", 0, "launch_template", 0, "launch_template_specification", 0, "version"),
    ],
)
@pytest.mark.parametrize("refresh", [[], [{"strategy": "Rolling"}]], ids=["none", "refresh"])
def test_nodes_of_an_auto_scaling_group_follow_it_only_by_an_instance_refresh(
    path: tuple[str | int, ...], refresh: list[Any]
) -> None:
    change = ObjectChange(
        parse_address('module.nodes_web.aws_autoscaling_group.this["this"]'),
        Action.UPDATE,
        attributes=(AttributeChange(path, "1", "2", origin=ChangeOrigin.SPEC),),
        values={"name": "demo-node-web", "instance_refresh": refresh},
    )
    whys = [danger.why for danger in find_dangers((change,)) if danger.kind is DangerKind.NODE_ROLL]
    assert whys == (["every node is replaced, without being drained"] if refresh else [])


def test_a_log_group_that_is_kept_is_said_to_stay() -> None:
    address = parse_address('module.log_groups.aws_cloudwatch_log_group.this["control-plane"]')
    kept = ObjectChange(address, Action.DELETE, values={"skip_destroy": True})
    lost = ObjectChange(address, Action.DELETE, values={"skip_destroy": False})
    assert [danger.why for danger in find_dangers([kept])] == ["Terraform forgets it, and it stays in AWS"]
    assert [danger.why for danger in find_dangers([lost])] == [""]
