"""What Terraform says when it fails, in words that say what to do."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from eksgen.engine.errors.run_failed import RunFailed, StateLocked, run_failed
from eksgen.engine.redact import environment_redactor, redact_text
from eksgen.engine.source_map.trace import Trace
from eksgen.engine.terraform import unsaved_state as rescue
from eksgen.engine.terraform.aws_errors import aws_advice
from eksgen.engine.terraform.events import Completed, TerraformDiagnostic
from eksgen.engine.terraform.providers import Providers

STATE = {"version": 4, "lineage": "1111", "serial": 3, "resources": []}
ANSWER = "creating X: operation error EKS: CreateCluster, https response error StatusCode: {}, RequestID: 1, {}: no"


def failed(
    summary: str, detail: str = "", *, unsaved: str = "", code: int = 1, stderr: str = ""
) -> RunFailed:
    said = TerraformDiagnostic("error", summary, detail)
    done = Completed("apply", code, diagnostics=(said,), unsaved=unsaved, stderr=stderr)
    return run_failed(done, Trace(), Providers(None, "nowhere", None))


def test_credentials_of_another_account_are_named_as_that() -> None:
    error = failed("AWS account ID not allowed: 444455556666")
    assert any("another account than `metadata.accountId`" in note for note in error.notes)
    assert any("444455556666" in note for note in error.notes)
    assert any("log in to the account of the spec" in text for text in error.helps)


@pytest.mark.parametrize(
    ("status", "code", "words", "help"),
    [
        (429, "ThrottlingException", "AWS throttled the account", "wait a minute"),
        (503, "RequestLimitExceeded", "AWS throttled the account", "wait a minute"),
        (500, "InternalFailure", "AWS had a fault of its own", "in some minutes"),
        (403, "ExpiredToken", "the AWS credentials have run out", "aws sso login"),
        (400, "ExpiredTokenException", "the AWS credentials have run out", "aws sso login"),
        (403, "AccessDeniedException", "lacks a right", "have the call named above allowed"),
        (403, "InvalidClientTokenId", "does not know who asks", "AWS_PROFILE"),
    ],
)
def test_a_refusal_of_aws_comes_with_its_meaning_and_a_way_on(
    status: int, code: str, words: str, help: str
) -> None:
    error = failed(ANSWER.format(status, f"api error {code}"))
    assert any(words in note for note in error.notes)
    assert any(help in text for text in error.helps)


def test_any_other_error_gets_no_advice() -> None:
    assert aws_advice("creating X: ValidationException: the name 500 is wrong") == ()


def test_a_killed_terraform_and_a_crashed_provider_are_told_as_such() -> None:
    assert "Terraform was killed by SIGKILL" in failed("x", code=-9).notes[0]
    assert "the AWS provider crashed" in failed("Plugin did not respond").notes[0]
    assert "the AWS provider crashed" in failed("x", stderr="Unrecognized remote plugin message").notes[0]


def test_a_state_that_could_not_be_saved_says_where_it_is() -> None:
    error = failed("Failed to save state", "no space left on device", unsaved="/x/rescued.tfstate")
    assert error.code == "unsaved-state"
    assert "no space left on device" in error.notes[0]
    assert "nothing is lost: it is kept in /x/rescued.tfstate" in error.notes[1]
    assert "it records the state first" in error.helps[0]
    lost = failed("Failed to persist state to backend")
    assert "kept nowhere" in lost.notes[-1]


def test_a_lock_that_could_not_be_given_back_has_a_way_out() -> None:
    assert any("eksgen unlock" in text for text in failed("Error releasing the state lock").helps)
    assert isinstance(failed("Error acquiring the state lock"), StateLocked)


def test_a_dumped_state_is_told_from_every_other_line() -> None:
    line = json.dumps({"@message": "Emergency state dump", "type": "log", "state": STATE})
    assert json.loads(rescue.state_from_output(line) or "") == STATE
    for other in (
        "",
        "{",
        '{"state": 1}',
        '{"type": "log", "state": "x"}',
        '{"type":"log","state":{}}',
        "state",
    ):
        assert rescue.state_from_output(other) is None


def test_a_dumped_state_goes_to_the_next_place_with_room_and_is_found_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    folder = tmp_path / "work"
    (folder / ".eksgen").mkdir(parents=True)
    assert rescue.unsaved_state(folder) is None
    kept = rescue.keep_unsaved_state(json.dumps(STATE), folder)
    assert kept == folder / ".eksgen" / "rescued.tfstate"
    kept.unlink()
    (folder / ".eksgen").rmdir()
    elsewhere = rescue.keep_unsaved_state(json.dumps(STATE), folder)
    assert elsewhere is not None
    assert elsewhere.parent == tmp_path
    assert stat.S_IMODE(elsewhere.stat().st_mode) == 0o600
    assert rescue.unsaved_state(folder) == elsewhere
    elsewhere.rename(tmp_path / "target")
    elsewhere.symlink_to(tmp_path / "target")
    assert rescue.unsaved_state(folder) is None, "a link that somebody put there is not followed"


def test_what_terraform_saved_itself_is_closed_to_others(tmp_path: Path) -> None:
    (tmp_path / "errored.tfstate").write_text("")
    assert rescue.unsaved_state(tmp_path) is None
    (tmp_path / "errored.tfstate").write_text(json.dumps(STATE))
    os.chmod(tmp_path / "errored.tfstate", 0o644)  # noqa: PTH101
    assert rescue.unsaved_state(tmp_path) == tmp_path / "errored.tfstate"
    assert stat.S_IMODE((tmp_path / "errored.tfstate").stat().st_mode) == 0o600


def test_a_state_cut_off_half_way_is_set_aside_and_a_whole_one_is_not(tmp_path: Path) -> None:
    state = tmp_path / "terraform.tfstate"
    for text, broken in (("", False), (json.dumps(STATE), False), ('{"version": 4, "lin', True)):
        state.write_text(text)
        assert rescue.set_broken_state_aside(tmp_path) is broken
    assert not state.exists()


def test_secrets_of_the_environment_are_taken_out_of_any_text() -> None:
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
def test_what_looks_like_a_secret_is_taken_out_of_any_text(text: str) -> None:
    shown = redact_text(text)
    assert "(sensitive)" in shown
    for secret in ("hunter2", "IyEv", "aabbcc"):
        assert secret not in shown
