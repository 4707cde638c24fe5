"""Applying a spec: shown, confirmed, and an exit code that says whether it is done."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import typer

from eksgen.commands import apply as module
from eksgen.commands.apply import ApplyRequest
from eksgen.commands.runs.workdir import RunOptions
from eksgen.compiler.errors import EksgenError
from eksgen.engine.plan.result import ApplyResult, Counts, PlanResult, RunSubject
from eksgen.engine.runs import apply as runs
from eksgen.engine.runs.apply import ApplyOptions

PLAN = PlanResult(RunSubject("demo", "eu-west-1"), Counts(create=1))
DESTROYED = ApplyResult(
    PlanResult(RunSubject("demo", "eu-west-1", account="111122223333"), Counts(delete=1), destroy=True), True
)
EMPTY = PlanResult(RunSubject("demo", "eu-west-1"), Counts())
DONE = ApplyResult(PLAN, True, remaining=EMPTY)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Apply:
    """Runs the command, with an engine that asks for approval and returns a result."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.patch = monkeypatch
        self.calls: list[tuple[str, Any]] = []

        @contextmanager
        def folder(verb: str, file: str, _options: RunOptions) -> Iterator[tuple[Any, Any]]:
            self.calls.append((verb, file))
            yield None, None

        @contextmanager
        def importing(_workspace: Any, _on_event: Any, *, wanted: bool, lock_timeout: int) -> Iterator[None]:
            self.calls.append(("import", wanted))
            yield

        monkeypatch.setattr(module, "compiled_workdir", folder)
        monkeypatch.setattr(module, "importing_orphans", importing)

    def __call__(
        self, result: ApplyResult = DONE, *, typed: str | None = None, format: str = "human", **more: Any
    ) -> int:
        def run(
            _workspace: Any, approve: Callable[[PlanResult], bool], *_: Any, destroy: bool, **__: Any
        ) -> ApplyResult:
            self.calls.append(("approved", approve(result.plan)))
            self.calls.append(("destroy", destroy))
            return result

        self.patch.setattr(runs, "apply", run)
        self.patch.setattr(sys, "stdin", io.StringIO() if typed is None else Terminal(f"{typed}\n"))
        request = ApplyRequest(**{"yes": typed is None} | more)
        return module.apply("cluster.yaml", RunOptions(format=format), ApplyOptions(), request)


