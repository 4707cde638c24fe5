"""The rules of `drift.ignore` at work on findings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from eksgen.engine.addresses import Address, parse_address
from eksgen.engine.drift.ignore_rules import DriftRules, apply_rules, read_rules
from eksgen.engine.drift.result import DriftClass, DriftFinding, DriftLevel, DriftResult
from eksgen.engine.plan.result import RunSubject
from eksgen.engine.source_map.place import SpecPlace

TODAY = date(2026, 10, 2)
GROUP = "module.nodes_web.aws_eks_node_group.this"
DESIRED = ("scaling_config", 0, "desired_size")
PLACE = SpecPlace(("nodeGroups", "web", "scaling", "desired"), "cluster.yaml", 41, 12)


def finding(
    kind: DriftClass = DriftClass.CHANGED_OUTSIDE,
    address: str = GROUP,
    path: tuple[str | int, ...] = DESIRED,
    spec: SpecPlace | None = PLACE,
) -> DriftFinding:
    return DriftFinding(
        "0a" * 6, kind, parse_address(address), path, 2, 5, 2, spec=spec, level=DriftLevel.MEDIUM, why="why"
    )


def rules(*paths: str, **more: Any) -> DriftRules:
    place = {"path": ["drift", "ignore", 0], "file": "cluster.yaml", "line": 90, "column": 8, "written": True}
    one = {"reason": "moved by the autoscaler", "owner": "platform", "spec": place, **more}
    return read_rules({"failOn": "medium", "ignore": [{"path": path, **one} for path in paths]})


def judged(found: DriftFinding, given: DriftRules) -> DriftResult:
    return apply_rules(DriftResult(RunSubject(), (found,)), given, TODAY)


def test_a_finding_named_by_a_rule_is_accepted_with_its_reason() -> None:
    (found,) = judged(finding(), rules("nodeGroups.web.scaling.desired", until="2026-10-02")).findings
    assert (found.kind, found.counted) == (DriftClass.ACCEPTED, False)
    assert found.accepted is not None
    assert (found.accepted.reason, found.accepted.owner) == ("moved by the autoscaler", "platform")
    assert found.accepted.until == TODAY
    assert found.accepted.spec is not None
    assert found.accepted.spec.line == 90


def test_a_change_not_kept_by_aws_can_be_accepted_but_a_pending_edit_cannot() -> None:
    pending = replace(finding(DriftClass.PENDING), live=2, desired=5)
    given = rules("nodeGroups.web.scaling.desired")
    (found,) = judged(pending, given).findings
    assert found.kind is DriftClass.PENDING
    applied = DriftResult(RunSubject(), (pending,), unedited=True)
    (found,) = apply_rules(applied, given, TODAY).findings
    assert found.kind is DriftClass.ACCEPTED
    for whole in (replace(pending, path=()), replace(pending, forces_replacement=True)):
        (found,) = apply_rules(replace(applied, findings=(whole,)), given, TODAY).findings
        assert found.kind is DriftClass.PENDING


@pytest.mark.parametrize(
    "path",
    [
        "nodeGroups.*.scaling.desired",
        "nodeGroups.web",
        "nodeGroups",
        "*.web.scaling.desired",
        f"{GROUP}.scaling_config.desired_size",
        f"{GROUP}.scaling_config[0].desired_size",
        GROUP,
        "module.*.aws_eks_node_group.this.scaling_config",
    ],
)
def test_a_path_covers_everything_below_it_and_a_star_matches_any_name(path: str) -> None:
    result = judged(finding(), rules(path))
    assert result.findings[0].kind is DriftClass.ACCEPTED
    assert result.remarks == ()


@pytest.mark.parametrize(
    "path",
    [
        "nodeGroups.batch.scaling.desired",
        "nodeGroups.web.scaling.max",
        "nodeGroups.web.scaling.desired.more",
        f"{GROUP}.scaling_config.max_size",
        "module.nodes_web.aws_launch_template.this",
    ],
)
def test_a_rule_for_another_path_accepts_nothing_and_is_reported_as_unused(path: str) -> None:
    result = judged(finding(), rules(path))
    assert result.findings[0].kind is DriftClass.CHANGED_OUTSIDE
    assert result.remarks == (f"cluster.yaml:90: the rule for {path} is unused: nothing differs there",)


def test_a_rule_may_name_a_part_of_a_spec_field() -> None:
    tags = SpecPlace(("metadata", "tags"), "cluster.yaml", 6, 3)
    found = finding(address="module.vpc.aws_vpc.this", path=("tags", "cost"), spec=tags)
    assert judged(found, rules("metadata.tags.cost")).findings[0].kind is DriftClass.ACCEPTED
    assert judged(found, rules("metadata.tags.other")).findings[0].counted


def test_an_object_of_a_for_each_is_named_by_its_key() -> None:
    address = 'module.vpc.aws_subnet.private["us-west-2a"]'
    found = finding(address=address, path=("tags", "a.b"), spec=None)
    assert judged(found, rules(f'{address}.tags["a.b"]')).findings[0].kind is DriftClass.ACCEPTED
    assert judged(found, rules("module.vpc.aws_subnet.private.*")).findings[0].kind is DriftClass.ACCEPTED


def test_a_deleted_object_is_accepted_only_by_a_rule_for_the_whole_object() -> None:
    gone = finding(DriftClass.DELETED_OUTSIDE, path=(), spec=replace(PLACE, path=("nodeGroups", "web")))
    assert judged(gone, rules("nodeGroups.web")).findings[0].kind is DriftClass.ACCEPTED
    assert judged(gone, rules("nodeGroups.web.scaling")).findings[0].kind is DriftClass.DELETED_OUTSIDE


def test_accepting_a_conflict_leaves_a_pending_edit() -> None:
    (found,) = judged(finding(DriftClass.CONFLICT), rules("nodeGroups.web.scaling")).findings
    assert (found.kind, found.level) == (DriftClass.PENDING, DriftLevel.LOW)
    assert found.accepted is not None


@pytest.mark.parametrize(
    ("rule", "accepted"),
    [
        ("aws_eks_node_group.by-hand", True),
        ("aws_eks_node_group", True),
        ("aws_eks_node_group.*", True),
        ("aws_eks_node_group.other", False),
        ("aws_eks_addon.by-hand", False),
        ("controlPlane", False),
    ],
)
def test_an_unmanaged_object_is_named_by_its_type_and_name(rule: str, accepted: bool) -> None:
    stranger = replace(
        finding(DriftClass.UNMANAGED, path=(), spec=replace(PLACE, path=("controlPlane",))),
        address=Address("aws_eks_node_group[by-hand]", "", "aws_eks_node_group", "by-hand"),
    )
    assert (judged(stranger, rules(rule)).findings[0].kind is DriftClass.ACCEPTED) is accepted


@pytest.mark.parametrize("kind", [DriftClass.PENDING, DriftClass.ADOPTED, DriftClass.NOISE])
def test_noise_and_adopted_changes_are_not_accepted_by_rules(kind: DriftClass) -> None:
    result = judged(finding(kind), rules("nodeGroups.web.scaling"))
    assert result.findings[0].kind is kind
    assert result.remarks == ()


def test_an_expired_rule_accepts_nothing_and_is_reported() -> None:
    result = judged(finding(), rules("nodeGroups.web.scaling", until="2026-10-01"))
    assert result.findings[0].counted
    (remark,) = result.remarks
    assert remark == (
        "cluster.yaml:90: the rule for nodeGroups.web.scaling expired on 2026-10-01; "
        "finding 0a0a0a0a0a0a counts again"
    )


def test_an_expired_rule_says_how_many_findings_count_again_and_noise_is_none_of_them() -> None:
    given = rules("nodeGroups.web.scaling", until="2026-10-01")
    both = DriftResult(RunSubject(), (finding(), finding(DriftClass.CONFLICT), finding(DriftClass.NOISE)))
    (remark,) = apply_rules(both, given, TODAY).remarks
    assert remark.endswith("expired on 2026-10-01; 2 findings count again")
    assert judged(finding(DriftClass.NOISE), given).remarks == ()


def test_a_check_fails_on_the_level_of_the_spec_and_above() -> None:
    low, high = replace(finding(), level=DriftLevel.LOW), replace(finding(), level=DriftLevel.HIGH)
    result = apply_rules(DriftResult(RunSubject(), (low, finding(), high)), rules("logs"), TODAY)
    assert [f.level for f in result.failing] == [DriftLevel.MEDIUM, DriftLevel.HIGH]
    assert len(result.counted) == 3


def test_a_source_map_without_rules_has_none() -> None:
    assert read_rules({}) == DriftRules(DriftLevel.LOW, ())


@pytest.mark.parametrize("name", ["ebs-csi", "aws-ebs-csi-driver"])
def test_a_rule_for_an_add_on_may_use_either_of_its_names(name: str) -> None:
    place = SpecPlace(("addons", "ebs-csi", "version"), "cluster.yaml", 12, 3)
    address = 'module.addons_after_nodes.aws_eks_addon.this["ebs-csi"]'
    changed = finding(address=address, path=("addon_version",), spec=place)
    (found,) = judged(changed, rules(f"addons.{name}.version")).findings
    assert found.accepted is not None
