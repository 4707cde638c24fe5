"""Writing files: in one step, with their mode, through links, and never where writing is not allowed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from eksgen.commands.fmt import fmt

UNTIDY, TIDY = "kind:   Cluster\r\n", "kind: Cluster\n"


def test_a_file_keeps_its_mode_and_a_link_stays_a_link(tmp_path: Path) -> None:
    spec, link = tmp_path / "spec.yaml", tmp_path / "link.yaml"
    spec.write_text(UNTIDY)
    spec.chmod(0o640)
    link.symlink_to(spec)
    assert fmt([str(link)], check=False, diff=False) == 0
    assert link.is_symlink()
    assert spec.read_bytes() == TIDY.encode()
    assert spec.stat().st_mode & 0o777 == 0o640
    assert sorted(tmp_path.iterdir()) == [link, spec]


def test_a_formatted_file_is_not_written(tmp_path: Path) -> None:
    spec = tmp_path / "spec.yaml"
    spec.write_text(TIDY)
    before = spec.stat()
    assert fmt([str(spec)], check=False, diff=False) == 0
    assert (spec.stat().st_mtime_ns, spec.stat().st_ino) == (before.st_mtime_ns, before.st_ino)


@pytest.mark.parametrize(("check", "diff"), [(True, False), (False, True), (True, True)])
def test_check_and_diff_write_nothing(tmp_path: Path, check: bool, diff: bool) -> None:
    spec = tmp_path / "spec.yaml"
    spec.write_text(UNTIDY, newline="")
    assert fmt([str(spec)], check=check, diff=diff) == 3
    assert spec.read_bytes() == UNTIDY.encode()


def test_a_diff_has_no_line_that_acts_on_the_terminal_or_the_runner(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = tmp_path / "spec.yaml"
    spec.write_text(
        "kind:   Cluster # ##[add-mask]e \u202e\nnotes: |\n  ::stop-commands::x\n", encoding="utf-8"
    )
    assert fmt([str(spec)], check=False, diff=True) == 3
    text = capsys.readouterr().out
    assert all(line.isprintable() for line in text.split("\n"))
    assert "##[" not in text
    assert "::stop" not in text


def test_a_file_with_errors_is_left_alone_and_the_others_are_formatted(tmp_path: Path) -> None:
    broken, fine = tmp_path / "a.yaml", tmp_path / "b.yaml"
    broken.write_text("kind:   [\n")
    fine.write_text(UNTIDY)
    assert fmt([str(tmp_path / "*.yaml")], check=False, diff=False) == 1
    assert broken.read_text() == "kind:   [\n"
    assert fine.read_text() == TIDY


def test_standard_input_goes_to_standard_output() -> None:
    command = [sys.executable, "-m", "eksgen", "fmt", "-"]
    done = subprocess.run(command, input=UNTIDY.encode(), capture_output=True, check=True, env={**os.environ})
    assert done.stdout == TIDY.encode()


def test_validate_does_not_load_the_formatter() -> None:
    script = (
        "import sys; from eksgen.commands.validate import validate; "
        "print([name for name in sys.modules if name.startswith('eksgen.compiler.edit')])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
