"""A program on a pseudo-terminal of a chosen size: what it draws, and what remains on the screen."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from codecs import IncrementalDecoder, getincrementaldecoder
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.eksgen_process import AT_DAY

COLOUR = re.compile(r"\x1b\[[\d;]*m")


@dataclass
class Terminal:
    """A program on its own pseudo-terminal, and everything that it wrote there."""

    process: subprocess.Popen[bytes]
    parent: int
    text: str = ""
    decoder: IncrementalDecoder = field(default_factory=lambda: getincrementaldecoder("utf-8")("replace"))

    def read(self, until: str = "", seconds: float = 60, after: int = 0) -> str:
        """Read until `until` was written after so many characters, or to the end."""
        deadline = time.monotonic() + seconds
        while not (until and until in self.text[after:]):
            assert time.monotonic() < deadline, self.text
            if select.select([self.parent], [], [], 0.2)[0]:
                try:
                    piece = os.read(self.parent, 65536)
                except OSError:  # the other end is closed
                    piece = b""
                if not piece:
                    break
                self.text += self.decoder.decode(piece)
        return self.text

    def type(self, text: str) -> None:
        """Type characters; the terminal shows them."""
        os.write(self.parent, text.encode())

    def wait(self, seconds: float = 60) -> int:
        """Read to the end, and return the exit code."""
        self.read(seconds=seconds)
        os.close(self.parent)
        return self.process.wait(timeout=30)


def run_on_terminal(
    arguments: tuple[str, ...],
    folder: Path,
    environment: Mapping[str, str],
    *,
    rows: int = 24,
    columns: int = 80,
) -> Terminal:
    """Start `eksgen ARGUMENTS` in a folder, on a terminal of its own, which sends ^C as a signal."""
    parent, child = pty.openpty()
    fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-P", AT_DAY, *arguments], cwd=folder,
        env={"TERM": "xterm-256color", **environment},
        stdin=child, stdout=child, stderr=child, start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    )  # fmt: skip
    os.close(child)
    return Terminal(process, parent)


def remaining_lines(text: str) -> list[str]:
    """Return the lines that remain on a terminal of unlimited height and width, with the codes of colours left out."""
    lines, row = [""], 0
    for piece in re.findall(r"\x1b\[\??\d*(?:;\d+)*[A-Za-z]|\n|\r|[^\x1b\n\r]+|\x1b", text):
        if piece == "\n":
            row += 1
            lines += [""] * (row + 1 - len(lines))
        elif up := re.fullmatch(r"\x1b\[(\d*)A", piece):
            row -= int(up.group(1) or 1)
        elif piece == "\x1b[2K":
            lines[row] = ""
        elif piece == "\x1b" or piece[0] not in "\x1b\r":
            lines[row] += piece
    return lines
