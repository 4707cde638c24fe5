"""Run a command of Terraform in an initialised folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ...compiler.files.decoding import NotDecoded, decode_object
from ...compiler.files.reading import MAX_OWN_BYTES, read_below
from ...compiler.files.writing import remove_file, write_file
from ..errors.backend_change import state_not_moved
from ..errors.exceptions import StateLocked
from ..errors.run_failed import needs_init
from ..errors.unsaved import KEPT_LOCK
from ..paths import WorkDir
from ..terraform.events import Completed
from ..terraform.unsaved_state import remove_unsaved_state, set_broken_state_aside, unsaved_state
from ..workdir.data_folder import prepare_data_folder
from ..workdir.state_providers import refuse_foreign_providers
from ..workdir.workspace import init_digest
from .session import Session


def run_initialised(session: Session, command: Callable[[], Completed], backend: bool = True) -> Completed:
    """Run `terraform init` if anything it depends on has changed, then the command.

    Where init was skipped and the command says that it is needed, run both again. `RunFailed` if init fails.
    """
    skipped = initialise(session, backend)
    done = command()
    if skipped and needs_init(done):
        remove_file(session.workspace.stamp.parent, session.workspace.stamp)
        initialise(session, backend)
        done = command()
    return done


def initialise(session: Session, backend: bool = True) -> bool:
    """Run init, or return True if nothing it depends on has changed since it last succeeded.

    `RunFailed` if init fails; `EksgenError` if it would install a provider that eksgen does not use.
    """
    workspace, workdir = session.workspace, session.workdir
    if session.terraform.remote:
        _require_moved_state(workdir)
        session.terraform.init()
        return False
    local_state = workspace.folder / workspace.local_state
    stamp = workspace.stamp
    prepare_data_folder(workdir)
    refuse_foreign_providers(workdir, local_state)
    if read_below(stamp.parent, stamp) == init_digest(workspace, backend).encode():
        return True
    keep_lock = workspace.providers.locked
    done = session.terraform.init(workspace.providers.plugin_dir, backend, keep_lock=keep_lock)
    if not done.ok:
        raise session.error(done)
    refuse_foreign_providers(workdir, local_state)  # init wrote those of a remote state into the lock file
    digest = init_digest(workspace, backend)  # computed again: init wrote the lock file
    write_file(stamp.parent, stamp, digest.encode())
    return False


def _require_moved_state(workdir: WorkDir) -> None:
    """Refuse a remote run while an earlier backend keeps the state, as far as this machine knows."""
    record = _object(workdir.terraform_data, workdir.terraform_data / "terraform.tfstate").get("backend")
    backend = record.get("type") if isinstance(record, Mapping) else None
    if backend not in (None, "cloud"):
        raise state_not_moved(workdir, f"in the backend {backend}")
    here = _object(workdir.path, workdir.default_state)
    if backend is None and (here.get("resources") or here.get("outputs")):
        raise state_not_moved(workdir, f"in {workdir.default_state}")


def _object(root: Path, file: Path) -> dict[str, Any]:
    """Return the JSON object in a file, an empty one if it cannot be read."""
    try:
        return decode_object(read_below(root, file, MAX_OWN_BYTES) or b"")
    except (OSError, NotDecoded):
        return {}


def record_unsaved_state(session: Session) -> None:
    """Push the state that the last run could not save, before anything is planned on top of it."""
    folder = session.workspace.folder
    file = unsaved_state(folder)
    if file is None:
        return
    done = session.terraform.push(file)
    if not done.ok and set_broken_state_aside(folder):
        done = session.terraform.push(file)
    if not done.ok:
        error = session.error(replace(done, unsaved=""))  # the file that it was to record
        error.notes = (f"{file} holds the state that the last run could not save", *error.notes)
        if isinstance(error, StateLocked) and session.workspace.cloud:
            error.helps = (*error.helps, KEPT_LOCK)
        raise error
    remove_unsaved_state(file)
