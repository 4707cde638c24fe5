"""The plan file of each kind of example, read directly, against what the same Terraform shows of it."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from eksgen.compiler.emit.write import write_folder
from eksgen.compiler.pipeline import check_file, compile_spec
from eksgen.engine.plan.document import PlanDocument, parse_document, read_plan_json
from eksgen.engine.plan.plan_file import read_plan_file
from eksgen.engine.terraform.process import StreamingTerraform
from eksgen.engine.workdir.workspace import open_workspace
from eksgen.sandbox.environment import OVERRIDE_FILE, override_hcl, terraform_environment
from eksgen.sandbox.server_file import Sandbox

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def marked(marks: Any) -> bool:
    if isinstance(marks, dict):
        return any(map(marked, marks.values()))
    return any(map(marked, marks)) if isinstance(marks, list) else marks is True


def essence(found: PlanDocument) -> list[Any]:
    """All that matters of a plan; marks count as whether there are any."""
    return [found.outputs, found.complete, found.errored] + [
        replace(
            entry,
            before=replace(entry.before, marks=marked(entry.before.marks)),
            after=replace(entry.after, marks=marked(entry.after.marks)),
        )
        for entry in (*found.entries, *found.drift)
    ]


@pytest.mark.parametrize("example", ["full", "private"])
def test_a_first_plan_reads_the_same_from_its_file_and_from_show(
    example: str, sandbox: Sandbox, tmp_path: Path
) -> None:
    compilation = compile_spec(check_file(str(EXAMPLES / f"{example}.yaml")))
    region = compilation.cluster.region
    write_folder(tmp_path, compilation.files)
    (tmp_path / OVERRIDE_FILE).write_text(override_hcl(region), encoding="utf-8")
    environ = terraform_environment(os.environ, sandbox, compilation.cluster.account_id, region)
    place = open_workspace(tmp_path, environ=environ, sandbox=True)
    terraform = StreamingTerraform(place.program.argv, place.folder, place.environment)
    file = tmp_path / "plan"
    assert terraform.init(place.providers.plugin_dir).ok
    assert terraform.plan(file).ok
    raw = read_plan_file(file)
    assert raw is not None, "left to show"
    assert essence(parse_document(raw)) == essence(read_plan_json(terraform.show(file).document))
