"""What is generated from the modules' own HCL is fresh."""

from __future__ import annotations

from pathlib import Path

import pytest

from eksgen.compiler.emit import modules
from eksgen.compiler.emit.module_interface import END, START, generated

FILES = generated()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(modules.FOLDER).as_posix())
def test_a_generated_file_is_up_to_date(file: Path) -> None:
    assert file.read_text(encoding="utf-8") == FILES[file], "run make generate"


def test_every_module_has_an_interface_and_a_readme_table() -> None:
    folders = {file.parent for file in modules.FOLDER.glob("*/main.tf")}
    assert {file.parent for file in FILES if file.name == "README.md"} == folders
    assert all(START in text and END in text for file, text in FILES.items() if file.name == "README.md")
