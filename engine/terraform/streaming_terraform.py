"""Commands of Terraform: python-terraform builds the command line, `process.py` runs it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from python_terraform import IsFlagged
from python_terraform import Terraform as PythonTerraform

from ...compiler.files.writing import write_file
from .events import Completed, OnEvent, ignore_event
from .process import run_command


class StreamingTerraform(PythonTerraform):  # type: ignore[misc]  # python-terraform has no types
    """python-terraform's command building with a streaming runner.

    Every method returns a `Completed` and does not raise when the command fails: see its code and
    diagnostics. Methods block; events arrive on the calling thread.
    """

    remote = False

    def __init__(
        self,
        argv: tuple[str, ...],
        folder: Path,
        environment: Mapping[str, str],
        on_event: OnEvent = ignore_event,
    ) -> None:
        super().__init__(working_dir=str(folder), terraform_bin_path=argv[0])
        self.argv = argv
        self.environment = dict(environment)
        self.on_event = on_event

    def __getattr__(self, item: str) -> Any:
        # The base class turns any attribute into a command and logs to the root logger.
        raise AttributeError(item)

    def read_state_file(self, file_path: str | None = None) -> None:
        """Do nothing: the state belongs to Terraform's backend and is not needed to run commands."""

    def cmd(self, cmd: str, *args: str, **kwargs: Any) -> Completed:
        """Run one command. With `document=True` stdout is kept as a whole, not read as a stream of events."""
        document = kwargs.pop("document", False)
        command = self.generate_cmd_string(cmd, *args, **kwargs)
        line = [*self.argv, *command[1:]]
        return run_command(
            line, cmd, Path(self.working_dir), self.environment, self.on_event, document=document
        )

    def init(
        self, plugin_dir: Path | None = None, backend: bool = True, *, keep_lock: bool = False
    ) -> Completed:
        """Run `terraform init`. With a `plugin_dir`, providers come only from there.

        With `keep_lock`, the provider lock file stays as it is.
        """
        return self.cmd(
            "init",
            json=IsFlagged,
            no_color=IsFlagged,
            input=False,
            backend=backend,
            plugin_dir=plugin_dir,
            lockfile="readonly" if keep_lock else None,
        )

    def validate(self) -> Completed:
        """Run `terraform validate`; the result is a JSON document."""
        return self.cmd("validate", json=IsFlagged, no_color=IsFlagged, document=True)

    def plan(
        self,
        out: Path,
        destroy: bool = False,
        lock_timeout: int = 0,
        targets: Sequence[str] = (),
        *,
        savable: bool = False,
    ) -> Completed:
        """Run `terraform plan` into the file `out`, created here and readable only by its owner.

        With `targets`, plan only these addresses and what they depend on. Every plan is `savable`.
        """
        # Terraform keeps the mode of an existing file; it would create it with 0644.
        write_file(out.parent, out, b"")
        return self.cmd(
            "plan",
            json=IsFlagged,
            no_color=IsFlagged,
            input=False,
            destroy=IsFlagged if destroy else None,
            lock_timeout=f"{lock_timeout}s",
            out=out,
            target=list(targets),
        )

    def show(self, plan: Path) -> Completed:
        """Return the JSON of a saved plan in `document`. It holds secrets in plain text: never print it."""
        return self.cmd("show", str(plan), json=IsFlagged, no_color=IsFlagged, document=True)

    def require_apply(self, *, destroy: bool = False) -> None:
        """Do nothing: Terraform itself finds out what the credentials allow."""

    def keep(self, plan: Path) -> None:
        """Do nothing: the file was copied."""

    def discard(self, plan: Path, reason: str) -> None:
        """Do nothing: a plan is a file."""

    def discard_unused(self, reason: str) -> None:
        """Do nothing: a plan is a file."""

    def apply(self, plan: Path, lock_timeout: int = 0) -> Completed:
        """Apply a saved plan; nothing is ever applied without one."""
        return self.cmd(
            "apply",
            str(plan),
            json=IsFlagged,
            no_color=IsFlagged,
            input=False,
            lock_timeout=f"{lock_timeout}s",
        )

    def untaint(self, address: str, lock_timeout: int = 0) -> Completed:
        """Mark an object as complete, so that plans do not replace it."""
        return self.cmd("untaint", address, no_color=IsFlagged, lock_timeout=f"{lock_timeout}s")

    def locked(self) -> Completed:
        """Acquire and release the state lock without changing anything, by a dry run of a removal.

        Needs no provider. If the lock is held, the message about it is in `stderr`.
        """
        return self.cmd("state rm", "eksgen.nothing", dry_run=IsFlagged, no_color=IsFlagged)

    def force_unlock(self, lock_id: str) -> Completed:
        """Remove the state lock, whoever holds it."""
        return self.cmd("force-unlock", lock_id, force=IsFlagged, no_color=IsFlagged)

    def push(self, state: Path) -> Completed:
        """Push a state; Terraform refuses one that is older than the recorded state or of another lineage."""
        return self.cmd("state push", str(state), no_color=IsFlagged)

    def state_pull(self) -> Completed:
        """Return the whole state in `document`, from any backend, with secrets in plain text."""
        return self.cmd("state pull", document=True)

    def output(self) -> Completed:
        """Return all outputs as one JSON document, sensitive ones in plain text."""
        return self.cmd("output", json=IsFlagged, no_color=IsFlagged, document=True)
