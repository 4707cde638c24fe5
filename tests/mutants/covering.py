"""Which test files can notice a change of a module, the closest first, from the import graph."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from pathlib import Path, PurePosixPath

import grimp

SUITES = ("tests/unit", "tests/cli")
_TOOLS = ("tests/unit/bench", "tests/unit/mutants")
_PACKAGE = "eksgen"


def import_graph() -> grimp.ImportGraph:
    """Return who imports whom in the product."""
    return grimp.build_graph(_PACKAGE, exclude_type_checking_imports=True, cache_dir=None)


def imports_of_tests(root: Path) -> dict[str, frozenset[str]]:
    """Return the names that each test file imports from the product, those of its conftest files included."""
    files = sorted(file for suite in SUITES for file in (root / suite).rglob("test_*.py"))
    paths = [file.relative_to(root) for file in files]
    return {
        path.as_posix(): frozenset(
            name
            for file in (path, *_conftests(root, path))
            for name in _imports((root / file).read_text("utf-8"))
        )
        for path in paths
        if not path.as_posix().startswith(_TOOLS)
    }


def _conftests(root: Path, path: Path) -> Iterator[Path]:
    for folder in path.parents:
        if (root / folder / "conftest.py").is_file():
            yield folder / "conftest.py"


def _imports(text: str) -> Iterator[str]:
    """Yield imported names, and the entry point for a test that starts `python -m eksgen`."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Constant) and node.value == _PACKAGE:
            yield f"{_PACKAGE}.__main__"


def covering_tests(path: str, graph: grimp.ImportGraph, tests: Mapping[str, frozenset[str]]) -> list[str]:
    """Return the test files that import a source file, directly or not.

    The mirrored file comes first, then those with the most folders in common, each by distance.
    """
    distances = _distances(module_name(path), graph)
    reached = {
        test: min((distances[name] for name in _modules(names) if name in distances), default=None)
        for test, names in tests.items()
    }
    near = {test: distance for test, distance in reached.items() if distance is not None}
    by_distance = sorted(near, key=lambda test: (near[test], test))
    return sorted(by_distance, key=lambda test: closeness(path, test), reverse=True)


def module_name(path: str) -> str:
    """Return the dotted name of a source file."""
    parts = [_PACKAGE, *PurePosixPath(path).with_suffix("").parts]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def closeness(path: str, test: str) -> tuple[int, int]:
    """Return how many leading folders a source file and a test file share, then fewer folders below them first.

    The mirrored file is closest. The tests of the command line count as tests of `commands`.
    """
    source, place = PurePosixPath(path), PurePosixPath(test.removeprefix("tests/unit/"))
    if place == source.with_name(f"test_{source.name}"):
        return 100, 0
    if source.parts[0] == "commands" and place.parts[:2] == ("tests", "cli"):
        return 1, 0
    pairs = zip(source.parent.parts, place.parent.parts, strict=False)
    shared = len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))
    return shared, shared - len(place.parent.parts)


def is_mirrored(path: str, test: str) -> bool:
    """Return whether a test file is in the mirrored folder of a source file."""
    return PurePosixPath(test).parent == PurePosixPath("tests/unit") / PurePosixPath(path).parent


def _modules(names: Sequence[str] | frozenset[str]) -> Iterator[str]:
    """Yield the names and the modules they may be attributes of."""
    for name in names:
        yield name
        yield name.rpartition(".")[0]


def _distances(module: str, graph: grimp.ImportGraph) -> dict[str, int]:
    """Return each module that reaches this one, with the number of imports between them."""
    distances, waiting = {module: 0}, [module]
    for current in waiting:
        for importer in sorted(graph.find_modules_that_directly_import(current)):
            if importer not in distances:
                distances[importer] = distances[current] + 1
                waiting.append(importer)
    return distances
