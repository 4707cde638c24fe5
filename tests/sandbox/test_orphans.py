"""An apply that is killed with kill -9 right after AWS made something: found next time, and taken in.

By `apply --import-orphans`, or by a saved plan that was made with it.
"""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable

import pytest

from eksgen.sandbox.leftovers import leftovers

from .conftest import Place

ACCOUNT, CLUSTER = "100000000016", "quickstart"


@pytest.fixture(scope="module")
def place(new_place: Callable[..., Place]) -> Place:
    return new_place("orphans", ACCOUNT)


def vpcs(place: Place) -> list[str]:
    return [v["VpcId"] for v in place.client("ec2").describe_vpcs()["Vpcs"] if not v["IsDefault"]]


def kill_in_the_middle(place: Place) -> None:
    """Kill eksgen, Terraform and the provider while the provider waits for the VPC that is there already."""
    run = place.start("apply", "cluster.yaml", "--yes")
    until = time.monotonic() + 120
    while not vpcs(place):
        assert time.monotonic() < until
        assert run.poll() is None, "the apply ended by itself"
        time.sleep(0.05)
    terraform = json.loads((place.hidden / ".eksgen" / "lock").read_text("utf-8"))["terraform"]
    os.killpg(terraform, signal.SIGKILL)
    os.killpg(run.pid, signal.SIGKILL)
    run.communicate()


def test_what_a_killed_apply_made_is_found_stops_the_next_one_and_is_taken_in_by_a_saved_plan(
    place: Place,
) -> None:
    kill_in_the_middle(place)
    (vpc,) = vpcs(place)

    found = {o["address"]: o for o in json.loads(place.eksgen("plan", "--format", "json"))["orphans"]}
    assert found["module.vpc.aws_vpc.this"]["id"] == vpc
    assert found["module.vpc.aws_vpc.this"]["ours"]
    assert f'id = "{vpc}"' in found["module.vpc.aws_vpc.this"]["import"]

    _, said = place.run("apply", "cluster.yaml", "--yes", code=1)
    assert "error[orphans]" in said
    assert f"module.vpc.aws_vpc.this is {vpc}" in said
    (place.hidden / ".eksgen" / "applying").unlink()  # as in a fresh checkout, where a plan does not ask AWS
    place.eksgen("plan", "-o", "before.eksplan")
    _, said = place.run("apply", "before.eksplan", code=1)
    assert "error[orphans]" in said
    assert f"module.vpc.aws_vpc.this is {vpc}" in said
    assert "eksgen plan cluster.yaml --sandbox --import-orphans -o before.eksplan" in said
    assert vpcs(place) == [vpc], "nothing was made twice"

    shown = place.eksgen("plan", "--import-orphans", "-o", "taking.eksplan")
    assert f"{len(found)} to import" in shown
    assert not (place.hidden / "eksgen_imports.tf").exists()
    shown, _ = place.run("apply", "taking.eksplan", "--no-verify")
    assert f"{len(found)} imported" in shown
    assert vpcs(place) == [vpc]
    assert not (place.hidden / "eksgen_imports.tf").exists()
    assert not (place.hidden / ".eksgen" / "applying").exists()


def test_a_state_that_was_lost_altogether_is_built_again_from_what_is_there(place: Place) -> None:
    (place.hidden / "terraform.tfstate").unlink()
    shown = place.eksgen("apply", "--yes", "--import-orphans")
    assert "Converged" in shown
    assert len(vpcs(place)) == 1
    place.eksgen("destroy", "--yes")
    assert leftovers(place.sandbox, place.account, place.region) == ()


def test_an_object_of_somebody_else_with_the_same_name_is_told_apart(place: Place) -> None:
    logs = place.client("logs")
    logs.create_log_group(logGroupName=f"/aws/eks/{CLUSTER}/cluster", tags={"Name": "mine"})
    (place.hidden / ".eksgen" / "applying").touch()
    (found,) = json.loads(place.eksgen("plan", "--format", "json"))["orphans"]
    assert (found["id"], found["ours"]) == (f"/aws/eks/{CLUSTER}/cluster", False)
    shown = place.eksgen("plan", "--import-orphans")
    assert "to import" not in shown
    assert "somebody else's, without the tags of the spec" in shown
    logs.delete_log_group(logGroupName=f"/aws/eks/{CLUSTER}/cluster")
