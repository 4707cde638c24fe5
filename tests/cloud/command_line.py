"""The command line in a repository with a spec whose workspace is on a test server."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from eksgen.cli import main
from eksgen.engine.cloud.client.host import forget_hosts

from .server import HcpServer

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "hcp-terraform.yaml"
SPEC, WORKSPACE = "cluster.yaml", "eks-remote"


@dataclass(frozen=True)
class Said:
    """Exit code, standard output and standard error of a command."""

    code: int
    out: str
    err: str


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@dataclass(frozen=True)
class CommandLine:
    """Runs eksgen in a repository. No secret of the server may be in what it says or writes."""

    server: HcpServer
    folder: Path
    patch: pytest.MonkeyPatch
    read: Callable[[], tuple[str, str]]

    @property
    def spec(self) -> Path:
        return self.folder / SPEC

    def __call__(self, *arguments: str, typed: str | None = None, token: str | None = None) -> Said:
        forget_hosts()
        for name, value in self.server.environment(token).items():
            self.patch.setenv(name, value)
        self.patch.setattr(sys, "argv", ["eksgen", *arguments])
        self.patch.setattr(sys, "stdin", io.StringIO() if typed is None else Terminal(f"{typed}\n"))
        with pytest.raises(SystemExit) as ended:
            main()
        said = Said(int(ended.value.code or 0), *self.read())
        self._check_secrets(said)
        return said

    def _check_secrets(self, said: Said) -> None:
        files = [f for f in self.folder.rglob("*") if f.is_file() and ".git" not in f.parts]
        written = [said.out.encode(), said.err.encode(), *(f.read_bytes() for f in files)]
        secrets = {*self.server.secrets(), *PLANTED}
        assert not [s for s in secrets for text in written if s.encode() in text]
        assert "Traceback" not in said.err


PLANTED = frozenset({"planted-secret-value"})
"""Values of variables and plans that tests plant: none may be said or written."""


def make_repository(server: HcpServer, folder: Path) -> None:
    """Write the example, with its workspace on the server, into a repository."""
    folder.mkdir()
    text = EXAMPLE.read_text("utf-8").rstrip()
    (folder / SPEC).write_text(f"{text}\n      hostname: {server.hostname}\n", "utf-8")
    subprocess.run(["git", "init", "-q", folder], check=True)
