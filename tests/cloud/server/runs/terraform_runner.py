"""Execute runs with the real Terraform, in a folder of each run."""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import subprocess
import tarfile
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from eksgen.engine.terraform.binary import find_terraform
from eksgen.engine.terraform.providers import find_providers
from tests import shared_provider

from ..values import Applied, Document, Planned, Run, RunRequest

_KEPT = ("PATH", "LANG", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY")
_SAVED_PLAN = "tfplan"
_STATE = "terraform.tfstate"


@dataclass(frozen=True, slots=True)
class TerraformRunner:
    """The Terraform to run, the mirror of its providers (None: the registry), and variables for it."""

    argv: tuple[str, ...]
    version: str
    plugin_dir: Path | None
    environment: Mapping[str, str] = field(default_factory=dict)
    schemas: dict[bytes, Document] = field(default_factory=dict, repr=False)
    """The schemas of the providers of each lock file: printing them takes as long as a plan."""

    def start(self, run: Run, state: bytes | None, folder: Path) -> TerraformJob:
        """Unpack the configuration of the run, with the override of its workspace and the state."""
        root = folder / run.id
        root.mkdir()
        with tarfile.open(fileobj=io.BytesIO(run.configuration.archive)) as archive:
            archive.extractall(root, filter="data")
        work = root / run.workspace.working_directory
        (work / "zz_runner_override.tf").write_text(run.workspace.override, "utf-8")
        if state:
            (work / _STATE).write_bytes(state)
        if values := "".join(f"{key} = {value}\n" for key, value in run.request.variables):
            (work / "zz_runner.auto.tfvars").write_text(values, "utf-8")
        return TerraformJob(self, run, root, work)

    def environment_of(self, run: Run, home: Path) -> dict[str, str]:
        """Return the environment of a run: nothing of the caller's settings for Terraform or AWS."""
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        own = {
            "HOME": str(home),
            "CHECKPOINT_DISABLE": "1",
            "TF_IN_AUTOMATION": "1",
            "TF_INPUT": "0",
            "TFC_RUN_ID": run.id,
            "TFC_WORKSPACE_NAME": run.workspace.name,
        }
        return {**kept, **self.environment, **run.workspace.variables, **own}

    def shared_provider(self, work: Path, environment: Mapping[str, str]) -> dict[str, str]:
        """Return the variables for a provider that runs already, if the variables of the workspace ask for one."""
        folder = environment.get(shared_provider.FOLDER)
        return (
            shared_provider.shared_variables(Path(folder), work / ".terraform", environment) if folder else {}
        )


def find_runner() -> TerraformRunner:
    """Return the runner with Terraform and the mirror that eksgen finds on this machine."""
    program = find_terraform()
    return TerraformRunner(program.argv, program.version, find_providers(kind=program.kind).plugin_dir)


@dataclass(eq=False)
class TerraformJob:
    """One run in its folder. Once interrupted or killed, it starts no further command."""

    runner: TerraformRunner
    run: Run
    root: Path
    work: Path
    process: subprocess.Popen[bytes] | None = None
    interrupted: bool = False
    killed: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    def plan(self, log: bytearray) -> Planned:
        output = bytearray()
        mirror = [f"-plugin-dir={self.runner.plugin_dir}"] if self.runner.plugin_dir else []
        if self._execute(output, "init", "-input=false", "-no-color", *mirror) != 0:
            log += output
            return Planned(None)
        options = _options(self.run.request) + self._format()
        code = self._execute(
            log, "plan", "-input=false", "-detailed-exitcode", f"-out={_SAVED_PLAN}", *options
        )
        if code not in (0, 2):
            return Planned(None)
        document = self._document("show", "-json", _SAVED_PLAN)
        schemas = self._schemas() if document else None
        return Planned(document if schemas else None, code == 2, schemas or {})

    def apply(self, log: bytearray) -> Applied:
        code = self._execute(log, "apply", "-input=false", *self._format(), _SAVED_PLAN)
        return Applied(code == 0, self._state())

    def _state(self) -> bytes | None:
        """Return the state; None if there is none, or half of one because Terraform was killed."""
        try:
            state = (self.work / _STATE).read_bytes()
            json.loads(state)
        except (OSError, ValueError):
            return None
        return state

    def interrupt(self) -> None:
        with self.lock:
            self.interrupted = True
            if self.process:
                self.process.send_signal(signal.SIGINT)

    def kill(self) -> None:
        with self.lock:
            self.killed = True
            if self.process:
                with suppress(ProcessLookupError):
                    os.killpg(self.process.pid, signal.SIGKILL)

    def close(self) -> None:
        shutil.rmtree(self.root, ignore_errors=True)

    def _format(self) -> list[str]:
        return ["-json"] if self.run.workspace.structured_output else []

    def _schemas(self) -> Document | None:
        lock_file = self.work / ".terraform.lock.hcl"
        locked = lock_file.read_bytes() if lock_file.is_file() else b""
        if locked not in self.runner.schemas:
            found = self._document("providers", "schema", "-json")
            if found is None:
                return None
            self.runner.schemas[locked] = found
        return self.runner.schemas[locked]

    def _document(self, *arguments: str) -> Document | None:
        """Return the JSON that a command prints; None if the run was stopped."""
        output = bytearray()
        document: Document | None = json.loads(output) if self._execute(output, *arguments) == 0 else None
        return document

    def _execute(self, output: bytearray, *arguments: str) -> int:
        """Run a command, append what it prints, and return its exit code; 1 if the run was stopped before."""
        environment = self.runner.environment_of(self.run, self.root)
        if arguments[0] != "init":
            environment |= self.runner.shared_provider(self.work, environment)
        with self.lock:
            if self.interrupted or self.killed:
                return 1
            self.process = process = subprocess.Popen(
                [*self.runner.argv, *arguments], cwd=self.work, start_new_session=True,
                env=environment,
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            )  # fmt: skip
        assert process.stdout is not None
        with process.stdout as stream:
            while chunk := os.read(stream.fileno(), 65536):
                output += chunk
        code = process.wait()
        with self.lock:
            self.process = None
        return code


def _options(request: RunRequest) -> list[str]:
    return [
        *(f"-target={address}" for address in request.target_addrs),
        *(f"-replace={address}" for address in request.replace_addrs),
        *(["-destroy"] if request.is_destroy else []),
        *(["-refresh-only"] if request.refresh_only else []),
        *([] if request.refresh else ["-refresh=false"]),
    ]
