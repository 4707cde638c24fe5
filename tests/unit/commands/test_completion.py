"""Completion in a shell, as the shell asks for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from eksgen.commands.inputs.completion import codes_and_fields

PROGRAM = Path(sys.executable).with_name("eksgen")
COMPLETE = """
source <({program} completion bash)
COMP_WORDS=({words}) COMP_CWORD={last}
_eksgen_completion {program}
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


def completed(line: str) -> list[str]:
    """Return what bash offers for the last word of a line."""
    words = line.split(" ")
    script = COMPLETE.format(
        program=PROGRAM, words=" ".join(f"'{word}'" for word in words), last=len(words) - 1
    )
    done = subprocess.run(
        ["bash", "-c", script], capture_output=True, text=True, check=True, env=dict(os.environ), timeout=60
    )
    assert done.stderr == ""
    return done.stdout.split()


@pytest.mark.skipif(not PROGRAM.exists(), reason="eksgen is not installed beside this Python")
@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("eksgen pl", ["plan"]),
        ("eksgen sandbox st", ["start", "status", "stop"]),
        ("eksgen apply --no-r", ["--no-recheck"]),
        ("eksgen diff --format ", ["human", "json", "markdown"]),
        ("eksgen completion f", ["fish"]),
        ("eksgen explain stale", ["stale-plan"]),
        ("eksgen explain metadata.acc", ["metadata.accountId"]),
        ("eksgen explain nodeGroups.scaling.d", ["nodeGroups.scaling.desired"]),
        ("eksgen docs migrating/from-k", ["migrating/from-kops"]),
        ("eksgen plan clus", []),  # a file: bash completes it
    ],
)
def test_bash_completes_verbs_options_values_codes_and_fields(line: str, offered: list[str]) -> None:
    assert completed(line) == offered


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_load_the_script(shell: str) -> None:
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"{shell} is not installed")
    script = subprocess.run(
        [sys.executable, "-m", "eksgen", "completion", shell], capture_output=True, text=True, check=True
    ).stdout
    assert subprocess.run([program, "-n"], input=script, text=True, check=False).returncode == 0


def test_codes_come_before_fields() -> None:
    offered = codes_and_fields("network")
    assert offered.index("network-range") < offered.index("network.cidr")
    assert all(name.startswith("network") for name in offered)
