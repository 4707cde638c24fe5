"""A command that looks for drift and then plans shows the findings in the spec once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from eksgen.commands.inputs.remediation import Remediation
from eksgen.commands.plan import PlanOptions, plan
from eksgen.commands.remediate import remediate
from eksgen.commands.runs.workdir import RunOptions
from eksgen.compiler.errors import EksgenError, SpecRefused

from .conftest import CLUSTER, SPEC, apply, changed, compiled_trace

WARNING, NOTE = "warning[open-endpoint]", "note[versions-open]"
OPEN = SPEC.replace("[203.0.113.0/24, 198.51.100.0/24]", "true")


class Reached(EksgenError):
    """Terraform would run now."""


@pytest.fixture(autouse=True)
def _no_terraform(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "cluster.yaml").write_text(OPEN, "utf-8")

    def stop(*_: Any, **__: Any) -> Any:
        raise Reached("Terraform", code="reached")

    for module in ("remediate", "runs.many_specs"):
        monkeypatch.setattr(f"eksgen.commands.{module}.open_workdir", stop)


def revert(folder: Path, **more: Any) -> None:
    trace = compiled_trace(folder)
    finding = changed(trace, CLUSTER, ("vpc_config", 0, "endpoint_public_access"), False)
    apply(trace, [finding], revert=(finding.id,), **more)


def test_a_plan_alone_shows_warnings_and_notes(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Reached):
        plan(["cluster.yaml"], RunOptions(), PlanOptions())
    err = capsys.readouterr().err
    assert WARNING in err
    assert NOTE in err


def test_the_look_for_drift_shows_warnings(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Reached):
        remediate(["cluster.yaml"], RunOptions(), Remediation(revert=("a",)))
    err = capsys.readouterr().err
    assert err.count(WARNING) == 1
    assert NOTE not in err


def test_the_plan_that_follows_shows_them_no_more(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Reached):
        revert(folder)
    assert capsys.readouterr().err == ""


def test_errors_of_a_spec_that_was_edited_in_between_are_shown(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "eksgen.commands.remediate._show_new_warnings",
        lambda *_: (folder / "cluster.yaml").write_text(f"{OPEN}nodeGroop: {{}}\n", "utf-8"),
    )
    with pytest.raises(SpecRefused):
        revert(folder)
    err = capsys.readouterr().err
    assert "error[unknown-field]" in err
    assert WARNING not in err
