"""What a plan right after an apply still finds -> what the rules of `drift.ignore` allow of it, and rules
for the rest. Pure.

A change is allowed if rules that hold today cover each of its attributes. What only follows from changes that
are all allowed is allowed with them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from ..drift.ignore_rules import LIFE_OF_RULE, DriftRules, IgnoreRule, rule_path
from ..drift.result import DriftClass, DriftFinding
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


def apply_ignore_rules(
    result: ApplyResult, left: PlanResult, rules: DriftRules, trace: Trace, today: date
) -> ApplyResult:
    """An apply with what is left after it, as the rules see that."""
    holding = [rule for rule in rules.ignore if not rule.expired(today)]
    allowed = {id(change): found for change in left.changes if (found := _allowing(change, holding))}
    rest = [change for change in left.changes if id(change) not in allowed]
    if allowed and all(_follows(change) for change in rest):
        allowed |= {id(change): () for change in rest}
        rest = []
    paths = dict.fromkeys(rule_path(trace, c.address, a.path) for c in rest for a in _own(c))
    return replace(
        result,
        remaining=left,
        tolerated=tuple(IgnoredChange(c, allowed[id(c)]) for c in left.changes if id(c) in allowed),
        suggested=tuple(SuggestedRule(path, today + LIFE_OF_RULE) for path in paths),
    )


def _allowing(change: ObjectChange, rules: Sequence[IgnoreRule]) -> tuple[IgnoredBy, ...]:
    """The rules that together cover all of a change; () if they do not."""
    found = [_rule(change, attribute, rules) for attribute in _own(change)]
    if not found or None in found:
        return ()
    return tuple(dict.fromkeys(rule for rule in found if rule is not None))


def _own(change: ObjectChange) -> Iterator[AttributeChange]:
    """What changes in place by itself; a rule is about that, not about objects that are made or removed."""
    if change.action is Action.UPDATE:
        yield from (a for a in change.attributes if a.origin is not ChangeOrigin.DERIVED)


def _follows(change: ObjectChange) -> bool:
    return change.action is Action.UPDATE and bool(change.attributes) and not any(_own(change))


def _rule(change: ObjectChange, attribute: AttributeChange, rules: Sequence[IgnoreRule]) -> IgnoredBy | None:
    spec = attribute.spec or change.spec
    found = DriftFinding("", DriftClass.CHANGED_OUTSIDE, change.address, attribute.path, spec=spec)
    return next((rule.acceptance for rule in rules if rule.covers(found)), None)
