"""What an apply that failed leaves behind: frozen values, drawn by `report/`, made by `aftermath.py`."""

from __future__ import annotations

from dataclasses import dataclass

from ..compiler.diagnostics import Diagnostic
from .changes import Change, PlanResult


@dataclass(frozen=True, slots=True)
class Cause:
    """One reason, however many objects it stopped.

    `code` is the AWS error code, or "". `addresses` are the objects it was said about. `at` is the first of
    them with a line in the spec.
    """

    code: str
    message: str
    addresses: tuple[str, ...] = ()
    at: Diagnostic | None = None


@dataclass(frozen=True, slots=True)
class Aftermath:
    """How far an apply came.

    `done` was made, changed or deleted in this run; `failed` was tried; `unfinished` was begun and nothing
    more was heard of it; `untouched` was not begun. `tainted` are addresses that the state holds as half
    made. With `state_unsaved` Terraform could not write its state and left it in a file.
    """

    plan: PlanResult
    causes: tuple[Cause, ...]
    done: tuple[Change, ...] = ()
    failed: tuple[Change, ...] = ()
    unfinished: tuple[Change, ...] = ()
    untouched: tuple[Change, ...] = ()
    tainted: tuple[str, ...] = ()
    state_unsaved: bool = False
