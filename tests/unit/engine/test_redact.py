from __future__ import annotations

import base64
import json
from collections.abc import Callable

import pytest

from eksgen.engine.drift.classify import read_drift
from eksgen.engine.plan.document import PlanDocument, parse_document
from eksgen.engine.plan.read import read_plan
from eksgen.engine.plan.result import RunSubject
from eksgen.engine.redact import SENSITIVE, environment_redactor, is_secret_name, redact, redact_text
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
def test_names_of_secrets_are_recognised(name: str) -> None:
    assert redact({name: "x"}) == {name: SENSITIVE}


@pytest.mark.parametrize(
    "name",
    ["http_tokens", "secrets", "key_arn", "encryption_config", "user_data_replace_on_change", "kms_key_id"],
)
def test_similar_names_are_no_secrets(name: str) -> None:
    assert not is_secret_name(name)


def test_certificate_data_of_a_cluster_is_redacted_everywhere() -> None:
    assert redact({"certificate_authority": [{"data": CA}]}) == {"certificate_authority": SENSITIVE}
    assert redact(["ok", CA]) == ["ok", SENSITIVE]


def test_terraforms_nested_marks_are_followed_and_true_covers_everything() -> None:
    value = {"a": [{"b": "x", "c": "y"}], "d": {"e": 1}}
    assert redact(value, {"a": [{"b": True}], "d": True}) == {
        "a": [{"b": SENSITIVE, "c": "y"}],
        "d": SENSITIVE,
    }


def test_attributes_that_are_sensitive_in_the_schema_are_redacted() -> None:
    value = {"settings": [{"value": "x", "name": "n"}]}
    schema = frozenset({("settings", "value")})
    assert redact(value, None, schema=schema) == {"settings": [{"value": SENSITIVE, "name": "n"}]}


def test_empty_values_stay_visible() -> None:
    assert redact({"user_data": None, "token": "", "password": False}) == {
        "user_data": None,
        "token": "",
        "password": False,
    }


def test_tokens_and_keys_are_removed_from_texts() -> None:
    text = "https://archivist.terraform.io/v1/object/dmF1bHQ6djI6c2VjcmV0 url?X-Amz-Signature=abc123 k8s-aws-v1.Zm9v -----BEGIN RSA PRIVATE KEY-----\nx\n-----END RSA PRIVATE KEY-----"
    cleaned = redact_text(text)
    assert "abc123" not in cleaned
    assert "dmF1" not in cleaned
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


def test_the_id_of_a_secret_finding_does_not_depend_on_the_secret() -> None:
    ids = {f.path: f.id for f in read_drift(secretive(), RunSubject(), Trace()).findings}
    again = secretive()
    assert ids == {f.path: f.id for f in read_drift(again, RunSubject(), Trace()).findings}
    assert ("user_data",) in ids


def test_secrets_of_the_environment_are_removed_from_texts() -> None:
    hide = environment_redactor({"AWS_SECRET_ACCESS_KEY": 'abc+/"defgh', "TF_TOKEN_app_terraform_io": "12345678x", "REGION": "us-west-2",
                  "PASSWORD": "short"})  # fmt: skip
    assert hide('a abc+/"defgh b') == "a (sensitive) b"
    assert hide(json.dumps('abc+/"defgh')) == '"(sensitive)"'
    assert hide("Bearer 12345678x in us-west-2, short") == "Bearer (sensitive) in us-west-2, short"
    assert environment_redactor({})("nothing") == "nothing"


@pytest.mark.parametrize(
    "text",
    [
        "proxy http://ann:hunter2hunter2@proxy:3128 refused",
        "user data IyEvYmluL3NoCmVjaG8gaHVudGVyMgpodW50ZXIy is wrong",
        "https://b.s3/x?X-Amz-Security-Token=hunter2&X-Amz-Signature=aabbcc",
        "-----BEGIN RSA PRIVATE KEY-----\nhunter2\n-----END RSA PRIVATE KEY-----",
    ],
)
def test_secret_patterns_are_removed_from_texts(text: str) -> None:
    shown = redact_text(text)
    assert "(sensitive)" in shown
    for secret in ("hunter2", "IyEv", "aabbcc"):
        assert secret not in shown


@pytest.mark.parametrize(
    "secrets",
    [
        ("abcdefgh", "abcdefghij"),
        ("abcdefgh", "xxabcdefgh"),
        ("abcdefgh", 'abcdefgh"\\z'),
        ("abcdefgh.*", "abcdefghij"),
    ],
)
def test_a_secret_inside_another_leaves_nothing_of_it(secrets: tuple[str, str]) -> None:
    for order in (secrets, secrets[::-1]):
        hide = environment_redactor({f"TOKEN_{i}_TOKEN": secret for i, secret in enumerate(order)})
        for secret in secrets:
            assert hide(f"<{secret}>") == "<(sensitive)>"
            assert hide(json.dumps(secret)) == '"(sensitive)"'
