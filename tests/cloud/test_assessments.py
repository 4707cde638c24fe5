"""`drift --assessment` and `--assess`: what HCP has found by itself, in eksgen's words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from eksgen.compiler.errors import EksgenError
from eksgen.engine.cloud.given import assessments
from eksgen.engine.drift.result import DriftResult
from eksgen.engine.runs.drift import drift
from eksgen.engine.runs.given_run import drift_of_assessment

from .remote_folder import Remote
from .server import Run, StubRunner
from .server.runs.stub_runner import created_resource, plan_document


def found(remote: Remote, token: str | None = None, *, start: bool = False) -> DriftResult:
    return drift_of_assessment(remote.open(token), remote.events.append, start=start, unmanaged=False)


def changed_outside() -> dict[str, Any]:
    """Return the plan of a log group whose retention was changed outside."""
    before = {"name": "a", "retention_in_days": 30}
    live = {**before, "retention_in_days": 7}
    entry = {
        "address": "aws_cloudwatch_log_group.this",
        "mode": "managed",
        "type": "aws_cloudwatch_log_group",
        "name": "this",
        "provider_name": "registry.terraform.io/hashicorp/aws",
    }

    def change(old: object, new: object) -> dict[str, Any]:
        return {**entry, "change": {"actions": ["update"], "before": old, "after": new, "after_unknown": {}}}

    return plan_document(change(live, before), drift=(change(before, live),))


def applied(remote: Remote) -> Run:
    """Let somebody apply the folder, after which the cloud is changed."""
    remote.workspace.assessments = True
    remote.workspace.runner = StubRunner(
        document=plan_document(created_resource()), afterwards=changed_outside()
    )
    run = remote.server.start_run(remote.workspace, remote.folder, plan_only=False, auto_apply=True)
    remote.server.wait_for(run, "applied")
    return run


def test_an_assessment_finds_what_a_plan_finds(remote: Remote) -> None:
    applied(remote)
    result = found(remote, start=True)
    own = drift(remote.open(), unmanaged=False)
    assert [f.address.text for f in result.findings] == ["aws_cloudwatch_log_group.this"]
    assert result.findings == own.findings
    assert result.failing


def test_the_last_one_is_read_with_its_age_and_nothing_is_started(remote: Remote) -> None:
    applied(remote)
    found(remote, start=True)
    runs, remote.server.requests[:] = len(remote.runs), []
    assessment = remote.workspace.assessment
    assert assessment is not None
    assessment.created = "2026-01-01T00:00:00.000Z"
    result = found(remote)
    assert result.remarks[0].startswith(
        "health assessment of HCP, of the configuration that was applied last: 2026-01-01 00:00 UTC, "
    )
    assert result.remarks[0].endswith("days ago")
    assert len(remote.runs) == runs
    assert not [r for r in remote.server.requests if r.method != "GET"]


def test_an_old_one_is_told_to_be_the_last_while_they_are_paused(remote: Remote) -> None:
    applied(remote)
    found(remote, start=True)
    assessment = remote.workspace.assessment
    assert assessment is not None
    assessment.created = "2026-01-01T00:00:00.000Z"
    remote.workspace.error = "broken"
    failed = remote.server.start_run(remote.workspace, remote.folder)
    remote.server.wait_for(failed, "errored")
    assert "paused while the latest run is errored" in found(remote).remarks[1]
    with pytest.raises(EksgenError) as caught:
        found(remote, start=True)
    assert caught.value.code == "cloud-assessment"
    assert failed.id in caught.value.notes[0]


@pytest.mark.parametrize("start", [True, False])
def test_assessments_that_are_off_or_have_nothing_to_assess_are_told(remote: Remote, start: bool) -> None:
    with pytest.raises(EksgenError) as caught:
        found(remote, start=start)
    assert caught.value.code == "cloud-assessment"
    assert "are off" in caught.value.notes[0]
    assert "cloud setup" in caught.value.helps[0]
    remote.workspace.assessments = True
    with pytest.raises(EksgenError) as caught:
        found(remote, start=start)
    assert caught.value.notes == ("nothing was applied there yet",)


def test_none_yet_says_how_to_start_one(remote: Remote) -> None:
    applied(remote)
    with pytest.raises(EksgenError) as caught:
        found(remote)
    assert caught.value.helps[0] == "start one: eksgen drift cluster.yaml --assess"


def test_its_plan_takes_the_rights_of_an_admin(remote: Remote) -> None:
    applied(remote)
    found(remote, start=True)
    with pytest.raises(EksgenError) as caught:
        found(remote, remote.server.new_token("read", "plan"))
    assert caught.value.code == "cloud-rights"


def test_one_that_failed_is_told_with_its_reason(remote: Remote) -> None:
    applied(remote)
    found(remote, start=True)
    assessment = remote.workspace.assessment
    assert assessment is not None
    remote.workspace.assessment = replace(assessment, drifted=None)
    with pytest.raises(EksgenError) as caught:
        found(remote)
    assert caught.value.notes == ("The plan of the assessment failed.",)


def test_a_release_that_cannot_start_one_is_told(remote: Remote) -> None:
    applied(remote)
    remote.server.behaviour.absent = frozenset({"POST workspaces/:id/actions/assess"})
    with pytest.raises(EksgenError, match="does not start a health assessment"):
        found(remote, start=True)


def test_one_that_never_ends_is_not_waited_for_without_end(
    remote: Remote, monkeypatch: pytest.MonkeyPatch
) -> None:
    applied(remote)
    monkeypatch.setattr(assessments, "ASSESSMENT_SECONDS", 0.3)
    remote.workspace.runner = StubRunner(seconds=3)
    with pytest.raises(EksgenError, match="no health assessment to read") as caught:
        found(remote, start=True)
    assert caught.value.helps[0] == "look later: eksgen drift cluster.yaml --assessment"
