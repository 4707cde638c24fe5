"""Every compiled example is valid Terraform for the real provider."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from eksgen.compiler.emit.write import write_folder
from eksgen.compiler.pipeline import check_file, compile_spec
from eksgen.engine.runs.validate import validate
from eksgen.engine.terraform.binary import find_terraform
from eksgen.engine.workdir.workspace import open_workspace
from tests.rules_of_module import for_provider_5

EXAMPLES = sorted((Path(__file__).resolve().parents[2] / "examples").glob("*.yaml"))


@pytest.mark.usefixtures("one_provider")
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda file: file.stem)
def test_a_compiled_example_is_valid(example: Path, tmp_path: Path) -> None:
    checked = check_file(str(example))
    assert not checked.failed
    folder = tmp_path / "compiled"
    write_folder(folder, for_provider_5(compile_spec(checked).files))
    workspace = open_workspace(folder, environ=dict(os.environ))
    assert validate(workspace) == ()
    formatting = subprocess.run(
        [*find_terraform(None, os.environ).argv, "fmt", "-check", "-recursive"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert formatting.returncode == 0, formatting.stdout
