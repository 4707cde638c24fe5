"""Many specs at once: every outcome is told, the worst decides, one ^C ends all."""

from __future__ import annotations

import json
import os
import re
import signal
import threading
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from xml.etree.ElementTree import fromstring

import jsonschema
import pytest

from eksgen.commands.outputs.results import ReportTarget
from eksgen.commands.runs.many_specs import Job, exit_code, run_job
from eksgen.commands.runs.workdir import RunOptions
from eksgen.compiler.diagnostics import Diagnostic, Label, Severity, Span
from eksgen.compiler.errors import SpecRefused
from eksgen.compiler.pipeline import Checked, check_file
from eksgen.engine.errors.run_failed import StateLocked
from eksgen.engine.plan.result import RunSubject
from eksgen.engine.terraform.events import OnEvent, Refreshed, Started
from eksgen.engine.terraform.interrupts import interrupts
from eksgen.engine.workdir.workspace import Workspace
from eksgen.report.fleet import SpecOutcome
from eksgen.report.page.page import ReportPage
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
    page = ReportPage("plan", RunSubject(cluster=name, spec=name), ("Plan",), f"{number} to change")
    return RunReport(
        page, {"number": number}, (Annotation(diagnostic, str(number), "node group web", fails=False),)
    )


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
    ) -> tuple[int, str, str]:
        job = Job(
            "plan",
            lambda file: lambda _spec, workspace, on_event: work(Path(file).stem, workspace, on_event),
            lambda number: f"{number} to change",
            lambda number: number > 0,
            report,
        )
        further = tuple(ReportTarget(name, tmp_path / f"all.{name}") for name in reports)
        options = RunOptions(terraform=str(program), format=format, reports=further)
        code = run_job(job, [files], options, parallel)
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


@pytest.mark.parametrize(
    "error", [StateLocked("the state is locked", code="state-locked"), OSError(28, "full")]
)
def test_one_spec_that_fails_writes_every_report_and_its_annotations(
    fleet: Fleet, tmp_path: Path, capsys: pytest.CaptureFixture[str], error: Exception
) -> None:
    def fail(*_: object) -> int:
        raise error

    formats = ["human", "json", "markdown", "sarif", "github", "junit", "html"]
    with pytest.raises(type(error)):
        fleet(fail, files="clusters/a.yaml", reports=formats, format="github")
    said = "the state is locked" if isinstance(error, StateLocked) else "full"
    assert [name for name in formats if said not in (tmp_path / f"all.{name}").read_text("utf-8")] == []
    assert capsys.readouterr().out.startswith("::error file=clusters/a.yaml,line=1")


def test_one_spec_with_errors_writes_its_findings(fleet: Fleet, tmp_path: Path) -> None:
    (tmp_path / "clusters" / "a.yaml").write_text(QUICK + "nodeGroop: {}\n")
    with pytest.raises(SpecRefused):
        fleet(lambda *_: 0, files="clusters/a.yaml", reports=["sarif", "junit"])
    for name in ("sarif", "junit"):
        assert "nodeGroop" in (tmp_path / f"all.{name}").read_text("utf-8")


def test_every_spec_has_its_heading_and_its_line_in_the_summary(
    fleet: Fleet,
) -> None:
    code, out, err = fleet(lambda name, _workspace, _on_event: "abc".index(name))
    assert code == 3
    assert [line.split(" ")[0] for line in out.splitlines() if line.endswith("──")] == [
        "clusters/a.yaml",
        "clusters/b.yaml",
        "clusters/c.yaml",
        "Summary",
    ]
    assert out.index("0 to change") < out.index("1 to change") < out.index("2 to change")
    assert out.endswith("3 specs: 2 with differences, 1 done\n")
    assert "[3/3]" in err


def test_one_spec_that_is_named_is_told_as_ever(fleet: Fleet) -> None:
    code, out, _ = fleet(lambda *_: 0, files="clusters/a.yaml")
    assert (code, out) == (0, "Plan\n\n0 to change\n")


