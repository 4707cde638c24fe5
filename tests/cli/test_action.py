"""The GitHub action: what it runs, what it writes on a pull request and in an issue, and what it applies."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from .action_runner import ACTION, BOT, REPOSITORY, Runner

A, B = "a" * 32, "b" * 32


@pytest.fixture
def job(tmp_path: Path) -> Runner:
    return Runner(tmp_path)


def plan_of(digest: str, create: int = 1) -> dict[str, Any]:
    return {"kind": "plan", "empty": not create, "counts": {"create": create}, "digest": digest}


def drift_of(failing: int) -> dict[str, Any]:
    return {"kind": "drift", "failing": failing, "counts": {"outside": failing}}


def writes(job: Runner) -> list[tuple[str, str]]:
    """Return what was written since the last call."""
    done = [(method, address) for method, address, _ in job.github["writes"]]
    job.github["writes"] = []
    return done


def plan_and_comment(job: Runner, **inputs: str) -> int:
    return job.use(command="plan", specs="prod.yaml", comment="true", **inputs)


def test_a_plan_says_what_it_would_do(job: Runner) -> None:
    job.plan(plan_of(A), plan_of(B, create=2))
    assert job.use(command="plan", specs="a.yaml b*.yaml", base="c0ffee", sandbox="true") == 0
    (call,) = job.calls
    assert call[0] == "plan"
    assert call[-3:] == ["--", "a.yaml", "b*.yaml"]
    assert {"--sandbox", "--base", "c0ffee"} <= set(call)
    assert job.outputs["changed"] == "true"
    assert job.outputs["exit-code"] == "3"
    assert json.loads(job.outputs["counts"]) == {"create": 3}
    assert job.outputs["digests"] == f"{A} {B}"
    assert Path(job.outputs["report-markdown"]).read_text() == "report\n"
    assert job.outputs["report-html"] == ""


def test_changes_fail_only_on_request(job: Runner) -> None:
    job.plan(plan_of(A))
    assert job.use(command="plan", fail_on="changes") == 3
    job.plan(plan_of(A, create=0), code=0)
    assert job.use(command="plan", fail_on="changes") == 0
    assert job.outputs["changed"] == "false"


def test_a_value_that_does_not_exist_is_refused(job: Runner) -> None:
    job.plan(plan_of(A))
    for inputs in (
        {"command": "destroy"},
        {"command": "plan", "fail_on": "high"},
        {"command": "drift", "sandbox": "1"},
    ):
        assert job.use(**inputs) == 2
    assert job.calls == []


def test_an_input_is_never_code(job: Runner) -> None:
    job.plan(plan_of(A))
    hostile = '"; touch owned; echo "$(touch owned)`touch owned`'
    job.use(command="plan", specs=hostile, base=hostile, plan=hostile, comment="true")
    job.use(command="apply", specs=hostile, expect=hostile)
    job.use(command="drift", specs=hostile, issue="true", fail_on=hostile)
    job.use(command=hostile, version=hostile, extras=hostile)
    assert list(job.folder.rglob("owned")) == []


def test_eksgen_is_installed_once_in_a_job(job: Runner) -> None:
    job.plan(plan_of(A))
    for command in ("validate", "validate", "plan", "drift"):
        job.use(command=command)
    job.use(command="plan", version="0.1.0", extras="aws")
    installed = (job.folder / "installed").read_text().splitlines()
    assert installed == [str(job.checkout), f"{job.checkout}[aws]", "eksgen[aws]==0.1.0"]


def test_the_first_plan_is_a_comment_that_later_ones_update(job: Runner) -> None:
    job.github["comments"] = [
        {"id": n, "user": {"login": "someone"}, "body": "hi"} for n in range(1000, 1250)
    ]
    job.plan(plan_of(A))
    assert plan_and_comment(job) == 0
    assert writes(job) == [("POST", "repos/o/r/issues/7/comments")]
    text = job.github["comments"][-1]["body"]
    assert text.startswith("<!-- eksgen:comment id=plan-")
    assert f" plans={A} -->\nreport\n" in text
    assert plan_and_comment(job) == 0
    assert writes(job) == []
    job.plan(plan_of(B), markdown="another\n")
    assert plan_and_comment(job) == 0
    assert writes(job) == [("PATCH", "repos/o/r/issues/comments/251")]
    assert f"plans={B} -->\nanother\n" in job.github["comments"][-1]["body"]


def test_other_specs_have_a_comment_of_their_own(job: Runner) -> None:
    job.plan(plan_of(A))
    plan_and_comment(job)
    job.use(command="plan", specs="test.yaml", comment="true")
    assert [method for method, _ in writes(job)] == ["POST", "POST"]


def test_a_failed_plan_is_commented_on_and_fails(job: Runner) -> None:
    job.plan(plan_of(A))
    plan_and_comment(job)
    job.code, job.reports = (
        1,
        {"markdown": "the error\n", "json": json.dumps({"kind": "fleet", "specs": [{"result": None}]})},
    )
    assert plan_and_comment(job) == 1
    assert "-->\nthe error\n" in job.github["comments"][0]["body"]
    assert A not in job.github["comments"][0]["body"]
    job.code, job.reports = 130, {}
    assert plan_and_comment(job) == 130
    assert "It wrote no report (exit code 130)" in job.github["comments"][0]["body"]


def test_a_fork_gets_the_report_in_the_summary_alone(job: Runner) -> None:
    job.github["denied"] = True
    job.plan(plan_of(A))
    assert plan_and_comment(job) == 0
    assert "::warning::The report is only in the summary" in job.log


def test_without_a_pull_request_there_is_no_comment(job: Runner) -> None:
    job.event = {}
    job.plan(plan_of(A))
    assert plan_and_comment(job) == 0
    assert writes(job) == []


def test_a_long_report_fits(job: Runner) -> None:
    job.plan(plan_of(A), markdown="<details>\n\n" + "- 😀 row\n" * 9000)
    assert plan_and_comment(job) == 0
    text = job.github["comments"][0]["body"]
    assert 65_000 < len(text.encode("utf-16-le")) // 2 <= 65_536
    assert "**Cut for length.**" in text


def merge(job: Runner, at: str = "2026-11-30T02:00:00Z") -> None:
    job.event = {}
    base = {"ref": "main", "repo": {"full_name": "o/r"}}
    job.github["pulls"] = [{"number": 7, "merged_at": at, "merge_commit_sha": "c0ffee", "base": base}]
    for comment in job.github["comments"]:
        comment["updated_at"] = "2026-11-30T01:00:00Z"


def applied(job: Runner) -> None:
    job.code = 0
    job.reports = {"json": json.dumps({"kind": "apply", "applied": True, "plan": plan_of(A)})}


def test_what_was_reviewed_is_applied_after_the_merge(job: Runner) -> None:
    for name in ("a.yaml", "b.yaml"):
        (job.folder / "work" / name).write_text("")
    job.plan(plan_of(A), plan_of(B))
    plan_and_comment(job)
    merge(job)
    applied(job)
    assert job.use(command="apply", specs="?.yaml") == 0
    expected = ["--lock-timeout", "600", "--expect", A, "--expect", B, "--format", "json", "--"]
    assert job.calls[1:] == [["apply", *expected, name] for name in ("a.yaml", "b.yaml")]
    assert job.outputs["changed"] == "true"
    assert json.loads(job.outputs["counts"]) == {"create": 2}


def test_a_plan_that_was_not_reviewed_stops_the_apply(job: Runner) -> None:
    job.plan(plan_of(A))
    plan_and_comment(job)
    merge(job)
    for name in ("a.yaml", "b.yaml"):
        (job.folder / "work" / name).write_text("")
    job.code, job.reports = 5, {}
    assert job.use(command="apply", specs="a.yaml b.yaml") == 5
    assert [call[-1] for call in job.calls[1:]] == ["a.yaml"]


def test_a_comment_of_somebody_else_is_no_review(job: Runner) -> None:
    job.plan(plan_of(A))
    plan_and_comment(job)
    merge(job)
    job.github["comments"][0]["user"]["login"] = "someone"
    applied(job)
    assert job.use(command="apply") == 1
    assert "::error::#7 has no comment with a plan" in job.log
    assert len(job.calls) == 1


def test_a_digest_in_the_report_is_no_review(job: Runner) -> None:
    job.plan(plan_of(A), markdown=f"<!-- eksgen:comment id=plan-1 digest=1 plans={B} -->\n")
    plan_and_comment(job)
    merge(job)
    applied(job)
    (job.folder / "work/a.yaml").write_text("")
    job.use(command="apply", specs="a.yaml")
    assert B not in job.calls[-1]


def test_a_comment_that_changed_after_the_merge_is_no_review(job: Runner) -> None:
    job.plan(plan_of(A))
    plan_and_comment(job)
    merge(job, at="2026-11-30T00:59:59Z")
    assert job.use(command="apply") == 1
    assert "was changed after the merge" in job.log


@pytest.mark.parametrize(("repository", "branch"), [("parent/r", "main"), ("o/r", "old")])
def test_a_merge_into_another_repository_or_branch_is_no_review(
    job: Runner, repository: str, branch: str
) -> None:
    job.plan(plan_of(A))
    plan_and_comment(job)
    merge(job)
    job.github["pulls"][0]["base"] = {"ref": branch, "repo": {"full_name": repository}}
    assert job.use(command="apply") == 1
    assert "no pull request was merged as c0ffee" in job.log


def test_a_runner_without_the_command_line_of_github_says_so(job: Runner) -> None:
    (job.folder / "bin/gh").unlink()
    job.plan(plan_of(A))
    tools = job.folder / "tools"
    tools.mkdir()
    for name in ("bash", "sh", "cp", "grep", "mkdir", "mktemp"):
        (tools / name).symlink_to(str(shutil.which(name)))
    job.path = str(tools)
    assert plan_and_comment(job) == 1
    assert "::error::this runner has no GitHub CLI" in job.log


def test_packages_are_those_of_the_lock_file_unless_a_release_is_named(job: Runner) -> None:
    (install,) = (step["run"] for step in ACTION["runs"]["steps"] if step.get("id") == "install")
    assert '--constraint "$CHECKOUT/requirements-dev.lock"' in install
    assert (REPOSITORY / "requirements-dev.lock").is_file()


def test_a_commit_without_a_pull_request_needs_a_digest(job: Runner) -> None:
    (job.folder / "work/a.yaml").write_text("")
    applied(job)
    assert job.use(command="apply", specs="a.yaml") == 1
    assert "no pull request was merged as c0ffee" in job.log
    assert job.use(command="apply", specs="a.yaml", expect=A) == 0
    assert job.use(command="apply", specs="a.yaml", expect="any") == 0
    assert job.use(command="apply", plan="a.eksplan") == 0
    assert [call[3:5] for call in job.calls] == [["--expect", A], ["--yes", "--format"], ["--format", "json"]]


def test_a_reviewed_plan_without_changes_allows_none(job: Runner) -> None:
    job.plan(plan_of(A, create=0), code=0)
    plan_and_comment(job)
    merge(job)
    applied(job)
    (job.folder / "work/a.yaml").write_text("")
    job.use(command="apply", specs="a.yaml")
    assert job.calls[-1][3:5] == ["--expect", "nothing"]


def look_for_drift(job: Runner, failing: int, text: str = "", **inputs: str) -> int:
    job.code = 3 if failing else 0
    job.reports = {"json": json.dumps(drift_of(failing)), "markdown": text}
    return job.use(command="drift", specs="prod.yaml", issue="true", **inputs)


def test_drift_is_an_issue_until_there_is_none(job: Runner) -> None:
    assert look_for_drift(job, 1, "one") == 3
    assert writes(job) == [("POST", "repos/o/r/issues")]
    assert job.github["issues"][0]["title"] == "Drift in prod.yaml"
    assert look_for_drift(job, 1, "one", fail_on="none") == 0
    assert writes(job) == []
    look_for_drift(job, 2, "two", fail_on="low")
    assert writes(job) == [("PATCH", "repos/o/r/issues/1")]
    assert "-->\ntwo" in job.github["issues"][0]["body"]
    assert look_for_drift(job, 0) == 0
    assert writes(job) == [("POST", "repos/o/r/issues/1/comments"), ("PATCH", "repos/o/r/issues/1")]
    assert job.github["issues"][0]["state"] == "closed"


def test_a_failed_look_leaves_the_issue_as_it_is(job: Runner) -> None:
    look_for_drift(job, 1)
    writes(job)
    job.code, job.reports = 1, {"markdown": "no credentials"}
    assert job.use(command="drift", specs="prod.yaml", issue="true") == 1
    assert writes(job) == []


def test_an_issue_of_somebody_else_is_left_alone(job: Runner) -> None:
    look_for_drift(job, 1)
    issue = job.github["issues"][0]
    issue["user"] = {"login": "someone"}
    writes(job)
    look_for_drift(job, 0)
    assert writes(job) == []
    assert BOT not in json.dumps(issue)


def test_the_helper_imports_nothing_from_the_checkout(job: Runner) -> None:
    for name in ("json", "hashlib", "subprocess"):
        (job.folder / "work" / f"{name}.py").write_text("raise SystemExit('imported from the checkout')")
    job.plan(plan_of(A))
    assert plan_and_comment(job) == 0
