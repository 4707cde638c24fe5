"""An apply that is killed right after AWS created an object: the next run finds the orphan and can import it.

With `apply --import-orphans`, or with a saved plan made with that option.
"""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable

import pytest

from eksgen.sandbox.leftovers import leftovers

from .aws_command import run_aws_command
from .conftest import Project

ACCOUNT, CLUSTER = "100000000016", "quickstart"


@pytest.fixture(scope="module")
def project(new_project: Callable[..., Project]) -> Project:
    return new_project("orphans", ACCOUNT)


def vpc_ids(project: Project) -> list[str]:
    vpcs = project.client("ec2").describe_vpcs()["Vpcs"]
    return [vpc["VpcId"] for vpc in vpcs if not vpc["IsDefault"]]


def kill_apply_after_vpc(project: Project) -> None:
    """Kill eksgen, Terraform and the provider while the provider waits for the VPC, which already exists."""
    run = project.start("apply", "cluster.yaml", "--yes")
    deadline = time.monotonic() + 600
    while not vpc_ids(project):
        assert time.monotonic() < deadline
        assert run.poll() is None, "the apply ended before it was killed"
        time.sleep(0.05)
    terraform = json.loads((project.work_folder / ".eksgen" / "lock").read_text("utf-8"))["terraform"]
    os.killpg(terraform, signal.SIGKILL)
    os.killpg(run.pid, signal.SIGKILL)
    run.communicate()


def test_an_orphan_of_a_killed_apply_stops_the_next_apply_and_is_imported_by_a_saved_plan(
    project: Project,
) -> None:
    kill_apply_after_vpc(project)
    (vpc,) = vpc_ids(project)

    plan = json.loads(project.eksgen("plan", "--format", "json"))
    orphans = {orphan["address"]: orphan for orphan in plan["orphans"]}
    assert orphans["module.vpc.aws_vpc.this"]["id"] == vpc
    assert orphans["module.vpc.aws_vpc.this"]["ours"]
    assert f'id = "{vpc}"' in orphans["module.vpc.aws_vpc.this"]["import"]

    _, stderr = project.run("apply", "cluster.yaml", "--yes", code=1)
    assert "error[orphans]" in stderr
    assert f"module.vpc.aws_vpc.this is {vpc}" in stderr
    (
        project.work_folder / ".eksgen" / "applying"
    ).unlink()  # as in a fresh checkout, where a plan does not look for orphans
    project.eksgen("plan", "-o", "before.eksplan")
    _, stderr = project.run("apply", "before.eksplan", code=1)
    assert "error[orphans]" in stderr
    assert f"module.vpc.aws_vpc.this is {vpc}" in stderr
    assert "eksgen plan cluster.yaml --sandbox --import-orphans -o before.eksplan" in stderr
    assert vpc_ids(project) == [vpc], "nothing was created twice"

    shown = project.eksgen("plan", "--import-orphans", "-o", "importing.eksplan")
    assert f"{len(orphans)} to import" in shown
    assert not (project.work_folder / "eksgen_imports.tf").exists()
    shown, _ = project.run("apply", "importing.eksplan", "--no-verify")
    assert f"{len(orphans)} imported" in shown
    assert vpc_ids(project) == [vpc]
    assert not (project.work_folder / "eksgen_imports.tf").exists()
    assert not (project.work_folder / ".eksgen" / "applying").exists()


def test_a_lost_state_is_rebuilt_by_importing_the_existing_objects(project: Project) -> None:
    (project.work_folder / "terraform.tfstate").unlink()
    shown = project.eksgen("apply", "--yes", "--import-orphans")
    assert "Converged" in shown
    assert len(vpc_ids(project)) == 1
    project.eksgen("destroy", "--yes")
    assert leftovers(project.sandbox, project.account, project.region) == ()


def test_a_foreign_object_with_the_same_name_is_not_imported(project: Project) -> None:
    logs, name = project.client("logs"), f"/aws/eks/{CLUSTER}/cluster"
    logs.create_log_group(logGroupName=name, tags={"Name": "mine"})
    _, stderr = project.run("apply", "cluster.yaml", "--yes", code=1)
    assert "error[name-taken]" in stderr
    assert "--import-orphans" not in stderr, "it would not be imported"
    command = f"aws logs delete-log-group --log-group-name {name} --region {project.region}"
    assert command in stderr
    assert vpc_ids(project) == [], "nothing was created"
    (project.work_folder / ".eksgen" / "applying").touch()
    (orphan,) = json.loads(project.eksgen("plan", "--format", "json"))["orphans"]
    assert (orphan["id"], orphan["ours"], orphan["delete"]) == (name, False, command)
    shown = project.eksgen("plan", "--import-orphans")
    assert "to import" not in shown
    assert "it belongs to somebody else" in shown
    assert "or delete it: aws logs delete-log-group" in shown
    run_aws_command(project.client, command)
    (project.work_folder / ".eksgen" / "applying").unlink()


def test_the_log_group_that_eks_creates_again_stops_an_apply_and_can_be_imported(project: Project) -> None:
    logs, name = project.client("logs"), f"/aws/eks/{CLUSTER}/cluster"
    logs.create_log_group(logGroupName=name)
    _, stderr = project.run("apply", "cluster.yaml", "--yes", code=1)
    assert "error[orphans]" in stderr
    assert f"is {name}" in stderr
    assert vpc_ids(project) == [], "nothing was created"
    assert "1 to import" in project.eksgen("plan", "--import-orphans")
    logs.delete_log_group(logGroupName=name)
