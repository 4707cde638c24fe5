"""A job on three specs with a Terraform that only knows its version."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from eksgen.commands.inputs.shards import Shard
from eksgen.commands.outputs.results import ReportTarget
from eksgen.commands.runs.many_specs import Job, run_job
from eksgen.commands.runs.workdir import RunOptions
from eksgen.compiler.diagnostics import Diagnostic, Label, Severity, Span
from eksgen.engine.errors.exceptions import StateLocked
from eksgen.engine.plan.result import RunSubject
from eksgen.engine.terraform.events import OnEvent
from eksgen.engine.workdir.workspace import Workspace
from eksgen.report.page.page import ReportBlock, ReportPage, ReportPart, ReportRow
from eksgen.report.page.run_report import Annotation, RunReport

ROOT = Path(__file__).resolve().parents[4]
QUICK = (ROOT / "examples" / "quickstart.yaml").read_text("utf-8")
TERRAFORM = '#!/bin/sh\necho \'{"terraform_version": "1.11.4"}\'\n'
Run = Callable[[str, Workspace, OnEvent], int]
Fleet = Callable[..., tuple[int, str, str]]


def report(number: int) -> RunReport:
    """The values of a plan that changes so many objects of the spec with that letter."""
    name = "abc"[number % 3]
    place = Label(Span(f"clusters/{name}.yaml", 13, 3, 6))
    diagnostic = Diagnostic("plan/update", Severity.NOTE, "node group web changes", place)
    rows = (ReportRow("~", ("node group web",)),) * bool(number)
    parts = (ReportPart("edits", "Edits", (ReportBlock((), rows),)),) if rows else ()
    page = ReportPage(
        "plan", RunSubject(cluster=name, spec=name), ("Plan",), f"{number} to change", parts=parts
    )
    document = {"version": 1, "kind": "plan", "number": number}
    return RunReport(page, document, (Annotation(diagnostic, str(number), "node group web", fails=False),))


def failing_on_a(name: str, _workspace: Workspace, _on_event: OnEvent) -> int:
    if name == "a":
        raise StateLocked("the state is locked", code="state-locked")
    return "abc".index(name)


@pytest.fixture
def fleet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Fleet:
    """Runs a job on specs a, b, c with a Terraform that only knows its version; gives code, output, errors."""
    program = tmp_path / "terraform"
    program.write_text(TERRAFORM)
    program.chmod(0o755)
    (tmp_path / "clusters").mkdir()
    for name in "abc":
        (tmp_path / "clusters" / f"{name}.yaml").write_text(QUICK.replace("quickstart", name))
    monkeypatch.chdir(tmp_path)

    def run(
        work: Run,
        format: str = "human",
        parallel: int = 3,
        files: str = "clusters",
        reports: Sequence[str] = (),
        shard: Shard | None = None,
    ) -> tuple[int, str, str]:
        job = Job(
            "plan",
            lambda file: lambda _spec, workspace, on_event: work(Path(file).stem, workspace, on_event),
            lambda number: f"{number} to change",
            lambda number: number > 0,
            report,
        )
        further = tuple(ReportTarget(name, tmp_path / f"all.{name}") for name in reports)
        options = RunOptions(terraform=str(program), format=format, reports=further, shard=shard)
        code = run_job(job, [files], options, parallel)
        said = capsys.readouterr()
        return code, said.out, said.err

    return run
