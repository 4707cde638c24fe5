"""What the verbs that run Terraform share: the working folder, the compiled spec in it, Terraform found.

The compiled folder of `clusters/prod.yaml` is `clusters/.eksgen/prod`, with a sandbox
`clusters/.eksgen/prod.sandbox`: rehearsals keep a state of their own.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ...compiler.emit.modules import INTERFACE
from ...compiler.emit.write import write_folder
from ...compiler.errors import EksgenError
from ...compiler.pipeline import Compilation
from ...engine.runs.apply import ApplyOptions
from ...engine.terraform.events import OnEvent
from ...engine.workdir.folder_lock import hold_folder
from ...engine.workdir.workspace import Workspace, open_workspace
from ...report.human.progress import progress
from ...report.terminal import detect
from ..inputs.clock import today
from ..inputs.read_spec import read_compiled
from ..outputs.results import ReportTarget

DIFFERENCES = 3


@dataclass(frozen=True, slots=True)
class RunOptions:
    """What all these verbs take."""

    sandbox: bool = False
    terraform: str | None = None
    plugin_dir: str | None = None
    format: str = "human"
    lock_timeout: int = 0
    reports: tuple[ReportTarget, ...] = ()

    @property
    def formats(self) -> frozenset[str]:
        """All formats that were asked for."""
        return frozenset((self.format, *(report.format for report in self.reports)))


def apply_options(
    options: RunOptions, no_recheck: bool, no_verify: bool, leave: bool = False
) -> ApplyOptions:
    """What is done around an apply."""
    return ApplyOptions(not no_recheck, not no_verify, options.lock_timeout, leave, today())


@contextmanager
def compiled_workdir(verb: str, file: str, options: RunOptions) -> Iterator[tuple[Workspace, OnEvent]]:
    """Hold the working folder, compile into it, find Terraform, and show progress while the block runs."""
    require_file(file)
    with open_workdir(verb, file, options, read_compiled(file)) as workspace_and_progress:
        yield workspace_and_progress


@contextmanager
def open_workdir(
    verb: str, file: str, options: RunOptions, compilation: Compilation
) -> Iterator[tuple[Workspace, OnEvent]]:
    """The same for a spec that is compiled already."""
    with (
        progress(sys.stderr, detect(sys.stderr)) as on_event,
        hold_workdir(verb, file, options, compilation, on_event) as found,
    ):
        yield found


@contextmanager
def hold_workdir(
    verb: str, file: str, options: RunOptions, compilation: Compilation, on_event: OnEvent
) -> Iterator[tuple[Workspace, OnEvent]]:
    """The same with a display of the caller's own."""
    folder = working_folder(file, sandbox=options.sandbox)
    with hold_folder(folder, verb, on_event, options.lock_timeout) as noting:
        yield _workspace(folder, file, compilation, options), noting


class OneSpecOnly(EksgenError):
    """What takes one spec was given several."""

    exit_code = 2


def require_file(file: str) -> None:
    """Standard input is no place to keep a state beside, and a folder is no spec."""
    if file == "-":
        raise EksgenError("Terraform needs a spec in a file, to keep its state beside it", code="not-a-file")
    if Path(file).is_dir():
        raise OneSpecOnly(
            f"this takes one spec at a time, and {file} is a folder",
            code="one-spec",
            helps=(f"look at all of them with `eksgen plan {file}`, then go on with one by one",),
        )


def working_folder(file: str, *, sandbox: bool) -> Path:
    """The working folder of a spec; git sees none of it."""
    path = Path(file)
    name = path.stem if path.suffix == ".yaml" else path.name
    folder = path.parent / ".eksgen" / (f"{name}.sandbox" if sandbox else name)
    for made in (folder.parent, folder):  # states hold secrets, whatever mode Terraform gives their files
        made.mkdir(mode=0o700, exist_ok=True)
    (folder.parent / ".gitignore").write_text("*\n", encoding="utf-8")
    return folder


def _workspace(folder: Path, file: str, compilation: Compilation, options: RunOptions) -> Workspace:
    write_folder(folder, compilation.files)
    environ = _rehearse(folder, compilation) if options.sandbox else dict(os.environ)
    return open_workspace(
        folder,
        terraform=options.terraform,
        plugin_dir=options.plugin_dir,
        interface=INTERFACE,
        environ=environ,
        sandbox=options.sandbox,
        spec_folder="" if Path(file).parent == Path() else Path(file).parent.as_posix(),
        cluster=compilation.cluster.name,
        region=compilation.cluster.region,
    )


def _rehearse(folder: Path, compilation: Compilation) -> dict[str, str]:
    """Start the local AWS, and give the environment in which Terraform sees nothing else."""
    from ...sandbox import control, environment

    cluster = compilation.cluster
    override = folder / environment.OVERRIDE_FILE
    override.write_text(environment.override_hcl(cluster.region), encoding="utf-8")
    sandbox = control.start()
    return environment.terraform_environment(os.environ, sandbox, cluster.account_id, cluster.region)
