"""Planning: which options fit together, what counts as a difference, and what Terraform is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import typer

from eksgen.commands import plan as module
from eksgen.commands.outputs.results import ReportTarget
from eksgen.commands.plan import PlanOptions, SavePlan, save_plan_options
from eksgen.commands.runs.many_specs import Job
from eksgen.commands.runs.workdir import OneSpecOnly, RunOptions
from eksgen.compiler.pipeline import Checked, check_text
from eksgen.engine.plan.result import Counts, PlanResult, RunSubject
from eksgen.engine.runs import plan as runs
from eksgen.engine.terraform.plan_stream import Needs

CHANGES = PlanResult(RunSubject(), Counts(create=2, delete=1))
EMPTY = PlanResult(RunSubject(), Counts())
DEFAULTS, RUN = PlanOptions(), RunOptions()
SAVING = SavePlan(Path("a.eksplan"), timedelta(hours=1))
QUICK = (Path(__file__).resolve().parents[3] / "examples" / "quickstart.yaml").read_bytes()


class Plan:
    """Runs the command up to its job, and the job on one spec with an engine that records its request."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.calls: dict[str, Any] = {}

        def run_job(job: Job[PlanResult], specs: Sequence[str], run: RunOptions, parallel: int) -> int:
            self.job = job
            self.calls |= {"specs": specs, "parallel": parallel}
            return 3

        def run_plan(_workspace: Any, _on_event: Any, request: Any, *, keep: Any) -> PlanResult:
            self.calls |= {"request": request, "keep": keep}
            return CHANGES

        @contextmanager
        def importing(_workspace: Any, _on_event: Any, *, wanted: bool, lock_timeout: int) -> Iterator[None]:
            self.calls |= {"imports": wanted, "import timeout": lock_timeout}
            yield

        monkeypatch.setattr(module, "run_job", run_job)
        monkeypatch.setattr(runs, "plan", run_plan)
        monkeypatch.setattr(module, "importing_orphans", importing)

    def __call__(self, options: PlanOptions = DEFAULTS, run: RunOptions = RUN, **more: Any) -> int:
        code = module.plan(["cluster.yaml"], run, options, **more)
        spec: Checked = check_text(QUICK, "cluster.yaml")
        self.job.begin("cluster.yaml")(spec, None, None)  # type: ignore[arg-type]
        return code


@pytest.fixture
def plan(monkeypatch: pytest.MonkeyPatch) -> Plan:
    return Plan(monkeypatch)


@pytest.mark.parametrize("detailed", [False, True])
def test_changes_are_a_difference_only_on_request(plan: Plan, detailed: bool) -> None:
    assert plan(detailed_exitcode=detailed, parallel=2) == 3
    assert plan.job.differs(CHANGES) is detailed
    assert plan.job.differs(EMPTY) is False
    assert (plan.job.verb, plan.calls["specs"], plan.calls["parallel"]) == ("plan", ["cluster.yaml"], 2)


def test_a_summary_counts_the_changes(plan: Plan) -> None:
    plan()
    assert plan.job.summary(EMPTY) == "no changes"
    assert plan.job.summary(CHANGES) == "2 to create, 1 to delete"


@pytest.mark.parametrize(
    ("options", "run", "needs"),
    [
        (PlanOptions(), RunOptions(), Needs.CHANGES),
        (PlanOptions(), RunOptions(format="html"), Needs.ALL),
        (PlanOptions(), RunOptions(reports=(ReportTarget("html", Path("a")),)), Needs.ALL),
        (PlanOptions(saving=SAVING), RunOptions(), Needs.ALL),
    ],
)
def test_a_saved_plan_and_a_page_need_all_of_the_plan(
    plan: Plan, options: PlanOptions, run: RunOptions, needs: Needs
) -> None:
    plan(options, run)
    assert plan.calls["request"].needs is needs
    assert (plan.calls["keep"] is not None) is (options.saving is not None)


def test_the_options_reach_the_engine(plan: Plan) -> None:
    plan(PlanOptions(destroy=True, targets=("module.vpc",)), RunOptions(lock_timeout=9))
    request = plan.calls["request"]
    assert (request.destroy, request.lock_timeout, request.targets) == (True, 9, ("module.vpc",))
    assert (plan.calls["imports"], plan.calls["import timeout"]) == (False, 9)
    plan(PlanOptions(import_orphans=True))
    assert plan.calls["imports"] is True


@pytest.mark.parametrize("saving", [None, SAVING])
def test_saving_is_announced_with_a_warning(
    plan: Plan, capsys: pytest.CaptureFixture[str], saving: SavePlan | None
) -> None:
    plan(PlanOptions(saving=saving))
    expected = "saved a.eksplan; it holds secrets in plain text\n" if saving else ""
    assert capsys.readouterr().err == expected


def test_options_that_do_not_fit_together(plan: Plan) -> None:
    with pytest.raises(typer.BadParameter, match="a destroy imports nothing"):
        plan(PlanOptions(destroy=True, import_orphans=True))
    with pytest.raises(OneSpecOnly, match="--output saves the plan of one spec"):
        module.plan(["a.yaml", "b.yaml"], RunOptions(), PlanOptions(saving=SAVING))
    assert plan.calls == {}
    module.plan(["a.yaml", "b.yaml"], RunOptions(), PlanOptions())
    assert plan.calls["specs"] == ["a.yaml", "b.yaml"]


def test_a_saved_plan_has_a_life() -> None:
    assert save_plan_options(Path("a.eksplan"), "1h") == SAVING
    assert save_plan_options(None, "nonsense") is None
    with pytest.raises(typer.BadParameter, match="is not a duration"):
        save_plan_options(Path("a.eksplan"), "nonsense")


def test_a_plan_is_not_saved_under_the_name_of_a_spec() -> None:
    with pytest.raises(typer.BadParameter, match="the name of a spec"):
        save_plan_options(Path("cluster.yaml"), "1h")
