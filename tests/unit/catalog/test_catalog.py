"""Rules for all modules and tables of the catalog."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

import eksgen.catalog

FOLDER = Path(eksgen.catalog.__file__).parent


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.py")), ids=lambda path: path.name)
def test_a_module_imports_only_the_standard_library_and_the_catalog(path: Path) -> None:
    depth = len(path.relative_to(FOLDER).parts)
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            assert {alias.name.partition(".")[0] for alias in node.names} <= sys.stdlib_module_names
        if isinstance(node, ast.ImportFrom):
            own = 1 <= node.level <= depth
            assert own or (node.module or "").partition(".")[0] in sys.stdlib_module_names


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda path: path.name)
def test_a_table_has_a_source_and_a_date_and_is_small(path: Path) -> None:
    source = json.loads(path.read_text())["source"]
    assert source["taken"].startswith("20")
    assert len(source) >= 2
    assert path.stat().st_size < 250_000


def test_importing_the_catalog_reads_no_table() -> None:
    modules = ", ".join(path.stem for path in sorted(FOLDER.glob("*.py")) if path.stem != "__init__")
    code = f"from eksgen.catalog import {modules}\nraise SystemExit(_data.table.cache_info().currsize)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
