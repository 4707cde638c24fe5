"""What every verb that runs Terraform needs: the working folder with the compiled spec in it."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from ...compiler.emit.modules import INTERFACE
from ...compiler.emit.write import write_folder
from ...compiler.errors import EksgenError
from ...compiler.files.names import shown_name
from ...compiler.files.reading import read_below, repository_of
from ...compiler.files.writing import make_own_folder, refuse_links, write_file
from ...compiler.pipeline import Compilation
from ...engine.paths import HIDDEN, SANDBOX_OVERRIDE, WorkDir, workdir_of_spec
from ...engine.runs.apply import ApplyOptions
from ...engine.terraform.events import OnEvent
from ...engine.workdir.folder_kind import require_kind, require_not_renamed
from ...engine.workdir.folder_lock import hold_folder
from ...engine.workdir.foreign_files import refuse_foreign_files
from ...engine.workdir.workspace import Workspace, open_workspace
from ...report.human.progress import progress
from ...report.terminal import detect
from ..inputs.clock import today
from ..inputs.read_spec import read_compiled
from ..inputs.revisions import tracked_files
from ..inputs.shards import Shard
from ..inputs.spec_files import is_several
from ..outputs.results import ReportTarget
from .local_state import local_state_of

_IGNORE_ALL = b"*\n"


@dataclass(frozen=True, slots=True)
class RunOptions:
    """The options that all verbs with Terraform share; `lock_timeout` is in seconds. With a `shard`, the verb
    works on that part of the specs; with `full`, its report for people is neither cut nor shortened."""

    sandbox: bool = False
    terraform: str | None = None
    plugin_dir: str | None = None
    format: str = "human"
    lock_timeout: int = 0
    reports: tuple[ReportTarget, ...] = ()
    shard: Shard | None = None
    full: bool = False

    def several(self, specs: Sequence[str]) -> bool:
        """Return whether the report is one of several specs, however many there are."""
        return self.shard is not None or is_several(specs)

    @property
    def formats(self) -> frozenset[str]:
        """Every format that is written."""
        return frozenset((self.format, *(report.format for report in self.reports)))


class OneSpecOnly(EksgenError):
    """Several specs were passed to a verb that takes one."""

    exit_code = 2


def require_one(specs: Sequence[str], options: RunOptions, message: str) -> None:
    """Refuse several specs, and a part of them, with a message."""
    if options.several(specs):
        what = "pass one spec file, without --shard" if options.shard else "pass one spec file"
        raise OneSpecOnly(message, code="one-spec", helps=(what,))


def apply_options(
    run: RunOptions,
    no_recheck: bool,
    no_verify: bool,
    leave_kubernetes_objects: bool = False,
    unmanaged: bool = True,
) -> ApplyOptions:
    """Return the options of an apply from those of the command line."""
    return ApplyOptions(
        not no_recheck, not no_verify, run.lock_timeout, leave_kubernetes_objects, today(), unmanaged
    )


@contextmanager
def compiled_workdir(verb: str, file: str, options: RunOptions) -> Iterator[tuple[Workspace, OnEvent]]:
    """Compile a spec into its working folder, and hold the folder and show progress during the block."""
    require_file(file)
    with open_workdir(
        verb, file, options, read_compiled(file, sandbox=options.sandbox)
    ) as workspace_and_progress:
        yield workspace_and_progress


@contextmanager
def open_workdir(
    verb: str, file: str, options: RunOptions, compilation: Compilation
) -> Iterator[tuple[Workspace, OnEvent]]:
    """Write a compiled spec into its working folder; hold the folder and show progress during the block."""
    with (
        progress(sys.stderr, detect(sys.stderr)) as on_event,
        hold_workdir(verb, file, options, compilation, on_event) as workspace_and_progress,
    ):
        yield workspace_and_progress


@contextmanager
def hold_workdir(
    verb: str, file: str, options: RunOptions, compilation: Compilation, on_event: OnEvent
) -> Iterator[tuple[Workspace, OnEvent]]:
    """Write a compiled spec into its working folder and hold the folder; progress goes to `on_event`."""
    workdir = make_workdir(file, sandbox=options.sandbox)
    with hold_folder(workdir, verb, on_event, options.lock_timeout) as record_and_show:
        require_kind(workdir, Path(file).name, sandbox=options.sandbox)
        yield _workspace(workdir, file, compilation, options), record_and_show


def require_file(file: str) -> None:
    """Refuse standard input, which has no folder for a state, and a folder, which is not one spec."""
    if file == "-":
        raise EksgenError(
            "Terraform needs a spec in a file, because its state is kept next to it", code="not-a-file"
        )
    if Path(file).is_dir():
        raise OneSpecOnly(
            f"this takes one spec at a time, and {file} is a folder",
            code="one-spec",
            helps=(f"look at all of them with `eksgen plan {shlex.quote(file)}`, then pass one spec file",),
        )


def make_workdir(file: str, *, sandbox: bool) -> WorkDir:
    """Create the working folder of a spec, ignored by git and private to its owner: states hold secrets."""
    workdir = workdir_of_spec(Path(file), sandbox=sandbox)
    refuse_tracked(workdir)
    require_not_renamed(workdir, Path(file), sandbox=sandbox)
    make_own_folder(workdir.root, workdir.path)
    refuse_links(workdir.path, workdir.former_data, workdir.path / ".terraform")
    ignored = workdir.path.parent / ".gitignore"
    if read_below(workdir.root, ignored) != _IGNORE_ALL:
        write_file(workdir.root, ignored, _IGNORE_ALL, 0o644)
    return workdir


def refuse_tracked(workdir: WorkDir) -> None:
    """Refuse a working folder that came with the checkout: it holds states, locks and records of others."""
    tracked = tracked_files(workdir.root, HIDDEN)
    folder = workdir.path.parent
    if tracked is None and folder.exists() and (repository_of(str(folder)) / ".git").exists():
        raise _unknown_origin(folder)
    if tracked:
        raise EksgenError(
            f"git tracks files in the working folder {folder}",
            code="tracked-folder",
            notes=(f"for example {shown_name(tracked[0])}", "only eksgen and its Terraform may write there"),
            helps=(
                "remove them from the repository, and keep yours: git rm -r --cached"
                f" {shlex.quote(str(folder))}",
            ),
        )


def _unknown_origin(folder: Path) -> EksgenError:
    place, name = shlex.quote(str(folder.parent)), shlex.quote(str(folder))
    return EksgenError(
        f"git cannot tell whether the working folder {folder} came with the checkout",
        code="tracked-folder",
        notes=("git is not installed, or it cannot read this repository",),
        helps=(
            f"install git, or see what is wrong: git -C {place} status",
            f"if there is no state in the folder, move it away: mv {name} {name}.old",
        ),
    )


def _workspace(workdir: WorkDir, file: str, compilation: Compilation, options: RunOptions) -> Workspace:
    write_folder(workdir.path, compilation.files)
    environ = _sandbox_environment(workdir, compilation) if options.sandbox else dict(os.environ)
    override = (SANDBOX_OVERRIDE,) if options.sandbox else ()
    refuse_foreign_files(workdir, {*compilation.files, *override})
    local_state = None if options.sandbox else local_state_of(workdir, compilation)
    return replace(
        workspace_of(workdir.path, compilation, options, environ),
        interface=INTERFACE,
        spec_folder="" if Path(file).parent == Path() else Path(file).parent.as_posix(),
        local_state=local_state or workdir.default_state.name,
    )


def workspace_of(
    folder: Path, compilation: Compilation, options: RunOptions, environ: Mapping[str, str]
) -> Workspace:
    """Open a folder that has files of a compiled spec; see `open_workspace`."""
    spec = compilation.cluster.spec
    workspace = open_workspace(
        folder,
        terraform=options.terraform,
        plugin_dir=options.plugin_dir,
        environ=environ,
        sandbox=options.sandbox,
    )
    return replace(
        workspace,
        cluster=compilation.cluster.name,
        region=compilation.cluster.region,
        account=spec.metadata.account_id or "",
        profile=spec.terraform.profile or "",
        role=spec.terraform.assume_role or "",
    )


def _sandbox_environment(workdir: WorkDir, compilation: Compilation) -> dict[str, str]:
    """Start the local AWS, and return the environment in which Terraform sees nothing else."""
    from ...sandbox import control, environment
    from ...sandbox.given.request import provide

    cluster = compilation.cluster
    override = workdir.path / SANDBOX_OVERRIDE
    write_file(workdir.root, override, environment.override_hcl(cluster.region).encode())
    sandbox = control.start()
    provide(sandbox, cluster)
    return environment.terraform_environment(os.environ, sandbox, cluster.account_id, cluster.region)
