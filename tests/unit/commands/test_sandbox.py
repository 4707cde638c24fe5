"""The commands of the sandbox, without a server."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from eksgen.commands import doctor as doctor_module
from eksgen.commands import sandbox as module
from eksgen.engine.terraform.doctor import Check
from eksgen.sandbox import control
from eksgen.sandbox.server_file import Sandbox

RUNNING = Sandbox("http://127.0.0.1:4000", 12, 0.0, "1")
LINE = "the sandbox is running at http://127.0.0.1:4000 (process 12)\n"


@pytest.mark.parametrize(
    ("sandbox", "format", "code", "text"),
    [
        (RUNNING, "human", 0, LINE),
        (RUNNING, "json", 0, '{"version": 1, "endpoint": "http://127.0.0.1:4000", "pid": 12}\n'),
        (None, "human", 1, "no sandbox is running\n"),
        (None, "json", 1, "null\n"),
    ],
)
def test_the_status_says_whether_the_sandbox_runs(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    sandbox: Sandbox | None,
    format: str,
    code: int,
    text: str,
) -> None:
    monkeypatch.setattr(control, "status", lambda: sandbox)
    assert module.status(format) == code
    assert capsys.readouterr().out == text


def test_start_reset_and_stop(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    called = []
    monkeypatch.setattr(control, "start", lambda: RUNNING)
    monkeypatch.setattr(control, "reset", lambda: called.append("reset"))
    assert (module.start(), module.reset()) == (0, 0)
    assert called == ["reset"]
    assert capsys.readouterr().out == f"{LINE}sandbox reset: all resources are deleted\n"
    for stopped, text in ((True, "sandbox stopped\n"), (False, "no sandbox was running\n")):
        monkeypatch.setattr(control, "stop", lambda stopped=stopped: stopped)
        assert module.stop() == 0
        assert capsys.readouterr().out == text


@pytest.mark.parametrize(("times", "calls"), [(1, "call"), (2, "2 calls")])
def test_calls_that_will_fail(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], times: int, calls: str
) -> None:
    called: list[tuple[Any, ...]] = []
    monkeypatch.setattr(control, "fail", lambda *arguments: called.append(arguments))
    assert module.fail("ec2:CreateVpc", "throttled", times, "1111") == 0
    assert called == [("throttled", "ec2:CreateVpc", times, "1111")]
    assert capsys.readouterr().out == f"the next {calls} of ec2:CreateVpc will fail (throttled)\n"


@pytest.mark.parametrize(
    ("results", "code"),
    [([], 0), ([True, None], 0), ([True, False], 1), ([None, False, True], 1)],
)
def test_doctor_fails_for_what_is_required(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], results: list[bool | None], code: int
) -> None:
    checks = [Check(f"tool {ok}", ok, "detail") for ok in results]
    monkeypatch.setattr(doctor_module, "run_checks", lambda *_: checks)
    assert doctor_module.doctor(None, None) == code
    out = capsys.readouterr().out
    assert all(check.name in out for check in checks)


def test_newer_versions_are_published_in_an_account(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(control, "publish", asked.append)
    assert module.publish("111122223333") == 0
    assert asked == ["111122223333"]
    assert capsys.readouterr().out == "newer versions are published in account 111122223333\n"


SPEC = Path(__file__).parents[3] / "examples" / "quickstart.yaml"


@pytest.mark.parametrize("shell", ["bash", "sh"])
def test_a_shell_reaches_the_account_of_the_spec_and_no_other(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], shell: str
) -> None:
    monkeypatch.setattr(control, "start", lambda: RUNNING)
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_PROFILE", "production")
    monkeypatch.setenv("AWS_ENDPOINT_URL_EKS", "https://eks.example.com")
    assert module.env(str(SPEC), "shell") == 0
    script = capsys.readouterr().out + "env | grep ^AWS_ | sort"
    done = subprocess.run([shell, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [
        "AWS_ACCESS_KEY_ID=SANDBOX111122223333",
        "AWS_CONFIG_FILE=/dev/null",
        "AWS_DEFAULT_REGION=us-west-2",
        "AWS_EC2_METADATA_DISABLED=true",
        "AWS_ENDPOINT_URL=http://127.0.0.1:4000",
        "AWS_REGION=us-west-2",
        "AWS_SECRET_ACCESS_KEY=local-sandbox-no-secret",
        "AWS_SHARED_CREDENTIALS_FILE=/dev/null",
    ]


def test_the_variables_for_fish_and_for_scripts(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(control, "start", lambda: RUNNING)
    monkeypatch.setenv("AWS_PROFILE", "production")
    module.env(str(SPEC), "fish")
    lines = capsys.readouterr().out.splitlines()
    assert "set -e AWS_PROFILE;" in lines
    assert "set -gx AWS_ENDPOINT_URL http://127.0.0.1:4000;" in lines
    module.env(str(SPEC), "json")
    document = json.loads(capsys.readouterr().out)
    assert document["variables"]["AWS_REGION"] == "us-west-2"
    assert "AWS_PROFILE" in document["unset"]
