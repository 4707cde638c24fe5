"""The commands of the documentation that rehearse, run in the order of the pages on one local AWS."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from eksgen.sandbox.server_file import Sandbox
from tests import shared_provider
from tests.docs.commands_of_pages import ROOT, ShownCommand, shown_commands
from tests.eksgen_process import run_eksgen

from .aws_command import run_aws_command

AFTER_A_CHANGE_BY_HAND = {"drift": 3, "plan": 1}
"""The exit codes of what follows a command of the AWS CLI: drift is found, and a VPC without DNS is refused."""


def rehearsed() -> list[ShownCommand]:
    """Return the commands of blocks that rehearse, with those of the AWS CLI between them."""
    shown = [command for command in shown_commands(("eksgen", "aws")) if not command.need]
    blocks = {
        (c.page, c.block) for c in shown if "--sandbox" in c.words or c.words[:2] == ["eksgen", "sandbox"]
    }
    return [command for command in shown if (command.page, command.block) in blocks]


def test_rehearsals_of_the_documentation_do_what_their_pages_say(
    sandbox: Sandbox, sandbox_dir: Path, tmp_path: Path
) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    quickstart = (ROOT / "examples/quickstart.yaml").read_text("utf-8")
    (tmp_path / "cluster.yaml").write_text(quickstart.replace("name: quickstart", "name: docs"), "utf-8")
    outer = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "TF_"))}
    environment = {
        **outer,
        "EKSGEN_SANDBOX_DIR": str(sandbox_dir),
        shared_provider.FOLDER: str(sandbox_dir),
    }

    def run(words: list[str]) -> subprocess.CompletedProcess[str]:
        yes = ["--yes"] if words[1] in ("apply", "destroy") else []
        return run_eksgen([*words[1:], *yes], environment, cwd=tmp_path, timeout=300)

    def client(service: str) -> Any:
        import boto3

        spec = "examples/existing-vpc.yaml" if service == "ec2" else "examples/quickstart.yaml"
        printed = json.loads(run(["eksgen", "sandbox", "env", spec, "--format", "json"]).stdout)["variables"]
        return boto3.client(
            service, region_name=printed["AWS_REGION"], endpoint_url=printed["AWS_ENDPOINT_URL"],
            aws_access_key_id=printed["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=printed["AWS_SECRET_ACCESS_KEY"],
        )  # fmt: skip

    commands, before = rehearsed(), [""]
    assert {command.words[1] for command in commands} >= {"apply", "drift", "destroy", "update", "upgrade"}
    for command in commands:
        if command.words[0] == "aws":
            run_aws_command(client, " ".join(command.words))
        else:
            done = run(command.words)
            by_hand = AFTER_A_CHANGE_BY_HAND[command.words[1]] if before[0] == "aws" else 0
            expected = 1 if before[1:3] == ["sandbox", "fail"] else by_hand
            assert done.returncode == expected, f"{command}\n{done.stdout}\n{done.stderr}"
            assert "Traceback" not in done.stderr
        before = command.words
