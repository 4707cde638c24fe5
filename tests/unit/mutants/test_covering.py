"""Which tests a mutant runs, and in which order."""

from __future__ import annotations

from pathlib import Path

import grimp
import pytest

from ...mutants.covering import closeness, covering_tests, imports_of_tests, module_name


@pytest.fixture
def graph() -> grimp.ImportGraph:
    """`cli` imports `runs`, which imports `severity`."""
    graph = grimp.ImportGraph()
    graph.add_import(importer="eksgen.cli", imported="eksgen.engine.runs")
    graph.add_import(importer="eksgen.engine.runs", imported="eksgen.engine.drift.severity")
    graph.add_module("eksgen.schemas")
    return graph


def test_the_mirrored_file_comes_first_and_the_command_line_last(graph: grimp.ImportGraph) -> None:
    tests = {
        "tests/cli/test_cli.py": frozenset({"eksgen.cli"}),
        "tests/unit/engine/test_runs.py": frozenset({"eksgen.engine.runs.run"}),
        "tests/unit/engine/drift/test_other.py": frozenset({"eksgen.engine.drift.severity.severity_of"}),
        "tests/unit/engine/drift/test_severity.py": frozenset({"eksgen.engine.drift.severity"}),
        "tests/unit/schemas/test_schemas.py": frozenset({"eksgen.schemas"}),
    }
    assert covering_tests("engine/drift/severity.py", graph, tests) == [
        "tests/unit/engine/drift/test_severity.py",
        "tests/unit/engine/drift/test_other.py",
        "tests/unit/engine/test_runs.py",
        "tests/cli/test_cli.py",
    ]


def test_conftest_and_processes_count_as_imports(tmp_path: Path) -> None:
    folder = tmp_path / "tests/unit/engine"
    folder.mkdir(parents=True)
    (folder / "conftest.py").write_text("from eksgen.engine import paths\n", "utf-8")
    (folder / "test_a.py").write_text("import eksgen.schemas\nrun('-m', 'eksgen')\n", "utf-8")
    assert imports_of_tests(tmp_path) == {
        "tests/unit/engine/test_a.py": {"eksgen.engine.paths", "eksgen.schemas", "eksgen.__main__"}
    }


@pytest.mark.parametrize(
    ("path", "test", "expected"),
    [
        ("engine/drift/severity.py", "tests/unit/engine/drift/test_severity.py", (100, 0)),
        ("engine/drift/severity.py", "tests/unit/engine/drift/test_other.py", (2, 0)),
        ("engine/drift/severity.py", "tests/unit/engine/test_redact.py", (1, 0)),
        ("engine/drift/severity.py", "tests/unit/report/test_human.py", (0, -1)),
        ("compiler/checks/tags.py", "tests/unit/compiler/diff/test_compare.py", (1, -1)),
        ("commands/plan.py", "tests/cli/test_cli.py", (1, 0)),
        ("engine/drift/severity.py", "tests/cli/test_cli.py", (0, -2)),
    ],
)
def test_closeness(path: str, test: str, expected: tuple[int, int]) -> None:
    assert closeness(path, test) == expected


def test_module_names() -> None:
    assert module_name("engine/drift/severity.py") == "eksgen.engine.drift.severity"
    assert module_name("compiler/lower/__init__.py") == "eksgen.compiler.lower"
