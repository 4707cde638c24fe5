"""Many specs at once with the real Terraform: each is told, and one ^C ends all and leaves no lock."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path

from .conftest import ACCOUNT_OF_EXAMPLES, EXAMPLES, Place, ended, wait_until_it_says

ACCOUNTS = {"one": "100000000025", "two": "100000000026"}
COMPARING = "comparing the spec with the cloud"


def test_one_interrupt_ends_all_and_the_next_run_tells_of_each(new_place: Callable[..., Place]) -> None:
    place = new_place("fleet", ACCOUNTS["one"])
    example, clusters = (EXAMPLES / "quickstart.yaml").read_text("utf-8"), place.folder / "clusters"
    clusters.mkdir()
    for name, account in ACCOUNTS.items():
        text = example.replace("quickstart", name).replace(ACCOUNT_OF_EXAMPLES, account)
        (clusters / f"{name}.yaml").write_text(text, "utf-8")
    (clusters / "torn.yaml").write_text(example + "nodeGroop: {}\n", "utf-8")

    stopped = place.start("plan", "clusters/")
    wait_until_it_says(stopped, COMPARING, times=2)
    os.kill(stopped.pid, signal.SIGINT)
    out, _ = ended(stopped, 130)
    assert "3 specs: 1 failed, 2 stopped" in out
    assert list(clusters.rglob(".terraform.tfstate.lock.info")) == []
    assert [file.read_text() for file in clusters.rglob(".eksgen/lock")] == ["", ""]

    # the fault of one spec decides
    out, _ = place.run("plan", "clusters/", "--format", "json", "--detailed-exitcode", code=1)
    found = {Path(one["spec"]).stem: one for one in json.loads(out)["specs"]}
    assert {name: one["code"] for name, one in found.items()} == {"one": 3, "two": 3, "torn": 1}
    for name in ACCOUNTS:
        assert found[name]["result"]["cluster"] == name
        assert found[name]["result"]["counts"]["create"] > 50
    assert [finding["code"] for finding in found["torn"]["findings"]] == ["unknown-field"]
