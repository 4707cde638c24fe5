"""Rules for all modules and tables of the catalog."""

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import eksgen.catalog

FOLDER = Path(eksgen.catalog.__file__).parent
PRODUCT = ("catalog", "commands", "compiler", "engine", "report", "sandbox", "schemas")


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.py")), ids=lambda path: path.name)
def test_a_module_imports_only_the_standard_library_and_the_catalog(path: Path) -> None:
    depth = len(path.relative_to(FOLDER).parts)
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            assert {alias.name.partition(".")[0] for alias in node.names} <= sys.stdlib_module_names
        if isinstance(node, ast.ImportFrom):
            own = 1 <= node.level <= depth
            assert own or (node.module or "").partition(".")[0] in sys.stdlib_module_names


GENERATED = {"field_arguments.json"}
"""Made from the modules and the examples, not from a source outside; a test of `explain` compares it."""
DOCUMENTS = "addons/schemas"
"""The folder of AWS's own documents, which stay as they are; the module that reads them names their source."""
TABLES = sorted(
    path
    for path in FOLDER.rglob("*.json")
    if path.name not in GENERATED and path.parent != FOLDER / DOCUMENTS
)


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.name)
def test_a_table_has_a_source_and_a_date_and_is_small(path: Path) -> None:
    source = json.loads(path.read_text())["source"]
    assert source["taken"].startswith("20")
    assert len(source) >= 2
    assert path.stat().st_size < 250_000


def test_importing_the_catalog_reads_no_table() -> None:
    files = sorted(FOLDER.rglob("*.py"))
    modules = ", ".join(
        ".".join(("eksgen.catalog", *file.relative_to(FOLDER).with_suffix("").parts)).removesuffix(
            ".__init__"
        )
        for file in files
    )
    code = f"import {modules}\nraise SystemExit(eksgen.catalog._data.table.cache_info().currsize)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_every_public_name_is_used_by_product_code() -> None:
    files = [file for folder in PRODUCT for file in (FOLDER.parent / folder).rglob("*.py")]
    used = {name for file in files for name in _used_names(ast.parse(file.read_text("utf-8")))}
    public = {
        name: f"{file.relative_to(FOLDER)}: {name}"
        for file in sorted(FOLDER.rglob("*.py"))
        for name in _public_names(ast.parse(file.read_text("utf-8")).body)
    }
    assert [place for name, place in public.items() if name not in used] == []


def _used_names(module: ast.Module) -> Iterator[str]:
    """Yield every name and attribute that is read; imports and arguments do not count."""
    for node in ast.walk(module):
        if isinstance(node, (ast.Name, ast.Attribute)) and isinstance(node.ctx, ast.Load):
            yield node.id if isinstance(node, ast.Name) else node.attr


def _public_names(body: list[ast.stmt]) -> Iterator[str]:
    """Yield the constants, functions, classes, fields and methods that a body defines."""
    for node in body:
        names: list[ast.expr] = []
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names = [ast.Name(node.name)]
            yield from _public_names(node.body) if isinstance(node, ast.ClassDef) else ()
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            names = node.targets if isinstance(node, ast.Assign) else [node.target]
        yield from (name.id for name in names if isinstance(name, ast.Name) and name.id[0] != "_")
