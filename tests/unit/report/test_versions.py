"""The report of `update` and `upgrade` in its three formats: complete, and safe whatever the names are."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from eksgen.engine.runs.upgrade import Upgrade
from eksgen.engine.versions.moves import Move, State, VersionUpdate, update_lock
from eksgen.engine.versions.readiness import Check, CheckState
from eksgen.report.human.versions import draw_versions
from eksgen.report.json.versions import versions_json
from eksgen.report.markdown.text import LIMIT, utf16_units
from eksgen.report.markdown.versions import versions_markdown
from eksgen.report.page.versions import VersionReport, outcome, step_texts
from eksgen.report.terminal import Style

from ..engine.versions.test_moves import PROVIDER, offers, spec

SCHEMA = json.loads(
    (Path(__file__).resolve().parents[3] / "report" / "schemas" / "versions.schema.json").read_text("utf-8")
)
UPDATE = update_lock(spec(), None, offers(), PROVIDER)
CHECKS = (
    Check("support", CheckState.PASSED, "fine", ("a change",)),
    Check("nodes", CheckState.FAILED, "old"),
)
HOSTILE = "x\x1b[31m|`*<b>@team\n::error::no [a](b) ##[group]"


def report(
    update: VersionUpdate = UPDATE, upgrade: Upgrade | None = None, *, wrote: bool = False
) -> VersionReport:
    return VersionReport(
        "a", "us-west-2", "my specs/a.yaml", "my specs/a.lock", spec(), update, wrote, upgrade, "a.yaml:4:22"
    )


def step(*checks: Check) -> Upgrade:
    return Upgrade("1.35", "1.36", checks, UPDATE)


REPORTS = {
    "update": report(),
    "written": report(wrote=True),
    "unchanged": report(update_lock(spec(), UPDATE.lock, offers(), PROVIDER)),
    "blocked add-on": report(update_lock(spec(), None, replace(offers(), addons={}), None)),
    "possible": report(upgrade=step(CHECKS[0])),
    "blocked": report(upgrade=step(*CHECKS)),
    "forced": report(upgrade=step(Check("insights", CheckState.FORCED, "1 with errors")), wrote=True),
    "shared": replace(report(upgrade=step(CHECKS[0]), wrote=True), shared=("b.yaml", "c.yaml")),
}


@pytest.mark.parametrize("name", REPORTS)
def test_the_document_meets_its_schema(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(versions_json(REPORTS[name])))


def test_every_state_is_in_the_schema() -> None:
    states = SCHEMA["properties"]["moves"]["items"]["properties"]["state"]["enum"]
    assert states == [state.value for state in State]
    checks = SCHEMA["properties"]["upgrade"]["oneOf"][1]["properties"]["checks"]["items"]["properties"]
    assert checks["state"]["enum"] == [state.value for state in CheckState]


@pytest.mark.parametrize("name", REPORTS)
def test_every_version_is_in_every_format_and_the_outcome_comes_last(name: str) -> None:
    human, markdown = draw_versions(REPORTS[name], Style()), versions_markdown(REPORTS[name])
    for move in REPORTS[name].update.moves:
        assert move.name in human
        assert move.name in markdown
        assert move.new in human
        assert move.new in markdown
    assert human.endswith(f"{outcome(REPORTS[name])}\n")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("update", "8 versions would move: eksgen update 'my specs/a.yaml'"),
        ("written", "my specs/a.lock is written, 8 versions move: review it and commit it."),
        ("unchanged", "Nothing newer fits: my specs/a.lock stays as it is."),
        ("blocked add-on", "An add-on has no version that fits: nothing was written."),
        ("possible", "The step is possible: eksgen upgrade 'my specs/a.yaml'"),
        ("blocked", "The step is blocked: nothing was written."),
    ],
)
def test_the_outcome_says_what_happened_and_what_to_type(name: str, text: str) -> None:
    assert outcome(REPORTS[name]) == text


@pytest.mark.parametrize("name", ["update", "possible", "forced"])
def test_after_a_look_at_the_sandbox_the_next_command_is_for_it_too(name: str) -> None:
    assert outcome(replace(REPORTS[name], sandbox=True)).endswith(" 'my specs/a.yaml' --sandbox")


def test_the_steps_are_those_of_an_apply_and_a_blocked_upgrade_has_none() -> None:
    names = [text.split(":")[0] for text in step_texts(REPORTS["possible"])]
    assert names == [
        "the control plane",
        "add-ons that nodes need",
        "node groups, whose nodes are replaced",
        "the other add-ons",
    ]
    assert step_texts(REPORTS["blocked"]) == ()


def test_self_managed_nodes_without_a_refresh_are_not_said_to_be_replaced() -> None:
    groups = spec("nodeGroups: {old: {kind: self-managed}, new: {kind: self-managed, instanceRefresh: {}}}\n")
    text = step_texts(replace(REPORTS["possible"], spec=groups))[2]
    assert text.endswith("new, old (only nodes that start later: no instanceRefresh)")


def test_hostile_texts_control_neither_a_terminal_nor_a_comment_nor_a_log() -> None:
    moves = (Move("add-on", HOSTILE, HOSTILE, HOSTILE, State.MOVES, HOSTILE),)
    check = Check("insights", CheckState.FAILED, HOSTILE, (HOSTILE,))
    update = VersionUpdate(UPDATE.lock, moves, (HOSTILE,))
    nasty = replace(report(update, step(check)), cluster=HOSTILE, lock=HOSTILE, shared=(HOSTILE,))
    for style in (Style(), Style(colour=True)):
        text = re.sub("\x1b\\[[0-9;]*m", "", draw_versions(nasty, style))
        assert "\x1b" not in text
        assert not re.search("^::", text, re.MULTILINE)
    markdown = versions_markdown(nasty)
    outside_code = re.sub("(`+).*?\\1", "", markdown.partition("\n")[2])
    assert not re.search(r"(?<!\\)<", outside_code)
    assert not re.search("^::error", markdown, re.MULTILINE)
    assert "\x1b" not in versions_json(nasty)


def test_a_comment_stays_within_the_limit_of_github() -> None:
    moves = tuple(Move("add-on", f"addon-{n}", "a" * 80, "b" * 80, State.MOVES) for n in range(1000))
    text = versions_markdown(report(VersionUpdate(UPDATE.lock, moves)))
    assert utf16_units(text) <= LIMIT
    assert "more lines" in text
