"""What an apply or destroy did, in a few lines after the plan that was shown before."""

from __future__ import annotations

from collections.abc import Iterator

from ..engine.changes import ApplyResult, Counts, Value
from .plan_human import BOLD, DIM, GREEN, remarks
from .terminal import Style
from .words import printable, value_text

_FULL = 10_000


def draw_applied(result: ApplyResult, style: Style) -> str:
    """The end of the story: what was done, and the outputs."""
    lines = list(_outcome(result, style))
    if result.applied and result.outputs:
        lines += ["", style.paint("Outputs", BOLD)]
        lines += [
            f"  {text}" for name, value in result.outputs.items() for text in _output(name, value, style)
        ]
    lines += remarks(result.plan.remarks, True, style)
    return style.page(lines)


def _outcome(result: ApplyResult, style: Style) -> Iterator[str]:
    plan = result.plan
    what = f"cluster {plan.subject.cluster}" if plan.subject.cluster else "the cluster"
    if plan.empty:
        yield "Nothing to destroy." if plan.destroy else "No changes: the cloud is what the spec says."
    elif not result.applied:
        yield "Nothing was done."
    else:
        verb = "Destroyed" if plan.destroy else "Applied"
        yield style.paint(f"{verb}: {what}", GREEN)
        yield style.paint(_counts(plan.counts), DIM)


def _counts(counts: Counts) -> str:
    parts = (
        (counts.create, "created"),
        (counts.update, "changed"),
        (counts.replace, "replaced"),
        (counts.delete, "deleted"),
        (counts.forget, "forgotten"),
        (counts.imported, "imported"),
        (counts.moved, "moved"),
    )
    return ", ".join(f"{n} {word}" for n, word in parts if n) or "only outputs changed"


def _output(name: str, value: Value, style: Style) -> Iterator[str]:
    """One output in full, as people copy from here; a map takes one line an entry."""
    if isinstance(value, dict) and value:
        yield name
        for key, inner in value.items():
            yield f"  {printable(str(key))}  {value_text(inner, style, _FULL)}"
    else:
        yield f"{name}  {value_text(value, style, _FULL)}"
