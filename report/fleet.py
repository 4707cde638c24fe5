"""Many specs in one report: each under its heading, failed ones last, then a table of all.

In: one `Outcome` a spec, with its text already drawn. Out: text that ends with a line break; prints nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ..compiler.diagnostics import Diagnostic
from ..compiler.errors import EksgenError
from .terminal import Style


@dataclass(frozen=True, slots=True)
class SpecOutcome:
    """What came of one spec. `code` is the exit code that it would have alone, `summary` says it in a few
    words, `text` is its report in the format at hand, or its error; `draw` gives its
    report in any format."""

    file: str
    code: int = 0
    summary: str = ""
    text: str = ""
    error: EksgenError | None = None
    findings: tuple[Diagnostic, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    draw: Callable[[str, Style], str] | None = None

    def drawn(self, format: str, style: Style) -> SpecOutcome:
        """The same with its report in a format as its text, if there is one."""
        return replace(self, text=self.draw(format, style)) if self.draw else self

    @property
    def failed(self) -> bool:
        """Whether there is no result."""
        return self.code not in (0, 3)


def outcome_counts(outcomes: Sequence[SpecOutcome]) -> str:
    """`3 specs: 1 with differences, 1 done, 1 failed`."""
    codes = [outcome.code for outcome in outcomes]
    stopped = codes.count(130)
    failed = sum(outcome.failed for outcome in outcomes) - stopped
    told = (
        (codes.count(3), "with differences"),
        (codes.count(0), "done"),
        (failed, "failed"),
        (stopped, "stopped"),
    )
    specs = "1 spec" if len(outcomes) == 1 else f"{len(outcomes)} specs"
    return f"{specs}: {', '.join(f'{number} {words}' for number, words in told if number)}"
