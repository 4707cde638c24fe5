"""Keep GitHub from taking text of a spec for a command.

The formats of `report` escape the text that they show, so that it is harmless in any log (`without_commands`
in report/terminal.py). This guards whatever else is printed: usage errors, errors of Python, resolved values.

Closes: a comment `##[stop-commands]x` in a spec, which is shown beside a finding and switches off every
annotation after it. The runner reads both streams. It obeys `::name::` at the start of a line, after blanks
too, and `##[name]` anywhere in it (ActionCommand.cs in actions/runner).
"""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Mapping
from typing import Any, TextIO

_COMMAND = re.compile(r"(^|[\r\n])([^\S\r\n]*)::(?=[\w-])((?:error|warning|notice) file=)?|##\[")


class LogStream:
    """A text stream in whose lines GitHub finds no command but annotations at the start of a line."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write a text."""
        return self._stream.write(_COMMAND.sub(_without_effect, text))

    def writelines(self, lines: Any) -> None:
        """Write several texts."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def guard_log(environ: Mapping[str, str] = os.environ) -> None:
    """In a job of GitHub, guard the streams, except one that is a file: only the job's log is read."""
    if environ.get("GITHUB_ACTIONS") == "true":
        for name in ("stdout", "stderr"):
            if not _is_file(getattr(sys, name)):
                setattr(sys, name, LogStream(getattr(sys, name)))


def _without_effect(found: re.Match[str]) -> str:
    start, blanks, annotation = found.groups()
    if start is None:
        return "## ["
    return found.group() if annotation and not blanks else f"{start}{blanks}: :{annotation or ''}"


def _is_file(stream: TextIO) -> bool:
    try:
        return stat.S_ISREG(os.fstat(stream.fileno()).st_mode)
    except (OSError, ValueError):
        return False
