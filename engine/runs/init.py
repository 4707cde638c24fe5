"""A working folder made ready for a command: Terraform, the trace, init, what the last run left to record.

In: a `Workspace`. Out: what the stories of `run.py` and `apply.py` begin with. `RunFailed` if it cannot be.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors.run_failed import needs_init, run_failed
from ..source_map.trace import Trace, load_trace
from ..terraform.events import Completed, OnEvent
from ..terraform.process import StreamingTerraform
from ..terraform.unsaved_state import set_broken_state_aside, unsaved_state
from ..workdir.folder_lock import PLAN_PREFIX, read_killed_run
from ..workdir.workspace import Workspace, init_digest


def terraform_of(workspace: Workspace, on_event: OnEvent) -> StreamingTerraform:
    """Terraform in a working folder."""
    return StreamingTerraform(workspace.program.argv, workspace.folder, workspace.environment, on_event)


def trace_of(workspace: Workspace) -> Trace:
    """The way back from its compiled folder to the spec."""
    return load_trace(workspace.folder, workspace.interface, workspace.spec_folder)


def run_initialised(
    workspace: Workspace,
    terraform: StreamingTerraform,
    trace: Trace,
    command: Callable[[], Completed],
    backend: bool = True,
) -> Completed:
    """Run a command in an initialised folder. A skipped init that turns out to be needed is made up for."""
    skipped = _init(workspace, terraform, trace, backend)
    done = command()
    if skipped and needs_init(done):
        workspace.stamp.unlink(missing_ok=True)
        _init(workspace, terraform, trace, backend)
        done = command()
    return done


def _init(workspace: Workspace, terraform: StreamingTerraform, trace: Trace, backend: bool) -> bool:
    """Run init, unless nothing it depends on changed since it last succeeded. Whether it was skipped."""
    stamp = workspace.stamp
    if stamp.is_file() and stamp.read_text("utf-8") == init_digest(workspace, backend):
        return True
    done = terraform.init(workspace.providers.plugin_dir, backend)
    if not done.ok:
        raise run_failed(done, trace, workspace.providers)
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(init_digest(workspace, backend), "utf-8")  # anew: init wrote the lock file
    return False


def record_unsaved_state(workspace: Workspace, terraform: StreamingTerraform, trace: Trace) -> None:
    """What the last run made and could not record is recorded now, before anything is planned on top."""
    file = unsaved_state(workspace.folder)
    if file is None:
        return
    done = terraform.push(file)
    if not done.ok and set_broken_state_aside(workspace.folder):
        done = terraform.push(file)
    if not done.ok:
        failed = run_failed(done, trace, workspace.providers, read_killed_run(workspace.folder))
        failed.notes = (f"{file} holds what the last run made and could not record", *failed.notes)
        raise failed
    file.unlink()


@contextmanager
def private_folder(working: Path) -> Iterator[Path]:
    """A folder that its owner alone can read, gone when the block ends.

    It is in the working folder, where the next run finds and removes it should this one be killed.
    """
    hidden = working / ".eksgen"
    hidden.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=PLAN_PREFIX, dir=hidden))  # mode 0700
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
