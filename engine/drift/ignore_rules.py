"""The `drift` part of a spec at work: which findings a rule accepts, which rules are of no use. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from ...compiler.diagnostics import Path, dotted, undotted
from ...compiler.paths import matches, without_indexes
from ..addresses import Address
from ..plan.result import Action, IgnoredBy
from ..source_map.place import SpecPlace
from ..source_map.trace import Trace, spec_place
from .result import DriftClass, DriftFinding, DriftLevel, DriftResult

_ACCEPTABLE = frozenset(
    {
        DriftClass.CHANGED_OUTSIDE,
        DriftClass.DELETED_OUTSIDE,
        DriftClass.CONFLICT,
        DriftClass.UNMANAGED,
    }
)
LIFE_OF_RULE = timedelta(days=90)
"""How long a rule holds unless somebody says otherwise."""


@dataclass(frozen=True, slots=True)
class IgnoreRule:
    """One rule of `drift.ignore`. `path` is a path of the spec, a Terraform address with an attribute, or,
    for what is in no state, a resource type with a name: `aws_eks_addon.adot`, `aws_lb["my.lb"]`."""

    text: str
    path: Path
    acceptance: IgnoredBy

    def expired(self, today: date) -> bool:
        """Whether its last day is over."""
        return self.acceptance.until is not None and today > self.acceptance.until

    def covers(self, finding: DriftFinding) -> bool:
        """Whether it names the finding, or something around it."""
        if finding.kind is DriftClass.UNMANAGED and not finding.address.module_call:
            return _inside((finding.address.resource_type, finding.address.name), self.path)
        if self.path[0] == "module" or finding.spec is None:
            return _inside((*(undotted(finding.address.text) or ()), *finding.path), self.path)
        return _inside(finding.spec.path, self.path) or self._below(finding.spec.path, finding.path)

    def _below(self, spec: Path, attribute: Path) -> bool:
        """Whether it names a part of what the spec has as a whole: `metadata.tags.a` of `metadata.tags`."""
        rest = self.path[len(spec) :]
        ends = attribute[len(attribute) - len(rest) :]
        return bool(rest) and _inside(spec, self.path[: len(spec)]) and _inside(ends, rest)


@dataclass(frozen=True, slots=True)
class DriftRules:
    """The `drift` part of a spec."""

    fail_on: DriftLevel = DriftLevel.LOW
    ignore: tuple[IgnoreRule, ...] = ()


def read_rules(raw: Mapping[str, Any], spec_folder: str = "") -> DriftRules:
    """The rules from the `drift` part of a source map."""
    return DriftRules(
        DriftLevel(raw.get("failOn", "low")), tuple(_rules(raw.get("ignore") or (), spec_folder))
    )


def rule_path(trace: Trace, address: Address, path: Path) -> str:
    """What a rule for a difference names: the field if it decides this alone, else the attribute of the one
    object."""
    whole = trace.stands_for(address)
    feeds = trace.feeds(address, path) if path else (whole,) if whole else ()
    for feed in feeds:
        for around, field in feed.origins[:1]:
            rest = feed.at[len(around) :]
            counted = any(isinstance(step, int) for step in field)  # places in a list move
            if not counted and not trace.shared(field) and path[len(path) - len(rest) :] == rest:
                return dotted((*field, *rest))
    return ".".join(filter(None, (address.text, dotted(path))))


def apply_rules(drift: DriftResult, rules: DriftRules, today: date) -> DriftResult:
    """The findings as the rules see them, with a remark for each rule that is unused or over. A rule never
    accepts an edit that waits, but what was applied before and AWS did not keep."""
    told = [_finding(finding, rules, today, unedited=drift.unedited) for finding in drift.findings]
    remarks = [*drift.remarks, *_expired(drift, rules, today), *_unused(drift, rules, today)]
    return replace(drift, findings=tuple(told), remarks=tuple(remarks), fail_on=rules.fail_on)


def _finding(finding: DriftFinding, rules: DriftRules, today: date, *, unedited: bool) -> DriftFinding:
    rule = next((r for r in rules.ignore if not r.expired(today) and r.covers(finding)), None)
    if rule is None or not (finding.kind in _ACCEPTABLE or (unedited and _not_kept(finding))):
        return finding
    if finding.kind is DriftClass.CONFLICT:  # the outside change is accepted, the edit still waits
        return replace(
            finding, kind=DriftClass.PENDING, level=DriftLevel.LOW, why="", accepted=rule.acceptance
        )
    return replace(finding, kind=DriftClass.ACCEPTED, accepted=rule.acceptance)


def _not_kept(finding: DriftFinding) -> bool:
    """Whether a difference that waits is none that makes, replaces or deletes an object."""
    in_place = finding.action is Action.UPDATE and not finding.forces_replacement
    return finding.kind is DriftClass.PENDING and bool(finding.path) and in_place


def _expired(drift: DriftResult, rules: DriftRules, today: date) -> Iterator[str]:
    for rule in rules.ignore:
        hit = [f for f in drift.findings if f.kind in _ACCEPTABLE and rule.covers(f)]
        if hit and rule.expired(today):
            counts = f"{len(hit)} findings count" if len(hit) > 1 else f"finding {hit[0].id} counts"
            yield f"{_at(rule)}the rule for {rule.text} ended on {rule.acceptance.until}; {counts} again"


def _unused(drift: DriftResult, rules: DriftRules, today: date) -> Iterator[str]:
    for rule in rules.ignore:
        if not rule.expired(today) and not any(rule.covers(f) for f in drift.findings):
            yield f"{_at(rule)}the rule for {rule.text} is unused: nothing there differs"


def _at(rule: IgnoreRule) -> str:
    place = rule.acceptance.spec
    return f"{place.file}:{place.line}: " if place else ""


def _rules(raw: Iterable[Mapping[str, Any]], spec_folder: str) -> Iterator[IgnoreRule]:
    for one in raw:
        path = undotted(str(one.get("path", "")))
        if path is None:
            continue
        until = date.fromisoformat(one["until"]) if one.get("until") else None
        place: SpecPlace | None = spec_place(one["spec"], spec_folder) if one.get("spec") else None
        yield IgnoreRule(
            str(one["path"]), path, IgnoredBy(str(one.get("reason", "")), one.get("owner"), until, place)
        )


def _inside(path: Path, rule: Path) -> bool:
    """Whether a path is the one of a rule or below it; a rule may leave out the indexes of blocks."""
    if any(isinstance(step, int) for step in rule):
        return matches(path, rule)
    return matches(path, rule) or matches(without_indexes(path), rule)
