"""Every way a command can end, turned into a message and an exit code."""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Any

from ... import __version__
from ...compiler.diagnostics import findings_of
from ...compiler.errors import EksgenError, SpecRefused
from .workflow_log import guard_log

DIFFERENCES = 3
INTERRUPTED = 130

_NO_SPACE = (errno.ENOSPC, errno.EDQUOT)
_WORKING_FOLDER = {
    errno.EROFS: "Terraform keeps its files next to the spec: copy the spec to a writable place",
    errno.EACCES: "Terraform keeps its files next to the spec: make that folder writable",
    errno.EEXIST: "the working folder .eksgen must be a folder: move that file away",
    errno.ENOTDIR: "the working folder .eksgen must be a folder: move that file away",
}


def run_app(app: Callable[..., Any]) -> int:
    """Run the command line and return its exit code."""
    _open_streams()
    guard_log()
    _interrupt_on_signals()
    try:
        code = _run(app)
        sys.stdout.flush()  # here, where a full disk or a closed pipe can still be reported
    except SpecRefused:
        code = SpecRefused.exit_code
    except EksgenError as error:
        _print_error(error)
        code = error.exit_code
    except KeyboardInterrupt:
        code = INTERRUPTED
    except BrokenPipeError:
        code = 1
    except OSError as error:
        _print_error(_system_error(error))
        code = 1
    except Exception as error:  # a bug of eksgen
        _print_error(_internal_error(error))
        code = 1
    _flush()
    return code


def _run(app: Callable[..., Any]) -> int:
    try:
        app(prog_name="eksgen")
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 1
    return 0


def _open_streams() -> None:
    """Open streams that the caller closed, so that none is None."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "r" if name == "stdin" else "w", encoding="utf-8"))  # noqa: PTH123, SIM115


def _interrupt_on_signals() -> None:
    """Handle SIGTERM and SIGHUP like ^C, so that locks are released."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, interrupt)


def _flush() -> None:
    """Flush the streams; after a closed pipe, keep Python from complaining at exit."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            with suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _print_error(error: EksgenError) -> None:
    from ...report.human.diagnostics import draw_failure
    from ...report.terminal import detect

    with suppress(OSError, ValueError):  # without a reader, the exit code remains
        sys.stderr.write(draw_failure(error, error_texts(error), detect(sys.stderr).width))
        sys.stderr.flush()


def error_texts(error: EksgenError) -> dict[str, str]:
    """Read the files that the findings of an error point to; a file that does not exist is empty."""
    names = {finding.primary.span.file for finding in findings_of(error)}
    return {name: _text(name) for name in names}


def _text(name: str) -> str:
    from ...compiler.files.reading import read_named

    try:
        return read_named(name).decode("utf-8", errors="replace") if name != "-" else ""
    except EksgenError:
        return ""


def as_error(error: Exception) -> EksgenError:
    """Return any exception as an error to show: of the machine, or a bug of eksgen."""
    if isinstance(error, EksgenError):
        return error
    return _system_error(error) if isinstance(error, OSError) else _internal_error(error)


def _system_error(error: OSError) -> EksgenError:
    file = f"{error.filename}: " if error.filename else ""
    help = "free some space there, then run the same command again" if error.errno in _NO_SPACE else ""
    from ...engine.paths import HIDDEN

    if HIDDEN in Path(str(error.filename or "")).parts:
        help = help or _WORKING_FOLDER.get(error.errno or 0, "")
    return EksgenError(f"{file}{error.strerror or error}", code="machine", helps=(help,) if help else ())


def _internal_error(error: Exception) -> EksgenError:
    from ...engine.redact import environment_redactor, redact_text

    frame = error.__traceback__
    while frame and frame.tb_next:
        frame = frame.tb_next
    where = f"{Path(frame.tb_frame.f_code.co_filename).name}:{frame.tb_lineno}" if frame else "unknown place"
    text = redact_text(environment_redactor(os.environ)(f"internal error: {type(error).__name__}: {error}"))
    return EksgenError(
        text,
        code="internal",
        notes=(f"eksgen {__version__}, {where}",),
        helps=("this is a bug in eksgen; please report it with the spec that shows it",),
    )
