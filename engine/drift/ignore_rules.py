"""Apply the `drift` part of a spec: accept findings by rule, and report expired and unused rules. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from ...compiler.diagnostics import Path, dotted, undotted
from ...compiler.errors import EksgenError
from ...compiler.paths import matches, without_indexes
from ...compiler.source.addon_names import short_path
from ..addresses import Address
from ..plan.result import Action, IgnoredBy
from ..source_map.place import SpecPlace, spec_place
from ..source_map.trace import Trace
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
"""How long a suggested rule is valid."""


@dataclass(frozen=True, slots=True)
class IgnoreRule:
    """A rule of `drift.ignore`. `path` is a path of the spec, a Terraform address with an attribute, or, for
    objects in no state, a resource type with a name: `aws_eks_addon.adot`, `aws_lb["my.lb"]`."""

    text: str
    path: Path
    acceptance: IgnoredBy

    def expired(self, today: date) -> bool:
        """Return whether the last day of the rule has passed."""
        return self.acceptance.until is not None and today > self.acceptance.until

    def covers(self, finding: DriftFinding) -> bool:
        """Return whether the rule names the finding or something that contains it."""
        if finding.kind is DriftClass.UNMANAGED and not finding.address.module_call:
            return _inside((finding.address.resource_type, finding.address.name), self.path)
        if self.path[0] == "module" or finding.spec is None:
            return _inside((*(undotted(finding.address.text) or ()), *finding.path), self.path)
        return _inside(finding.spec.path, self.path) or self._names_part(finding.spec.path, finding.path)

    def _names_part(self, spec: Path, attribute: Path) -> bool:
        """Return whether the rule names a part of a spec field: `metadata.tags.a` of `metadata.tags`."""
        rest = self.path[len(spec) :]
        end = attribute[len(attribute) - len(rest) :]
        return bool(rest) and _inside(spec, self.path[: len(spec)]) and _inside(end, rest)


@dataclass(frozen=True, slots=True)
class DriftRules:
    """The `drift` part of a spec."""

    fail_on: DriftLevel = DriftLevel.LOW
    ignore: tuple[IgnoreRule, ...] = ()


def read_rules(raw: Mapping[str, Any], spec_folder: str = "") -> DriftRules:
    """Parse the `drift` part of a source map. `EksgenError` if it has another form."""
    try:
        level, ignore = DriftLevel(raw.get("failOn", "low")), _rules(raw.get("ignore") or (), spec_folder)
        return DriftRules(level, tuple(ignore))
    except (ValueError, TypeError, KeyError, AttributeError, IndexError):
        raise EksgenError(
            "the drift rules in eksgen.map.json cannot be read",
            code="foreign-files",
            helps=("compile the spec again: eksgen compile SPEC",),
        ) from None


def rule_path(trace: Trace, address: Address, path: Path) -> str:
    """Return the path for a rule: the spec field if it decides only this, else the object's attribute."""
    whole = trace.object_source(address)
    sources = trace.argument_sources(address, path) if path else (whole,) if whole else ()
    for source in sources:
        for argument, field in source.spec_fields[:1]:
            rest = source.at[len(argument) :]
            in_list = any(isinstance(step, int) for step in field)  # indexes change with the list
            if not in_list and not trace.is_shared(field) and path[len(path) - len(rest) :] == rest:
                return dotted((*field, *rest))
    return ".".join(filter(None, (address.text, dotted(path))))


def apply_rules(drift: DriftResult, rules: DriftRules, today: date) -> DriftResult:
    """Return the result with accepted findings, and a remark for each rule that is unused or expired.

    A rule never accepts a pending edit, but it does accept what was applied and not kept by AWS.
    """
    findings = [_with_rule(finding, rules, today, unedited=drift.unedited) for finding in drift.findings]
    remarks = [*drift.remarks, *_expired(drift, rules, today), *_unused(drift, rules, today)]
    return replace(drift, findings=tuple(findings), remarks=tuple(remarks), fail_on=rules.fail_on)


def _with_rule(finding: DriftFinding, rules: DriftRules, today: date, *, unedited: bool) -> DriftFinding:
    rule = next((r for r in rules.ignore if not r.expired(today) and r.covers(finding)), None)
    if rule is None or not (finding.kind in _ACCEPTABLE or (unedited and _changes_in_place(finding))):
        return finding
    if finding.kind is DriftClass.CONFLICT:  # the outside change is accepted, the edit is still pending
        return replace(
            finding, kind=DriftClass.PENDING, level=DriftLevel.LOW, why="", accepted=rule.acceptance
        )
    return replace(finding, kind=DriftClass.ACCEPTED, accepted=rule.acceptance)


def _changes_in_place(finding: DriftFinding) -> bool:
    """Return whether a finding is a pending change that creates, replaces or deletes no object."""
    in_place = finding.action is Action.UPDATE and not finding.forces_replacement
    return finding.kind is DriftClass.PENDING and bool(finding.path) and in_place


def _expired(drift: DriftResult, rules: DriftRules, today: date) -> Iterator[str]:
    for rule in rules.ignore:
        covered = [f for f in drift.findings if f.kind in _ACCEPTABLE and rule.covers(f)]
        if covered and rule.expired(today):
            counts = (
                f"{len(covered)} findings count" if len(covered) > 1 else f"finding {covered[0].id} counts"
            )
            until = rule.acceptance.until
            yield f"{_position(rule)}the rule for {rule.text} expired on {until}; {counts} again"


def _unused(drift: DriftResult, rules: DriftRules, today: date) -> Iterator[str]:
    for rule in rules.ignore:
        if not rule.expired(today) and not any(rule.covers(f) for f in drift.findings):
            yield f"{_position(rule)}the rule for {rule.text} is unused: nothing differs there"


def _position(rule: IgnoreRule) -> str:
    place = rule.acceptance.spec
    return f"{place.file}:{place.line}: " if place else ""


def _rules(raw: Iterable[Mapping[str, Any]], spec_folder: str) -> Iterator[IgnoreRule]:
    for rule in raw:
        path = undotted(str(rule.get("path", "")))
        if path is None:
            continue
        until = date.fromisoformat(rule["until"]) if rule.get("until") else None
        place: SpecPlace | None = spec_place(rule["spec"], spec_folder) if rule.get("spec") else None
        acceptance = IgnoredBy(str(rule.get("reason", "")), rule.get("owner"), until, place)
        yield IgnoreRule(str(rule["path"]), short_path(path), acceptance)


def _inside(path: Path, rule: Path) -> bool:
    """Return whether a path is that of a rule or below it; a rule may omit the indexes of blocks."""
    return matches(path, rule) or matches(without_indexes(path), rule)
