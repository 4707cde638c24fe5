"""Check the working folder of a spec: everything that would refuse a run, before there is one.

Nothing is written, and no Terraform runs. `fix_folder` does what the next run would do before it starts
Terraform, and removes records that cannot be read. It never touches a state or a file that may not be ours.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ...compiler.emit.source_map import MAP_FILE
from ...compiler.emit.write import folder_changes, write_folder
from ...compiler.errors import EksgenError
from ...compiler.files.descend import link_refused
from ...compiler.files.names import command_text
from ...compiler.files.reading import read_below
from ...compiler.files.writing import refuse_links
from ...compiler.pipeline import Compilation
from ...compiler.plural import plural
from ...compiler.resolve.state import cloud_workspace
from ...engine.paths import SANDBOX_OVERRIDE, WorkDir, workdir_of_spec
from ...engine.source_map.reading import read_map
from ...engine.terraform.doctor import Check, guarded
from ...engine.terraform.events import ignore_event
from ...engine.terraform.unsaved_state import find_unsaved_state
from ...engine.workdir.data_folder import require_outside
from ...engine.workdir.folder_kind import check_kind, require_kind, require_not_renamed
from ...engine.workdir.folder_lock import hold_folder, read_killed_run, require_free
from ...engine.workdir.foreign_files import refuse_foreign_files
from ...engine.workdir.records import broken_records, remove_broken_records
from ...engine.workdir.state_providers import refuse_foreign_providers
from .local_state import local_state_of
from .workdir import make_workdir, refuse_tracked


@dataclass(frozen=True, slots=True)
class FolderToCheck:
    """The working folder of a compiled spec, which may not exist yet."""

    file: str
    sandbox: bool
    compilation: Compilation

    @property
    def workdir(self) -> WorkDir:
        """The folder with its paths."""
        return workdir_of_spec(Path(self.file), sandbox=self.sandbox)

    def command(self, verb: str, *rest: str) -> str:
        """Return what to type for a verb about this spec."""
        return command_text(verb, self.file, *rest, sandbox=self.sandbox)


def check_folder(folder: FolderToCheck) -> Iterator[Check]:
    """Run the checks in the order in which a run makes them; stop where the rest cannot be known."""
    for name, check in _BEFORE.items():
        result = guarded(name, partial(check, folder))
        yield result
        if result.ok is False:
            yield Check("everything else", None, f"not checked until `{name}` is in order")
            return
    if folder.workdir.path.exists():
        yield from (guarded(name, partial(check, folder)) for name, check in _INSIDE.items())


def fix_folder(folder: FolderToCheck) -> Check:
    """Write the compiled files again, clean up after a killed run, and remove broken records."""
    name = "fixed"
    if not folder.workdir.path.exists():
        return Check(name, True, "nothing to fix: there is no working folder yet")
    return guarded(name, lambda: Check(name, True, ", ".join(_fix(folder)) or "nothing to fix"))


def _fix(folder: FolderToCheck) -> Iterator[str]:
    workdir = make_workdir(folder.file, sandbox=folder.sandbox)
    killed = require_free(workdir)
    with hold_folder(workdir, "doctor", ignore_event):
        if killed:
            yield f"cleaned up after {killed}"
        check_kind(workdir, Path(folder.file).name, sandbox=folder.sandbox)
        yield from (f"removed {record}" for record in remove_broken_records(workdir))
        require_kind(workdir, Path(folder.file).name, sandbox=folder.sandbox)
        changed = write_folder(workdir.path, folder.compilation.files)
        if changed:
            yield f"wrote {plural(len(changed), 'compiled file')}"


def _tracked(folder: FolderToCheck) -> Check:
    refuse_tracked(folder.workdir)
    return Check("git", True, "does not track the working folder")


def _name(folder: FolderToCheck) -> Check:
    workdir = folder.workdir
    require_not_renamed(workdir, Path(folder.file), sandbox=folder.sandbox)
    there = "" if workdir.path.exists() else ", which the first run creates"
    return Check("working folder", True, f"{workdir.path}{there}")


def _links(folder: FolderToCheck) -> Check:
    workdir = folder.workdir
    read_below(workdir.root, workdir.path.parent / ".gitignore")  # refuses a link in any component
    if workdir.path.is_symlink():
        raise link_refused(workdir.path)
    refuse_links(workdir.path, workdir.former_data, workdir.path / ".terraform")
    return Check("links", True, "none in the working folder")


def _kind(folder: FolderToCheck) -> Check:
    check_kind(folder.workdir, Path(folder.file).name, sandbox=folder.sandbox)
    return Check("purpose", True, f"this spec, {'the sandbox' if folder.sandbox else 'AWS'}")


def _lock(folder: FolderToCheck) -> Check:
    killed = require_free(folder.workdir)
    if killed:
        help = f"the next run cleans up after it, and so does: {folder.command('doctor', '--fix')}"
        return Check("runs", None, f"the last one was killed: {killed}", help)
    earlier = read_killed_run(folder.workdir)
    return Check("runs", True, "none now" + (f"; killed before: {earlier}" if earlier else ""))


def _records(folder: FolderToCheck) -> Check:
    broken = broken_records(folder.workdir)
    if broken:
        names = ", ".join(map(str, broken))
        return Check("records", False, f"cannot be read: {names}", _fix_help("removes them", folder))
    return Check("records", True, "all can be read")


def _files(folder: FolderToCheck) -> Check:
    workdir, files = folder.workdir, folder.compilation.files
    changes = folder_changes(workdir.path, files)
    ours = {*files, *changes.stale, workdir.import_blocks.name}
    refuse_foreign_files(workdir, ours | ({SANDBOX_OVERRIDE} if folder.sandbox else set()))
    if (workdir.path / "main.tf").exists() and not read_map(workdir.path).get("files"):
        return Check(
            "compiled files", False, f"{MAP_FILE} is missing or broken", _fix_help("writes it again", folder)
        )
    count = len(changes.changed) + len(changes.stale)
    later = f"{plural(count, 'file')} to be written or removed by the next run"
    return Check("compiled files", True, later if count else "as the spec says")


def _state(folder: FolderToCheck) -> Check:
    workdir = folder.workdir
    named = None if folder.sandbox else local_state_of(workdir, folder.compilation)
    state = workdir.path / (named or workdir.default_state.name)
    refuse_foreign_providers(workdir, state)
    spec = folder.compilation.cluster.spec
    if not folder.sandbox and spec.terraform.backend.s3:
        return Check("state", True, "in S3, where only a run can read it and its lock")
    if not folder.sandbox and (workspace := cloud_workspace(spec)):
        return Check("state", True, f"in the workspace {workspace} of {workspace.hostname}, not read here")
    lock = state.with_name(f".{state.name}.lock.info")
    left = f"; {lock} is left of a Terraform that was killed, and locks nothing" if lock.exists() else ""
    return Check("state", True, (f"{state} can be read" if state.exists() else "none yet") + left)


def _unsaved(folder: FolderToCheck) -> Check:
    file = find_unsaved_state(folder.workdir.path)
    if file:
        help = f"keep that file; this records the state first: {folder.command('plan')}"
        return Check("unsaved state", False, f"{file} holds the state that the last run could not save", help)
    return Check("unsaved state", True, "none")


def _last_apply(folder: FolderToCheck) -> Check:
    if folder.workdir.apply_marker.exists():
        help = f"this looks for objects in AWS that no state records: {folder.command('plan')}"
        return Check("last apply", None, "it did not finish", help)
    return Check("last apply", True, "none that did not finish")


def _providers(folder: FolderToCheck) -> Check:
    workdir = folder.workdir
    require_outside(workdir)
    try:
        read_below(workdir.init_stamp.parent, workdir.init_stamp)
    except EksgenError as error:
        stamp = shlex.quote(str(workdir.init_stamp))
        help = f"remove it; the next run installs the provider again: rm -r {stamp}"
        return Check("installed provider", False, error.message, help)
    return Check("installed provider", True, f"in {workdir.terraform_data}")


def _fix_help(what: str, folder: FolderToCheck) -> str:
    return f"this {what}: {folder.command('doctor', '--fix')}"


_Checks = dict[str, Callable[[FolderToCheck], Check]]
_BEFORE: _Checks = {
    "git": _tracked,
    "working folder": _name,
    "links": _links,
    "purpose": _kind,
    "runs": _lock,
}
_INSIDE: _Checks = {
    "records": _records,
    "compiled files": _files,
    "state": _state,
    "unsaved state": _unsaved,
    "last apply": _last_apply,
    "installed provider": _providers,
}
