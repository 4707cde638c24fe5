"""Start, read, confirm and stop runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from ....compiler.errors import EksgenError
from ...errors.exceptions import RunFailed
from ...terraform.events import OnEvent, Waiting
from ..client.api import Api, path_of
from ..client.refusals import ApiError, odd_answer
from ..documents import Phase, Run, phase_of, run_of


@dataclass(frozen=True, slots=True)
class RunRequest:
    """A run to start. One that is not `savable` only plans; a savable one waits to be confirmed."""

    workspace: str
    configuration: str
    message: str
    savable: bool = False
    destroy: bool = False
    targets: Sequence[str] = ()


def start_run(api: Api, request: RunRequest) -> Run:
    """Start a run. It never applies by itself."""
    attributes: dict[str, Any] = {
        "auto-apply": False,
        "plan-only": not request.savable,
        "save-plan": request.savable,
        "is-destroy": request.destroy,
        "refresh": True,
        "message": request.message,
    }
    if request.targets:
        attributes["target-addrs"] = list(request.targets)
    relationships = {
        "workspace": {"data": {"type": "workspaces", "id": request.workspace}},
        "configuration-version": {"data": {"type": "configuration-versions", "id": request.configuration}},
    }
    body = {"data": {"type": "runs", "attributes": attributes, "relationships": relationships}}
    run = run_of(api.post("runs", body))
    if not run.id:
        raise odd_answer(api.host.name, "it started a run without an id")
    return run


def read_run(api: Api, run: str) -> Run:
    """Return a run. `ApiError` with status 404 if the token cannot see it."""
    return run_of(api.get(path_of("runs", run)))


def read_phase(api: Api, kind: str, id: str) -> Phase:
    """Return the plan or the apply of a run; `kind` is `plans` or `applies`."""
    return phase_of(api.get(path_of(kind, id)))


def confirm_run(api: Api, run: str, comment: str) -> None:
    """Apply what a run has planned. `ApiError` with status 409 if it cannot be confirmed now."""
    api.post(path_of("runs", run, "actions", "apply"), {"comment": comment})


def discard_run(api: Api, run: str, comment: str) -> None:
    """Discard a plan that waits to be confirmed."""
    api.post(path_of("runs", run, "actions", "discard"), {"comment": comment})


def cancel_run(api: Api, run: str, comment: str) -> None:
    """Interrupt a run: Terraform finishes what it has begun, and saves its state."""
    api.post(path_of("runs", run, "actions", "cancel"), {"comment": comment})


@contextmanager
def stopping_lost(api: Api, run: Run, url: str, on_event: OnEvent) -> Iterator[None]:
    """Stop a savable run if the block loses it; a run that the block refuses to go on with is left."""
    try:
        yield
    except RunFailed:
        raise
    except (EksgenError, OSError):
        if run.save_plan:
            give_up(api, run.id, url, "eksgen: the run was lost", on_event, planning=True)
        raise


def give_up(api: Api, id: str, url: str, comment: str, on_event: OnEvent, *, planning: bool = False) -> None:
    """Discard a run that waits to be confirmed; with `planning`, also stop one that has not planned yet.

    A failure is shown, not raised: it must not hide why the run is given up.
    """
    try:
        run = read_run(api, id)
        if run.discardable and not run.over:
            discard_run(api, id, comment)
        elif planning:
            stop_run(api, run, comment)
    except EksgenError as error:
        on_event(Waiting(f"could not discard the run {url}: {error.message}"))
    except KeyboardInterrupt:
        on_event(Waiting(f"interrupted before the run was discarded: {url}"))
        raise


def stop_run(api: Api, run: Run, comment: str) -> bool:
    """Cancel or discard a run, whichever it allows; return whether it could be asked to stop."""
    for allowed, stop in ((run.cancelable, cancel_run), (run.discardable, discard_run)):
        if allowed:
            try:
                stop(api, run.id, comment)
            except ApiError as error:
                if error.status not in (404, 409):
                    raise
                continue
            return True
    return False
