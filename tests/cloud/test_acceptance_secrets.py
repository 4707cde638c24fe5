"""A secret that is planted as token, in the address of a blob and in a variable stays where it is.

In no output, no file, no argument or environment of a child process and no request to another host, for
every verb, also when HCP answers with errors that repeat the secrets, or leads elsewhere.
"""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass, field
from typing import Any

import pytest

from eksgen.engine.cloud.client import http
from eksgen.engine.cloud.given import runs as given_runs

from .command_line import PLANTED, SPEC, WORKSPACE, CommandLine, Said
from .server import Fault, StubRunner, Workspace
from .server.runs.stub_runner import created_resource, plan_document

(SECRET,) = PLANTED
COMMIT = "0123456789abcdef0123456789abcdef01234567"
REPORTS = tuple(f"--report={name}=report.{name}" for name in ("json", "markdown", "html", "sarif", "junit"))


@dataclass
class Children:
    """The arguments and environments of all processes that were started."""

    seen: list[str] = field(default_factory=list)


@pytest.fixture
def children(monkeypatch: pytest.MonkeyPatch) -> Children:
    found, start = Children(), subprocess.Popen.__init__

    def record(self: Any, *arguments: Any, **more: Any) -> None:
        found.seen.append(repr((arguments, more.get("args"), more.get("env"), more.get("input"))))
        start(self, *arguments, **more)

    monkeypatch.setattr(subprocess.Popen, "__init__", record)
    return found


@pytest.fixture
def set_up(eksgen: CommandLine, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setattr(given_runs, "COMMIT_SECONDS", 0.3)
    monkeypatch.setattr(given_runs, "COMMIT_PAUSE", 0.05)
    monkeypatch.setattr(http, "_backoff", lambda _attempt: 0.01)
    change = created_resource()
    change["change"] |= {"after": {"input": SECRET}, "after_sensitive": {"input": True}}
    return eksgen.server.add_workspace(
        WORKSPACE,
        assessments=True,
        tags=["eksgen"],
        project="prj-platform",
        runner=StubRunner(plan_document(change)),
        variables={"TFC_AWS_PROVIDER_AUTH": SECRET, "AWS_SECRET_ACCESS_KEY": SECRET, "OTHER": SECRET},
    )


VERBS: dict[str, tuple[str, ...]] = {
    "plan": ("plan", SPEC, *REPORTS),
    "plan -o": ("plan", SPEC, "-o", "saved.eksplan"),
    "plan --run": ("plan", SPEC, "--run", COMMIT, *REPORTS),
    "apply": ("apply", SPEC, "--yes"),
    "apply FILE": ("apply", "saved.eksplan", "--yes"),
    "destroy": ("destroy", SPEC, "--yes"),
    "drift": ("drift", SPEC, "--no-unmanaged", *REPORTS),
    "drift --assess": ("drift", SPEC, "--assess", "--no-unmanaged"),
    "drift --assessment": ("drift", SPEC, "--assessment", "--no-unmanaged"),
    "output": ("output", SPEC),
    "unlock": ("unlock", SPEC),
    "doctor": ("doctor", SPEC, "--upload"),
    "cloud setup": ("cloud", "setup", SPEC, "--check"),
}
APPLIED = (VERBS["apply"],)
BEFORE: dict[str, tuple[tuple[str, ...], ...]] = {
    "apply FILE": (VERBS["plan -o"],),
    "plan --run": (VERBS["plan"],),
    "destroy": APPLIED,
    "drift --assess": APPLIED,
    "drift --assessment": (*APPLIED, VERBS["drift --assess"]),
    "output": APPLIED,
}
"""What is run before a verb, so that it reaches everything that it asks HCP for."""


def prepare(eksgen: CommandLine, verb: str) -> None:
    for arguments in BEFORE.get(verb, ()):
        eksgen(*arguments)
    workspace = eksgen.server.workspace(WORKSPACE)
    if verb == "plan --run":
        eksgen.server.start_run(workspace, eksgen.folder / ".eksgen" / "cluster", commit=COMMIT)
    if verb == "unlock":
        eksgen.server.lock(workspace)
    eksgen.server.requests.clear()


def run(eksgen: CommandLine, verb: str) -> Said:
    """Run a verb; `CommandLine` looks into what it says and writes."""
    prepare(eksgen, verb)
    return eksgen(*VERBS[verb])


def check(eksgen: CommandLine, children: Children) -> None:
    """Look into processes and requests."""
    secrets = {*eksgen.server.secrets(), SECRET}
    assert not [text for text in children.seen if any(secret in text for secret in secrets)]
    for request in eksgen.server.requests:
        foreign = request.host != eksgen.server.hostname
        assert not (foreign and (request.token or eksgen.server.token in str(request.headers))), request.path
        said = repr((request.sent, request.query, request.headers if foreign else ""))
        assert not [secret for secret in secrets if secret in said], request.path


@pytest.mark.parametrize("verb", VERBS)
def test_no_secret_leaves_its_place(
    eksgen: CommandLine, set_up: Workspace, children: Children, verb: str
) -> None:
    said = run(eksgen, verb)
    assert said.code in (0, 3, 4) or "error[no-output]" in said.err, said.err
    assert eksgen.server.requests
    check(eksgen, children)


@pytest.mark.parametrize("verb", VERBS)
def test_no_secret_is_repeated_from_an_error(
    eksgen: CommandLine, set_up: Workspace, children: Children, verb: str
) -> None:
    """One kind of request after the other fails, with the token and the address of a blob in its answer."""
    blob = f"{eksgen.server.store.blob_base}/_archivist/v1/object/planted-blob-secret-0123456789"
    words = f"{eksgen.server.token} may not read {blob}"
    run(eksgen, verb)
    asked = [request.path for request in eksgen.server.requests]
    for number, path in enumerate(p for p in PATHS if any(re.search(p, found) for found in asked)):
        status = (403, 500)[number % 2]
        body = f'{{"errors": [{{"status": "{status}", "title": "{words}", "detail": "{words}"}}]}}'
        eksgen.server.faults[:] = [Fault(status, times=40, path=path, body=body.encode())]
        said = eksgen(*VERBS[verb])
        assert "planted-blob-secret" not in said.out + said.err, path
        for file in eksgen.folder.glob("report.*"):
            assert "planted-blob-secret" not in file.read_text("utf-8"), path
    eksgen.server.faults.clear()
    check(eksgen, children)


PATHS = (
    "well-known", "/ping$", "organizations/acme/workspaces/", "configuration-versions", "/runs", "/plans/",
    "json-output", "actions/", "/applies/", "current-", "_archivist", "/vars",
)  # fmt: skip


@pytest.mark.parametrize("verb", ["plan", "apply", "drift --assess"])
def test_no_redirect_leads_the_token_elsewhere(
    eksgen: CommandLine, set_up: Workspace, children: Children, verb: str
) -> None:
    elsewhere = f"https://{eksgen.server.blob_hostname}/api/v2/steal"
    for path in PATHS:
        eksgen.server.faults[:] = [Fault(307, times=3, path=path, headers={"Location": elsewhere})]
        run(eksgen, verb)
    eksgen.server.faults.clear()
    check(eksgen, children)
