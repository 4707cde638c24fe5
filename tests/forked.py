"""Start eksgen as a child of the test process, which has loaded the modules already.

To load them takes three quarters of the CPU time of a command, and the tests start thousands. From `main()` on
the child is what `python -P tests/at_day.py` is: a process with its own environment, streams, signals and
session. Tests of the start itself use `start_python`.
"""

from __future__ import annotations

import atexit
import faulthandler
import gc
import os
import pkgutil
import signal
import subprocess
import sys
import tempfile
import threading
import traceback
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from eksgen import commands

from . import at_day

AT_DAY = Path(__file__).with_name("at_day.py")
_STANDARD_STREAMS = 3


def run_eksgen(
    arguments: Sequence[str], environment: Mapping[str, str], *, cwd: Path, timeout: float | None = None
) -> subprocess.CompletedProcess[str]:
    """Run eksgen in a folder, without input, and wait at most `timeout` seconds for its end."""
    with start_eksgen(
        arguments, environment, cwd=cwd,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        try:
            out, err = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def start_eksgen(
    arguments: Sequence[str],
    environment: Mapping[str, str],
    *,
    preexec_fn: Callable[[], object] = lambda: None,
    **options: Any,
) -> subprocess.Popen[str]:
    """Start eksgen without Python, unless a thread may hold a lock, for which a fork would wait without end.

    `options` are those of Popen.
    """

    def run() -> None:
        preexec_fn()
        _run([str(AT_DAY), *arguments], environment)

    if threading.active_count() > 1:
        return start_python(arguments, environment, preexec_fn=preexec_fn, **options)
    _load_modules()
    return start_python(arguments, environment, preexec_fn=run, **options)


def start_python(
    arguments: Sequence[str], environment: Mapping[str, str], **options: Any
) -> subprocess.Popen[str]:
    """Start eksgen as users do."""
    return subprocess.Popen([sys.executable, "-P", AT_DAY, *arguments], env=environment, text=True, **options)


@cache
def _load_modules() -> None:
    """Load what the verbs load when they run."""
    for name in ("boto3", "eksgen.cli", "eksgen.tests.shared_provider"):
        import_module(name)
    for module in pkgutil.walk_packages(commands.__path__, f"{commands.__name__}."):
        import_module(module.name)


def _run(argv: list[str], environment: Mapping[str, str]) -> None:
    """Run eksgen and end, in the child, where Popen would start a program.

    To close the other files, of which one would report a failure, tells Popen that the program has started.
    """
    gc.freeze()
    faulthandler.disable()
    atexit._clear()
    os.closerange(_STANDARD_STREAMS, os.sysconf("SC_OPEN_MAX"))
    os.environ.clear()
    os.environ.update(environment)
    sys.argv, tempfile.tempdir = argv, None
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    sys.stdin = os.fdopen(0)
    sys.stdout = os.fdopen(1, "w")
    sys.stderr = os.fdopen(2, "w", buffering=1, errors="backslashreplace")
    os._exit(_exit_code())


def _exit_code() -> int:
    try:
        at_day.run()
        code: object = 0
    except SystemExit as end:
        code = end.code
    except BaseException:
        traceback.print_exc()
        code = 1
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    return code if isinstance(code, int) else int(code is not None)
