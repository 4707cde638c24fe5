"""What runs in other repositories, the hooks and the action: they call commands and options that exist."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from eksgen.cli import app

REPOSITORY = Path(__file__).resolve().parents[2]
FILES = Path(__file__).parent / "files"
HOOKS: list[dict[str, Any]] = yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text("utf-8"))
ACTION: dict[str, Any] = yaml.safe_load((REPOSITORY / "action.yml").read_text("utf-8"))
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]


def calls() -> list[list[str]]:
    scripts = [*(hook["entry"] for hook in HOOKS), *(step.get("run", "") for step in STEPS)]
    return [
        found.split() for found in re.findall(r"(?m)eksgen\"? ((?:validate|fmt) .*|fmt)$", "\n".join(scripts))
    ]


def test_commands_and_options_exist() -> None:
    commands: dict[str, Any] = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    assert sorted(call[0] for call in calls()) == ["fmt", "fmt", "validate", "validate"]
    for name, *arguments in calls():
        options = {option for parameter in commands[name].params for option in parameter.opts}
        assert {word for word in arguments if word.startswith("--") and word != "--"} <= options


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_hooks_run_on_what_is_named_like_a_spec(hook: dict[str, Any]) -> None:
    assert hook["language"] == "python"
    chosen = re.compile(hook["files"])
    for name in ("cluster.yaml", "prod.cluster.yml", "live/eu-cluster.yaml", "clusters/prod.yaml"):
        assert chosen.search(name)
    for name in ("values.yaml", "clusters/bases/common.yaml", "supercluster.yaml", "cluster.yaml.tmpl"):
        assert not chosen.search(name)


def step(name: str, folder: Path, specs: str) -> subprocess.CompletedProcess[str]:
    """Run a step of the action as the runner would, with this checkout as the installed eksgen."""
    program = folder / "eksgen" / "bin" / "eksgen"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m eksgen "$@"\n')
    program.chmod(0o755)
    shutil.copytree(FILES, folder / "specs")
    script = next(step["run"] for step in STEPS if step["name"] == name)
    environment = {**os.environ, "RUNNER_TEMP": str(folder), "SPECS": specs}
    command = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script]
    return subprocess.run(
        command, cwd=folder / "specs", env=environment, capture_output=True, text=True, check=False
    )


def test_the_action_imports_nothing_from_the_checkout(tmp_path: Path) -> None:
    for name in ("venv", "pip", "json"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('imported from the checkout')")
    script = next(step["run"] for step in STEPS if step["name"] == "Install eksgen")
    called = re.findall(r'^"\S+" (.*?-m) (\w+)', script, re.MULTILINE)
    assert [module for _, module in called] == ["venv", "pip"]
    for options, module in called:
        command = [sys.executable, *options.split(), module, "--help"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert "imported from the checkout" not in done.stderr


def test_the_action_annotates_the_lines_at_fault(tmp_path: Path) -> None:
    done = step("Validate", tmp_path, "good.yaml b*ken.yaml")
    assert done.returncode == 1
    assert "::error " in done.stdout
    assert "file=broken.yaml,line=7" in done.stdout


def test_the_action_names_files_in_another_layout(tmp_path: Path) -> None:
    done = step("Check the formatting", tmp_path, "good.yaml untid?.yaml")
    assert (done.returncode, done.stdout) == (3, "untidy.yaml: would change\n")


def test_inputs_are_named_as_the_steps_use_them() -> None:
    used = set(re.findall(r"inputs\.([a-z-]+)", (REPOSITORY / "action.yml").read_text("utf-8")))
    assert used == set(ACTION["inputs"])
