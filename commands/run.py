"""The verbs that run Terraform: plan, apply, destroy, drift. Each is: prepare the folder, run, show.

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
from typing import Literal

from ..compiler.emit import write_folder
from ..compiler.errors import EksgenError
from ..compiler.modules import INTERFACE
from ..compiler.pipeline import Compilation
from ..engine import run
from ..engine.changes import PlanResult
from ..engine.events import OnEvent
from ..engine.lock import held
from ..engine.workspace import Workspace, open_workspace
from ..report import human, json_
from ..report.progress import progress
from .spec import compiled

DIFFERENCES = 3


@dataclass(frozen=True, slots=True)
class Options:
    """What all these verbs take."""

    sandbox: bool = False
    terraform: str | None = None
    plugin_dir: str | None = None
    format: Literal["human", "json"] = "human"
    lock_timeout: int = 0


def plan(file: str, options: Options, *, detailed_exitcode: bool, destroy: bool) -> int:
    """Show what an apply would do."""
    with _ready("plan", file, options) as (workspace, on_event):
        result = run.plan(workspace, on_event, destroy=destroy, lock_timeout=options.lock_timeout)
    _say(json_.plan_json(result) if options.format == "json" else human.draw_plan(result, _style()))
    return DIFFERENCES if detailed_exitcode and not result.empty else 0


def apply(file: str, options: Options, *, yes: bool, destroy: bool = False) -> int:
    """Plan, show, ask, and apply exactly what was shown."""
    verb = "destroy" if destroy else "apply"

    def approve(planned: PlanResult) -> bool:
        text = human.draw_plan(planned, _style())
        (_say if options.format == "human" else sys.stderr.write)(text)
        return yes or _confirmed(verb)

    if not yes and not sys.stdin.isatty():
        raise EksgenError(
            f"nobody is there to confirm the {verb}",
            code="unconfirmed",
            notes=("standard input is not a terminal",),
            helps=(f"look at `eksgen plan`, then give --yes to {verb} without a question",),
        )
    with _ready(verb, file, options) as (workspace, on_event):
        result = run.apply(workspace, approve, on_event, destroy=destroy, lock_timeout=options.lock_timeout)
    _say(json_.apply_json(result) if options.format == "json" else human.draw_applied(result, _style()))
    return 0 if result.applied or result.plan.empty else 1


def drift(file: str, options: Options) -> int:
    """Tell changes made outside from edits not applied yet; 3 if there are any."""
    with _ready("drift", file, options) as (workspace, on_event):
        result = run.drift(workspace, on_event, lock_timeout=options.lock_timeout)
    _say(json_.drift_json(result) if options.format == "json" else human.draw_drift(result, _style()))
    return DIFFERENCES if result.findings else 0


@contextmanager
def _ready(verb: str, file: str, options: Options) -> Iterator[tuple[Workspace, OnEvent]]:
    """Hold the working folder, compile into it, find Terraform, and show progress while the block runs."""
    if file == "-":
        raise EksgenError("Terraform needs a spec in a file, to keep its state beside it", code="not-a-file")
    compilation = compiled(file)
    folder = _folder(file, sandbox=options.sandbox)
    with (
        progress(sys.stderr, human.detect(sys.stderr)) as on_event,
        held(folder, verb, on_event, options.lock_timeout),
    ):
        yield _workspace(folder, file, compilation, options), on_event


def _folder(file: str, *, sandbox: bool) -> Path:
    """The working folder of a spec; git sees none of it."""
    path = Path(file)
    name = path.stem if path.suffix == ".yaml" else path.name
    folder = path.parent / ".eksgen" / (f"{name}.sandbox" if sandbox else name)
    folder.mkdir(parents=True, exist_ok=True)
    (folder.parent / ".gitignore").write_text("*\n", encoding="utf-8")
    return folder


def _workspace(folder: Path, file: str, compilation: Compilation, options: Options) -> Workspace:
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
    )


def _rehearse(folder: Path, compilation: Compilation) -> dict[str, str]:
    """Start the local AWS, and give the environment in which Terraform sees nothing else."""
    from ..sandbox import control, environment

    cluster = compilation.cluster
    override = folder / environment.OVERRIDE_FILE
    override.write_text(environment.override_hcl(cluster.region), encoding="utf-8")
    sandbox = control.start()
    return environment.terraform_environment(os.environ, sandbox, cluster.account_id, cluster.region)


def _confirmed(verb: str) -> bool:
    sys.stderr.write(f"\nType yes to {verb}, anything else to stop: ")
    sys.stderr.flush()
    return sys.stdin.readline().strip() == "yes"


def _style() -> human.Style:
    return human.detect(sys.stdout)


def _say(text: str) -> None:
    sys.stdout.write(text)
