"""Each way in which HCP can refuse or fail, on the command line: exit code, and what to type, in 80 columns."""

from __future__ import annotations

import os
import re
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from eksgen.compiler.codes import CODES
from eksgen.engine.cloud import remote_terraform
from eksgen.report import terminal

from .command_line import SPEC, WORKSPACE, CommandLine, Said
from .server import Fault, Policy, StubRunner, Workspace

PLAN = ("plan", SPEC)
APPLY = ("apply", SPEC, "--yes")
SAVED = "saved.eksplan"
UNBREAKABLE = re.compile(r"\S*(https://|/tmp/|terraform providers lock|eksgen )\S*")
LOCK_OF_A_MIRROR = (
    'provider "registry.terraform.io/hashicorp/aws" {\n  version = "5.100.0"\n  hashes = ["h1:abc="]\n}\n'
)


@dataclass(frozen=True)
class Case:
    """What is wrong, what is run, and what must be said: exit code, message, and what to type."""

    code: str
    arrange: Callable[[CommandLine, Workspace], object]
    message: str
    typed: str
    command: tuple[str, ...] = PLAN
    exit: int = 1
    rights: tuple[str, ...] = ()


def nothing(_eksgen: CommandLine, _found: Workspace) -> None:
    pass


def without_token(eksgen: CommandLine, _found: Workspace) -> None:
    environment = eksgen.server.environment() | {"TF_CLI_CONFIG_FILE": "/nonexistent", "HOME": "/nonexistent"}
    eksgen.patch.setattr(type(eksgen.server), "environment", lambda _self, _token=None: environment)


def with_wrong_token(eksgen: CommandLine, _found: Workspace) -> None:
    environment = eksgen.server.environment("wrong-token-of-somebody")
    eksgen.patch.setattr(type(eksgen.server), "environment", lambda _self, _token=None: environment)


def without_api(eksgen: CommandLine, _found: Workspace) -> None:
    eksgen.server.behaviour.discovery = {"modules.v1": "/modules/"}


def without_authority(eksgen: CommandLine, _found: Workspace) -> None:
    environment = eksgen.server.environment() | {"SSL_CERT_FILE": os.devnull}
    eksgen.patch.setattr(type(eksgen.server), "environment", lambda _self, _token=None: environment)


def forgotten(eksgen: CommandLine, found: Workspace) -> None:
    del eksgen.server.store.workspaces[found.id]


def with_vcs(_eksgen: CommandLine, found: Workspace) -> None:
    found.vcs_repo, found.working_directory = "acme/infra", "compiled/remote"


def with_old_terraform(_eksgen: CommandLine, found: Workspace) -> None:
    found.terraform_version = "1.9.8"


def with_old_terraform_for_a_constraint(eksgen: CommandLine, found: Workspace) -> None:
    text = eksgen.spec.read_text("utf-8")
    eksgen.spec.write_text(text.replace("terraform:\n", 'terraform:\n  version: ">= 1.11"\n'), "utf-8")
    with_old_terraform(eksgen, found)


def with_lock_of_a_mirror(eksgen: CommandLine, _found: Workspace) -> None:
    folder = eksgen.folder / ".eksgen" / "cluster"
    folder.mkdir(parents=True)
    (folder / ".terraform.lock.hcl").write_text(LOCK_OF_A_MIRROR, "utf-8")
    eksgen.patch.setattr(remote_terraform, "this_platform", lambda: "darwin_arm64")


def with_error(text: str) -> Callable[[CommandLine, Workspace], None]:
    return lambda _eksgen, found: setattr(found, "error", text)


def with_policy(enforcement: str, kind: str) -> Callable[[CommandLine, Workspace], None]:
    def arrange(_eksgen: CommandLine, found: Workspace) -> None:
        found.policy = Policy("no-public-endpoints", enforcement, message="it is public", kind=kind)

    return arrange


def locked(eksgen: CommandLine, found: Workspace) -> None:
    eksgen.server.lock(found, "alice")


def applying(eksgen: CommandLine, found: Workspace) -> None:
    assert eksgen(*PLAN).code == 0
    folder = eksgen.folder / ".eksgen" / "cluster"
    run = eksgen.server.start_run(found, folder, plan_only=False)
    eksgen.server.wait_for(run, "planned")


def saved_and_overtaken(eksgen: CommandLine, _found: Workspace) -> None:
    assert eksgen(*PLAN, "-o", SAVED).code == 0
    assert eksgen(*APPLY, "--no-verify", "--no-recheck").code == 0


