"""Looking for drift: what fails a run, and the earlier report that it is compared with."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import typer

from eksgen.commands import drift as module
from eksgen.commands.drift import DriftOptions
from eksgen.commands.inputs.remediation import Remediation
from eksgen.commands.outputs.results import ReportTarget
from eksgen.commands.runs.many_specs import Job
from eksgen.commands.runs.workdir import RunOptions
from eksgen.compiler.errors import EksgenError
from eksgen.compiler.pipeline import check_text
from eksgen.engine.addresses import parse_address
from eksgen.engine.drift.result import DriftClass, DriftFinding, DriftLevel, DriftResult
from eksgen.engine.plan.result import RunSubject
from eksgen.engine.terraform.plan_stream import Needs

QUICK = (Path(__file__).resolve().parents[3] / "examples" / "quickstart.yaml").read_bytes()
FINDING = DriftFinding(
    "abc", DriftClass.CHANGED_OUTSIDE, parse_address("module.vpc.aws_vpc.this"), level=DriftLevel.MEDIUM
)
RUN = RunOptions()
FOUND = DriftResult(RunSubject("quickstart", "us-west-2"), (FINDING,))


class Drift:
    """Runs the command up to its job, and the job on one spec with an engine that finds one thing."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.calls: dict[str, Any] = {}

        def run_job(job: Job[DriftResult], specs: Sequence[str], run: RunOptions, parallel: int) -> int:
            self.job = job
            self.calls |= {"specs": specs, "parallel": parallel}
            return 0

        def run_drift(
            _workspace: Any, _on_event: Any, request: Any, *, unmanaged: bool, ask_who: bool
        ) -> DriftResult:
            self.calls |= {"request": request, "unmanaged": unmanaged, "who": ask_who}
            return FOUND

        monkeypatch.setattr(module, "run_job", run_job)
        monkeypatch.setattr(module, "run_drift", run_drift)
        monkeypatch.setattr(module, "draft_of", lambda _file: None)
        monkeypatch.setattr(module, "open_session", lambda _workspace: SimpleNamespace(trace=None))
        monkeypatch.setattr(module, "with_adoption_offers", lambda result, *_: result)

    def __call__(
        self, run: RunOptions = RUN, text: bytes = QUICK, parallel: int = 1, **options: Any
    ) -> DriftResult:
        assert module.drift(["cluster.yaml"], run, DriftOptions(**options), parallel=parallel) == 0
        spec = check_text(text, "cluster.yaml")
        return self.job.begin("cluster.yaml")(spec, None, None)  # type: ignore[arg-type]


@pytest.fixture
def drift(monkeypatch: pytest.MonkeyPatch) -> Drift:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790899200")
    return Drift(monkeypatch)


@pytest.mark.parametrize(
    ("fail_on", "written", "fails"),
    [
        (None, "", True),
        ("low", "", True),
        ("medium", "", True),
        ("high", "", False),
        (None, "drift: {failOn: high}\n", False),
        ("low", "drift: {failOn: high}\n", True),
    ],
)
def test_the_level_that_fails_is_that_of_the_option_or_of_the_spec(
    drift: Drift, fail_on: str | None, written: str, fails: bool
) -> None:
    result = drift(text=QUICK + written.encode(), fail_on=fail_on)
    assert drift.job.differs(result) is fails
    assert (drift.job.verb, drift.job.summary(result)) == ("drift", "1 finding, 1 medium")


def test_no_finding_is_no_drift(drift: Drift) -> None:
    drift()
    empty = DriftResult(RunSubject())
    assert drift.job.summary(empty) == "no drift"
    assert drift.job.differs(empty) is False


def test_the_options_reach_the_engine(drift: Drift) -> None:
    drift(RunOptions(lock_timeout=9), unmanaged=False, who=True, parallel=3)
    assert (drift.calls["unmanaged"], drift.calls["who"], drift.calls["parallel"]) == (False, True, 3)
    assert (drift.calls["request"].lock_timeout, drift.calls["request"].needs) == (9, Needs.DRIFT)
    drift(RunOptions(reports=(ReportTarget("html", Path("a")),)))
    assert drift.calls["request"].needs is Needs.ALL
    assert (drift.calls["unmanaged"], drift.calls["who"], drift.calls["parallel"]) == (True, False, 1)


def test_an_ignore_rule_of_the_spec_applies(drift: Drift) -> None:
    rule = b"drift: {ignore: [{path: module.vpc.aws_vpc.this, reason: because we know it}]}\n"
    (finding,) = drift(text=QUICK + rule).findings
    assert finding.kind is DriftClass.ACCEPTED


def test_findings_against_another_version_say_so(drift: Drift) -> None:
    assert drift(against="main").against == "main"
    assert drift().against == ""


def test_an_earlier_report_says_what_is_resolved(drift: Drift, tmp_path: Path) -> None:
    file = tmp_path / "drift.json"
    first = drift(since=file)
    assert first.resolved == ()
    assert first.findings != FOUND.findings, "findings have a first day"
    document = json.loads(json.dumps(drift.job.report(first).document))
    document["findings"][0]["id"] = "other"
    file.write_text(json.dumps(document))
    assert [finding.id for finding in drift(since=file).resolved] == ["other"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("{}", "not-a-report"),
        ("no json", "not-a-report"),
        ("[" * 100_000, "not-a-report"),
        (None, "not-a-file"),
    ],
    ids=["another document", "no JSON", "too deep", "a folder"],
)
def test_an_earlier_report_that_cannot_be_used(
    drift: Drift, tmp_path: Path, content: str | None, code: str
) -> None:
    file = tmp_path / "drift.json"
    file.mkdir() if content is None else file.write_text(content)
    with pytest.raises(EksgenError) as caught:
        drift(since=file)
    assert caught.value.code == code
    assert drift.calls == {}


def test_an_earlier_report_is_of_one_spec_and_not_for_a_remedy(drift: Drift, tmp_path: Path) -> None:
    for specs, remedy in ((["a.yaml", "b.yaml"], None), (["a.yaml"], Remediation(adopt=("abc",)))):
        with pytest.raises(typer.BadParameter, match="pass one spec file"):
            module.drift(specs, RunOptions(), DriftOptions(since=tmp_path / "a.json"), remedy)
