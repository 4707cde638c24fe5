from __future__ import annotations

import os
from pathlib import Path

import pytest
import typer

from eksgen.commands.outputs.results import report_targets, write_reports
from eksgen.compiler.errors import EksgenError
from eksgen.report.terminal import Style


def draw(format: str, style: Style) -> str:
    return f"{format} → demo, colour {style.colour}\n"


def test_a_result_is_drawn_into_every_file_and_onto_standard_output(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    given = report_targets([f"markdown={tmp_path / 'a.md'}", f"sarif={tmp_path / 'a=b.sarif'}"], None)
    write_reports(draw, "human", given)
    assert capsys.readouterr().out == "human → demo, colour True\n"
    assert (tmp_path / "a.md").read_text("utf-8") == "markdown → demo, colour False\n"
    assert (tmp_path / "a=b.sarif").read_text("utf-8") == "sarif → demo, colour False\n"


def test_a_file_that_cannot_be_written_keeps_no_other_from_its_result(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = report_targets([f"json={tmp_path / 'a.json'}", f"markdown={tmp_path / 'a.md'}"], None)
    (tmp_path / "a.json").mkdir()
    with pytest.raises(EksgenError, match=r"a\.json is a folder"):
        write_reports(draw, "human", given)
    assert capsys.readouterr().out.startswith("human → demo")
    assert (tmp_path / "a.md").read_text("utf-8").startswith("markdown → demo")


@pytest.mark.parametrize("place", ["/dev/full", "/dev/stdout", "loop", "pipe"])
def test_what_is_no_file_is_refused_before_anything_runs(place: str, tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(EksgenError):
        report_targets([f"json={tmp_path / place}"], None)
    with pytest.raises(EksgenError):
        report_targets((), tmp_path / place)


def test_a_step_summary_is_added_to_what_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "summary.md"
    file.write_text("before\n", "utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(file))
    write_reports(draw, "github", ())
    write_reports(draw, "human", ())
    assert file.read_text("utf-8") == "before\nmarkdown → demo, colour False\n"


@pytest.mark.parametrize("place", ["missing/summary", "folder", "a\nb/summary"])
def test_annotations_are_written_although_the_summary_cannot(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "folder").mkdir()
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / place))
    write_reports(draw, "github", ())
    written = capsys.readouterr()
    assert written.out.startswith("github")
    assert written.err.startswith("warning: the step summary ")
    assert written.err.count("\n") == 1


def test_outside_of_github_actions_no_summary_is_written(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    write_reports(draw, "github", ())
    assert capsys.readouterr().out.startswith("github")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["plan.sarif"], "is not of the form FORMAT=FILE"),
        (["sarif="], "is not of the form"),
        (["pdf=plan.pdf"], "pdf is not one of human, json"),
        (["json=.//plan.json", "markdown=plan.json"], "would be written twice"),
        (["json=./saved"], "would be written twice"),
        (["json=folder"], "is a folder"),
        (["json=nowhere/plan.json"], "is in a folder that does not exist"),
    ],
)
def test_a_report_that_cannot_be_written_is_refused_at_once(
    given: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "folder").mkdir()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(typer.BadParameter, match=said):
        report_targets(given, Path("saved"))