CASES = {
    "no token": Case("cloud-token", without_token, "there is no token for HOST", "terraform login HOST"),
    "wrong token": Case("cloud-token", with_wrong_token, "HOST refuses the token", "terraform login HOST"),
    "no API": Case("cloud-host", without_api, "HOST offers no Terraform API", "terraform.backend.cloud.hostname"),
    "untrusted": Case("cloud-host", without_authority, "the certificate of HOST is not trusted", "SSL_CERT_FILE"),
    "no workspace": Case(
        "cloud-workspace", forgotten, "there is no workspace acme/eks-remote", f"eksgen cloud setup {SPEC}"
    ),
    "may see": Case(
        "cloud-rights", nothing, "this token may see but not plan in acme/eks-remote", "terraform login HOST",
        rights=("read",),
    ),
    "may plan": Case(
        "cloud-rights", nothing, "this token may plan but not apply in acme/eks-remote", "terraform login HOST",
        APPLY, rights=("read", "plan"),
    ),
    "VCS": Case(
        "cloud-vcs", with_vcs, "acme/eks-remote applies what is merged to acme/infra",
        f"eksgen compile {SPEC} -o compiled/remote", APPLY,
    ),
    "VCS, saved": Case(
        "cloud-vcs", with_vcs, "acme/eks-remote applies what is merged to acme/infra",
        f"eksgen compile {SPEC} -o compiled/remote", (*PLAN, "-o", SAVED),
    ),
    "version": Case(
        "cloud-version", with_old_terraform_for_a_constraint, "acme/eks-remote runs Terraform 1.9.8",
        f"eksgen cloud setup {SPEC}",
    ),
    "default version": Case(
        "cloud-version", with_old_terraform, "acme/eks-remote runs Terraform 1.9.8", f"eksgen cloud setup {SPEC}"
    ),
    "lock file": Case(
        "cloud-lock-file", with_lock_of_a_mirror, "the provider lock file has no hash for linux_amd64",
        "terraform providers lock -platform=linux_amd64",
    ),
    "failed": Case(
        "run-failed", with_error("Error: no space left on device"), "the remote plan failed",
        "https://HOST/app/acme/eks-remote/runs/run-",
    ),
    "no credentials": Case(
        "run-failed", with_error("Error: no valid credential sources found"), "the remote plan failed",
        f"eksgen cloud setup {SPEC}",
    ),
    "not trusted": Case(
        "run-failed", with_error(
            "Error: operation error STS: AssumeRoleWithWebIdentity, https response error StatusCode: 403, "
            "RequestID: 1, api error AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity"
        ), "the remote plan failed", "compare the trust policy of the role",
    ),
    "another account": Case(
        "run-failed", with_error("Error: AWS account ID not allowed: 999988887777"), "the remote plan failed",
        "give the workspace roles in the account of the spec",
    ),
    "policy waits": Case(
        "run-policy", with_policy("soft-mandatory", "sentinel"), "the run waits for somebody to override a policy",
        "https://HOST/app/acme/eks-remote/runs/run-", APPLY,
    ),
    "policy fails": Case(
        "run-policy", with_policy("hard-mandatory", "sentinel"), "a policy of HCP stopped the run",
        "https://HOST/app/acme/eks-remote/runs/run-", APPLY,
    ),
    "OPA fails": Case(
        "run-policy", with_policy("mandatory", "opa"), "a policy of HCP stopped the run", "it is public"
    ),
    "locked by a person": Case(
        "state-locked", locked, "acme/eks-remote is locked", "https://HOST/app/acme/workspaces/eks-remote",
        APPLY, 4,
    ),
    "locked by a run": Case(
        "state-locked", applying, "acme/eks-remote is locked", f"eksgen unlock {SPEC} run-", APPLY, 4
    ),
    "locked for too long": Case(
        "state-locked", locked, "acme/eks-remote is locked", "wait until it is free",
        (*APPLY, "--lock-timeout", "1"), 4,
    ),
    "stale": Case(
        "stale-plan", saved_and_overtaken, f"{SAVED} is stale", f"eksgen plan {SPEC} -o {SAVED}",
        ("apply", SAVED, "--yes"), 5,
    ),
}  # fmt: skip


