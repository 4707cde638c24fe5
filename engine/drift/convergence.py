"""Convergence: which changes of a plan right after an apply are allowed by `drift.ignore`? Pure.

A change is allowed if rules that have not expired cover each of its attributes. What only follows from
changes that are all allowed is allowed with them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from ..plan.result import (
    Action,
    ApplyResult,
    AttributeChange,
    ChangeOrigin,
    IgnoredBy,
    IgnoredChange,
    ObjectChange,
    PlanResult,
    SuggestedRule,
)
from ..source_map.trace import Trace
from .ignore_rules import LIFE_OF_RULE, DriftRules, IgnoreRule, rule_path
from .result import DriftClass, DriftFinding


def apply_ignore_rules(
    result: ApplyResult, remaining: PlanResult, rules: DriftRules, trace: Trace, today: date
) -> ApplyResult:
    """Add to an apply what remains to change, what of that rules allow, and suggested rules for the rest."""
    active = [rule for rule in rules.ignore if not rule.expired(today)]
    allowed = {id(change): by for change in remaining.changes if (by := _allowed_by(change, active))}
    rest = [change for change in remaining.changes if id(change) not in allowed]
    if allowed and all(_is_derived(change) for change in rest):
        allowed |= {id(change): () for change in rest}
        rest = []
    paths = dict.fromkeys(rule_path(trace, c.address, a.path) for c in rest for a in _own_attributes(c))
    return replace(
        result,
        remaining=remaining,
        tolerated=tuple(
            IgnoredChange(change, allowed[id(change)])
            for change in remaining.changes
            if id(change) in allowed
        ),
        suggested=tuple(SuggestedRule(path, today + LIFE_OF_RULE) for path in paths),
    )


def _allowed_by(change: ObjectChange, rules: Sequence[IgnoreRule]) -> tuple[IgnoredBy, ...]:
    """Return the rules that together cover all of a change; () if they do not."""
    by = [_rule_for(change, attribute, rules) for attribute in _own_attributes(change)]
    if not by or None in by:
        return ()
    return tuple(dict.fromkeys(rule for rule in by if rule is not None))


def _own_attributes(change: ObjectChange) -> Iterator[AttributeChange]:
    """Yield the attributes that change in place and by themselves; no rule allows a create or a delete."""
    if change.action is Action.UPDATE:
        yield from (a for a in change.attributes if a.origin is not ChangeOrigin.DERIVED)


def _is_derived(change: ObjectChange) -> bool:
    return change.action is Action.UPDATE and bool(change.attributes) and not any(_own_attributes(change))


def _rule_for(
    change: ObjectChange, attribute: AttributeChange, rules: Sequence[IgnoreRule]
) -> IgnoredBy | None:
    spec = attribute.spec or change.spec
    finding = DriftFinding("", DriftClass.CHANGED_OUTSIDE, change.address, attribute.path, spec=spec)
    return next((rule.acceptance for rule in rules if rule.covers(finding)), None)
