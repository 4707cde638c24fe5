"""What AWS, the provider and the machine can do to an apply. One stack lives through all of it, in this order:
after each fault nothing is lost and no lock is left, and in the end the same command converges.

Provider and Terraform die before they make anything: what a death in the middle of a call leaves in the account
without a record is a story of its own.
"""

from __future__ import annotations

import json
import os
import signal
import stat
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from eksgen.engine.workdir.lock_holder import read_holder
from eksgen.sandbox import control
from eksgen.sandbox.server_api import FAULTS_PATH, request

from .conftest import Place, Process, ended, wait_until_it_says

ACCOUNT = "100000000022"


@pytest.fixture(scope="module")
def place(new_place: Callable[..., Place]) -> Place:
    return new_place("faults", ACCOUNT)


def applying(place: Place) -> Process:
    """An apply that has begun to make things."""
    process = place.start("apply", "cluster.yaml", "--yes")
    wait_until_it_says(process, "applying the plan")
    return process


def terraform_of(place: Place) -> int:
    holder = read_holder(place.hidden / ".eksgen" / "lock")
    assert holder is not None
    return holder.terraform


def provider_of(terraform: int) -> int:
    """The process of the AWS provider, a child of Terraform."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        for stat_file in Path("/proc").glob("[0-9]*/stat"):
            try:
                name, _, rest = stat_file.read_text().rpartition(")")
            except OSError:
                continue
            if rest.split()[1] == str(terraform) and "terraform-provi" in name:
                return int(stat_file.parent.name)
        time.sleep(0.1)
    pytest.fail("no provider was started")


def running() -> list[str]:
    """The programs of all processes."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            found.append((process / "cmdline").read_text(errors="replace"))
    return found


def recorded(place: Place) -> set[str]:
    """The addresses in the state, which must be whole."""
    state = json.loads((place.hidden / "terraform.tfstate").read_text(encoding="utf-8"))
    return {
        f"{one.get('module', '')}.{one['type']}.{one['name']}"
        for one in state["resources"]
        if one["instances"]
    }


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("throttled", "AWS throttled the account"),
        ("expired", "the AWS credentials have run out"),
    ],
)
def test_a_call_that_aws_refuses_is_explained_and_what_was_made_is_recorded(
    place: Place, kind: str, words: str
) -> None:
    control.fail(kind, "eks:CreateCluster", 3, ACCOUNT, place.state_dir)
    _, said = place.run("apply", "cluster.yaml", "--yes", code=1)
    assert words in said
    assert "run the same command again" in said
    assert "module.vpc.aws_vpc.this" in recorded(place)
    # one that is refused for good does not come three times
    while request(place.sandbox.endpoint, FAULTS_PATH)["faults"]:
        with pytest.raises(Exception, match="CreateCluster"):
            place.client("eks").create_cluster(
                name="x", roleArn="arn:aws:iam::1:role/x", resourcesVpcConfig={}
            )


def test_a_provider_that_crashes_is_told_and_loses_nothing(place: Place) -> None:
    before = recorded(place)
    process = applying(place)
    os.kill(provider_of(terraform_of(place)), signal.SIGKILL)
    _, said = ended(process, 1)
    assert "the AWS provider crashed" in said
    assert before <= recorded(place)
    assert str(place.folder) not in " ".join(running()), "no provider is left"


def test_a_terraform_that_is_killed_is_told_and_its_provider_ends(place: Place) -> None:
    before = recorded(place)
    process = applying(place)
    terraform = terraform_of(place)
    provider = provider_of(terraform)
    os.kill(terraform, signal.SIGKILL)
    _, said = ended(process, 1)
    assert "Terraform was killed" in said
    assert before <= recorded(place)
    assert not Path(f"/proc/{provider}").exists() or "Z" in Path(f"/proc/{provider}/stat").read_text()


def test_an_eksgen_that_is_killed_takes_its_terraform_with_it(place: Place) -> None:
    before = recorded(place)
    process = applying(place)
    terraform = terraform_of(place)
    process.kill()
    ended(process, -signal.SIGKILL)
    place.eksgen("plan", "--lock-timeout", "60")
    assert not Path(f"/proc/{terraform}").exists()
    assert before <= recorded(place)


def test_after_all_that_the_same_command_converges(place: Place) -> None:
    place.eksgen("apply", "--yes", "--lock-timeout", "60")
    place.eksgen("plan", "--detailed-exitcode")


def test_states_and_working_folder_are_closed_to_others_and_the_ca_is_nowhere_else(
    place: Place,
) -> None:
    ca = place.client("eks").describe_cluster(name="quickstart")["cluster"]["certificateAuthority"]["data"]
    holding = {
        file.name: file
        for file in place.folder.rglob("*")
        if file.is_file() and ca in file.read_text("utf-8", "replace")
    }
    assert set(holding) <= {"terraform.tfstate", "terraform.tfstate.backup"}
    assert {stat.S_IMODE(file.stat().st_mode) for file in holding.values()} == {0o600}
    assert stat.S_IMODE((place.folder / ".eksgen").stat().st_mode) == 0o700
