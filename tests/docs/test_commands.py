"""Each command in the documentation runs, or its block says what it needs; then at least it can be parsed."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

import pytest

from tests.eksgen_process import run_eksgen

from .commands_of_pages import ROOT, ShownCommand, UsageError, inline_commands, parse, shown_commands

SPECS = {"docs/karpenter.md": "karpenter", "docs/network-policies.md": "calico", "": "quickstart"}
"""The example that is `cluster.yaml` on a page."""
OFFLINE = {
    "access", "capacity", "compile", "completion", "diff", "docs", "doctor", "explain", "fmt", "graph", "iam",
    "init", "manifests", "schema", "validate",
}  # fmt: skip
COMMANDS = shown_commands()
HERE = [
    command
    for command in COMMANDS
    if not command.need and "--sandbox" not in command.words and command.words[1] in OFFLINE
]


def test_commands_are_found_in_the_readme_and_the_pages() -> None:
    assert {command.page for command in COMMANDS} >= {"README.md", "README.zh-CN.md", "docs/drift.md"}
    assert len(COMMANDS) > 40
    assert len(HERE) > 5


def test_a_command_runs_in_a_test_or_its_block_says_what_it_needs() -> None:
    rehearsed = [c for c in COMMANDS if "--sandbox" in c.words or c.words[1] == "sandbox"]
    assert [str(c) for c in COMMANDS if not c.need and c not in HERE and c not in rehearsed] == []
    assert [str(c) for c in rehearsed if c.need] == [], "these run in tests/sandbox/test_docs_commands.py"


@pytest.mark.parametrize("command", COMMANDS, ids=str)
def test_a_command_of_a_block_has_only_verbs_and_options_that_exist(command: ShownCommand) -> None:
    parse(command.words)


@pytest.mark.parametrize("command", inline_commands(), ids=str)
def test_a_command_in_a_sentence_has_only_verbs_and_options_that_exist(command: ShownCommand) -> None:
    words = [word for word in re.sub(r"\[[^]]*\]", "", command.text).split() if word != "…"]
    parse([word.strip('()"') for word in words], complete=False)


@pytest.mark.parametrize("wrong", ["eksgen plann", "eksgen plan c.yaml --sandboxed", "eksgen sandbox begin"])
def test_a_wrong_command_is_noticed(wrong: str) -> None:
    with pytest.raises(UsageError):
        parse(wrong.split())


@pytest.mark.parametrize("command", HERE, ids=str)
def test_a_command_that_needs_no_cloud_does_what_its_page_says(command: ShownCommand, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    example = SPECS.get(command.page, SPECS[""])
    (tmp_path / "clusters").mkdir()
    for name in ("cluster", "clusters/prod", "clusters/remote"):
        shutil.copy(ROOT / f"examples/{example}.yaml", tmp_path / f"{name}.yaml")
    environment = os.environ | {"EKSGEN_TERRAFORM": sys.executable}
    done = run_eksgen(command.words[1:], environment, cwd=tmp_path)
    assert "Traceback" not in done.stderr
    codes = (0, 1) if command.words[1] == "doctor" else (0,)  # this machine may have no Terraform
    assert done.returncode in codes, done.stderr
