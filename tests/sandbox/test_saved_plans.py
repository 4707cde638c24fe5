"""Saved plans of one cluster: a valid plan is applied, any other is refused with the reason."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from eksgen.sandbox import control

from .conftest import Project

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


def save_plan(project: Project) -> None:
    project.eksgen("plan", "-o", "cluster.eksplan")


def scale_outside(project: Project, maximum: int) -> Any:
    """Change the maximum size of the node group outside Terraform."""
    eks, cluster = project.client("eks"), "saved-plans"
    group = eks.list_nodegroups(clusterName=cluster)["nodegroups"][0]
    scaling = {"minSize": 2, "maxSize": maximum, "desiredSize": 2}
    eks.update_nodegroup_config(clusterName=cluster, nodegroupName=group, scalingConfig=scaling)
    return eks.describe_nodegroup(clusterName=cluster, nodegroupName=group)["nodegroup"]


def apply_refused_plan(project: Project, **environment: str) -> str:
    out, stderr = project.run("apply", "cluster.eksplan", code=5, **environment)
    assert out == ""
    return stderr


@pytest.fixture(scope="module")
def project(new_project: Callable[..., Project]) -> Project:
    """The project of all tests in this file."""
    return new_project("saved", ACCOUNT, spec=SPEC)


@pytest.fixture(scope="module")
def failure(project: Project) -> dict[str, Any]:
    """The failure of an apply that AWS refused halfway."""
    save_plan(project)
    # The cluster has two roles, so the provider makes the call twice.
    control.fail("denied", "iam:CreateRole", 2, ACCOUNT, project.state_dir)
    out, stderr = project.run("apply", "cluster.eksplan", "--no-recheck", "--format", "json", code=1)
    assert "the saved plan is used up" in stderr
    failure: dict[str, Any] = json.loads(out)["failure"]
    return failure


@pytest.fixture(scope="module")
def applied(project: Project, failure: dict[str, Any]) -> Project:
    assert project.eksgen("apply", "--yes").endswith("Converged: a new plan finds nothing left to do.\n")
    return project


@pytest.fixture(scope="module")
def saved(applied: Project) -> Project:
    """The applied project with a saved plan of an edit."""
    applied.spec.write_text(EDITED, "utf-8")
    save_plan(applied)
    return applied


def test_errors_with_one_cause_are_grouped_and_all_objects_are_accounted_for(
    failure: dict[str, Any],
) -> None:
    (cause,) = failure["causes"]
    assert cause["code"] == "AccessDeniedException"
    assert sorted(cause["addresses"]) == sorted(entry["address"] for entry in failure["failed"])
    assert len(failure["done"]) > 30
    assert any("aws_eks_cluster" in entry["address"] for entry in failure["notBegun"])
    assert failure["unfinished"] == []


def test_a_used_plan_is_refused_because_the_state_is_newer(applied: Project) -> None:
    assert "the state was written after the plan: then no state yet, now serial" in apply_refused_plan(
        applied
    )


def test_a_refusal_names_the_expiry_the_changed_spec_and_the_other_account(saved: Project) -> None:
    saved.spec.write_text(EDITED.replace(ACCOUNT, OTHER), "utf-8")
    stderr = apply_refused_plan(saved, SOURCE_DATE_EPOCH=str(int(time.time()) + 25 * 3600))
    saved.spec.write_text(EDITED, "utf-8")
    assert "it expired at" in stderr
    assert "the spec changed: cluster.yaml" in stderr
    assert f"made for account {ACCOUNT}, the credentials are for {OTHER}" in stderr


def test_a_plan_is_refused_while_an_object_differs_from_the_plan(
    saved: Project,
) -> None:
    group = scale_outside(saved, 42)
    stderr = apply_refused_plan(saved)
    assert "node group: scaling_config.max_size" in stderr
    assert "now it is 42" in stderr
    assert "cluster.yaml:13:" in stderr
    assert group["scalingConfig"]["maxSize"] == 42
    scale_outside(saved, 2)
    out, _ = saved.run("apply", "cluster.eksplan")
    assert "Converged" in out
    assert "the state was written after the plan" in apply_refused_plan(saved)


def test_a_spec_is_applied_if_its_plan_is_the_one_that_was_reviewed(applied: Project) -> None:
    applied.spec.write_text(SPEC.replace("retentionDays: 30", "retentionDays: 90"), "utf-8")
    digest = json.loads(applied.eksgen("plan", "--format", "json"))["digest"]
    applied.spec.write_text(SPEC.replace("retentionDays: 30", "retentionDays: 180"), "utf-8")
    _, stderr = applied.run("apply", "cluster.yaml", "--expect", digest, code=5)
    assert "cluster.yaml: this plan is not the one that was reviewed" in stderr
    assert f"reviewed: {digest}" in stderr
    applied.spec.write_text(SPEC.replace("retentionDays: 30", "retentionDays: 90"), "utf-8")
    scale_outside(applied, 42)
    applied.run("apply", "cluster.yaml", "--expect", digest, code=5)
    scale_outside(applied, 2)
    out = applied.eksgen("apply", "--expect", "0" * 32, "--expect", digest)
    assert "Converged" in out
    assert "No changes" in applied.eksgen("apply", "--expect", digest)
