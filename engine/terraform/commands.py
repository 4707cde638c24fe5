"""What a run needs of Terraform, wherever it runs: here as a process, or in HCP through its API."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from .events import Completed, OnEvent


class TerraformCommands(Protocol):
    """The commands of Terraform. Each blocks, reports events, and returns a `Completed` also on failure.

    A remote one raises `EksgenError` where HCP itself refuses: token, workspace, rights, a lock.
    """

    on_event: OnEvent
    remote: bool
    """Whether Terraform runs in HCP; then a plan file is only a bookmark of a run."""

    def init(
        self, plugin_dir: Path | None = None, backend: bool = True, *, keep_lock: bool = False
    ) -> Completed:
        """Prepare the folder; remotely, check the workspace."""

    def plan(
        self,
        out: Path,
        destroy: bool = False,
        lock_timeout: int = 0,
        targets: Sequence[str] = (),
        *,
        savable: bool = False,
    ) -> Completed:
        """Plan into the file `out`. Only a `savable` plan can be applied remotely."""

    def show(self, plan: Path) -> Completed:
        """Return the JSON of a plan in `document`."""

    def require_apply(self, *, destroy: bool = False) -> None:
        """Raise `EksgenError` if no plan can be applied here, before one is made."""

    def apply(self, plan: Path, lock_timeout: int = 0) -> Completed:
        """Apply a plan."""

    def keep(self, plan: Path) -> None:
        """Let a plan outlive this run: it was saved."""

    def discard(self, plan: Path, reason: str) -> None:
        """Discard a plan that will not be applied. Never fails; locally there is nothing to do."""

    def discard_unused(self, reason: str) -> None:
        """Discard every savable plan that was neither applied nor kept. Never fails."""

    def untaint(self, address: str, lock_timeout: int = 0) -> Completed:
        """Mark an object as complete."""

    def locked(self) -> Completed:
        """Ask for the state lock without changing anything."""

    def force_unlock(self, lock_id: str) -> Completed:
        """Remove a lock; remotely, stop the run that holds it."""

    def push(self, state: Path) -> Completed:
        """Record a state."""

    def state_pull(self) -> Completed:
        """Return the whole state in `document`, with secrets in plain text."""

    def output(self) -> Completed:
        """Return all outputs as one JSON document."""
