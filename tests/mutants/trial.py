"""Running the tests on a copy of the checkout."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .mutation import Mutation

_NOT_COPIED = shutil.ignore_patterns(
    ".git", ".venv", ".eksgen", ".terraform", ".hypothesis", "*_cache", "__pycache__", "build", "dist"
)
_PYTEST = ("-q", "-x", "--no-header", "--tb=line", "-p", "no:cacheprovider")
# A mutant may allocate without end.
_LIMITED = (
    "import resource, sys, pytest\n"
    "resource.setrlimit(resource.RLIMIT_AS, (12 << 30, 12 << 30))\n"
    "sys.exit(pytest.main(sys.argv[1:]))"
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run of tests ended. `output` is its end."""

    passed: bool
    timed_out: bool
    seconds: float
    output: str


class Interrupted(Exception):
    """The whole run was stopped."""


def copy_checkout(root: Path, target: Path) -> None:
    """Copy the sources and tests, without caches and version control."""
    shutil.copytree(root, target, symlinks=True, ignore=_NOT_COPIED)


def run_mutant(
    mutation: Mutation,
    original: Path,
    folder: Path,
    tests: Sequence[str],
    timeout: float,
    stop: threading.Event,
) -> Outcome:
    """Run test files on a mutated copy of the original, made in `folder`, then delete it.

    The copy is fresh each time because a mutant may damage it. It takes over the compiled files of the original
    except those of the mutated module: Python compares only seconds and size, and could mistake them for current.
    """
    tree = folder / "tree"
    try:
        shutil.copytree(original, tree, symlinks=True)
        file = tree / mutation.path
        file.write_bytes(mutation.apply(file.read_bytes()))
        for compiled in (file.parent / "__pycache__").glob(f"{file.stem}.*"):
            compiled.unlink()
        return run_tests(tree, tests, timeout, stop)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run_tests(
    tree: Path, tests: Sequence[str], timeout: float, stop: threading.Event, *options: str
) -> Outcome:
    """Run test files in a copy. All processes of the session are killed afterwards."""
    work = tree.parent / "work"
    work.mkdir(exist_ok=True)
    began = time.monotonic()
    with (work / "output").open("w+b") as output:
        process = subprocess.Popen(
            [sys.executable, "-c", _LIMITED, *_PYTEST, f"--basetemp={work / 'pytest'}", *options, *tests],
            cwd=tree, env=_environment(tree, work), start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            code = _wait(process, began + timeout, stop)
        finally:
            _end(process)
        output.seek(0)
        text = output.read().decode("utf-8", errors="replace")
    return Outcome(code == 0, code is None, time.monotonic() - began, text[-4000:])


def _wait(process: subprocess.Popen[bytes], deadline: float, stop: threading.Event) -> int | None:
    """Return the exit code, None after the deadline."""
    while time.monotonic() < deadline:
        try:
            return process.wait(timeout=0.5)
        except subprocess.TimeoutExpired:
            if stop.is_set():
                raise Interrupted from None
    return None


def _end(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _environment(tree: Path, work: Path) -> dict[str, str]:
    """Return an environment in which `eksgen` is the copy and home and temporary files are in `work`."""
    return {
        **os.environ,
        "PYTHONPATH": str(tree / ".dev"),
        "EKSGEN_SKIP_SANDBOX": "1",
        "HOME": str(work),
        "TMPDIR": str(work),
    }
