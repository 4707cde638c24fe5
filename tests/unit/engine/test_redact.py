from __future__ import annotations

import base64
import json
from collections.abc import Callable

import pytest

from eksgen.engine.drift.classify import read_drift
from eksgen.engine.plan.document import PlanDocument, parse_document
from eksgen.engine.plan.read import read_plan
from eksgen.engine.plan.result import RunSubject
from eksgen.engine.redact import SENSITIVE, is_secret_name, redact, redact_text
from eksgen.engine.source_map.trace import Trace
from eksgen.report.terminal import Style

from ..report.drawings import draw_drift, draw_plan, drift_json, plan_json

CA = base64.b64encode(b"-----BEGIN CERTIFICATE-----\nMIIabc\n").decode()


@pytest.mark.parametrize(
    "name",
    [
        "user_data",
        "user_data_base64",
        "kubeconfig",
        "token",
        "auth_token",
        "password",
        "private_key",
        "secret",
    ],
)
def test_names_that_hold_secrets(name: str) -> None:
    assert redact({name: "x"}) == {name: SENSITIVE}


@pytest.mark.parametrize(
    "name",
    ["http_tokens", "secrets", "key_arn", "encryption_config", "user_data_replace_on_change", "kms_key_id"],
)
def test_names_that_only_sound_like_it(name: str) -> None:
    assert not is_secret_name(name)


def test_certificate_data_of_a_cluster_is_taken_out_wherever_it_stands() -> None:
    assert redact({"certificate_authority": [{"data": CA}]}) == {"certificate_authority": SENSITIVE}
    assert redact(["ok", CA]) == ["ok", SENSITIVE]


def test_terraforms_marks_are_followed_into_the_depth_and_a_bare_true_covers_all() -> None:
    value = {"a": [{"b": "x", "c": "y"}], "d": {"e": 1}}
    assert redact(value, {"a": [{"b": True}], "d": True}) == {
        "a": [{"b": SENSITIVE, "c": "y"}],
        "d": SENSITIVE,
    }


def test_the_provider_schema_adds_what_terraform_does_not_mark() -> None:
    value = {"settings": [{"value": "x", "name": "n"}]}
    schema = frozenset({("settings", "value")})
    assert redact(value, None, schema=schema) == {"settings": [{"value": SENSITIVE, "name": "n"}]}


def test_nothing_to_hide_stays_visible() -> None:
    assert redact({"user_data": None, "token": "", "password": False}) == {
        "user_data": None,
        "token": "",
        "password": False,
    }


def test_tokens_and_keys_leave_texts() -> None:
    text = "url?X-Amz-Signature=abc123 k8s-aws-v1.Zm9v -----BEGIN RSA PRIVATE KEY-----\nx\n-----END RSA PRIVATE KEY-----"
    cleaned = redact_text(text)
    assert "abc123" not in cleaned
    assert "Zm9v" not in cleaned
    assert "PRIVATE" not in cleaned


SECRETS = ("hunter2", "correct-horse", "bWFnaWM")


def secretive() -> PlanDocument:
    """A resource whose secrets change outside and in the spec, marked in each of the known ways."""

    def side(secret: str, marked: str) -> dict[str, object]:
        return {
            "name": "x",
            "user_data": secret,
            "marked": marked,
            "nested": [{"marked": marked, "plain": secret[:1]}],
            "json": json.dumps({"password": secret, "open": marked[:1]}),
        }

    marks = {"marked": True, "nested": [{"marked": True}]}

    def change(before: object, after: object) -> dict[str, object]:
        return {
            "actions": ["update"],
            "before": before,
            "after": after,
            "before_sensitive": marks,
            "after_sensitive": marks,
        }

    entry = {"address": "aws_thing.x", "type": "aws_thing", "mode": "managed"}
    first, live, wanted = (
        side("hunter2", "a"),
        side("correct-horse", "hunter2"),
        side("bWFnaWM", "correct-horse"),
    )
    return parse_document(
        {
            "resource_drift": [{**entry, "change": change(first, live)}],
            "resource_changes": [{**entry, "change": change(live, wanted)}],
        }
    )


def test_no_secret_reaches_any_output() -> None:
    plan, drift = (
        read_plan(secretive(), RunSubject(), Trace()),
        read_drift(secretive(), RunSubject(), Trace()),
    )
    style = Style()
    for text in (
        draw_plan(plan, style),
        plan_json(plan),
        draw_drift(drift, style),
        drift_json(drift),
        repr((plan, drift)),
    ):
        assert not any(secret in text for secret in SECRETS)
    assert any(a.sensitive for c in plan.changes for a in c.attributes)


def test_user_data_of_a_real_plan_is_hidden(recorded: Callable[[str], PlanDocument]) -> None:
    plan = read_plan(recorded("user_data"), RunSubject(), Trace())
    found = [a for c in plan.changes for a in c.attributes if a.path == ("user_data",)]
    assert [(a.before, a.after, a.sensitive) for a in found] == [(SENSITIVE, SENSITIVE, True)]
    secret = base64.b64encode(b"echo super-secret-bootstrap").decode()
    assert secret not in plan_json(plan)
    assert secret not in draw_plan(plan, Style())


def test_an_id_of_a_secret_finding_tells_nothing_about_the_secret() -> None:
    ids = {f.path: f.id for f in read_drift(secretive(), RunSubject(), Trace()).findings}
    again = secretive()
    assert ids == {f.path: f.id for f in read_drift(again, RunSubject(), Trace()).findings}
    assert ("user_data",) in ids
