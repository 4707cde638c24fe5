from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eksgen.engine.terraform.events import (
    Applied,
    Diagnosed,
    OutputLine,
    Planned,
    Refreshed,
    Summary,
    parse_line,
)

RESOURCE = {"addr": 'module.vpc.aws_subnet.private["us-west-2a"]', "resource_type": "aws_subnet"}


def line(**message: object) -> str:
    return json.dumps({"@level": "info", "@message": "text", **message})


def test_a_planned_change_has_address_action_and_reason() -> None:
    event = parse_line(
        line(type="planned_change", change={"resource": RESOURCE, "action": "replace", "reason": "tainted"})
    )
    assert event == Planned(RESOURCE["addr"], "replace", "tainted")


def test_resource_drift_is_distinguished_from_a_planned_change() -> None:
    event = parse_line(line(type="resource_drift", change={"resource": RESOURCE, "action": "update"}))
    assert event == Planned(RESOURCE["addr"], "update", drift=True)


def test_progress_carries_elapsed_seconds() -> None:
    event = parse_line(
        line(type="apply_progress", hook={"resource": RESOURCE, "action": "create", "elapsed_seconds": 20})
    )
    assert event == Applied(RESOURCE["addr"], "create", "progress", 20)


def test_refresh_and_summary_are_typed() -> None:
    assert parse_line(line(type="refresh_complete", hook={"resource": RESOURCE})) == Refreshed(
        RESOURCE["addr"], True
    )
    counts = {"add": 2, "change": 1, "remove": 0, "operation": "plan"}
    assert parse_line(line(type="change_summary", changes=counts)) == Summary("plan", 2, 1, 0)


def test_a_diagnostic_keeps_its_range_and_address() -> None:
    raw = {
        "severity": "error",
        "summary": "Invalid value",
        "detail": "no",
        "address": "module.eks.aws_eks_cluster.this",
        "range": {"filename": "main.tf", "start": {"line": 3, "column": 5}, "end": {"line": 3, "column": 9}},
        "snippet": {"context": 'module "eks"', "values": [{"traversal": "var.x", "statement": "is 3"}]},
    }
    event = parse_line(line(type="diagnostic", diagnostic=raw))
    assert isinstance(event, Diagnosed)
    assert event.diagnostic.range is not None
    assert (event.diagnostic.range.line, event.diagnostic.range.end_column) == (3, 9)
    assert event.diagnostic.values == ("var.x is 3",)


def test_an_unknown_type_keeps_its_message() -> None:
    assert parse_line(line(type="action_progress", hook={})) == OutputLine("text", "json", "info")


def test_a_known_type_of_unknown_shape_keeps_its_message() -> None:
    assert parse_line(line(type="planned_change", change=None)) == OutputLine("text", "json", "info")


def test_text_that_is_not_json_is_kept_with_its_stream() -> None:
    assert parse_line("panic: oh", "stderr") == OutputLine("panic: oh", "stderr")


def test_an_emergency_state_dump_does_not_reach_the_callback() -> None:
    event = parse_line(line(type="log", state={"resources": [{"secret": "hunter2"}]}))
    assert "hunter2" not in repr(event)


def test_a_token_in_an_error_text_is_removed() -> None:
    detail = "bad token k8s-aws-v1.aHR0cHM6Ly9zdHM given"
    event = parse_line(
        line(type="diagnostic", diagnostic={"severity": "error", "summary": "x", "detail": detail})
    )
    assert "aHR0cHM6Ly9zdHM" not in repr(event)


scalars = st.none() | st.booleans() | st.integers(-9, 9) | st.sampled_from(["", "create", "{", "é"])
names = st.sampled_from(["resource", "addr", "action", "add", "summary", "range", "start", "elapsed_seconds"])
json_values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(names, inner, max_size=3),
    max_leaves=6,
)
kinds = st.sampled_from(
    [
        "planned_change",
        "resource_drift",
        "apply_start",
        "refresh_start",
        "change_summary",
        "diagnostic",
        "outputs",
    ]
)
payloads = st.sampled_from(["change", "hook", "changes", "diagnostic", "@message"])


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(kinds, st.dictionaries(payloads, json_values))
def test_any_message_is_parsed(kind: str, rest: dict[str, object]) -> None:
    assert parse_line(json.dumps({"type": kind, **rest})) is not None


@given(st.text())
def test_any_line_is_parsed(text: str) -> None:
    assert parse_line(text) is not None


@pytest.mark.parametrize("text", ["{", "{}", "[" * 5000, "{" + '"a":{' * 3000])
def test_broken_json_is_text(text: str) -> None:
    assert isinstance(parse_line(text), OutputLine)
