"""A checkout that brings a provider of its own: the real Terraform does not run it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from eksgen.engine.terraform.providers import this_platform

from .conftest import Project

VERSION = "6.999.0"


@pytest.fixture
def project(new_project: Callable[..., Project]) -> Project:
    found = new_project("planted", "333344445566", own_provider=True)
    shutil.rmtree(found.folder / ".eksgen", ignore_errors=True)
    return found


def plant(plugins: Path, ran: Path) -> None:
    """Put a script where Terraform looks for the AWS provider."""
    folder = plugins / "registry.terraform.io" / "hashicorp" / "aws" / VERSION / this_platform()
    folder.mkdir(parents=True)
    script = folder / f"terraform-provider-aws_v{VERSION}"
    script.write_text(f"#!/bin/sh\ntouch {ran}\nexit 1\n")
    script.chmod(0o755)


def plan(project: Project, **environment: str) -> subprocess.CompletedProcess[str]:
    """Plan against AWS, without credentials and without a mirror that eksgen would find by itself."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "TF_", "EKSGEN_P"))
    }
    return subprocess.run(
        [sys.executable, "-m", "eksgen", "plan", project.spec.name], cwd=project.folder, text=True, check=False,
        env=kept | environment, capture_output=True, timeout=300,
    )  # fmt: skip


@pytest.mark.parametrize(
    "place", ["terraform.d/plugins", ".eksgen/terraform/providers", ".terraform/providers"]
)
def test_a_planted_provider_does_not_run(project: Project, tmp_path: Path, place: str) -> None:
    ran, work = tmp_path / "ran", project.folder / ".eksgen" / "cluster"
    plant(work / place, ran)
    (work / ".eksgen").mkdir(exist_ok=True)
    done = plan(
        project, XDG_DATA_DIRS=f"{tmp_path}:", XDG_CACHE_HOME=str(tmp_path / "cache"), HOME=str(tmp_path)
    )
    assert done.returncode != 0, "there are no credentials"
    assert "Traceback" not in done.stderr
    assert not ran.exists()


def test_terraform_looks_in_no_folder_by_itself(project: Project, tmp_path: Path) -> None:
    """Neither below the working folder nor in a relative XDG folder, even if a file appears there later."""
    ran, empty = tmp_path / "ran", tmp_path / "empty"
    plant(project.folder / ".eksgen" / "cluster" / "terraform" / "plugins", ran)
    empty.mkdir()
    done = plan(
        project, XDG_DATA_HOME=".", XDG_DATA_DIRS="", XDG_CACHE_HOME=str(tmp_path / "cache"), HOME=str(empty)
    )
    assert done.returncode != 0
    assert not ran.exists()
