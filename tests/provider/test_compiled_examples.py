"""Every compiled example is valid Terraform for the real provider."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from eksgen.catalog.terraform_versions import AWS_PROVIDER_6
from eksgen.compiler.emit.write import write_folder
from eksgen.compiler.pipeline import check_file, compile_spec
from eksgen.engine.runs.validate import validate
from eksgen.engine.workdir.workspace import open_workspace

NEEDS_6 = AWS_PROVIDER_6.encode()
EXAMPLES = sorted((Path(__file__).resolve().parents[2] / "examples").glob("*.yaml"))


def for_provider_5(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Return a folder that needs version 6 of the provider without its variants, which
    `test_module_arguments.py` holds against version 6."""
    if NEEDS_6 not in files["versions.tf"]:
        return files
    rest = {name: data for name, data in files.items() if not name.endswith("_override.tf")}
    return rest | {"versions.tf": files["versions.tf"].replace(NEEDS_6, b">= 5.95, < 7")}


@pytest.mark.usefixtures("real_provider")
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda file: file.stem)
def test_a_compiled_example_is_valid(example: Path, tmp_path: Path) -> None:
    checked = check_file(str(example))
    assert not checked.failed
    folder = tmp_path / "compiled"
    write_folder(folder, for_provider_5(compile_spec(checked).files))
    workspace = open_workspace(folder, environ=dict(os.environ))
    assert validate(workspace) == ()
    formatting = subprocess.run(
        [*workspace.program.argv, "fmt", "-check", "-recursive"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert formatting.returncode == 0, formatting.stdout
