"""A plan that is killed at random moments leaves no Terraform and no provider behind."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

from ..kills.moments import processes_in
from .conftest import Process, Project

ACCOUNT = "100000000037"
SEED = 12
TERRAFORM, PROVIDER = "terraform", "terraform-provi"
"""The names of processes, of which Linux keeps 15 characters."""
MOMENTS = ((TERRAFORM, 1.0), (PROVIDER, 0.3), (PROVIDER, 2.0), (PROVIDER, 4.0))
"""Which process must run before the kill, and how many seconds later it comes at most."""
SECONDS_TO_END = 60


def wait_for_process(project: Project, run: Process, name: str) -> None:
    deadline = time.monotonic() + 120
    while not any(found == name for _, found in processes_in(project.folder)):
        assert run.poll() is None, "the plan ended before it was killed"
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_plan_killed_at_random_moments_leaves_no_process(new_project: Callable[..., Project]) -> None:
    project, choose = new_project("killed-plan", ACCOUNT, own_provider=True), random.Random(SEED)
    for name, seconds in MOMENTS:
        run = project.start("plan", "cluster.yaml", "--lock-timeout", "60")
        wait_for_process(project, run, name)
        time.sleep(choose.uniform(0, seconds))
        run.kill()
        run.communicate()
        deadline = time.monotonic() + SECONDS_TO_END
        while (left := list(processes_in(project.folder))) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert left == []
