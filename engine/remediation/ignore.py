"""`eksgen drift --ignore`: add a rule to `drift.ignore` of the spec that accepts a finding."""

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
    """What a new rule says: why the findings are fine, who is responsible, and its last day."""

    reason: str
    owner: str | None
    until: date


def add_ignore_rules(
    draft: Draft, findings: Sequence[DriftFinding], trace: Trace, rule: NewIgnoreRule
) -> Draft:
    """Return the draft with a rule for each finding added. `EksgenError` if one cannot be ignored."""
    for path in dict.fromkeys(_rule_path(finding, trace) for finding in findings):
        tree = compile_spec(draft.check()).tree
        place, rules = locate(tree, _RULES), find(tree, _RULES)
        entry = {"path": path, "reason": rule.reason, "owner": rule.owner, "until": rule.until.isoformat()}
        written = {key: value for key, value in entry.items() if value}
        file = place.span.file if place.written and draft.may_edit(place.span.file) else draft.target
        draft = draft.with_field(file, _RULES, (*(to_plain(rules) if rules else ()), written))
    checked = draft.check()
    if checked.failed:
        raise InvalidDraft("the spec would not be valid with the rule", checked, code="not-ignorable")
    return draft


def _rule_path(finding: DriftFinding, trace: Trace) -> str:
    """Return the path that a rule needs to cover a finding and no more."""
    if finding.kind not in COUNTED or finding.kind is DriftClass.PENDING:
        raise EksgenError(
            f"finding {finding.id} cannot be ignored: nothing was changed outside Terraform",
            code="not-ignorable",
            notes=(f"its class is {finding.kind}",),
        )
    if finding.kind is DriftClass.UNMANAGED and not finding.address.module_call:
        return dotted((finding.address.resource_type, finding.address.name))
    return rule_path(trace, finding.address, finding.path)
