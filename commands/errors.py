"""Every way a command can end, turned into a message and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .. import __version__
from ..compiler.errors import EksgenError, SpecRefused


def run_app(app: Callable[..., Any]) -> int:
    """Run the command line and give its exit code."""
    try:
        app(prog_name="eksgen")
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 1
    except SpecRefused:
        return SpecRefused.exit_code
    except EksgenError as error:
        _tell(error)
        return error.exit_code
    except BrokenPipeError:
        # The reader is gone; keep Python from complaining about it again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        about = f"{error.filename}: " if error.filename else ""
        _tell(EksgenError(f"{about}{error.strerror or error}", code="machine"))
        return 1
    except Exception as error:  # the last line of defence: our own fault, said as such
        _tell(_ours(error))
        return 1
    return 0


def _tell(error: EksgenError) -> None:
    from ..report.findings import human as drawn

    texts: dict[str, str] = {}
    found = tuple(getattr(error, "diagnostics", ()))
    for name in {finding.primary.span.file for finding in found}:
        texts[name] = Path(name).read_text(encoding="utf-8", errors="replace") if Path(name).is_file() else ""
    if found:
        sys.stderr.write(drawn.human(found, texts) + "\n")
    sys.stderr.write(drawn.failure(error))


def _ours(error: Exception) -> EksgenError:
    frame = error.__traceback__
    while frame and frame.tb_next:
        frame = frame.tb_next
    where = f"{Path(frame.tb_frame.f_code.co_filename).name}:{frame.tb_lineno}" if frame else "unknown place"
    return EksgenError(
        f"internal error: {type(error).__name__}: {error}",
        code="internal",
        notes=(f"eksgen {__version__}, {where}",),
        helps=("this is a fault of eksgen; please report it with the spec that shows it",),
    )
