"""`eksgen plan --base`: what a spec changes since a git revision, added to its plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ...compiler.diff.compare import compare_specs
from ...compiler.pipeline import Checked, compile_spec
from ...engine.plan.result import BaseComparison, PlanResult
from .clock import today
from .revisions import NotAtRevision, spec_at


def with_base(ref: str | None, file: str) -> Callable[[PlanResult, Checked], PlanResult]:
    """Return a function that adds to a plan what the spec changes since `ref`, or nothing if that is None.

    The old spec is read at once: `EksgenError` if git does not know the revision.
    """
    if ref is None:
        return lambda result, _spec: result
    try:
        old = spec_at(ref, file, today())
    except NotAtRevision:
        old = None
    return lambda result, spec: replace(result, base=_comparison(ref, old, spec))


def _comparison(ref: str, old: Checked | None, new: Checked) -> BaseComparison:
    if old is None:
        return BaseComparison(ref, compare_specs(None, compile_spec(new)), "the spec did not exist then")
    if old.failed:
        return BaseComparison(ref, None, "the spec had errors then, so it cannot be compared")
    return BaseComparison(ref, compare_specs(compile_spec(old), compile_spec(new)))
