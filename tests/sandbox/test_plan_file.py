"""A plan file that eksgen reads directly, compared with `terraform show` of the same file."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from eksgen.compiler.emit.write import write_folder
from eksgen.compiler.pipeline import check_file, compile_spec
from eksgen.engine.paths import SANDBOX_OVERRIDE
from eksgen.engine.plan.document import PlanDocument, parse_document, read_plan_json
from eksgen.engine.plan.plan_file import read_plan_file
from eksgen.engine.terraform.streaming_terraform import StreamingTerraform
from eksgen.engine.workdir.workspace import open_workspace
from eksgen.sandbox.environment import override_hcl, terraform_environment
from eksgen.sandbox.server_file import Sandbox

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def has_marks(marks: Any) -> bool:
    if isinstance(marks, dict):
        return any(map(has_marks, marks.values()))
    return any(map(has_marks, marks)) if isinstance(marks, list) else marks is True


def comparable(document: PlanDocument) -> list[Any]:
    """Return the parts of a plan to compare; marks are reduced to whether there are any."""
    return [document.outputs, document.complete, document.errored] + [
        replace(
            entry,
            before=replace(entry.before, marks=has_marks(entry.before.marks)),
            after=replace(entry.after, marks=has_marks(entry.after.marks)),
        )
        for entry in (*document.entries, *document.drift)
    ]


@pytest.mark.parametrize("example", ["full", "private"])
def test_a_plan_file_is_read_as_terraform_show_prints_it(
    example: str, sandbox: Sandbox, tmp_path: Path
) -> None:
    compilation = compile_spec(check_file(str(EXAMPLES / f"{example}.yaml")))
    region = compilation.cluster.region
    write_folder(tmp_path, compilation.files)
    (tmp_path / SANDBOX_OVERRIDE).write_text(override_hcl(region), encoding="utf-8")
    environ = terraform_environment(os.environ, sandbox, compilation.cluster.account_id, region)
    workspace = open_workspace(tmp_path, environ=environ, sandbox=True)
    terraform = StreamingTerraform(workspace.program.argv, workspace.folder, workspace.environment)
    file = tmp_path / "plan"
    assert terraform.init(workspace.providers.plugin_dir).ok
    assert terraform.plan(file).ok
    raw = read_plan_file(file)
    assert raw is not None, "the file was not read directly"
    assert comparable(parse_document(raw)) == comparable(read_plan_json(terraform.show(file).document))
