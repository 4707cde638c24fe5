"""What a spec changes since a git revision, added to its plan."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from eksgen.commands.inputs import base
from eksgen.commands.inputs.revisions import NotAtRevision
from eksgen.compiler.pipeline import Checked, check_text
from eksgen.engine.plan.result import Counts, PlanResult, RunSubject

PLAN = PlanResult(RunSubject(), Counts())


def spec(version: str) -> Checked:
    text = (
        "apiVersion: eksgen/v1alpha1\nkind: Cluster\nmetadata: {name: demo, region: us-west-2}\n"
        f'kubernetes: {{version: "{version}"}}\naccess: {{admins: ["arn:aws:iam::111122223333:role/A"]}}\n'
        "nodeGroups: {web: {}}\n"
    )
    return check_text(text.encode(), "cluster.yaml", today=date(2026, 10, 2))


def at(monkeypatch: pytest.MonkeyPatch, old: Checked | Exception) -> PlanResult:
    def spec_at(ref: str, file: str, _today: date) -> Checked:
        assert (ref, file) == ("main", "cluster.yaml")
        if isinstance(old, Exception):
            raise old
        return old

    monkeypatch.setattr(base, "spec_at", spec_at)
    return base.with_base("main", "cluster.yaml")(PLAN, spec("1.35"))


def test_without_a_revision_the_plan_is_unchanged() -> None:
    assert base.with_base(None, "cluster.yaml")(PLAN, spec("1.35")) is PLAN


def test_the_old_spec_is_the_left_side(monkeypatch: pytest.MonkeyPatch) -> None:
    found = at(monkeypatch, spec("1.34")).base
    assert found
    assert found.comparison
    (edit,) = found.comparison.edits
    assert edit.before
    assert edit.after
    assert (found.ref, edit.before.value, edit.after.value) == ("main", "1.34", "1.35")


@pytest.mark.parametrize(
    ("old", "compared", "reason"),
    [
        (NotAtRevision("no such file"), True, "the spec did not exist then"),
        (spec("none"), False, "the spec had errors then, so it cannot be compared"),
    ],
)
def test_why_there_is_nothing_to_compare_with(
    monkeypatch: pytest.MonkeyPatch, old: Any, compared: bool, reason: str
) -> None:
    found = at(monkeypatch, old).base
    assert found
    assert reason in vars_of(found)
    assert (found.comparison is not None) is compared


def vars_of(value: Any) -> list[Any]:
    return [getattr(value, name) for name in value.__slots__]
