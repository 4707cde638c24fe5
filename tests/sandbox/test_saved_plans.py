"""Saved plans on the local AWS, from one cluster: what still holds is applied, all else is refused by name."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from eksgen.sandbox import control

from .conftest import Place

ACCOUNT, OTHER, REGION = "100000000017", "100000000018", "us-west-2"
SPEC = f"""\
apiVersion: eksgen/v1alpha1
kind: Cluster
metadata:
  name: saved-plans
  region: {REGION}
kubernetes:
  version: "1.35"
access:
  admins: [arn:aws:iam::{ACCOUNT}:role/PlatformAdmin]
logs:
  retentionDays: 30
nodeGroups:
  web: {{}}
"""
EDITED = SPEC.replace("retentionDays: 30", "retentionDays: 60")


def save(place: Place) -> None:
    place.eksgen("plan", "-o", "cluster.eksplan")


def scale(place: Place, most: int) -> Any:
    """Behind the spec's back."""
    eks, cluster = place.client("eks"), "saved-plans"
    group = eks.list_nodegroups(clusterName=cluster)["nodegroups"][0]
    scaling = {"minSize": 2, "maxSize": most, "desiredSize": 2}
    eks.update_nodegroup_config(clusterName=cluster, nodegroupName=group, scalingConfig=scaling)
    return eks.describe_nodegroup(clusterName=cluster, nodegroupName=group)["nodegroup"]


def refused(place: Place, **environment: str) -> str:
    out, said = place.run("apply", "cluster.eksplan", code=5, **environment)
    assert out == ""
    return said


@pytest.fixture(scope="module")
def place(new_place: Callable[..., Place]) -> Place:
    """The cluster, after an apply that AWS refused half way: that is the story of the first test."""
    return new_place("saved", ACCOUNT, spec=SPEC)


@pytest.fixture(scope="module")
def failed(place: Place) -> dict[str, Any]:
    save(place)
    # The provider asks twice, for two roles.
    control.fail("denied", "iam:CreateRole", 2, ACCOUNT, place.state_dir)
    out, said = place.run("apply", "cluster.eksplan", "--no-recheck", "--format", "json", code=1)
    assert "the saved plan is used up" in said
    found: dict[str, Any] = json.loads(out)["failure"]
    return found


@pytest.fixture(scope="module")
def applied(place: Place, failed: dict[str, Any]) -> Place:
    assert place.eksgen("apply", "--yes").endswith("Converged: a new plan finds nothing left to do.\n")
    return place


@pytest.fixture(scope="module")
def saved(applied: Place) -> Place:
    """With a plan that would keep logs longer."""
    applied.spec.write_text(EDITED, "utf-8")
    save(applied)
    return applied


def test_one_refusal_of_many_objects_is_one_cause_and_the_rest_is_accounted_for(
    failed: dict[str, Any],
) -> None:
    (cause,) = failed["causes"]
    assert cause["code"] == "AccessDeniedException"
    assert sorted(cause["addresses"]) == sorted(one["address"] for one in failed["failed"])
    assert len(failed["done"]) > 30
    assert any("aws_eks_cluster" in one["address"] for one in failed["notBegun"])
    assert failed["unfinished"] == []


def test_a_plan_that_was_used_up_is_refused_for_its_state(applied: Place) -> None:
    assert "the state was written after the plan: at that time no state yet, now serial" in refused(applied)


def test_a_plan_is_refused_for_all_that_changed_offline(saved: Place) -> None:
    saved.spec.write_text(EDITED.replace(ACCOUNT, OTHER), "utf-8")
    said = refused(saved, SOURCE_DATE_EPOCH=str(int(time.time()) + 25 * 3600))
    saved.spec.write_text(EDITED, "utf-8")
    assert "it expired at" in said
    assert "the spec changed: cluster.yaml" in said
    assert f"made for account {ACCOUNT}, these credentials are of {OTHER}" in said


def test_a_plan_whose_object_changed_since_is_refused_with_its_name_and_line_and_fits_again_later(
    saved: Place,
) -> None:
    group = scale(saved, 42)
    said = refused(saved)
    assert "node group: scaling_config.max_size" in said
    assert "now it is 42" in said
    assert "cluster.yaml:13:" in said
    assert group["scalingConfig"]["maxSize"] == 42
    scale(saved, 2)
    out, _ = saved.run("apply", "cluster.eksplan")
    assert "Converged" in out
    assert "the state was written after the plan" in refused(saved)