@pytest.fixture
def set_up(eksgen: CommandLine, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A workspace, and a terminal of 80 columns."""
    detect = terminal.detect
    monkeypatch.setattr(terminal, "detect", lambda *given: replace(detect(*given), width=80))
    return eksgen.server.add_workspace(WORKSPACE)


def error_of(said: Said) -> str:
    """Return the error alone, without findings about the spec and the progress before it."""
    return said.err[said.err.rindex("error[") :]


def check(eksgen: CommandLine, said: Said, code: str, message: str, typed: str) -> str:
    """Check the error, and return it."""
    error, host = error_of(said), eksgen.server.hostname
    assert error.startswith(f"error[{code}]: {message.replace('HOST', host)}\n"), said.err
    assert typed.replace("HOST", host) in error
    assert not [line for line in error.splitlines() if len(line) > 80 and not UNBREAKABLE.search(line)]
    assert "SPEC" not in error
    assert code in CODES
    return error


@pytest.mark.parametrize("name", CASES)
def test_a_failure_says_in_80_columns_what_is_wrong_and_what_to_type(
    eksgen: CommandLine, set_up: Workspace, name: str
) -> None:
    case = CASES[name]
    case.arrange(eksgen, set_up)
    token = eksgen.server.new_token(*case.rights) if case.rights else None
    before = len(eksgen.server.requests)
    said = eksgen(*case.command, token=token)
    assert said.code == case.exit, said.err
    check(eksgen, said, case.code, case.message, case.typed)
    if case.code.startswith("cloud-"):
        assert {r.method for r in eksgen.server.requests[before:]} <= {"GET"}


@pytest.mark.parametrize(("name", "line"), [("version", 19), ("default version", 20)])
def test_another_version_of_terraform_is_shown_at_the_line_that_asks_for_it(
    eksgen: CommandLine, set_up: Workspace, name: str, line: int
) -> None:
    CASES[name].arrange(eksgen, set_up)
    for command in (PLAN, APPLY, ("drift", SPEC)):
        error = error_of(eksgen(*command))
        assert f"--> {SPEC}:{line}:" in error
        assert "the spec asks for >= 1.1" in error
    assert "the default of `terraform.version`" in error if name == "default version" else ">= 1.11" in error


def test_a_policy_that_nobody_may_override_has_no_help_to_override_it(
    eksgen: CommandLine, set_up: Workspace
) -> None:
    set_up.policy = Policy("p", "soft-mandatory")
    assert "overridden" in error_of(eksgen(*APPLY))
    set_up.policy = Policy("p", "hard-mandatory")
    assert "overridden" not in error_of(eksgen(*APPLY))


def test_after_the_lock_timeout_the_own_run_is_over_and_nothing_was_changed(
    eksgen: CommandLine, set_up: Workspace
) -> None:
    eksgen.server.lock(set_up, "alice")
    said = eksgen(*APPLY, "--lock-timeout", "1")
    assert said.code == 4
    assert "acme/eks-remote is locked, held by alice" in said.err
    assert "nothing was changed" in error_of(said)
    (run,) = eksgen.server.runs(set_up)
    assert run.status == "discarded"
    assert set_up.current_state is None


def test_a_lock_that_is_given_back_within_the_timeout_is_waited_for(
    eksgen: CommandLine, set_up: Workspace
) -> None:
    eksgen.server.lock(set_up, "alice")
    threading.Timer(2, eksgen.server.unlock, (set_up,)).start()
    said = eksgen(*APPLY, "--no-verify", "--lock-timeout", "60")
    assert said.code == 0, said.err
    assert eksgen.server.runs(set_up)[-1].status == "applied"


def test_a_run_that_a_second_interrupt_left_is_stopped_with_the_command_that_is_shown(
    eksgen: CommandLine, set_up: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up.runner = StubRunner(seconds=20, ignores_interrupts=True)
    left = [2]

    def interrupt() -> None:
        runs = eksgen.server.runs(set_up)
        if left[0] and runs and runs[0].status == "planning" and (left[0] == 2 or runs[0].cancels):
            left[0] -= 1
            os.kill(os.getpid(), signal.SIGINT)
        if left[0]:
            threading.Timer(0.1, interrupt).start()

    interrupt()
    said = eksgen(*PLAN)
    assert said.code == 130
    (run,) = eksgen.server.runs(set_up)
    typed = f"eksgen unlock {SPEC} {run.id}"
    check(eksgen, said, "run-left", "the run goes on without eksgen", typed)
    assert run.cancels == 1
    said = eksgen(*typed.split()[1:], "--yes")
    assert said.code == 0, said.err
    assert run.cancels == 2
    assert f"HCP stops {run.id}" in said.out
    set_up.runner = None


def test_a_run_of_another_workspace_is_not_stopped(eksgen: CommandLine, set_up: Workspace) -> None:
    assert eksgen(*PLAN).code == 0
    other = eksgen.server.add_workspace("other", runner=StubRunner(seconds=20))
    run = eksgen.server.start_run(other, eksgen.folder / ".eksgen" / "cluster")
    said = eksgen("unlock", SPEC, run.id, "--yes")
    assert "the state is not locked" in said.out
    assert run.cancels == 0


def test_a_redacted_plan_has_a_remark_with_a_page(eksgen: CommandLine, set_up: Workspace) -> None:
    said = eksgen(*PLAN, token=eksgen.server.new_token("read", "plan"))
    assert said.code == 0, said.err
    assert "secret values are not compared (plan-values-hidden)" in " ".join(said.out.split())
    assert "plan-values-hidden" in eksgen("explain", "plan-values-hidden").out


def test_a_failure_below_the_api_keeps_its_code(eksgen: CommandLine, set_up: Workspace) -> None:
    eksgen.server.faults.append(Fault(503, times=99, path="/ping"))
    assert error_of(eksgen(*PLAN)).startswith("error[cloud-host]: ")
