"""Keep objects that an apply created in part: in the state, or in a copy for a plan that writes nothing."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

from ...compiler.files.reading import MAX_OWN_BYTES, read_below
from ...compiler.files.writing import link_to, write_files
from ..paths import HIDDEN, WorkDir
from ..terraform.events import Waiting
from ..terraform.streaming_terraform import StreamingTerraform
from ..truncate import join_some
from ..workdir.data_folder import prepare_data_folder
from .init import initialise
from .session import Session

POLL_SECONDS, POLLS = 15.0, 120
"""Half an hour in all; a cluster usually takes up to 15 minutes (`catalog/resources/usual_durations.py`)."""


def untaint(session: Session, addresses: tuple[str, ...], lock_timeout: int) -> None:
    """Make Terraform keep tainted objects. `RunFailed` if it cannot."""
    for address in addresses:
        done = session.terraform.untaint(address, lock_timeout)
        if not done.ok:
            raise session.error(done)


def wait_for(session: Session, addresses: tuple[str, ...]) -> None:
    """Wait a while for objects that EKS is still creating."""
    session.on_event(Waiting(f"waiting for AWS to finish creating {join_some(addresses, 5)}"))
    time.sleep(POLL_SECONDS)


_LOCAL_STATE = b'terraform {\n  backend "local" {}\n}\n'
"""Terraform reads override files in the order of their names, and the last backend counts."""


def session_on_copy(session: Session, folder: Path) -> Session:
    """Return a session in a copy of the working folder, whose state is a local file. `RunFailed` if the state
    cannot be read."""
    pulled = session.terraform.state_pull()
    if not pulled.ok:
        raise session.error(pulled)
    source, copy = session.workspace, WorkDir(folder)
    files = {**_copied_files(source.folder), "zz_override.tf": _LOCAL_STATE}
    files["terraform.tfstate"] = pulled.document.encode()
    write_files(copy.root, {folder / name: data for name, data in files.items()})
    _copy_data(source.workdir, copy)
    environment = {**source.environment, "TF_DATA_DIR": str(copy.terraform_data)}
    workspace = replace(source, folder=folder, environment=environment, local_state="terraform.tfstate")
    terraform = StreamingTerraform(source.program.argv, folder, environment, session.on_event)
    copied = Session(workspace, terraform, session.trace)
    initialise(copied)
    return copied


def _copied_files(folder: Path) -> dict[str, bytes]:
    """Return what a working folder holds, without states and what belongs to eksgen or to a Terraform."""
    names = (file.relative_to(folder) for file in sorted(folder.rglob("*")) if not file.is_dir())
    left_out = {HIDDEN, ".terraform"}
    copied = [n for n in names if not left_out.intersection(n.parts) and ".tfstate" not in n.suffixes]
    return {name.as_posix(): read_below(folder, folder / name, MAX_OWN_BYTES) or b"" for name in copied}


def _copy_data(source: WorkDir, copy: WorkDir) -> None:
    """Use the providers that init installed in the working folder; its record of the backend stays behind."""
    prepare_data_folder(copy)
    providers = source.terraform_data / "providers"
    if providers.exists():
        link_to(copy.terraform_data, copy.terraform_data / "providers", providers)