@pytest.fixture
def apply(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Apply:
    monkeypatch.chdir(tmp_path)
    return Apply(monkeypatch)


@pytest.mark.parametrize(
    ("result", "code"),
    [
        (DONE, 0),
        (ApplyResult(PLAN, True), 0),
        (ApplyResult(PLAN, True, remaining=PLAN), 1),
        (ApplyResult(PLAN, False), 1),
        (ApplyResult(EMPTY, False), 0),
    ],
    ids=["converged", "not verified", "not converged", "declined", "nothing to do"],
)
def test_the_exit_code_says_whether_it_is_done(apply: Apply, result: ApplyResult, code: int) -> None:
    assert apply(result) == code


@pytest.mark.parametrize(
    ("typed", "approved"), [("yes", True), (" yes ", True), ("y", False), ("", False), ("no", False)]
)
def test_only_yes_approves(
    apply: Apply, capsys: pytest.CaptureFixture[str], typed: str, approved: bool
) -> None:
    apply(typed=typed)
    assert ("approved", approved) in apply.calls
    out, err = capsys.readouterr()
    assert err.endswith(
        "\n1 to create for cluster demo in eu-west-1\nType yes to apply, anything else to stop: "
    )
    assert out.startswith("Plan")


def test_with_yes_nobody_is_asked(apply: Apply, capsys: pytest.CaptureFixture[str]) -> None:
    apply(yes=True, typed="no")
    assert ("approved", True) in apply.calls
    assert "Type yes" not in capsys.readouterr().err


def test_a_file_that_is_missing_is_said_before_that_nobody_confirms(apply: Apply) -> None:
    with pytest.raises(EksgenError, match=r"cluster\.yaml does not exist"):
        apply(yes=False)


def test_without_a_terminal_it_must_be_confirmed_beforehand(apply: Apply) -> None:
    Path("cluster.yaml").write_text("kind: Cluster\n", encoding="utf-8")
    for destroy, verb in ((False, "apply"), (True, "destroy")):
        with pytest.raises(EksgenError, match=f"the {verb} was not confirmed") as caught:
            apply(yes=False, destroy=destroy)
        assert caught.value.code == "unconfirmed"
    assert apply.calls == []


def test_a_destroy_is_one(apply: Apply, capsys: pytest.CaptureFixture[str]) -> None:
    apply(DESTROYED, typed="demo", destroy=True)
    assert apply.calls[0] == ("destroy", "cluster.yaml")
    assert apply.calls[-1] == ("destroy", True)
    assert capsys.readouterr().err.endswith(
        "\n1 to delete for cluster demo in eu-west-1, account 111122223333\n"
        "Type the name of the cluster, demo, to destroy, anything else to stop: "
    )


@pytest.mark.parametrize(
    ("typed", "approved"), [("demo", True), ("yes", False), ("Demo", False), ("", False)]
)
def test_a_destroy_wants_the_name_of_the_cluster(apply: Apply, typed: str, approved: bool) -> None:
    apply(DESTROYED, typed=typed, destroy=True)
    assert ("approved", approved) in apply.calls


def test_a_destroy_of_what_has_no_cluster_wants_a_yes(apply: Apply) -> None:
    left = replace(DESTROYED, plan=replace(DESTROYED.plan, subject=RunSubject()))
    apply(left, typed="yes", destroy=True)
    assert ("approved", True) in apply.calls


@pytest.mark.parametrize("wanted", [False, True])
def test_orphans_are_imported_on_request(apply: Apply, wanted: bool) -> None:
    apply(import_orphans=wanted)
    assert apply.calls[:2] == [("apply", "cluster.yaml"), ("import", wanted)]


def test_json_is_alone_on_standard_output(apply: Apply, capsys: pytest.CaptureFixture[str]) -> None:
    apply(format="json")
    out, err = capsys.readouterr()
    assert out.startswith("{")
    assert "Plan" in err
    apply()
    assert "\n\n" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["cluster.yaml", "cluster.yml"])
def test_a_saved_plan_cannot_take_the_place_of_a_spec(apply: Apply, name: str) -> None:
    with zipfile.ZipFile(name, "w") as archive:
        archive.writestr(zipfile.ZipInfo("eksgen-plan.json"), "{}")
    with pytest.raises(EksgenError, match="a saved plan with the name of a spec"):
        module.apply(name, RunOptions(), ApplyOptions(), ApplyRequest(yes=True))


def test_a_saved_plan_is_known_by_its_name(apply: Apply) -> None:
    Path("a.eksplan").write_text("x")
    run, options = RunOptions(), ApplyOptions()
    with pytest.raises(EksgenError, match=r"a.eksplan is a saved plan, not a spec"):
        module.apply("a.eksplan", run, options, ApplyRequest(yes=True, destroy=True))
    with pytest.raises(typer.BadParameter, match="pass it when you make the plan"):
        module.apply("a.eksplan", run, options, ApplyRequest(yes=True, import_orphans=True))


@pytest.mark.parametrize(
    ("result", "code"),
    [(ApplyResult(PLAN, False), 0), (DONE, 0), (ApplyResult(PLAN, True, remaining=PLAN), 1)],
)
def test_a_saved_plan_is_applied_without_a_question(
    apply: Apply, monkeypatch: pytest.MonkeyPatch, result: ApplyResult, code: int
) -> None:
    monkeypatch.setattr("eksgen.commands.runs.saved_plan.apply_file", lambda *_: result)
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    assert module.apply("a.eksplan", RunOptions(), ApplyOptions(), ApplyRequest()) == code
    assert apply.calls == []
