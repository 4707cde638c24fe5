"""The tests without a mutation: they must pass, and their times set the timeouts of the mutants."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree

from .trial import run_tests

_TIMEOUT = 3600.0


class TestsFail(Exception):
    """The tests fail without a mutation; the message is the end of their output."""


def run_baseline(tree: Path, tests: Sequence[str], workers: int, stop: threading.Event) -> dict[str, float]:
    """Return the seconds that each test file takes. Raises TestsFail."""
    report = tree.parent / "baseline.xml"
    parallel = ("-n", str(workers), "--dist", "loadfile") if workers > 1 else ()
    outcome = run_tests(tree, tests, _TIMEOUT, stop, f"--junitxml={report}", *parallel)
    if not outcome.passed:
        raise TestsFail(outcome.output)
    return seconds_by_file(report.read_text("utf-8"), tests)


def seconds_by_file(report: str, tests: Sequence[str]) -> dict[str, float]:
    """Add up the seconds of each test file in a JUnit report."""
    seconds = dict.fromkeys(tests, 0.0)
    modules = {test.removesuffix(".py").replace("/", "."): test for test in tests}
    for case in ElementTree.fromstring(report).iter("testcase"):
        name = case.get("classname", "")
        test = modules.get(name) or modules.get(name.rpartition(".")[0])
        if test:
            seconds[test] += float(case.get("time", "0"))
    return seconds


def timeout(tests: Sequence[str], seconds: Mapping[str, float]) -> float:
    """Return the seconds after which a mutant counts as hanging; generous, for a busy machine."""
    return 60 + 5 * sum(seconds.get(test, 0) for test in tests)
