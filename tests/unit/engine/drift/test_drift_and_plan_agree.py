"""Drift and plan agree: no plan changes what drift calls noise, and drift names whatever a plan changes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eksgen.compiler.emit.modules import INTERFACE
from eksgen.compiler.paths import overlap, starts_with
from eksgen.compiler.pipeline import check_text, compile_spec
from eksgen.engine.drift.classify import read_drift
from eksgen.engine.drift.result import DriftClass, DriftFinding, DriftLevel
from eksgen.engine.plan.document import PlanDocument, parse_document
from eksgen.engine.plan.read import read_plan
from eksgen.engine.plan.result import Action, ChangeOrigin, RunSubject
from eksgen.engine.source_map.reading import load_trace
from eksgen.engine.source_map.trace import Trace

from .test_noise import SMALL

_QUIET = (DriftClass.NOISE, DriftClass.ADOPTED)


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Trace:
    """The source map of a small spec, with the interface of the modules of today."""
    folder = tmp_path_factory.mktemp("compiled")
    files = compile_spec(check_text(SMALL.encode(), "cluster.yaml")).files
    (folder / "eksgen.map.json").write_bytes(files["eksgen.map.json"])
    return load_trace(folder, INTERFACE)


def check_agreement(document: PlanDocument, trace: Trace) -> None:
    """Check that every finding that does not count is left alone, and every planned change has a finding."""
    findings = read_drift(document, RunSubject(), trace).findings
    for change in read_plan(document, RunSubject(), trace).changes:
        own = [finding for finding in findings if finding.address == change.address]
        if change.action in (Action.DELETE, Action.FORGET):
            assert any(f.counted and not f.path for f in own), change.address.text
            continue
        for attribute in change.attributes:
            if attribute.origin is ChangeOrigin.DERIVED:
                continue
            for quiet in (f for f in own if f.kind in _QUIET):
                assert not starts_with(attribute.path, quiet.path), f"{change.address.text} {attribute.path}"
            named = [f for f in own if f.counted and overlap(f.path, attribute.path)]
            assert named, f"{change.address.text} {attribute.path}"


RECORDED = sorted(
    file.stem for file in (Path(__file__).parents[1] / "fixtures").glob("*.json") if file.stem != "interface"
)


@pytest.mark.parametrize("name", RECORDED)
def test_drift_and_plan_agree_on_every_recorded_plan(
    recorded: Callable[[str], PlanDocument], trace: Trace, name: str
) -> None:
    check_agreement(recorded(name), trace)


ADDRESSES = (
    "module.eks.aws_eks_cluster.this",
    "module.vpc.aws_route_table.intra",
    "module.nodes_web.aws_eks_node_group.this",
    'module.addons_after_nodes.aws_eks_addon.this["coredns"]',
    "aws_thing.x",
)
SCALARS = st.sampled_from((None, "", "a", "b", 1, True, "0.0.0.0/0"))
BLOCKS = st.lists(st.fixed_dictionaries({"desired_size": SCALARS, "max_size": SCALARS}), max_size=2)
VALUES = st.fixed_dictionaries(
    {
        "version": SCALARS,
        "platform_version": SCALARS,
        "configuration_values": st.sampled_from((None, "{}", '{"a":1}', '{ "a": 1 }', '{"a":2}')),
        "scaling_config": BLOCKS,
        "route": st.lists(st.fixed_dictionaries({"cidr_block": SCALARS}), max_size=2),
        "tags": st.dictionaries(st.sampled_from(("team", "kubernetes.io/cluster/x")), SCALARS),
    }
)
ACTIONS = st.sampled_from((["update"], ["delete", "create"], ["delete"]))
UNKNOWN = st.dictionaries(
    st.sampled_from(("version", "platform_version", "scaling_config")), st.just(True), max_size=2
)


@pytest.fixture(scope="module")
def compiled_trace(compiled: Trace) -> Callable[[], Trace]:
    """The source map behind a function, because hypothesis prints its arguments."""
    return lambda: compiled


@settings(max_examples=300)
@given(
    address=st.sampled_from(ADDRESSES),
    recorded=VALUES,
    live=VALUES,
    desired=VALUES,
    actions=ACTIONS,
    unknown=UNKNOWN,
    marks=st.sampled_from(({}, {"version": True}, True)),
)
def test_drift_and_plan_agree_whatever_the_three_values_are(
    compiled_trace: Callable[[], Trace],
    address: str,
    recorded: dict[str, Any],
    live: dict[str, Any],
    desired: dict[str, Any],
    actions: list[str],
    unknown: dict[str, bool],
    marks: Any,
) -> None:
    marked = {"before_sensitive": marks, "after_sensitive": marks}
    outside = {"actions": ["update"], "before": recorded, "after": live, **marked}
    gone = actions == ["delete"]
    change = {
        "actions": actions,
        "before": live,
        "after": None if gone else desired,
        "after_unknown": {} if gone else unknown,
        **marked,
    }
    raw = {
        "resource_drift": [{"address": address, "change": outside}],
        "resource_changes": [{"address": address, "change": change}],
    }
    check_agreement(parse_document(raw), compiled_trace())


def change_by_hand(
    trace: Trace, address: str, name: str, recorded: Any, live: Any, desired: Any
) -> DriftFinding:
    """Return the finding about an attribute that somebody changed."""
    ids = {"id": "x-1", "name": "demo"}
    before, after, wanted = ({**ids, name: value} for value in (recorded, live, desired))
    actions = ["no-op"] if live == desired else ["update"]
    raw = {
        "resource_drift": [
            {"address": address, "change": {"actions": ["update"], "before": before, "after": after}}
        ],
        "resource_changes": [
            {"address": address, "change": {"actions": actions, "before": after, "after": wanted}}
        ],
    }
    (finding,) = read_drift(parse_document(raw), RunSubject(), trace).findings
    return finding


def policy(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


EKS_ONLY = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "eks.amazonaws.com"}}
ATTACKER = {**EKS_ONLY, "Principal": {"AWS": "arn:aws:iam::999999999999:root"}}
ALL = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}
ELSEWHERE = {**ALL, "Resource": "arn:aws:s3:::elsewhere/*"}
RULE = {"protocol": "tcp", "from_port": 22, "to_port": 22, "cidr_blocks": ["0.0.0.0/0"]}
INTERNET = {"cidr_block": "0.0.0.0/0", "gateway_id": "igw-1"}
PUBLIC, CIDRS = "endpoint_public_access", "public_access_cidrs"
EKS, VPC, KEY, WEB = "module.eks.", "module.vpc.", "module.secrets_key.", "module.nodes_web."

ATTACKS = [
    # address, attribute, recorded, live, desired
    (f"{VPC}aws_default_security_group.this", "ingress", [], [RULE], []),
    (f"{EKS}aws_security_group.node", "ingress", [], [RULE], [RULE]),
    (f"{VPC}aws_route_table.intra", "route", [], [INTERNET], [INTERNET]),
    (f'{VPC}aws_route_table.private["us-west-2a"]', "route", [], [INTERNET], [INTERNET]),
    (f"{VPC}aws_route_table.intra", "propagating_vgws", [], ["vgw-1"], ["vgw-1"]),
    (f'{VPC}aws_route.private_nat["us-west-2a"]', "nat_gateway_id", "nat-1", "nat-2", "nat-1"),
    (f"{VPC}aws_route_table_association.intra", "route_table_id", "rtb-1", "rtb-2", "rtb-1"),
    (f"{VPC}aws_vpc.this", "dhcp_options_id", "dopt-1", "dopt-2", "dopt-2"),
    (f'{VPC}aws_vpc_endpoint.gateway["s3"]', "policy", policy(ALL), policy(ELSEWHERE), policy(ELSEWHERE)),
    (f"{EKS}aws_iam_role.cluster", "assume_role_policy", policy(EKS_ONLY), policy(ATTACKER), policy(EKS_ONLY)),
    (f"{EKS}aws_iam_role.cluster", "managed_policy_arns", [], ["arn:aws:iam::aws:policy/AdministratorAccess"],
     ["arn:aws:iam::aws:policy/AdministratorAccess"]),
    (f"{EKS}aws_iam_role.cluster", "inline_policy", [], [{"name": "x", "policy": policy(ALL)}],
     [{"name": "x", "policy": policy(ALL)}]),
    (f"{KEY}aws_kms_key.this", "policy", policy(EKS_ONLY), policy(EKS_ONLY, ATTACKER), policy(EKS_ONLY)),
    (f"{EKS}aws_eks_cluster.this", "vpc_config", [{PUBLIC: False}], [{PUBLIC: True}], [{PUBLIC: False}]),
    (f"{EKS}aws_eks_cluster.this", "vpc_config", [{CIDRS: ["192.0.2.0/24"]}],
     [{CIDRS: ["192.0.2.0/24", "0.0.0.0/0"]}], [{CIDRS: ["192.0.2.0/24"]}]),
    (f"{EKS}aws_eks_cluster.this", "vpc_config", [{CIDRS: ["192.0.2.0/24"]}],
     [{CIDRS: ["0.0.0.0/1", "128.0.0.0/1"]}], [{CIDRS: ["0.0.0.0/1", "128.0.0.0/1"]}]),
    (f"{WEB}aws_launch_template.this", "user_data", "a", "b", "b"),
    (f"{WEB}aws_launch_template.this", "image_id", "", "ami-1", "ami-1"),
    (f"{WEB}aws_eks_node_group.this", "launch_template", [{"version": "1"}], [{"version": "2"}], [{"version": "1"}]),
    (f'{EKS}aws_eks_access_entry.this["arn:aws:iam::111122223333:role/Admin"]', "kubernetes_groups", [], ["system:masters"], []),
    (f'{EKS}aws_eks_access_entry.this["arn:aws:iam::111122223333:role/Admin"]', "user_name", "a", "admin", "admin"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("address", "name", "recorded", "live", "desired"), ATTACKS, ids=lambda v: v if isinstance(v, str) else ""
)
def test_a_change_that_an_attacker_gains_from_counts_and_is_high(
    compiled: Trace, address: str, name: str, recorded: Any, live: Any, desired: Any
) -> None:
    finding = change_by_hand(compiled, address, name, recorded, live, desired)
    assert (finding.counted, finding.level) == (True, DriftLevel.HIGH), finding
    if name == "vpc_config":
        assert finding.why.startswith(
            ("the whole internet", "the Kubernetes API is reachable from the internet")
        )


COREDNS = 'module.addons_after_nodes.aws_eks_addon.this["coredns"]'
SAME = [
    (COREDNS, "configuration_values", '{"a":1,"b":[2]}', '\n{ "b": [2],\n "a": 1 }'),
    (f"{EKS}aws_iam_role.cluster", "assume_role_policy", policy(EKS_ONLY, ALL), policy(ALL, EKS_ONLY)),
    (f"{EKS}aws_iam_role.cluster", "assume_role_policy", policy({**ALL, "Action": ["a:B", "c:D"]}),
     policy({**ALL, "Action": ["c:D", "a:B"]})),
    (f"{EKS}aws_iam_role.cluster", "assume_role_policy", policy(ALL), policy({**ALL, "Action": ["*"]})),
    (f"{KEY}aws_kms_key.this", "policy", policy(ATTACKER),
     policy({**ATTACKER, "Principal": {"AWS": ["999999999999"]}})),
    (f"{KEY}aws_kms_key.this", "policy", policy({**ALL, "Condition": {"Bool": {"a:b": True}}}),
     policy({**ALL, "Condition": {"Bool": {"a:b": ["true"]}}})),
]  # fmt: skip


@pytest.mark.parametrize("desired_is_live", [True, False])
@pytest.mark.parametrize(("address", "name", "one", "other"), SAME)
def test_another_form_of_the_same_value_is_no_finding(
    compiled: Trace, address: str, name: str, one: str, other: str, desired_is_live: bool
) -> None:
    body = {"actions": ["update"], "before": {name: one}, "after": {name: other}}
    desired = other if desired_is_live else one
    change = {"actions": ["no-op"], "before": {name: other}, "after": {name: desired}}
    raw = {
        "resource_drift": [{"address": address, "change": body}],
        "resource_changes": [{"address": address, "change": change}],
    }
    assert read_drift(parse_document(raw), RunSubject(), compiled).findings == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (EKS_ONLY, ATTACKER),
        (EKS_ONLY, {**EKS_ONLY, "Effect": "Deny"}),
        (ALL, {**ALL, "Action": ["a:B"]}),
        (ALL, {**ALL, "Principal": {"AWS": "999999999999"}}),
        ({**ALL, "Resource": ["a", "b"]}, {**ALL, "Resource": ["a"]}),
        ({**ALL, "Condition": {"Bool": {"a:b": "true"}}}, ALL),
        ({**ALL, "Condition": {"Bool": {"a:b": "true"}}}, {**ALL, "Condition": {"Bool": {"a:b": "false"}}}),
    ],
)
def test_policies_of_another_meaning_are_findings(
    compiled: Trace, one: dict[str, Any], other: dict[str, Any]
) -> None:
    finding = change_by_hand(
        compiled, f"{KEY}aws_kms_key.this", "policy", policy(one), policy(other), policy(one)
    )
    assert (finding.kind, finding.level) == (DriftClass.CHANGED_OUTSIDE, DriftLevel.HIGH)
