"""The exceptions of a run, some with an exit code of their own."""

from __future__ import annotations

from ...compiler.diagnostics import Diagnostic
from ...compiler.errors import EksgenError
from ..plan.result import PlanResult
from .partial_apply import PartialApply


class RunFailed(EksgenError):
    """Terraform failed. `diagnostics` have a line in the spec; the rest is in `notes`.

    `partial_apply` is what an apply left behind, if it had started.
    """

    def __init__(
        self,
        message: str,
        *,
        code: str = "terraform",
        notes: tuple[str, ...] = (),
        helps: tuple[str, ...] = (),
        diagnostics: tuple[Diagnostic, ...] = (),
    ) -> None:
        super().__init__(message, code=code, notes=notes, helps=helps)
        self.diagnostics = diagnostics
        self.partial_apply: PartialApply | None = None


class PlanRefused(RunFailed):
    """A plan that eksgen does not apply; it is shown with the reasons."""

    def __init__(
        self, message: str, plan: PlanResult, code: str, diagnostics: tuple[Diagnostic, ...]
    ) -> None:
        super().__init__(message, code=code, diagnostics=diagnostics)
        self.plan = plan


class StateLocked(RunFailed):
    """Somebody else holds the state lock."""

    exit_code = 4


class StalePlan(RunFailed):
    """The saved plan was made for another state than the current one."""

    exit_code = 5


class Interrupted(RunFailed):
    """The user stopped the run."""

    exit_code = 130
