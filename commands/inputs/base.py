"""What a spec changes since a git revision, put beside its plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ...compiler.diff.compare import compare_specs
from ...compiler.pipeline import Checked, compile_spec
from ...engine.plan.result import BaseComparison, PlanResult
from .clock import today
from .revisions import NotAtRevision, spec_at


def with_base(ref: str | None, file: str) -> Callable[[PlanResult, Checked], PlanResult]:
    """Puts to a plan what the spec changes since `ref`; without a revision, nothing.

    The past is read at once: `EksgenError` if git does not know the revision. Where it had errors, nothing
    can be compared, and that is said.
    """
    if ref is None:
        return lambda result, _spec: result
    try:
        old = spec_at(ref, file, today())
    except NotAtRevision:
        old = None
    return lambda result, spec: replace(result, base=_base(ref, old, spec))


def _base(ref: str, old: Checked | None, new: Checked) -> BaseComparison:
    if old is None:
        return BaseComparison(ref, compare_specs(None, compile_spec(new)), "the spec is new since then")
    if old.failed:
        return BaseComparison(ref, None, "the spec had errors then, so it cannot be compared")
    return BaseComparison(ref, compare_specs(compile_spec(old), compile_spec(new)))
