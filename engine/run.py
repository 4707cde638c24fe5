"""The runs of Terraform on a compiled folder, told as stories: validate, plan, drift; `apply.py` has apply.

In: a `Workspace`, whose folder the caller holds (`lock.py`), and a callback for progress. Out: values; a run
that fails raises `RunFailed` with what Terraform said, at the lines of the spec. The saved plan lives in a
private folder and is gone afterwards.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from ..catalog.sensitive import ATTRIBUTES
from ..compiler.diagnostics import Diagnostic
from .applied import provider_upgrade, unedited
from .aws.unmanaged import unmanaged
from .aws.who import with_actors
from .changes import PlanResult, Value
from .drift import read_drift
from .events import Completed, OnEvent, TerraformDiagnostic, diagnostic, ignore
from .failures import RunFailed, failure, locked
from .findings import DriftResult
from .lock import forget_killed_run, killed_run
from .plan import read_plan
from .prepare import initialised, private_folder, record_unsaved_state, terraform_of, trace_of
from .redact import SENSITIVE, redact
from .savedplan import SavedPlan, idle, looked_into, shown
from .shortened import listed
from .statelock import Alive, StateLock, read_lock
from .steps import refused_steps
from .stillness import never, still, unchanged
from .terraform import StreamingTerraform
from .unfinished import with_orphans
from .workspace import Workspace

Keep = Callable[[SavedPlan, PlanResult], None]


def validate(workspace: Workspace, on_event: OnEvent = ignore) -> tuple[Diagnostic, ...]:
    """`terraform validate`, at the lines of the spec. Needs no credentials: the backend stays untouched."""
    trace = trace_of(workspace)
    terraform = terraform_of(workspace, on_event)
    done = initialised(workspace, terraform, trace, terraform.validate, backend=False)
    said = _validation(done)
    if any(d.severity == "error" and trace.diagnostic(d) is None for d in said) or (not done.ok and not said):
        raise failure(replace(done, diagnostics=said, code=1), trace, workspace.providers)
    return tuple(d for s in said if (d := trace.diagnostic(s)) is not None)


def plan(
    workspace: Workspace,
    on_event: OnEvent = ignore,
    *,
    destroy: bool = False,
    lock_timeout: int = 0,
    keep: Keep | None = None,
    whole: bool = False,
    targets: Sequence[str] = (),
) -> PlanResult:
    """What an apply (or, with `destroy`, a destroy) would do; waits `lock_timeout` seconds for the state.

    `keep` is called while Terraform's own file of the plan is still there. Without it and without `whole`, a
    plan that changes nothing is not looked into, so its `picture` is empty. With `targets` only these
    addresses and what they depend on are planned: the result is not complete, and a remark names the others.
    """
    enough = never if whole or keep is not None else unchanged
    with saved_plan(
        workspace, on_event, destroy=destroy, lock_timeout=lock_timeout, enough=enough, targets=targets
    ) as saved:
        result = _remarked(plan_of(saved, destroy), targets)
        result = with_orphans(workspace, saved, result)
        if keep is not None:
            keep(saved, result)
        return result


def _remarked(planned: PlanResult, targets: Sequence[str]) -> PlanResult:
    """Terraform also plans what its targets depend on; nobody asked for that, so it is told."""
    others = [change.address.text for change in planned.changes if change.address.text not in targets]
    if not targets or not others:
        return planned
    told = f"not asked for, but what was depends on it: {listed(others, 5)}"
    return replace(planned, remarks=(*planned.remarks, told))


def drift(
    workspace: Workspace,
    on_event: OnEvent = ignore,
    *,
    lock_timeout: int = 60,
    whole: bool = False,
    look_around: bool = True,
    ask_who: bool = False,
) -> DriftResult:
    """What differs between spec, record and cloud. Read-only: nothing is written to the state, but
    for one that the last run could not save.

    With `look_around` AWS is also asked for what belongs to the cluster and is in no state. Without it and
    without `whole`, a plan in which nothing differs is not looked into, so its `picture` is empty. With
    `ask_who` CloudTrail is asked who made each change.
    """
    enough = never if whole or look_around else still
    with saved_plan(workspace, on_event, lock_timeout=lock_timeout, enough=enough) as saved:
        upgrade = provider_upgrade(workspace.folder)
        found = read_drift(saved.document, saved.subject, saved.trace, schema=ATTRIBUTES, upgrade=upgrade)
        beside, told = unmanaged(workspace, saved.document, saved.trace) if look_around else ((), ())
        findings = (*found.findings, *beside)
        if ask_who:
            findings, unknown = with_actors(workspace, saved.document, findings)
            told = (*told, *unknown)
        return replace(
            found,
            findings=findings,
            warnings=saved.warnings,
            remarks=(*saved.remarks, *told),
            unedited=unedited(workspace.folder),
        )


def outputs(workspace: Workspace, on_event: OnEvent = ignore) -> Mapping[str, Value]:
    """The outputs in the state, sensitive ones as `SENSITIVE`."""
    trace = trace_of(workspace)
    terraform = terraform_of(workspace, on_event)
    done = initialised(workspace, terraform, trace, terraform.output)
    if not done.ok:
        raise failure(done, trace, workspace.providers)
    return _read_outputs(done.document)


def state_lock(workspace: Workspace, on_event: OnEvent = ignore) -> StateLock | None:
    """Who holds the lock of the state; None if nobody does. Nothing is changed."""
    trace = trace_of(workspace)
    terraform = terraform_of(workspace, on_event)
    done = initialised(workspace, terraform, trace, terraform.locked)
    lock = read_lock(done.stderr, killed_run(workspace.folder))
    if lock is None and not done.ok and "no state file was found" not in done.stderr.lower():
        raise failure(done, trace, workspace.providers)
    return lock


def unlock(workspace: Workspace, lock: StateLock, on_event: OnEvent = ignore) -> None:
    """Remove a lock whose holder is gone. The caller holds the folder; `RunFailed` if Terraform refuses."""
    trace = trace_of(workspace)
    if lock.alive is Alive.YES:
        raise locked(lock, trace.spec)
    done = terraform_of(workspace, on_event).force_unlock(lock.id)
    if not done.ok:
        raise failure(done, trace, workspace.providers)
    forget_killed_run(workspace.folder)


@contextmanager
def saved_plan(
    workspace: Workspace,
    on_event: OnEvent = ignore,
    *,
    destroy: bool = False,
    lock_timeout: int = 0,
    enough: Callable[[Completed], bool] = never,
    targets: Sequence[str] = (),
) -> Iterator[SavedPlan]:
    """Plan into a private folder, read the plan, and remove it when the block ends, however it ends. Where
    `enough` says that its stream told the caller all, the plan counts as one that holds nothing."""
    trace = trace_of(workspace)
    terraform = terraform_of(workspace, on_event)
    with private_folder(workspace.folder) as folder:
        file = folder / "plan"

        def plan_() -> Completed:
            record_unsaved_state(workspace, terraform, trace)
            return terraform.plan(file, destroy, lock_timeout, targets)

        planned = initialised(workspace, terraform, trace, plan_)
        if not planned.ok or planned.interrupts:
            raise failure(planned, trace, workspace.providers, killed_run(workspace.folder))
        if workspace.cluster and not targets and enough(planned):
            yield idle(workspace, trace, file, planned)
            return
        yield replace(looked_into(workspace, terraform, trace, file, planned), targets=tuple(targets))


def read_saved(workspace: Workspace, file: Path, on_event: OnEvent = ignore) -> SavedPlan:
    """A plan that was made before, read again in an initialised folder."""
    trace = trace_of(workspace)
    return shown(workspace, terraform_of(workspace, on_event), trace, file)


def plan_of(saved: SavedPlan, destroy: bool) -> PlanResult:
    """What a plan on disk says. `RunFailed` if EKS would refuse a step of it."""
    if refused := refused_steps(saved.document, saved.trace):
        raise RunFailed("EKS would refuse this plan", code="version-step", diagnostics=refused)
    found = read_plan(saved.document, saved.subject, saved.trace, schema=ATTRIBUTES, destroy=destroy)
    return replace(found, warnings=saved.warnings, remarks=saved.remarks)


def _validation(done: Completed) -> tuple[TerraformDiagnostic, ...]:
    try:
        raw = json.loads(done.document)
        return tuple(diagnostic(d) for d in raw.get("diagnostics") or ())
    except (ValueError, AttributeError, TypeError):
        return done.diagnostics


def state_text(workspace: Workspace, on_event: OnEvent = ignore) -> str:
    """The whole state, also what the last run could not save; "" if there is none yet.

    It holds secrets in clear: keep nothing of it.
    """
    trace = trace_of(workspace)
    terraform = terraform_of(workspace, on_event)

    def pull() -> Completed:
        record_unsaved_state(workspace, terraform, trace)
        return terraform.state_pull()

    done = initialised(workspace, terraform, trace, pull)
    if not done.ok:
        raise failure(done, trace, workspace.providers)
    return done.document


def outputs_now(terraform: StreamingTerraform) -> Mapping[str, Value]:
    """The outputs right after an apply; none where they cannot be read."""
    done = terraform.output()
    return _read_outputs(done.document) if done.ok else {}


def _read_outputs(document: str) -> Mapping[str, Value]:
    try:
        raw = json.loads(document)
    except ValueError:
        return {}
    return {
        name: SENSITIVE if output.get("sensitive") else redact(output.get("value"), path=(name,))
        for name, output in sorted(raw.items())
    }


__all__ = [
    "RunFailed",
    "drift",
    "outputs",
    "outputs_now",
    "plan",
    "plan_of",
    "read_saved",
    "saved_plan",
    "state_lock",
    "state_text",
    "unlock",
    "validate",
]
