"""What somebody put into an object that Terraform keeps the parts of as objects of their own."""

from __future__ import annotations

import json
from typing import Any

import pytest

from eksgen.engine.drift.classify import read_drift
from eksgen.engine.drift.result import DriftClass, DriftFinding, DriftLevel
from eksgen.engine.plan.document import parse_document
from eksgen.engine.plan.result import RunSubject
from eksgen.engine.source_map.place import SpecPlace
from eksgen.engine.source_map.trace import Argument, MapEntry, Trace

KNOWN, ADMIN = (
    "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy",
    "arn:aws:iam::aws:policy/AdministratorAccess",
)
RULE = {
    "security_group_id": "sg-1",
    "ip_protocol": "tcp",
    "from_port": 443,
    "to_port": 443,
    "cidr_ipv4": "10.0.0.0/16",
}
BLOCK = {"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["10.0.0.0/16"], "self": False}
TRACE = Trace(calls={"eks": "eks"}, resources={"eks": {}})


def found(resource_type: str, name: str, recorded: Any, live: Any, *parts: tuple[str, Any]) -> DriftFinding:
    """The finding on one attribute of an object that the plan leaves as it is."""
    address = f"module.eks.{resource_type}.this"
    names = {"id": "sg-1", "name": "node"}
    before, after = {**names, name: recorded}, {**names, name: live}
    untouched = {"actions": ["no-op"]}
    raw = {
        "resource_drift": [
            {"address": address, "change": {"actions": ["update"], "before": before, "after": after}}
        ],
        "resource_changes": [
            {"address": address, "change": {**untouched, "before": after, "after": after}},
            *(
                {"address": f"module.eks.{kind}.x[{i}]", "change": {**untouched, "before": v, "after": v}}
                for i, (kind, v) in enumerate(parts)
            ),
        ],
    }
    (one,) = read_drift(parse_document(raw), RunSubject(), TRACE).findings
    return one


def test_a_policy_attached_outside_is_high_although_no_apply_removes_it() -> None:
    attached = ("aws_iam_role_policy_attachment", {"role": "node", "policy_arn": KNOWN})
    one = found("aws_iam_role", "managed_policy_arns", [KNOWN], [ADMIN, KNOWN], attached)
    assert (one.kind, one.level) == (DriftClass.UNMANAGED, DriftLevel.HIGH)
    assert one.live == [ADMIN]
    assert one.counted


def test_a_policy_that_the_spec_attaches_is_noise() -> None:
    attached = ("aws_iam_role_policy_attachment", {"role": "node", "policy_arn": KNOWN})
    assert found("aws_iam_role", "managed_policy_arns", [], [KNOWN], attached).kind is DriftClass.NOISE


def test_an_inline_policy_added_outside_is_high_and_one_of_the_spec_is_noise() -> None:
    ours, theirs, empty = ({"name": name, "policy": "{}"} for name in ("ours", "theirs", ""))
    part = ("aws_iam_role_policy", {"role": "node", "name": "ours"})
    one = found("aws_iam_role", "inline_policy", [ours], [ours, theirs, empty], part)
    assert (one.kind, one.level, one.live) == (DriftClass.UNMANAGED, DriftLevel.HIGH, [theirs])
    assert found("aws_iam_role", "inline_policy", [empty], [ours, empty], part).kind is DriftClass.NOISE


@pytest.mark.parametrize(
    "block",
    [
        {**BLOCK, "cidr_blocks": ["10.0.0.0/16", "0.0.0.0/0"]},
        {**BLOCK, "to_port": 65535},
        {**BLOCK, "protocol": "-1", "from_port": 0, "to_port": 0},
        {**BLOCK, "cidr_blocks": [], "self": True},
        {**BLOCK, "cidr_blocks": [], "security_groups": ["sg-2"]},
        {**BLOCK, "cidr_blocks": [], "ipv6_cidr_blocks": ["::/0"]},
    ],
)
def test_a_security_group_rule_added_outside_is_high(block: dict[str, Any]) -> None:
    known = ("aws_vpc_security_group_ingress_rule", RULE)
    one = found("aws_security_group", "ingress", [BLOCK], [block], known)
    assert (one.kind, one.level) == (DriftClass.UNMANAGED, DriftLevel.HIGH)


@pytest.mark.parametrize(
    ("rule", "block"),
    [
        (RULE, BLOCK),
        ({**RULE, "ip_protocol": "-1", "from_port": None}, {**BLOCK, "protocol": "-1", "from_port": 0}),
        (
            {**RULE, "cidr_ipv4": None, "referenced_security_group_id": "sg-1"},
            {**BLOCK, "cidr_blocks": [], "self": True},
        ),
    ],
)
def test_a_rule_of_the_spec_is_noise(rule: dict[str, Any], block: dict[str, Any]) -> None:
    known = ("aws_vpc_security_group_ingress_rule", rule)
    assert found("aws_security_group", "ingress", [], [block], known).kind is DriftClass.NOISE


BY_KUBERNETES = "elbv2.k8s.aws/targetGroupBinding=shared"


@pytest.mark.parametrize(
    "rule",
    [
        {"from_port": 30000, "to_port": 32767, "cidr_blocks": ["0.0.0.0/0"]},
        {"from_port": 8080, "to_port": 8080, "cidr_blocks": ["0.0.0.0/0"]},
        {"from_port": 0, "to_port": 65535, "cidr_blocks": [], "security_groups": ["sg-2"]},
        {"protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": ["10.0.0.0/8", "100.64.0.0/16"]},
        {"protocol": "icmp", "from_port": 3, "to_port": 4, "cidr_blocks": ["0.0.0.0/0"]},
        {"protocol": "udp", "from_port": 0, "to_port": 53, "cidr_blocks": ["0.0.0.0/0"]},
        {"from_port": 30000, "to_port": 32767, "description": "kubernetes.io/rule/nlb/client=a"},
    ],
)
def test_a_rule_added_by_kubernetes_for_load_balancers_is_noise_with_that_reason(
    rule: dict[str, Any],
) -> None:
    block = {**BLOCK, "description": BY_KUBERNETES, **rule}
    for recorded in ([], [block]):
        one = found("aws_security_group", "ingress", recorded, [block])
        assert (one.kind, one.why) == (DriftClass.NOISE, "Kubernetes lets load balancers reach nodes with it")


@pytest.mark.parametrize(
    "rule",
    [
        {"from_port": 22, "to_port": 22, "cidr_blocks": ["0.0.0.0/0"]},
        {"from_port": 22, "to_port": 22, "cidr_blocks": ["10.0.0.0/8", "203.0.113.7/32"]},
        {"from_port": 3000, "to_port": 4000, "cidr_blocks": ["0.0.0.0/1"]},
        {"from_port": 10250, "to_port": 10250, "cidr_blocks": [], "ipv6_cidr_blocks": ["::/0"]},
        {"protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": ["0.0.0.0/0"]},
    ],
)
def test_a_dangerous_rule_is_high_although_its_description_names_kubernetes(rule: dict[str, Any]) -> None:
    block = {**BLOCK, "description": BY_KUBERNETES, **rule}
    one = found("aws_security_group", "ingress", [block], [block])
    assert (one.kind, one.level) == (DriftClass.UNMANAGED, DriftLevel.HIGH)


def test_an_added_rule_is_reported_until_it_is_removed_and_a_removed_one_is_not() -> None:
    """An apply records an added rule in the state, but does not remove it."""
    empty: dict[str, Any] = {"description": "", "prefix_list_ids": [], "security_groups": None}
    other = {**BLOCK, "cidr_blocks": ["0.0.0.0/0"], **empty}
    known = ("aws_vpc_security_group_ingress_rule", RULE)
    one = found("aws_security_group", "ingress", [other, BLOCK], [other], known)
    filled = {"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["0.0.0.0/0"]}
    assert (one.kind, one.live) == (DriftClass.UNMANAGED, [filled])
    assert found("aws_security_group", "ingress", [other, BLOCK], [BLOCK], known).kind is DriftClass.NOISE


def test_an_added_part_says_what_is_recorded_also_after_an_apply_has_recorded_it() -> None:
    added = found("aws_iam_role", "managed_policy_arns", [KNOWN], [KNOWN, ADMIN])
    assert (added.recorded, added.live) == ([KNOWN], [KNOWN, ADMIN])
    role = {"id": "sg-1", "name": "node", "managed_policy_arns": [ADMIN]}
    change = {"actions": ["no-op"], "before": role, "after": role}
    raw = {"resource_changes": [{"address": "module.eks.aws_iam_role.this", "change": change}]}
    (one,) = read_drift(parse_document(raw), RunSubject(), TRACE).findings
    assert (one.kind, one.recorded, one.live) == (DriftClass.UNMANAGED, [ADMIN], [ADMIN])


def test_a_part_that_the_spec_gives_to_another_object_is_added_outside() -> None:
    attached = ("aws_iam_role_policy_attachment", {"role": "other", "policy_arn": KNOWN})
    one = found("aws_iam_role", "managed_policy_arns", [], [KNOWN], attached)
    assert one.kind is DriftClass.UNMANAGED
    rule = ("aws_vpc_security_group_ingress_rule", RULE | {"security_group_id": "sg-2"})
    assert found("aws_security_group", "ingress", [], [BLOCK], rule).kind is DriftClass.UNMANAGED


INTERNET = {"cidr_block": "0.0.0.0/0", "gateway_id": "igw-1"}
LOCAL = {"cidr_block": "10.0.0.0/16", "gateway_id": "local"}
ENDPOINT = {"destination_prefix_list_id": "pl-1", "gateway_id": "vpce-1"}


def test_a_route_added_outside_is_high_and_those_of_the_spec_and_of_ec2_are_noise() -> None:
    added = found("aws_route_table", "route", [LOCAL], [LOCAL, INTERNET])
    assert (added.kind, added.level, added.live) == (DriftClass.UNMANAGED, DriftLevel.HIGH, [INTERNET])
    route = ("aws_route", {"route_table_id": "sg-1", "destination_cidr_block": "0.0.0.0/0"})
    assert found("aws_route_table", "route", [], [LOCAL, INTERNET], route).kind is DriftClass.NOISE
    assert found("aws_route_table", "route", [], [LOCAL, ENDPOINT]).kind is DriftClass.NOISE


EVERYTHING = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}


@pytest.mark.parametrize(
    ("statement", "is_reported"),
    [
        (EVERYTHING, False),
        ({**EVERYTHING, "Sid": "All", "Action": ["*"], "Principal": {"AWS": "*"}}, False),
        ({**EVERYTHING, "Effect": "Deny"}, True),
        ({**EVERYTHING, "Condition": {"Bool": {"aws:SecureTransport": "true"}}}, True),
        ({**EVERYTHING, "Resource": "arn:aws:s3:::elsewhere/*"}, True),
    ],
)
def test_an_endpoint_policy_other_than_the_default_is_high(
    statement: dict[str, Any], is_reported: bool
) -> None:
    live = json.dumps({"Version": "2008-10-17", "Statement": [statement]})
    one = found("aws_vpc_endpoint", "policy", "{}", live)
    assert one.level is DriftLevel.HIGH
    assert one.kind is (DriftClass.UNMANAGED if is_reported else DriftClass.CHANGED_OUTSIDE)


@pytest.mark.parametrize("key", ["s3", "sts"])
def test_the_policy_that_the_spec_gives_an_endpoint_is_not_one_that_somebody_added(key: str) -> None:
    policy = json.dumps({"Version": "2008-10-17", "Statement": [{**EVERYTHING, "Action": "s3:GetObject"}]})
    kind = {"s3": "Gateway", "sts": "Interface"}[key]
    endpoint = {"id": "vpce-1", "vpc_endpoint_type": kind, "policy": policy}
    changes = [
        {
            "address": f'module.vpc.aws_vpc_endpoint.{kind.lower()}["{name}"]',
            "change": {"actions": ["no-op"], "before": endpoint, "after": endpoint},
        }
        for name in (key, "logs")
    ]
    block, at = ("module", "vpc"), ("endpoint_policies", "sts")
    entry = MapEntry("main.tf", 1, block, at, SpecPlace(at, "cluster.yaml", 1, 1))
    arguments = (Argument(("policy",), (at[:1], ("interface_endpoints", "*"))),)
    resources = {"aws_vpc_endpoint.interface": arguments, "aws_vpc_endpoint.gateway": arguments}
    trace = Trace(calls={"vpc": "vpc"}, blocks={block: {at: entry}}, resources={"vpc": resources})
    found = read_drift(parse_document({"resource_changes": changes}), RunSubject(), trace).findings
    assert [f.address.key for f in found] == ([] if kind == "Gateway" else ["logs"])
