"""A fleet of many workspaces: one limit of requests for the process, one report, one exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from bisect import bisect_left
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .command_line import EXAMPLE
from .server import HcpServer, StubRunner, start_hcp_server
from .server.runs.stub_runner import plan_document

ROOT = Path(__file__).resolve().parents[2]
PARALLEL = 40
RATE = 60
"""Requests a second that the process may make here; REQUESTS_PER_SECOND would take three times as long."""
PLATFORM_LIMIT = 1.5 * RATE
"""HCP refuses more: 30 a second for a rate of 20. Requests that were sent evenly arrive in small groups."""
SMALL, LARGE = PARALLEL, 200
"""Specs. The small fleet keeps every thread busy too: what each thread has once needed stays with the process."""
MEMORY_OF_A_SPEC = 300
"""kB. Some 30 are the checked spec that waits for its turn and the rows of its report; the rest is memory that
forty threads have freed and the C library keeps: with ten threads a spec takes 70."""
REQUESTS_OF_A_SPEC = 14
LAUNCH = """
import atexit, sys
from eksgen.__main__ import main
from eksgen.engine.cloud.client.rate_limit import PROCESS
from eksgen.tests.at_day import write_peak_memory
PROCESS.rate = float(sys.argv.pop(1))
atexit.register(write_peak_memory, sys.argv.pop(1))
main()
"""


@dataclass(frozen=True)
class Outcome:
    """A run of a fleet: its exit code and report, its requests, and what it took."""

    code: int
    report: dict[str, Any]
    times: list[float]
    seconds: float
    peak: int
    """The highest resident set size, kB."""

    @property
    def bound(self) -> float:
        """The seconds that so many requests take at least."""
        return (len(self.times) - 1) / RATE

    @property
    def busiest_second(self) -> int:
        """The most requests that came within one second."""
        return max(bisect_left(self.times, at + 1) - index for index, at in enumerate(self.times))


def write_fleet(server: HcpServer, folder: Path, size: int) -> None:
    """Write a spec for each of many workspaces; every tenth of them has nothing to change."""
    clusters = folder / "clusters"
    clusters.mkdir(parents=True)
    text = EXAMPLE.read_text("utf-8").rstrip()
    assert "name: remote" in text
    for number in range(size):
        name = f"c{number:03}"
        spec = text.replace("name: remote", f"name: {name}", 1)
        (clusters / f"{name}.yaml").write_text(f"{spec}\n      hostname: {server.hostname}\n", "utf-8")
        runner = StubRunner() if number % 10 else StubRunner(plan_document())
        server.add_workspace(f"eks-{name}", runner=runner)


def planned(folder: Path, size: int) -> Outcome:
    """Plan a fleet of this size in a process of its own."""
    with start_hcp_server(StubRunner()) as server:
        write_fleet(server, folder, size)
        environ = {k: v for k, v in os.environ.items() if not k.startswith(("TF_", "AWS_"))}
        environ |= {
            **server.environment(), "HOME": str(folder), "XDG_CACHE_HOME": str(folder / "cache"),
            "PYTHONPATH": str(ROOT / ".dev"), "AWS_EC2_METADATA_DISABLED": "true",
        }  # fmt: skip
        began = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-P", "-c", LAUNCH, str(RATE), str(folder / "peak"), "plan", "clusters",
             "--detailed-exitcode", "--parallel", str(PARALLEL), "--format", "json"],
            cwd=folder, env=environ, capture_output=True, text=True, timeout=300,
        )  # fmt: skip
        seconds = time.monotonic() - began
        times = sorted(request.seconds for request in server.requests)
    assert done.stdout, done.stderr[-2000:]
    peak = int((folder / "peak").read_text("utf-8"))
    return Outcome(done.returncode, json.loads(done.stdout), times, seconds, peak)


def test_a_fleet_is_one_report_within_the_limits_of_requests_and_memory(tmp_path: Path) -> None:
    small, large = planned(tmp_path / "small", SMALL), planned(tmp_path / "large", LARGE)
    growth = (large.peak - small.peak) / (LARGE - SMALL)
    measured = (
        f"{LARGE} specs: {large.seconds:.1f} s, of which {len(large.times)} requests at {RATE} a second take "
        f"{large.bound:.1f} s; {small.peak} kB for {SMALL} specs, {large.peak} kB for {LARGE}: {growth:.0f} kB each"
    )
    sys.stdout.write(measured)
    for outcome in (small, large):
        assert outcome.code == 3
        assert outcome.report["kind"] == "fleet"
        assert outcome.busiest_second < PLATFORM_LIMIT
        assert outcome.times[-1] - outcome.times[0] > 0.95 * outcome.bound
    assert len(large.times) <= LARGE * REQUESTS_OF_A_SPEC, measured
    assert large.bound <= large.seconds < 3 * large.bound, measured
    assert growth < MEMORY_OF_A_SPEC, measured
    assert [len(outcome.report["specs"]) for outcome in (small, large)] == [SMALL, LARGE]
