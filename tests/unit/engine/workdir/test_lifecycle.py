"""The lifecycle of a working folder is relaxed during a plan only."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import pytest

from eksgen.catalog.resources.lifecycle import PROTECTED
from eksgen.compiler.emit.modules import FOLDER
from eksgen.compiler.emit.write import write_folder
from eksgen.compiler.pipeline import check_text, compile_spec
from eksgen.engine.paths import WorkDir
from eksgen.engine.terraform.events import ignore_event
from eksgen.engine.workdir.folder_lock import hold_folder
from eksgen.engine.workdir.lifecycle import relaxed_lifecycle, restore_lifecycle

TEXT = """\
# prevent_destroy = true
lifecycle {
  prevent_destroy       = true
  create_before_destroy = true
}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "modules" / "eks" / "main.tf"
    file.parent.mkdir(parents=True)
    file.write_text(TEXT, "utf-8")
    return file


@pytest.mark.parametrize(("delete_first", "relaxed"), [(False, 1), (True, 2)])
def test_a_folder_is_as_before_after_the_block(file: Path, delete_first: bool, relaxed: int) -> None:
    with relaxed_lifecycle(WorkDir(file.parents[2]), delete_first=delete_first):
        text = file.read_text("utf-8")
    assert text.count("= false") == relaxed
    assert "  prevent_destroy       = false" in text
    assert text.startswith("# prevent_destroy = true")
    assert file.read_text("utf-8") == TEXT


def test_an_interrupt_leaves_no_folder_without_protection(file: Path) -> None:
    with suppress(KeyboardInterrupt), relaxed_lifecycle(WorkDir(file.parents[2])):
        raise KeyboardInterrupt
    assert file.read_text("utf-8") == TEXT


@pytest.mark.parametrize("delete_first", [False, True])
@pytest.mark.parametrize("killed", [True, False])
def test_the_files_of_a_killed_plan_are_ours_for_the_next_run(
    tmp_path: Path, delete_first: bool, killed: bool
) -> None:
    protected, unprotected = compiled("terraform: {preventDestroy: {}}"), compiled("")
    workdir = WorkDir(tmp_path / ".eksgen" / "cluster")
    write_folder(workdir.path, protected)
    with relaxed_lifecycle(workdir, delete_first=delete_first):
        relaxed = {file: file.read_bytes() for file in workdir.path.glob("modules/*/*.tf")}
    if killed:
        for file, data in relaxed.items():
            file.write_bytes(data)
        workdir.private.mkdir()
        workdir.lock.write_text(json.dumps({"verb": "plan", "pid": 1}))
    with hold_folder(workdir, "plan", ignore_event):
        assert all((workdir.path / name).read_bytes() == data for name, data in protected.items())
        write_folder(workdir.path, unprotected)
    assert not list(workdir.path.glob("modules/*/prevent_destroy_override.tf"))


def compiled(more: str) -> Mapping[str, bytes]:
    text = (FOLDER.parent / "examples" / "quickstart.yaml").read_text("utf-8")
    return compile_spec(check_text(f"{text}\n{more}\n".encode(), "cluster.yaml")).files


@pytest.mark.parametrize("files", [[], 7, None, {"modules/eks/main.tf": 7}])
def test_a_broken_map_restores_nothing(file: Path, files: object) -> None:
    file.write_text(TEXT.replace("true", "false"), "utf-8")
    (file.parents[2] / "eksgen.map.json").write_text(json.dumps({"version": 1, "files": files}))
    restore_lifecycle(WorkDir(file.parents[2]))
    assert file.read_text("utf-8") == TEXT.replace("true", "false")


def test_the_protected_types_are_those_of_the_modules() -> None:
    overrides = sorted(FOLDER.glob("*/overrides/prevent_destroy.tf"))
    types = [file.read_text("utf-8").partition('resource "')[2].partition('"')[0] for file in overrides]
    assert sorted(types) == sorted(PROTECTED)
