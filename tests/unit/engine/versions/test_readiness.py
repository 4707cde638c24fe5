"""What stands against a step to the next Kubernetes version."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from eksgen.catalog.kubernetes.settings import SettingChange
from eksgen.engine.versions.moves import update_lock
from eksgen.engine.versions.offers import AddonOffer, Offers, Running
from eksgen.engine.versions.readiness import (
    CheckState,
    Insight,
    addons_check,
    cluster_check,
    insights_check,
    nodes_check,
    settings_check,
    support_check,
)

from .test_moves import NAMES, offers, spec

TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("target", "offered", "expected"),
    [
        ("1.36", True, CheckState.PASSED),
        ("1.36", None, CheckState.PASSED),
        ("1.36", False, CheckState.FAILED),
        ("1.38", True, CheckState.WARNING),
        ("1.33", True, CheckState.WARNING),
        ("1.31", None, CheckState.FAILED),
    ],
)
def test_a_version_must_be_one_that_eks_has_and_supports(
    target: str, offered: bool | None, expected: CheckState
) -> None:
    assert support_check(target, TODAY, offered).state is expected


def test_a_version_of_tomorrow_needs_the_word_of_eks() -> None:
    before = date(2026, 5, 1)
    assert support_check("1.36", before, None).state is CheckState.FAILED
    assert support_check("1.36", before, True).state is CheckState.PASSED


def test_the_cluster_must_run_what_the_spec_says() -> None:
    assert cluster_check("1.35", "1.36", None).state is CheckState.SKIPPED
    assert cluster_check("1.35", "1.36", Running("1.35")).state is CheckState.PASSED
    assert cluster_check("1.35", "1.36", Running("1.36")).state is CheckState.PASSED
    assert cluster_check("1.35", "1.36", Running("1.34")).state is CheckState.FAILED


def test_each_addon_must_have_a_version_and_a_pinned_one_must_be_it() -> None:
    fitting = offers("1.36")
    assert addons_check("1.36", update_lock(spec(), None, fitting, None), fitting).state is CheckState.PASSED
    none = Offers("1.36")
    failed = addons_check("1.36", update_lock(spec(), None, none, None), none)
    assert failed.state is CheckState.FAILED
    assert len(failed.details) == len(NAMES)
    pinned = spec("addons: {coredns: {version: v1.9.0-eksbuild.1}}\nnodeGroups: {web: {}}\n")
    failed = addons_check("1.36", update_lock(pinned, None, fitting, None), fitting)
    assert failed.details == (
        "addons.coredns.version: v1.9.0-eksbuild.1 does not fit Kubernetes 1.36: write `v1.20.1-eksbuild.1`",
    )


def test_nodes_may_be_three_minor_versions_behind_and_no_more() -> None:
    running = Running("1.35", node_groups={"old": "1.33", "older": "1.32"})
    assert nodes_check(spec(), "1.35", running).state is CheckState.PASSED
    failed = nodes_check(spec(), "1.36", running)
    assert failed.state is CheckState.FAILED
    assert failed.details == ("older runs 1.32: roll it to a newer version first",)


def test_a_pinned_release_of_the_old_version_blocks_and_one_of_bottlerocket_does_not() -> None:
    text = (
        "nodeGroups: {web: {release: 1.35.1-20261101}, edge: {os: bottlerocket, release: 1.50.0-7a4c9d3e}}\n"
    )
    failed = nodes_check(spec(text), "1.36", None)
    assert failed.state is CheckState.FAILED
    assert [detail.split(":")[0] for detail in failed.details] == ["nodeGroups.web.release"]


def test_self_managed_nodes_are_named_because_eks_does_not_know_their_version() -> None:
    (detail,) = nodes_check(spec("nodeGroups: {web: {kind: self-managed}}\n"), "1.36", None).details
    assert detail == "EKS does not tell the version of self-managed nodes: web"


def test_nodes_outside_managed_groups_are_named_with_who_upgrades_them() -> None:
    text = (
        "nodeGroups: {web: {}}\n"
        "fargateProfiles: {jobs: {selectors: [{namespace: jobs}]}, batch: {selectors: [{namespace: batch}]}}\n"
        "karpenter: {}\n"
        "controlPlane: {remoteNetworks: {nodes: [10.80.0.0/16]}}\n"
    )
    check = nodes_check(spec(text), "1.36", Running("1.35", node_groups={"web": "1.35"}))
    assert check.state is CheckState.PASSED
    assert check.text == "no managed group would be more than 3 minor versions behind"
    assert check.details == (
        "EKS does not tell the version of Fargate pods, which keep it until they are made again: batch, jobs",
        "EKS does not tell the version of nodes of Karpenter, which replaces them when it may",
        "EKS does not tell the version of hybrid nodes: upgrade them with nodeadm",
    )


IPVS = {"addons": {"kube-proxy": {"configuration": {"mode": "ipvs"}}}}


def test_a_deprecated_setting_is_a_warning_from_its_version_on() -> None:
    assert settings_check(IPVS, "1.34", ()).state is CheckState.PASSED
    found = settings_check(IPVS, "1.36", ())
    assert found.state is CheckState.WARNING
    assert found.details == (
        "addons.kube-proxy.configuration.mode: Kubernetes 1.35 deprecates ipvs: write `mode: nftables`",
    )


def test_a_removed_setting_and_an_error_of_the_raised_spec_block() -> None:
    row = SettingChange("1.36", ("addons", "kube-proxy", "configuration", "mode"), "ipvs", True, "nftables")
    assert settings_check(IPVS, "1.36", (), (row,)).state is CheckState.FAILED
    assert settings_check({}, "1.36", ("a.yaml:3:4: wrong",)).details == ("a.yaml:3:4: wrong",)


@pytest.mark.parametrize(
    ("status", "text"),
    [("PASSING", "2 of EKS, all passing"), ("WARNING", "2 are not passing"),
     ("ERROR", "EKS refuses the step: 2 with errors")],
)  # fmt: skip
def test_insights_say_of_when_the_oldest_is_because_eks_renews_them_once_a_day(
    status: str, text: str
) -> None:
    old = datetime(2026, 11, 29, 3, 30, tzinfo=timezone(timedelta(hours=2)))
    times = (datetime(2026, 11, 30, tzinfo=UTC), old)
    insights = [Insight("a", status, "", (), time) for time in times]
    found = insights_check(Running("1.35"), insights, (), force=False).text
    assert found == f"{text}, as of 2026-11-29 01:30 UTC"


def test_a_failing_insight_blocks_unless_it_is_forced_and_a_silent_eks_does_not() -> None:
    running = Running("1.35")
    good, bad = Insight("a", "PASSING", ""), Insight("b", "ERROR", "old API", ("use v1",))
    odd = Insight("c", "WARNING", "soon")
    assert insights_check(running, (good,), (), force=False).state is CheckState.PASSED
    failed = insights_check(running, (odd, good, bad), (), force=False)
    assert failed.state is CheckState.FAILED
    assert failed.details == ("b: old API", "  use v1", "c: soon")
    assert insights_check(running, (bad,), (), force=True).state is CheckState.FORCED
    assert insights_check(running, (good, odd), (), force=False).state is CheckState.WARNING
    assert insights_check(running, (), ("denied",), force=False).state is CheckState.UNKNOWN
    assert insights_check(running, (), (), force=False).state is CheckState.UNKNOWN
    assert insights_check(None, (), (), force=False).state is CheckState.SKIPPED


def test_an_addon_that_is_too_far_behind_is_named_with_the_reason() -> None:
    fitting = Offers("1.36", {**offers("1.36").addons, "vpc-cni": (AddonOffer("v1.23.0-eksbuild.1"),)})
    fitting = Offers("1.36", fitting.addons, {}, Running("1.35", {"vpc-cni": "v1.19.0-eksbuild.1"}))
    failed = addons_check("1.36", update_lock(spec(), None, fitting, None), fitting)
    assert failed.details[0].startswith("vpc-cni: EKS moves it one minor version at a time")
