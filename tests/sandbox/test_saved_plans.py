"""Saved plans on the local AWS, from one cluster: what still holds is applied, all else is refused by name."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from eksgen.sandbox import control
from eksgen.sandbox.environment import boto_client
from eksgen.sandbox.state import Sandbox

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


class Place:
    """A folder with the spec, and the command line in it."""

    def __init__(self, folder: Path, sandbox: Sandbox, state_dir: Path) -> None:
        self.folder, self.sandbox, self.state_dir = folder, sandbox, state_dir
        self.write(SPEC)

    def write(self, text: str) -> None:
        (self.folder / "cluster.yaml").write_text(text, encoding="utf-8")

    def run(self, *command: str, code: int = 0, **more: str) -> tuple[str, str]:
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("AWS_", "TF_"))}
        done = subprocess.run(
            [sys.executable, "-m", "eksgen.cli", *command, "--sandbox"], cwd=self.folder, check=False,
            env=kept | {"EKSGEN_SANDBOX_DIR": str(self.state_dir)} | more, capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == code, f"{command}: exit {done.returncode}\n{done.stdout}\n{done.stderr}"
        assert "Traceback" not in done.stderr
        return done.stdout, " ".join(done.stderr.split())

    def save(self) -> None:
        self.run("plan", "cluster.yaml", "-o", "cluster.eksplan")

    def scale(self, most: int) -> Any:
        """Behind the spec's back."""
        eks, cluster = boto_client(self.sandbox, "eks", ACCOUNT, REGION), "saved-plans"
        group = eks.list_nodegroups(clusterName=cluster)["nodegroups"][0]
        scaling = {"minSize": 2, "maxSize": most, "desiredSize": 2}
        eks.update_nodegroup_config(clusterName=cluster, nodegroupName=group, scalingConfig=scaling)
        return eks.describe_nodegroup(clusterName=cluster, nodegroupName=group)["nodegroup"]

    def refused(self, **more: str) -> str:
        out, said = self.run("apply", "cluster.eksplan", code=5, **more)
        assert out == ""
        return said


@pytest.fixture(scope="module")
def place(sandbox: Sandbox, sandbox_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The cluster, after an apply that AWS refused half way: that is the story of the first test."""
    return Place(tmp_path_factory.mktemp("saved"), sandbox, sandbox_dir)


@pytest.fixture(scope="module")
def failed(place: Place, sandbox_dir: Path) -> dict[str, Any]:
    place.save()
    # The provider asks twice, for two roles.
    control.fail("denied", "iam:CreateRole", 2, ACCOUNT, sandbox_dir)
    out, said = place.run("apply", "cluster.eksplan", "--no-recheck", "--format", "json", code=1)
    assert "the saved plan is used up" in said
    found: dict[str, Any] = json.loads(out)["failure"]
    return found


@pytest.fixture(scope="module")
def applied(place: Place, failed: dict[str, Any]) -> Place:
    out, _ = place.run("apply", "cluster.yaml", "--yes")
    assert out.endswith("Converged: a new plan finds nothing left to do.\n")
    return place


@pytest.fixture(scope="module")
def saved(applied: Place) -> Place:
    """With a plan that would keep logs longer."""
    applied.write(EDITED)
    applied.save()
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
    assert "the state was written after the plan: at that time no state yet, now serial" in applied.refused()


def test_a_plan_is_refused_for_all_that_changed_offline(saved: Place) -> None:
    saved.write(EDITED.replace(ACCOUNT, OTHER))
    said = saved.refused(SOURCE_DATE_EPOCH=str(int(time.time()) + 25 * 3600))
    saved.write(EDITED)
    assert "it expired at" in said
    assert "the spec changed: cluster.yaml" in said
    assert f"made for account {ACCOUNT}, these credentials are of {OTHER}" in said


def test_a_plan_whose_object_changed_since_is_refused_with_its_name_and_line_and_fits_again_later(
    saved: Place,
) -> None:
    group = saved.scale(42)
    said = saved.refused()
    assert "node group: scaling_config.max_size" in said
    assert "now it is 42" in said
    assert "cluster.yaml:13:" in said
    assert group["scalingConfig"]["maxSize"] == 42
    saved.scale(2)
    out, _ = saved.run("apply", "cluster.eksplan")
    assert "Converged" in out
    assert "the state was written after the plan" in saved.refused()
