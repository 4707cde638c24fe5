"""`eksgen graph`: the format follows the name of the file."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer

from eksgen.commands.graph import graph

SPEC = str(Path(__file__).parents[3] / "examples" / "quickstart.yaml")


@pytest.mark.parametrize(
    ("name", "format", "start"),
    [
        ("a.svg", None, "<svg "),
        ("a.SVG", None, "<svg "),
        ("a.html", None, "<!DOCTYPE html>"),
        ("a.mmd", None, "flowchart TB"),
        ("a.md", None, "```mermaid\nflowchart TB"),
        ("a.txt", "svg", "<svg "),
    ],
)
def test_a_file_is_written_in_the_format_of_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, format: str | None, start: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert graph(SPEC, Path(name), format) == 0
    first = (tmp_path / name).read_bytes()
    assert first.decode().startswith(start)
    graph(SPEC, Path(name), format)
    assert (tmp_path / name).read_bytes() == first


def test_without_a_file_it_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    graph(SPEC, None, None)
    assert capsys.readouterr().out.startswith("flowchart TB\n")


def test_another_name_needs_a_format(tmp_path: Path) -> None:
    with pytest.raises(typer.BadParameter, match=r"\.svg, \.html, \.mmd or \.md"):
        graph(SPEC, tmp_path / "a.png", None)
    assert list(tmp_path.iterdir()) == []
