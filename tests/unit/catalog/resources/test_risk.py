"""Every difference that the catalog knows has a place in the order of what an attacker could do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from eksgen.catalog.resources import RESOURCE_TYPES
from eksgen.catalog.resources.resource_type import HIGH, MISSING, SeverityRule
from eksgen.catalog.resources.risk import Risk
from eksgen.engine.drift.result import DriftClass
from eksgen.engine.drift.severity import severity_rule

CHANGED, DELETED, ADDED = DriftClass.CHANGED_OUTSIDE, DriftClass.DELETED_OUTSIDE, DriftClass.UNMANAGED
CLUSTER, ENDPOINT = "aws_eks_cluster", ("vpc_config", 0)
WORLD = [{"protocol": "tcp", "from_port": 22, "to_port": 22, "cidr_blocks": ["0.0.0.0/0"]}]

WORST_FIRST: tuple[tuple[DriftClass, str, tuple[str | int, ...], Any, Any], ...] = (
    (CHANGED, CLUSTER, (*ENDPOINT, "public_access_cidrs"), ["0.0.0.0/0"], ["203.0.113.0/24"]),
    (ADDED, "aws_security_group", ("ingress",), WORLD, None),
    (ADDED, "aws_eks_access_entry", (), None, None),
    (CHANGED, "aws_iam_role", ("assume_role_policy",), {"a": 1}, {}),
    (ADDED, "aws_iam_role", ("managed_policy_arns",), ["arn:aws:iam::aws:policy/A"], None),
    (CHANGED, "aws_launch_template", ("user_data",), "b", "a"),
    (ADDED, "aws_security_group", ("ingress",), [{**WORLD[0], "cidr_blocks": ["10.0.0.0/8"]}], None),
    (CHANGED, CLUSTER, ("encryption_config",), [], [{"resources": ["secrets"]}]),
    (CHANGED, CLUSTER, ("enabled_cluster_log_types",), ["api"], ["api", "audit"]),
    (DELETED, "aws_iam_role_policy_attachment", (), None, None),
    (CHANGED, "aws_eks_node_group", ("scaling_config", 0, "max_size"), 42, 4),
    (CHANGED, "aws_vpc", ("tags", "team"), "b", "a"),
)


def rules() -> Iterator[tuple[str, SeverityRule]]:
    for row in RESOURCE_TYPES.values():
        for name, found in (("", row.severity), *((one.name, one.severity) for one in row.attributes)):
            yield from ((f"{row.name}.{name}", rule) for rule in found)


def test_an_open_api_ranks_above_a_lost_policy_above_sizes_above_tags() -> None:
    found = [severity_rule(*difference).risk for difference in WORST_FIRST]
    assert found == list(Risk)


def test_what_is_missing_is_a_loss_unless_it_watches_or_guards_or_only_costs() -> None:
    missing = {rule.risk for _, rule in rules() if rule.when == MISSING}
    assert missing == {Risk.LOSS, Risk.AUDIT, Risk.REACH, Risk.OPERATION}


def test_what_is_high_is_more_than_operation() -> None:
    light = {name for name, rule in rules() if rule.level == HIGH and rule.risk.rank > Risk.LOSS.rank}
    assert light == {
        f"{CLUSTER}.kubernetes_network_config.elastic_load_balancing",
        f"{CLUSTER}.storage_config",
    }


def test_what_everybody_reaches_is_the_worst() -> None:
    assert {rule.risk for _, rule in rules() if rule.when == "everyone"} == {Risk.OPEN_API, Risk.OPEN_NETWORK}
    assert [risk.rank for risk in Risk] == list(range(1, len(Risk) + 1))


def test_each_type_and_attribute_has_a_rank_in_each_direction() -> None:
    for row in RESOURCE_TYPES.values():
        paths = [(), *(one.path for one in row.attributes)]
        for kind in (CHANGED, DELETED, ADDED, DriftClass.CONFLICT):
            assert all(severity_rule(kind, row.name, path, "a", "b").risk in Risk for path in paths)
