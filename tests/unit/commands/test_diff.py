"""Comparing two specs: the exit code, the formats, and specs with errors."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from eksgen.commands.diff import diff
from eksgen.compiler.errors import SpecRefused

QUICK = (Path(__file__).resolve().parents[3] / "examples" / "quickstart.yaml").read_text("utf-8")
ALLOW = "# eksgen: allow(versions-open) because these tests are not about versions"
QUICK = QUICK.replace('version: "1.35"', f'version: "1.35" {ALLOW}')


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790899200")
    (tmp_path / "a.yaml").write_text(QUICK)
    (tmp_path / "b:c.yaml").write_text(QUICK.replace("web: {}", "web: {labels: {a: b}}"))
    open_to_all = QUICK.replace("endpoint: {", "endpoint: {public: true, ")
    (tmp_path / "warned.yaml").write_text(open_to_all)
    (tmp_path / "broken.yaml").write_text(f"{open_to_all}nodeGroop: {{}}\n")
    return tmp_path


@pytest.mark.parametrize(
    ("format", "inside"),
    [
        ("human", "nodeGroups.web.labels.a"),
        ("json", '"version"'),
        ("markdown", "| new | `nodeGroups.web.labels.a`"),
    ],
)
def test_a_difference_is_exit_code_3_in_every_format(
    capsys: pytest.CaptureFixture[str], format: str, inside: str
) -> None:
    assert diff("a.yaml", "b:c.yaml", format) == 3
    assert inside in capsys.readouterr().out
    assert diff("a.yaml", "a.yaml", format) == 0


def test_warnings_of_the_new_spec_alone_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    diff("warned.yaml", "a.yaml", "human")
    assert capsys.readouterr().err == ""
    diff("a.yaml", "warned.yaml", "human")
    assert "warning[open-endpoint]" in capsys.readouterr().err


@pytest.mark.parametrize("files", [("broken.yaml", "a.yaml"), ("a.yaml", "broken.yaml")])
def test_a_spec_with_errors_is_refused(capsys: pytest.CaptureFixture[str], files: tuple[str, str]) -> None:
    with pytest.raises(SpecRefused):
        diff(*files, "human")
    out, err = capsys.readouterr()
    assert out == ""
    assert "error[unknown-field]" in err


def test_places_in_the_old_spec_of_a_revision_carry_the_revision(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.com")
    for command in (["init", "-q"], ["add", "a.yaml"], [*identity, "commit", "-q", "-m", "base"]):
        subprocess.run(["git", *command], cwd=folder, check=True)
    (folder / "a.yaml").write_text(QUICK.replace("  web: {}", "  other: {}"))
    assert diff("HEAD:a.yaml", "a.yaml", "human") == 3
    assert "HEAD:a.yaml:15:3" in capsys.readouterr().out
    assert diff("warned.yaml", "a.yaml", "human") == 3
    assert "HEAD" not in capsys.readouterr().out
