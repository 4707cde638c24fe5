"""A run of many specs with the real Terraform: each is reported, and an interrupt stops all without a lock."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path

from .conftest import ACCOUNT_OF_EXAMPLES, EXAMPLES, Project, wait_for_exit, wait_for_output

ACCOUNTS = {"one": "100000000025", "two": "100000000026"}
COMPARING = "comparing the spec with the cloud"


def test_an_interrupt_stops_all_specs_and_the_next_run_reports_each(
    new_project: Callable[..., Project],
) -> None:
    project = new_project("fleet", ACCOUNTS["one"])
    example, clusters = (EXAMPLES / "quickstart.yaml").read_text("utf-8"), project.folder / "clusters"
    clusters.mkdir()
    for name, account in ACCOUNTS.items():
        text = example.replace("quickstart", name).replace(ACCOUNT_OF_EXAMPLES, account)
        (clusters / f"{name}.yaml").write_text(text, "utf-8")
    (clusters / "invalid.yaml").write_text(example + "nodeGroop: {}\n", "utf-8")

    process = project.start("plan", "clusters/")
    wait_for_output(process, COMPARING, times=2)
    os.kill(process.pid, signal.SIGINT)
    out, _ = wait_for_exit(process, 130)
    assert "3 specs: 1 failed, 2 stopped" in out
    assert list(clusters.rglob(".terraform.tfstate.lock.info")) == []
    assert [file.read_text() for file in clusters.rglob(".eksgen/lock")] == ["", ""]

    # The exit code is that of the invalid spec.
    out, _ = project.run("plan", "clusters/", "--format", "json", "--detailed-exitcode", code=1)
    specs = {Path(spec["spec"]).stem: spec for spec in json.loads(out)["specs"]}
    assert {name: spec["code"] for name, spec in specs.items()} == {"one": 3, "two": 3, "invalid": 1}
    for name in ACCOUNTS:
        assert specs[name]["result"]["cluster"] == name
        assert specs[name]["result"]["counts"]["create"] > 50
    assert [finding["code"] for finding in specs["invalid"]["findings"]] == ["unknown-field"]
