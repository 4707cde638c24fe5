"""Recorded plans with their source map, and folders for a real Terraform."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from eksgen.engine.paths import WorkDir
from eksgen.engine.plan.document import PlanDocument, read_plan_json
from eksgen.engine.plan.result import RunSubject
from eksgen.engine.source_map.reading import load_trace
from eksgen.engine.source_map.trace import Trace
from eksgen.engine.terraform.binary import TerraformBinary, find_terraform
from eksgen.engine.terraform.environment import child_environment
from eksgen.engine.terraform.providers import Providers
from eksgen.engine.workdir.workspace import Workspace


@pytest.fixture(scope="session")
def fixtures() -> Path:
    return Path(__file__).parent / "fixtures"


@pytest.fixture
def recorded(fixtures: Path) -> Callable[[str], PlanDocument]:
    """Read a plan JSON that the real provider made against a local AWS."""
    return lambda name: read_plan_json((fixtures / f"{name}.json").read_text("utf-8"))


@pytest.fixture
def trace(fixtures: Path) -> Trace:
    """The source map of the recorded plans."""
    return load_trace(fixtures / "folder", fixtures / "interface.json")


@pytest.fixture
def subject() -> RunSubject:
    return RunSubject("demo", "us-west-2", False, "Terraform 1.11.4", "5.100.0", "cluster.yaml")


@pytest.fixture(scope="session")
def program() -> TerraformBinary:
    return find_terraform()


@pytest.fixture
def workspace(tmp_path: Path, program: TerraformBinary) -> Callable[[str], Workspace]:
    """A folder with this main.tf, ready to run; built-in resources need no provider."""

    def make(main: str, program: TerraformBinary = program) -> Workspace:
        folder = tmp_path / "folder"
        folder.mkdir(exist_ok=True)
        (folder / "main.tf").write_text(main, "utf-8")
        environment = child_environment(os.environ, WorkDir(folder).terraform_data)
        return Workspace(folder, program, Providers(None, "nowhere", None), environment)

    return make
