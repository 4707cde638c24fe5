from __future__ import annotations

from pathlib import Path

import pytest

from eksgen.commands.work import summarise


def test_a_step_summary_is_added_to_what_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "summary.md"
    file.write_text("before\n", "utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(file))
    summarise("### Plan → demo\n")
    assert file.read_text("utf-8") == "before\n### Plan → demo\n"


def test_outside_of_github_actions_nothing_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    summarise("text")
