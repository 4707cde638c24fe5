"""`eksgen drift --ignore`: a rule under `drift.ignore` for a finding. A draft in, one with the rules out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ...compiler.diagnostics import dotted
from ...compiler.errors import EksgenError
from ...compiler.pipeline import compile_spec
from ...compiler.source.tree import find, locate, to_plain
from ..drift.ignore_rules import rule_path
from ..drift.result import COUNTED, DriftClass, DriftFinding
from ..source_map.trace import Trace
from .draft import Draft, InvalidDraft

_RULES = ("drift", "ignore")


@dataclass(frozen=True, slots=True)
class NewIgnoreRule:
    """Why a finding is fine, who answers for that, and the last day on which it holds."""

    reason: str
    owner: str | None
    until: date


def add_ignore_rules(
    draft: Draft, findings: Sequence[DriftFinding], trace: Trace, rule: NewIgnoreRule
) -> Draft:
    """The spec with a rule for each finding, beside the rules it has."""
    for path in dict.fromkeys(_path(finding, trace) for finding in findings):
        tree = compile_spec(draft.check()).tree
        place, rules = locate(tree, _RULES), find(tree, _RULES)
        entry = {"path": path, "reason": rule.reason, "owner": rule.owner, "until": rule.until.isoformat()}
        told = {key: value for key, value in entry.items() if value}
        file = place.span.file if place.written else draft.file
        draft = draft.with_field(file, _RULES, (*(to_plain(rules) if rules else ()), told))
    checked = draft.check()
    if checked.failed:
        raise InvalidDraft("the rule would not be valid", checked, code="not-ignorable")
    return draft


def _path(finding: DriftFinding, trace: Trace) -> str:
    """What the rule for a finding names."""
    if finding.kind not in COUNTED or finding.kind is DriftClass.PENDING:
        raise EksgenError(
            f"finding {finding.id} cannot be ignored: only what was changed outside can be",
            code="not-ignorable",
            notes=(f"it is of the class {finding.kind}",),
        )
    if finding.kind is DriftClass.UNMANAGED:
        return dotted((finding.address.resource_type, finding.address.name))
    return rule_path(trace, finding.address, finding.path)