def test_each_spec_is_checked_once_and_an_error_of_it_is_its_own(
    fleet: Fleet, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[str] = []

    def check(file: str, today: date | None) -> Checked:
        checked.append(Path(file).stem)
        if checked[-1] == "b":
            raise OSError("the disk is gone")
        return check_file(file, today)

    monkeypatch.setattr("eksgen.commands.runs.many_specs.check_file", check)
    code, out, _ = fleet(lambda *_: 0)
    assert (code, checked) == (1, ["a", "b", "c"])
    assert "the disk is gone" in out
    assert out.endswith("3 specs: 2 done, 1 failed\n")


def test_a_failure_hides_no_other_and_comes_last(fleet: Fleet, tmp_path: Path) -> None:
    (tmp_path / "clusters" / "b.yaml").write_text(QUICK + "nodeGroop: {}\n")

    def work(name: str, _workspace: Workspace, _on_event: OnEvent) -> int:
        if name == "a":
            raise RuntimeError("something unforeseen")
        return 1

    code, out, _ = fleet(work)
    assert code == 1
    assert out.index("clusters/c.yaml") < out.index("clusters/a.yaml") < out.index("clusters/b.yaml")
    assert "error[internal]: internal error: RuntimeError: something unforeseen" in out
    assert "error[unknown-field]" in out
    assert "b.yaml  failed: the spec has errors" in out
    assert out.endswith("3 specs: 1 with differences, 2 failed\n")
    assert "Traceback" not in out


def test_a_lock_alone_makes_the_exit_code_of_a_lock(fleet: Fleet) -> None:
    def work(name: str, _workspace: Workspace, _on_event: OnEvent) -> int:
        if name == "b":
            raise StateLocked("the state is locked", code="state-locked")
        return 1

    code, out, _ = fleet(work)
    assert code == 4
    assert "failed: the state is locked" in out


def test_the_document_has_an_entry_a_spec(fleet: Fleet, tmp_path: Path) -> None:
    (tmp_path / "clusters" / "b.yaml").write_text(QUICK + "nodeGroop: {}\n")
    code, out, _ = fleet(lambda name, *_: 0 if name == "a" else 2, format="json")
    document = json.loads(out)
    schema = json.loads((ROOT / "report" / "schemas" / "fleet.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(document)
    assert code == 1
    assert [(one["spec"], one["code"], one["result"]) for one in document["specs"]] == [
        ("clusters/a.yaml", 0, {"number": 0}),
        ("clusters/b.yaml", 1, None),
        ("clusters/c.yaml", 3, {"number": 2}),
    ]
    assert [finding["code"] for finding in document["specs"][1]["findings"]] == ["unknown-field"]


def test_a_comment_folds_each_report(fleet: Fleet, tmp_path: Path) -> None:
    (tmp_path / "clusters" / "b.yaml").write_text(QUICK + "nodeGroop: {}\n")
    _, out, _ = fleet(lambda *_: 7, format="markdown")
    assert "| `clusters/b.yaml` | `failed: the spec has errors` |" in out
    assert out.count("<details>") == 3
    assert "**7 to change**" in out
    assert out.index("error[unknown-field]") < out.index("**7 to change**"), (
        "failures come first in a comment"
    )


def test_one_run_gives_reports_in_further_formats(fleet: Fleet, tmp_path: Path) -> None:
    _, out, _ = fleet(failing_on_a, reports=("json", "markdown"))
    assert out.endswith("3 specs: 2 with differences, 1 failed\n")
    for name in ("json", "markdown"):
        assert (tmp_path / f"all.{name}").read_text("utf-8") == fleet(failing_on_a, format=name)[1]


def test_one_html_file_has_a_table_of_all_and_the_page_of_each(fleet: Fleet, tmp_path: Path) -> None:
    (tmp_path / "clusters" / "b.yaml").write_text(QUICK + "nodeGroop: {}\n")
    _, out, _ = fleet(lambda name, *_: "abc".index(name), format="html")
    root = fromstring(re.sub(r"<!DOCTYPE html>|<meta [^>]*>", "", out).replace(" open>", ">"))
    assert root.findtext(".//p[@class='sum']") == "3 specs: 1 with differences, 1 done, 1 failed"
    assert [row.findtext("td/code") for row in root.iter("tr")][1:] == [f"clusters/{n}.yaml" for n in "abc"]
    assert out.count('<details class="spec" open>') == 1
    failed, *done = root.findall(".//details[@class='spec']")
    assert "error[unknown-field]" in str(failed.findtext("pre"))
    assert [one.findtext("p") for one in done] == ["0 to change", "2 to change"]


def test_findings_of_all_specs_are_one_run_of_sarif(fleet: Fleet, tmp_path: Path) -> None:
    (tmp_path / "clusters" / "b.yaml").write_text(QUICK + "nodeGroop: {}\n")
    _, out, _ = fleet(failing_on_a, format="sarif")
    (run,) = json.loads(out)["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == ["plan/update", "state-locked", "unknown-field"]
    assert [rules[result["ruleIndex"]] for result in run["results"]] == [
        "state-locked",
        "unknown-field",
        "plan/update",
    ]


def test_annotations_of_all_specs_begin_with_failures(
    fleet: Fleet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary"))
    _, out, _ = fleet(failing_on_a, format="github")
    assert [line.split(" ")[0] for line in out.splitlines()] == ["::error", "::notice", "::notice"]
    assert "file=clusters/a.yaml,line=1" in out.splitlines()[0]
    assert (tmp_path / "summary").read_text().count("<details>") == 3


def test_suites_of_all_specs_are_one_document(fleet: Fleet) -> None:
    _, out, _ = fleet(failing_on_a, format="junit")
    root = fromstring(out)
    assert [suite.get("name") for suite in root] == ["clusters/a.yaml", "plan b", "plan c"]
    assert [suite.get("failures") for suite in root] == ["1", "0", "0"]


@pytest.mark.parametrize("parallel", [1, 2])
def test_no_more_run_side_by_side_than_asked(fleet: Fleet, parallel: int) -> None:
    running, most, lock = 0, 0, threading.Lock()

    def work(*_: object) -> int:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.3)
        with lock:
            running -= 1
        return 0

    fleet(work, parallel=parallel)
    assert most == parallel


def test_phases_are_told_behind_the_name_of_their_spec(fleet: Fleet) -> None:
    def work(_name: str, _workspace: Workspace, on_event: OnEvent) -> int:
        on_event(Started("plan"))
        on_event(Refreshed("module.vpc.aws_vpc.this", True))
        return 0

    _, _, err = fleet(work)
    assert "clusters/b.yaml: comparing the spec with the cloud\n" in err
    assert "aws_vpc" not in err


def test_one_interrupt_reaches_all_that_run_and_keeps_the_rest_from_beginning(
    fleet: Fleet,
) -> None:
    heard: list[str] = []
    both = threading.Barrier(2, timeout=20)

    def work(name: str, _workspace: Workspace, _on_event: OnEvent) -> int:
        told = threading.Event()

        def receive() -> None:
            heard.append(name)
            told.set()

        with interrupts(receive):
            if both.wait() == 0:
                os.kill(os.getpid(), signal.SIGINT)
            assert told.wait(20)
        raise KeyboardInterrupt

    code, out, err = fleet(work, parallel=2)
    assert code == 130
    assert sorted(heard) == ["a", "b"]
    assert out.endswith("3 specs: 3 stopped\n")
    assert err.count("stopping: Terraform finishes what it has begun") == 1


@pytest.mark.parametrize(
    ("codes", "worst"),
    [
        ((), 0),
        ((0, 0), 0),
        ((0, 3), 3),
        ((3, 4), 4),
        ((4, 5), 5),
        ((5, 2), 2),
        ((2, 1), 1),
        ((1, 130, 2, 5, 4, 3, 0), 130),
    ],
)
def test_the_most_important_code_counts(codes: tuple[int, ...], worst: int) -> None:
    assert exit_code([SpecOutcome("a.yaml", code) for code in codes]) == worst
