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
from ...compiler.errors import EksgenError, SpecRefused

INTERRUPTED = 130

_FULL = (errno.ENOSPC, errno.EDQUOT)
_WORKING_FOLDER = {
    errno.EROFS: "Terraform keeps its files beside the spec: copy the spec to a place that may be written",
    errno.EACCES: "Terraform keeps its files beside the spec: give yourself the right to write there",
    errno.EEXIST: "the working folder .eksgen must be a folder: move that file away",
    errno.ENOTDIR: "the working folder .eksgen must be a folder: move that file away",
}


def run_app(app: Callable[..., Any]) -> int:
    """Run the command line and give its exit code."""
    _open_streams()
    _end_in_good_order()
    try:
        code = _run(app)
        sys.stdout.flush()  # here, where a full disk or a reader that is gone can still be told
    except SpecRefused:
        code = SpecRefused.exit_code
    except EksgenError as error:
        _tell(error)
        code = error.exit_code
    except KeyboardInterrupt:
        code = INTERRUPTED
    except BrokenPipeError:
        code = 1
    except OSError as error:
        _tell(_machine(error))
        code = 1
    except Exception as error:  # the last line of defence: our own fault, said as such
        _tell(_ours(error))
        code = 1
    _leave_quietly()
    return code


def _run(app: Callable[..., Any]) -> int:
    try:
        app(prog_name="eksgen")
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 1
    return 0


def _open_streams() -> None:
    """A stream that the caller closed leads nowhere, instead of to None."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "r" if name == "stdin" else "w", encoding="utf-8"))  # noqa: PTH123, SIM115


def _end_in_good_order() -> None:
    """SIGTERM and a terminal that is closed end a command like ^C does: what it holds is given back."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, interrupt)


def _leave_quietly() -> None:
    """Whoever read our output may be gone; keep Python from complaining about it at exit."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            with suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _tell(error: EksgenError) -> None:
    from ...report.terminal import detect

    with suppress(OSError, ValueError):  # nobody reads: the exit code remains
        sys.stderr.write(drawn(error, detect(sys.stderr).width))
        sys.stderr.flush()


def drawn(error: EksgenError, width: int = 100) -> str:
    """An error as people read it, in so many columns, with the lines of the spec it speaks of."""
    from ...report.human import diagnostics as human

    texts: dict[str, str] = {}
    found = tuple(getattr(error, "diagnostics", ()))
    for name in {finding.primary.span.file for finding in found}:
        texts[name] = Path(name).read_text(encoding="utf-8", errors="replace") if Path(name).is_file() else ""
    told = human.draw_diagnostics(found, texts, width=width)
    return (f"{told}\n" if told else "") + human.draw_error(error, width)


def as_error(error: Exception) -> EksgenError:
    """Anything that stopped a command, as a message: of the machine, or our own fault, said as such."""
    if isinstance(error, EksgenError):
        return error
    return _machine(error) if isinstance(error, OSError) else _ours(error)


def _machine(error: OSError) -> EksgenError:
    about = f"{error.filename}: " if error.filename else ""
    help = "free some space there, then run the same command again" if error.errno in _FULL else ""
    if ".eksgen" in Path(str(error.filename or "")).parts:
        help = help or _WORKING_FOLDER.get(error.errno or 0, "")
    return EksgenError(f"{about}{error.strerror or error}", code="machine", helps=(help,) if help else ())


def _ours(error: Exception) -> EksgenError:
    from ...engine.redact import environment_redactor, redact_text

    frame = error.__traceback__
    while frame and frame.tb_next:
        frame = frame.tb_next
    where = f"{Path(frame.tb_frame.f_code.co_filename).name}:{frame.tb_lineno}" if frame else "unknown place"
    said = redact_text(environment_redactor(os.environ)(f"internal error: {type(error).__name__}: {error}"))
    return EksgenError(
        said,
        code="internal",
        notes=(f"eksgen {__version__}, {where}",),
        helps=("this is a fault of eksgen; please report it with the spec that shows it",),
    )
