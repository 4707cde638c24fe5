"""The lifecycle of a working folder is relaxed during a plan only."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from eksgen.catalog.resources.lifecycle import PROTECTED
from eksgen.compiler.emit.modules import FOLDER
from eksgen.engine.paths import WorkDir
from eksgen.engine.workdir.lifecycle import relaxed_lifecycle

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


def test_the_protected_types_are_those_of_the_modules() -> None:
    overrides = sorted(FOLDER.glob("*/overrides/prevent_destroy.tf"))
    types = [file.read_text("utf-8").partition('resource "')[2].partition('"')[0] for file in overrides]
    assert sorted(types) == sorted(PROTECTED)
