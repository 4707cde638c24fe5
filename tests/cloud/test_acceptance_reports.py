"""A remote plan is reported as the same plan is locally, whatever the token may read, in every format."""

from __future__ import annotations

import re

import pytest

from .command_line import SPEC, WORKSPACE, CommandLine
from .server import StubRunner, Workspace
from .server.runs.stub_runner import created_resource, plan_document

ONLY_THERE = ("redacted", "plan-values-hidden", '"remarks": [', "]", "digest")
"""Parts of lines that only the report of a redacted plan has; its digest is another where a secret changes."""
FORMATS = ("human", "json", "markdown", "sarif", "junit", "html")


@pytest.fixture
def set_up(eksgen: CommandLine) -> Workspace:
    change = created_resource()
    change["change"] |= {
        "after": {"input": "planted-secret-value", "triggers_replace": "shown"},
        "after_sensitive": {"input": True},
    }
    return eksgen.server.add_workspace(WORKSPACE, runner=StubRunner(plan_document(change)))


def report(eksgen: CommandLine, format: str, token: str | None = None) -> str:
    """Return a report without what is different in each run: its id, times and the remark about redaction."""
    file = f"report.{format}"
    said = eksgen("plan", SPEC, f"--report={format}={file}", token=token)
    assert said.code == 0, said.err
    return re.sub(r"run-[A-Za-z0-9]{16}", "run-ID", (eksgen.folder / file).read_text("utf-8"))


@pytest.mark.parametrize("format", FORMATS)
def test_without_the_rights_of_an_admin_the_report_is_the_same_but_for_a_remark(
    eksgen: CommandLine, set_up: Workspace, format: str
) -> None:
    full = report(eksgen, format)
    redacted = report(eksgen, format, eksgen.server.new_token("read", "plan"))
    left = [line.strip() for line in redacted.splitlines() if line not in full.splitlines()]
    assert "made" in full
    assert "planted-secret-value" not in full + redacted
    assert not [line for line in left if not any(mark in line for mark in ONLY_THERE)]


def test_a_second_plan_of_the_same_has_the_same_report(eksgen: CommandLine, set_up: Workspace) -> None:
    for format in FORMATS:
        assert report(eksgen, format) == report(eksgen, format)
