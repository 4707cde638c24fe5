"""A run: choose mutations, test the sources without them, then test each mutant."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from .baseline import run_baseline, timeout
from .covering import covering_tests, import_graph, imports_of_tests, is_mirrored
from .mutation import Mutation
from .report import Result, describe
from .sample import all_mutations, choose
from .trial import copy_checkout, run_mutant


@dataclass(frozen=True, slots=True)
class Options:
    """What to mutate, and how much to test. `files` is the most test files of a mutant, 0 for all."""

    paths: Sequence[str]
    count: int
    seed: int
    workers: int
    files: int


@dataclass(frozen=True, slots=True)
class Trials:
    """What all mutants share: the unmutated copy, the tests of each source file, their seconds."""

    original: Path
    tests: Mapping[str, Sequence[str]]
    seconds: Mapping[str, float]
    stop: threading.Event


def run(root: Path, folder: Path, options: Options) -> list[Result]:
    """Return the result of each mutation in the order of their places. Raises TestsFail and ValueError."""
    original, stop = folder / "original", threading.Event()
    copy_checkout(root, original)
    mutations = choose(original, all_mutations(original, options.paths), options.count, options.seed)
    tests = _tests(original, sorted({mutation.path for mutation in mutations}), options.files)
    _say(f"{len(mutations)} mutants; first the tests without a mutation")
    needed = sorted({test for files in tests.values() for test in files})
    seconds = run_baseline(original, needed, options.workers, stop) if needed else {}
    return _results(Trials(original, tests, seconds, stop), mutations, options.workers)


def _tests(root: Path, paths: Sequence[str], limit: int) -> dict[str, list[str]]:
    graph, imports = import_graph(), imports_of_tests(root)
    return {path: covering_tests(path, graph, imports)[: limit or None] for path in paths}


def _results(trials: Trials, mutations: Sequence[Mutation], workers: int) -> list[Result]:
    pool = ThreadPoolExecutor(workers)
    try:
        futures = [
            pool.submit(_result, trials, mutation, number) for number, mutation in enumerate(mutations)
        ]
        results: list[Result] = []
        for future in futures:
            results.append(future.result())
            _say(f"{len(results)}/{len(futures)} {describe(results[-1])}: {results[-1].end}")
        return results
    finally:
        trials.stop.set()
        pool.shutdown(cancel_futures=True)


def _result(trials: Trials, mutation: Mutation, number: int) -> Result:
    tests = trials.tests[mutation.path]
    source = (trials.original / mutation.path).read_bytes()
    for index, stage in enumerate(_stages(mutation.path, tests)):
        place = trials.original.parent / f"mutant-{number}-{index}"
        allowed = timeout(stage, trials.seconds)
        outcome = run_mutant(mutation, trials.original, place, stage, allowed, trials.stop)
        if not outcome.passed:
            return Result(mutation, source, True, outcome.timed_out, len(tests))
    return Result(mutation, source, False, False, len(tests))


def _stages(path: str, tests: Sequence[str]) -> Iterator[list[str]]:
    """Yield the mirrored test files and then the others: loading few is fast, and they kill most mutants."""
    near = [test for test in tests if is_mirrored(path, test)]
    for stage in (near, [test for test in tests if test not in near]):
        if stage:
            yield stage


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
