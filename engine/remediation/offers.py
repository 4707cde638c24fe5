"""Find out which findings `--adopt` can write into the spec, so that it is offered for these only."""

from __future__ import annotations

from dataclasses import replace

from ...compiler.errors import EksgenError
from ..drift.result import DriftClass, DriftFinding, DriftResult
from ..source_map.trace import Trace
from .adopt import adopt_findings
from .draft import Draft

_OFFERED = (DriftClass.CHANGED_OUTSIDE, DriftClass.CONFLICT)
MOST_TRIALS = 20
"""Trials in one run, of some compilations each; what is not tried is not offered."""


def with_adoption_offers(result: DriftResult, draft: Draft, trace: Trace) -> DriftResult:
    """Return the result with `adoptable` false for findings whose live value no edit of the spec yields.

    What was compared with another spec than the file cannot be adopted: the ids are others.
    """
    tried = [finding for finding in result.findings if finding.kind in _OFFERED]
    adoptable = set()
    if not result.against:
        adoptable = {f.id for f in tried[:MOST_TRIALS] if _can_adopt(f, result, draft, trace)}
    others = {finding.id for finding in tried} - adoptable
    findings = (replace(f, adoptable=False) if f.id in others else f for f in result.findings)
    return replace(result, findings=tuple(findings))


def _can_adopt(finding: DriftFinding, result: DriftResult, draft: Draft, trace: Trace) -> bool:
    try:
        adopt_findings(draft, [finding], result, trace)
    except EksgenError:
        return False
    return True
