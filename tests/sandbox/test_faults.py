"""Faults of AWS, the provider and the machine during an apply.

The tests use one stack, in this order: after each fault the state is complete and no lock is left, and in the
end the same command converges. The provider and Terraform are killed before they create anything; objects
without a record in the state have tests of their own (test_orphans.py).
"""

from __future__ import annotations

import json
import os
import signal
import stat
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from eksgen.engine.workdir.lock_holder import read_holder
from eksgen.sandbox import control
from eksgen.sandbox.server_api import FAULTS_PATH, request

from .conftest import Process, Project, wait_for_exit, wait_for_output

ACCOUNT = "100000000022"


@pytest.fixture(scope="module")
def project(new_project: Callable[..., Project]) -> Project:
    return new_project("faults", ACCOUNT)


def start_apply(project: Project) -> Process:
    """Start an apply with a provider of its own, and wait until it creates objects."""
    process = replace(project, own_provider=True).start("apply", "cluster.yaml", "--yes")
    wait_for_output(process, "applying the plan")
    return process


def terraform_pid(project: Project) -> int:
    holder = read_holder(project.work_folder / ".eksgen" / "lock")
    assert holder is not None
    return holder.terraform


def provider_pid(terraform: int) -> int:
    """Return the process id of the AWS provider, a child of Terraform."""
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
    pytest.fail("Terraform started no provider")


def command_lines() -> list[str]:
    """Return the command lines of all processes."""
    lines = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            lines.append((process / "cmdline").read_text(errors="replace"))
    return lines


def addresses_in_state(project: Project) -> set[str]:
    """Return the addresses of the state, which must be valid JSON."""
    state = json.loads((project.work_folder / "terraform.tfstate").read_text(encoding="utf-8"))
    return {
        f"{resource.get('module', '')}.{resource['type']}.{resource['name']}"
        for resource in state["resources"]
        if resource["instances"]
    }


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("throttled", "AWS throttled the account"),
        ("expired", "the AWS credentials have expired"),
    ],
)
def test_a_refused_call_is_explained_and_created_objects_are_in_the_state(
    project: Project, kind: str, message: str
) -> None:
    control.fail(kind, "eks:CreateCluster", 3, ACCOUNT, project.state_dir)
    _, stderr = project.run("apply", "cluster.yaml", "--yes", code=1)
    assert message in stderr
    assert "run the same command again" in stderr
    assert "module.vpc.aws_vpc.this" in addresses_in_state(project)
    # The provider does not retry some errors; use up the remaining faults.
    while request(project.sandbox, FAULTS_PATH)["faults"]:
        with pytest.raises(Exception, match="CreateCluster"):
            project.client("eks").create_cluster(
                name="x", roleArn="arn:aws:iam::1:role/x", resourcesVpcConfig={}
            )


def test_a_crash_of_the_provider_is_reported_and_the_state_is_complete(project: Project) -> None:
    before = addresses_in_state(project)
    process = start_apply(project)
    os.kill(provider_pid(terraform_pid(project)), signal.SIGKILL)
    _, stderr = wait_for_exit(process, 1)
    assert "the AWS provider crashed" in stderr
    assert before <= addresses_in_state(project)
    assert str(project.folder) not in " ".join(command_lines()), "no provider is left running"


def test_a_killed_terraform_is_reported_and_its_provider_stops(project: Project) -> None:
    before = addresses_in_state(project)
    process = start_apply(project)
    terraform = terraform_pid(project)
    provider = provider_pid(terraform)
    os.kill(terraform, signal.SIGKILL)
    _, stderr = wait_for_exit(process, 1)
    assert "Terraform was killed" in stderr
    assert before <= addresses_in_state(project)
    assert not Path(f"/proc/{provider}").exists() or "Z" in Path(f"/proc/{provider}/stat").read_text()


def test_terraform_stops_when_eksgen_is_killed(project: Project) -> None:
    before = addresses_in_state(project)
    process = start_apply(project)
    terraform = terraform_pid(project)
    process.kill()
    wait_for_exit(process, -signal.SIGKILL)
    project.eksgen("plan", "--lock-timeout", "60")
    assert not Path(f"/proc/{terraform}").exists()
    assert before <= addresses_in_state(project)


def test_after_all_faults_the_same_command_converges(project: Project) -> None:
    project.eksgen("apply", "--yes", "--lock-timeout", "60")
    project.eksgen("plan", "--detailed-exitcode")


def test_states_and_working_folder_are_private_and_only_states_have_the_certificate_authority(
    project: Project,
) -> None:
    ca = project.client("eks").describe_cluster(name="quickstart")["cluster"]["certificateAuthority"]["data"]
    files = {
        file.name: file
        for file in project.folder.rglob("*")
        if file.is_file() and ca in file.read_text("utf-8", "replace")
    }
    assert set(files) <= {"terraform.tfstate", "terraform.tfstate.backup"}
    assert {stat.S_IMODE(file.stat().st_mode) for file in files.values()} == {0o600}
    assert stat.S_IMODE((project.folder / ".eksgen").stat().st_mode) == 0o700
