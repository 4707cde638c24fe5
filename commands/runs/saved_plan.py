"""Saved plans: `eksgen plan SPEC -o FILE.eksplan` writes a file, `eksgen apply FILE.eksplan` applies it.

What can be checked without a cloud is checked here, all of it before anything is reported; state and cloud
are checked by `engine/runs/apply_saved.py`, right before the apply.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from ... import __version__
from ...compiler.errors import EksgenError, SpecRefused
from ...compiler.files.reading import read_below
from ...compiler.files.writing import write_file
from ...compiler.pipeline import Checked, Compilation, compile_spec
from ...engine.aws.account import calling_account
from ...engine.errors.exceptions import StalePlan
from ...engine.paths import LOCK_FILE
from ...engine.plan.fingerprint import planned_steps
from ...engine.plan.result import ApplyResult, PlanResult
from ...engine.runs.apply import ApplyOptions
from ...engine.runs.apply_saved import apply_saved, refused_plan
from ...engine.runs.cloud_proof import prove_run
from ...engine.runs.import_orphans import import_blocks, read_import_blocks
from ...engine.runs.open_plan import OpenPlan
from ...engine.runs.plan import Keep
from ...engine.runs.session import open_session
from ...engine.runs.state import state_text
from ...engine.saved_plan.envelope import Envelope, expiry_reasons, read_envelope, stale_plan, write_envelope
from ...engine.saved_plan.provenance import (
    PlanContext,
    StateVersion,
    collect_proofs,
    file_digest,
    planned_state_version,
    proof_mismatches,
    read_state_version,
)
from ...engine.workdir.workspace import Workspace
from ...report.human.progress import progress
from ...report.terminal import detect
from ..inputs.clock import now
from ..inputs.read_spec import read_checked
from ..inputs.revisions import find_revision, was_at
from .workdir import RunOptions, open_workdir

_LARGEST_PLAN = 512 << 20


def plan_keeper(
    target: Path, file: str, spec: Checked, region: str, workspace: Workspace, life: timedelta
) -> Keep:
    """Return the function that saves a plan as `target`, for the time `life`."""

    def save(opened: OpenPlan, planned: PlanResult) -> None:
        created = now()
        cloud = prove_run(opened.session, opened.file)
        state = StateVersion() if cloud else _planned_state(opened, workspace)
        lock, root = workspace.folder / LOCK_FILE, workspace.workdir.root
        account = _account(workspace, region, remote=cloud is not None)
        context = plan_context(file, spec.texts, account, region)
        envelope = Envelope(
            proofs=collect_proofs(workspace, context),
            state=state,
            created=created,
            expires=created + life,
            destroy=planned.destroy,
            counts=planned.counts,
            steps=planned_steps(opened.document),
            plan=read_below(root, opened.file, _LARGEST_PLAN) or b"",
            lock_file=read_below(root, lock) or b"",
            targets=opened.request.targets,
            imports=read_import_blocks(workspace.workdir),
            cloud=cloud,
        )
        write_envelope(target, envelope)

    return save


def _planned_state(opened: OpenPlan, workspace: Workspace) -> StateVersion:
    return planned_state_version(opened.file) or read_state_version(state_text(open_session(workspace)))


def _account(workspace: Workspace, region: str, *, remote: bool) -> str | None:
    """Return the account of a run; credentials of this machine say nothing about a remote one."""
    return workspace.account or None if remote else calling_account(workspace, region)


def plan_context(file: str, names: Iterable[str], account: str | None, region: str) -> PlanContext:
    """Return the proofs that need no Terraform, for a spec that consists of the files `names`."""
    home = os.path.dirname(file) or "."  # noqa: PTH120  (pure text, as the compiler's names are)
    files = {os.path.relpath(name, home).replace(os.sep, "/"): file_digest(Path(name)) for name in names}
    spec = os.path.relpath(file).replace(os.sep, "/")
    return PlanContext(__version__, spec, dict(sorted(files.items())), account, region, _commit(home))


def apply_file(file: Path, run: RunOptions, options: ApplyOptions) -> ApplyResult:
    """Apply a saved plan, or refuse it with every reason."""
    envelope = read_envelope(file)
    planned = envelope.proofs.context
    reasons = expiry_reasons(envelope, now())
    spec, compilation = _compiled(file, envelope, reasons, run)
    with (
        open_workdir("apply", planned.spec, run, compilation) as (workspace, on_event),
        import_blocks(workspace.workdir, envelope.imports),
    ):
        lock = workspace.folder / LOCK_FILE
        if envelope.lock_file and not lock.exists():
            # A fresh checkout uses the providers of the plan.
            write_file(workspace.workdir.root, lock, envelope.lock_file, 0o644)
        region = compilation.cluster.region
        account = _account(workspace, region, remote=envelope.cloud is not None)
        current = plan_context(planned.spec, spec.texts, account, region)
        reasons = (*reasons, *proof_mismatches(envelope.proofs, collect_proofs(workspace, current)))
        if reasons:
            raise refused_plan(workspace, envelope, str(file), reasons, on_event)
        return apply_saved(workspace, envelope, str(file), on_event, options=options)


def _compiled(
    file: Path, envelope: Envelope, reasons: tuple[str, ...], run: RunOptions
) -> tuple[Checked, Compilation]:
    """Return the current spec. `StalePlan` if it has errors now, or was deleted since the plan."""
    planned = envelope.proofs.context
    if not Path(planned.spec).is_file():
        if not (planned.commit and was_at(planned.commit, planned.spec)):
            raise _no_spec(file, envelope)
        raise _refused(file, envelope, (*reasons, f"the spec was deleted: {planned.spec}"), run)
    try:
        spec = read_checked(planned.spec)
        return spec, compile_spec(spec)
    except SpecRefused:
        home = Path(planned.spec).parent
        changed = [name for name, digest in planned.files.items() if file_digest(home / name) != digest]
        texts = (*(f"the spec changed: {name}" for name in changed), "the spec has errors now")
        raise _refused(file, envelope, (*reasons, *texts), run) from None


def _refused(file: Path, envelope: Envelope, reasons: tuple[str, ...], run: RunOptions) -> StalePlan:
    """Return the error for a plan whose spec cannot be compiled. Its run in HCP is discarded."""
    if run.sandbox:
        return stale_plan(file, envelope, reasons)
    with progress(sys.stderr, detect(sys.stderr)) as on_event:
        return refused_plan(None, envelope, str(file), reasons, on_event)


def _no_spec(file: Path, envelope: Envelope) -> EksgenError:
    """Return the error for a spec that does not exist here, which may be the wrong folder."""
    spec, cloud = envelope.proofs.context.spec, envelope.cloud
    waits = f"its run {cloud.run} waits to be confirmed or discarded there" if cloud else ""
    return EksgenError(
        f"{file} is a plan of {spec}, which does not exist here",
        code="no-such-file",
        notes=("a saved plan is compared with its spec before it is applied", *filter(None, (waits,))),
        helps=("run this in the folder in which the plan was made, or in another checkout of it",),
    )


def _commit(folder: str) -> str | None:
    try:
        return find_revision("HEAD", Path(folder)).commit
    except EksgenError:
        return None
