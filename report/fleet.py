"""Many specs in one report: one `SpecOutcome` each, drawn by the `fleet` module of each format."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..compiler.diagnostics import Diagnostic
from ..compiler.errors import EksgenError
from ..compiler.plural import plural
from .page.run_report import RunReport


@dataclass(frozen=True, slots=True)
class SpecOutcome:
    """How the run of one spec ended. `code` is the exit code that it would have alone, `summary` says it in a
    few words. `report` is the result, None after a failure. `findings` are those in the spec; `texts` holds
    the content of the files that findings and the error point to."""

    file: str
    code: int = 0
    summary: str = ""
    report: RunReport | None = None
    error: EksgenError | None = None
    findings: tuple[Diagnostic, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)

    @property
    def failed(self) -> bool:
        """Whether there is no result."""
        return self.report is None


def failures_first(outcomes: Sequence[SpecOutcome]) -> list[SpecOutcome]:
    """Sort outcomes without a result to the top."""
    return sorted(outcomes, key=lambda outcome: not outcome.failed)


def outcome_counts(outcomes: Sequence[SpecOutcome]) -> str:
    """`3 specs: 1 with differences, 1 done, 1 failed`."""
    codes = [outcome.code for outcome in outcomes]
    stopped = codes.count(130)
    failed = sum(outcome.failed for outcome in outcomes) - stopped
    counts = (
        (codes.count(3), "with differences"),
        (codes.count(0), "done"),
        (failed, "failed"),
        (stopped, "stopped"),
    )
    texts = ", ".join(f"{number} {words}" for number, words in counts if number)
    return f"{plural(len(outcomes), 'spec')}: {texts}"
