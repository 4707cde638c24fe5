"""`eksgen drift`: prepare the folder, compare record, cloud and spec, show; of several specs side by side."""

from __future__ import annotations

from collections.abc import Sequence

from ..compiler.pipeline import Checked
from ..engine import run
from ..engine.changes import DriftResult
from ..engine.events import OnEvent
from ..engine.workspace import Workspace
from ..report import formats
from .fleet import Job, run_job
from .work import Options


def drift(specs: Sequence[str], options: Options, *, parallel: int = 1, look_around: bool = True) -> int:
    """Tell changes made outside from edits not applied yet; 3 if there are any."""

    def drifted(_spec: Checked, workspace: Workspace, on_event: OnEvent) -> DriftResult:
        return run.drift(
            workspace,
            on_event,
            lock_timeout=options.lock_timeout,
            whole=options.format == "html",
            look_around=look_around,
        )

    job = Job(
        "drift",
        lambda _file: drifted,
        _summary,
        lambda result: bool(result.findings),
        formats.DRIFT,
        formats.drift_markdown,
    )
    return run_job(job, specs, options, parallel)


def _summary(result: DriftResult) -> str:
    number = len(result.findings)
    return f"{number} difference{'s' if number > 1 else ''}" if number else "no differences"
