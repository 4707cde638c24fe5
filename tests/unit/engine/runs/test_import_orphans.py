"""Import blocks are in the working folder during a run, and removed however it ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from eksgen.engine.paths import WorkDir
from eksgen.engine.runs.import_orphans import import_blocks, read_import_blocks

BLOCK = 'import {\n  to = module.vpc.aws_vpc.this\n  id = "vpc-0a1b2c"\n}\n'


def test_the_blocks_exist_during_the_run_alone(tmp_path: Path) -> None:
    with import_blocks(WorkDir(tmp_path), BLOCK):
        assert read_import_blocks(WorkDir(tmp_path)) == BLOCK
        assert [file.suffix for file in tmp_path.iterdir()] == [".tf"]
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(RuntimeError), import_blocks(WorkDir(tmp_path), BLOCK):
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_without_blocks_there_is_no_file(tmp_path: Path) -> None:
    with import_blocks(WorkDir(tmp_path), ""):
        assert list(tmp_path.iterdir()) == []
        assert read_import_blocks(WorkDir(tmp_path)) == ""
