"""A state that Terraform could not save is kept in a private file."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from eksgen.engine.terraform import unsaved_state

STATE = {"version": 4, "lineage": "1111", "serial": 3, "resources": []}


def test_a_dumped_state_is_recognised_and_no_other_line_is() -> None:
    line = json.dumps({"@message": "Emergency state dump", "type": "log", "state": STATE})
    assert json.loads(unsaved_state.state_from_output(line) or "") == STATE
    for other in (
        "",
        "{",
        '{"state": 1}',
        '{"type": "log", "state": "x"}',
        '{"type":"log","state":{}}',
        "state",
    ):
        assert unsaved_state.state_from_output(other) is None


def test_a_dumped_state_is_written_to_the_first_place_with_room_and_found_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    folder = tmp_path / "work"
    (folder / ".eksgen").mkdir(parents=True)
    assert unsaved_state.unsaved_state(folder) is None
    kept = unsaved_state.keep_unsaved_state(json.dumps(STATE), folder)
    assert kept == folder / ".eksgen" / "rescued.tfstate"
    kept.unlink()
    (folder / ".eksgen").rmdir()
    elsewhere = unsaved_state.keep_unsaved_state(json.dumps(STATE), folder)
    assert elsewhere is not None
    assert elsewhere.parent == tmp_path
    assert stat.S_IMODE(elsewhere.stat().st_mode) == 0o600
    assert unsaved_state.unsaved_state(folder) == elsewhere
    elsewhere.rename(tmp_path / "target")
    elsewhere.symlink_to(tmp_path / "target")
    assert unsaved_state.unsaved_state(folder) is None, "a link that somebody put there is not followed"


def test_a_state_saved_by_terraform_is_made_private(tmp_path: Path) -> None:
    (tmp_path / "errored.tfstate").write_text("")
    assert unsaved_state.unsaved_state(tmp_path) is None
    (tmp_path / "errored.tfstate").write_text(json.dumps(STATE))
    os.chmod(tmp_path / "errored.tfstate", 0o644)  # noqa: PTH101
    assert unsaved_state.unsaved_state(tmp_path) == tmp_path / "errored.tfstate"
    assert stat.S_IMODE((tmp_path / "errored.tfstate").stat().st_mode) == 0o600


def test_a_truncated_state_is_set_aside_and_a_whole_one_is_not(tmp_path: Path) -> None:
    state = tmp_path / "terraform.tfstate"
    for text, broken in (("", False), (json.dumps(STATE), False), ('{"version": 4, "lin', True)):
        state.write_text(text)
        assert unsaved_state.set_broken_state_aside(tmp_path) is broken
    assert not state.exists()


@pytest.mark.parametrize(
    "forged",
    [
        {**STATE, "lineage": ""},
        {**STATE, "lineage": None},
        {**STATE, "Lineage": ""},
        {**STATE, "RESOURCES": []},
        {**STATE, "version": 3},
        {**STATE, "resources": [{"provider": "x", "Provider": "y"}]},
    ],
)
@pytest.mark.parametrize("name", [".eksgen/rescued.tfstate", "errored.tfstate"])
def test_a_state_that_terraform_would_not_write_is_never_recorded(
    forged: dict[str, object], name: str, tmp_path: Path
) -> None:
    (tmp_path / ".eksgen").mkdir()
    (tmp_path / name).write_text(json.dumps(forged))
    assert unsaved_state.unsaved_state(tmp_path) is None
    (tmp_path / name).write_text(json.dumps(STATE))
    assert unsaved_state.unsaved_state(tmp_path) == tmp_path / name
