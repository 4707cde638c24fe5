"""Rules for the rules of listeners: conditions and priorities that Elastic Load Balancing accepts."""

from __future__ import annotations

from collections.abc import Iterator

from ....catalog.limits import RULE_CONDITION_VALUES, RULE_PRIORITIES, RULES_PER_LOAD_BALANCER
from ....schemas.cluster import ClusterSpec
from ...diagnostics import Path, Severity
from ...resolve.listener_rules import conditions, priority, values, wildcards
from ..finding import Finding
from .walk import balancers, listeners, rules


def rules_of_type(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that only application load balancers have rules."""
    for path, balancer, listener in listeners(spec):
        if listener.rules and balancer.type != "application":
            yield Finding(
                "wrong-option",
                (*path, "rules"),
                f"listeners of {balancer.type} load balancers have no `rules`",
                "application only",
                (((*path[:2], "type"), "type of the load balancer"),),
            )


def conditions_accepted(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that each rule has conditions, and no more values and wildcards than AWS accepts."""
    for path, _, _, rule in rules(spec):
        count, patterns = len(values(rule)), wildcards(rule)
        if not count:
            yield Finding(
                "wrong-rule",
                path,
                "the rule has no condition, so it would match every request",
                "no host, path or header",
                help="add a `host`, a `path` or a `header`; other requests go to the listener's targets",
            )
        for number, what in ((count, "values"), (patterns, "wildcards")):
            if number > RULE_CONDITION_VALUES:
                yield Finding(
                    "wrong-rule",
                    path,
                    f"the rule has {number} {what} in all, but AWS accepts {RULE_CONDITION_VALUES}",
                    f"more than {RULE_CONDITION_VALUES} {what}",
                    help="divide it into several rules",
                )
        for name in rule.header:
            if name.lower() == "host":
                yield Finding(
                    "wrong-rule",
                    (*path, "header", name),
                    "the host of a request is no header to AWS",
                    "not accepted as a header",
                    help="write it in `host`",
                )
        for other, name in _same_headers(path, [*rule.header]):
            yield Finding(
                "wrong-rule", other, f"header `{name}` is listed twice; case does not matter", "duplicate"
            )


def _same_headers(path: Path, names: list[str]) -> Iterator[tuple[Path, str]]:
    seen: set[str] = set()
    for name in names:
        if name.lower() in seen:
            yield (*path, "header", name), name
        seen.add(name.lower())


def targets_receive(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that each rule gives some target a weight above 0."""
    for path, _, _, rule in rules(spec):
        if not any(target.weight for target in rule.targets):
            yield Finding(
                "wrong-rule",
                (*path, "targets"),
                "no target of the rule receives requests",
                "all weights are 0",
                help="give one of them a weight from 1, or delete the rule",
            )


def rules_once(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that no two rules of a listener have the same conditions or the same priority."""
    lowest, highest = RULE_PRIORITIES
    for path, _, listener in listeners(spec):
        used = {priority(rule) for rule in listener.rules}
        by_conditions: dict[object, Path] = {}
        by_priority: dict[int, Path] = {}
        for index, rule in enumerate(listener.rules):
            place = (*path, "rules", index)
            number = priority(rule)
            if (first := by_conditions.setdefault(conditions(rule), place)) != place:
                others = ((first, "first rule"),)
                yield Finding(
                    "duplicate-rule", place, "two rules have the same conditions", "duplicate", others
                )
            elif (first := by_priority.setdefault(number, place)) != place:
                free = next((n for n in range(number + 1, highest) if n not in used), lowest)
                used.add(free)
                yield Finding(
                    "duplicate-priority",
                    place if rule.priority is None else (*place, "priority"),
                    f"two rules of the listener have priority {number}",
                    "second rule",
                    ((first, "first rule"),),
                    note="" if rule.priority else "eksgen decides priorities by what rules compare",
                    help=f"add `priority: {free}`" if rule.priority is None else f"write `{free}`",
                )


def rules_few(spec: ClusterSpec) -> Iterator[Finding]:
    """Warn if a load balancer has more rules than the default quota."""
    for path, balancer in balancers(spec):
        count = sum(len(listener.rules) for listener in balancer.listeners)
        if count > RULES_PER_LOAD_BALANCER:
            yield Finding(
                "over-quota",
                (*path, "listeners"),
                f"{count} rules, but the default quota of a load balancer is {RULES_PER_LOAD_BALANCER}",
                "more than the default quota",
                help="divide them among load balancers, or have the quota raised and allow the warning",
                severity=Severity.WARNING,
            )
