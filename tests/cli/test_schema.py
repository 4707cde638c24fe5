"""What `eksgen schema` gives is the schema, whole and alone."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from eksgen.schemas import SCHEMA


def schema(folder: Path, *arguments: str) -> bytes:
    command = [sys.executable, "-m", "eksgen", "schema", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, check=True).stdout


def test_the_schema_is_printed_byte_for_byte(tmp_path: Path) -> None:
    printed = schema(tmp_path)
    assert printed == SCHEMA.read_bytes()
    assert json.loads(printed)["title"] == "eksgen cluster spec"


def test_a_file_that_was_there_is_replaced(tmp_path: Path) -> None:
    file = tmp_path / "cluster.schema.json"
    file.write_text("old", encoding="utf-8")
    schema(tmp_path, "--output", file.name)
    assert file.read_bytes() == SCHEMA.read_bytes()
    assert [one.name for one in tmp_path.iterdir()] == [file.name]
