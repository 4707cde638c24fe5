"""The run of a saved plan that can no longer be applied does not go on waiting in the workspace."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

import pytest

from .command_line import SPEC, WORKSPACE, CommandLine, Said
from .saved_plans import PLAN, apply, edit, save, state
from .server import Run, Workspace


@pytest.fixture
def set_up(eksgen: CommandLine) -> Workspace:
    workspace = eksgen.server.add_workspace(WORKSPACE)
    eksgen.server.put_state(workspace, state(3))
    return workspace


def commit(eksgen: CommandLine) -> None:
    author = ("-c", "user.name=a", "-c", "user.email=a@example.com")
    subprocess.run(["git", "add", SPEC], cwd=eksgen.folder, check=True)
    subprocess.run(["git", *author, "commit", "-qm", "spec"], cwd=eksgen.folder, check=True)


def notes(said: Said) -> str:
    """Return the error with its long lines joined."""
    return " ".join(said.err.split())


def page(eksgen: CommandLine, run: Run) -> str:
    return f"https://{eksgen.server.hostname}/app/acme/{WORKSPACE}/runs/{run.id}"


BROKEN: dict[str, Callable[[str], str]] = {
    "an unknown field": lambda text: f"{text}\nnodeGroop: 3\n",
    "no YAML": lambda text: f"{text}\n}}{{\n",
    "a base that is missing": lambda text: f"extends: base.yaml\n{text}",
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_spec_that_does_not_compile_any_more_discards_the_run(
    eksgen: CommandLine, set_up: Workspace, how: str
) -> None:
    run = save(eksgen)
    eksgen.spec.write_text(BROKEN[how](eksgen.spec.read_text("utf-8")), "utf-8")
    said = apply(eksgen)
    assert said.code == 5, said.err
    assert "= note: the spec changed: cluster.yaml" in notes(said)
    assert "= note: the spec has errors now" in notes(said)
    assert f"= note: its run was discarded: {page(eksgen, run)}" in notes(said)
    assert run.status == "discarded"
    assert "the spec changed: cluster.yaml; the spec has errors now" in run.comments[0]
    assert not eksgen.server.asked("POST", "/runs$")[1:]


def test_a_spec_that_was_deleted_discards_the_run(eksgen: CommandLine, set_up: Workspace) -> None:
    commit(eksgen)
    run = save(eksgen)
    eksgen.spec.unlink()
    said = apply(eksgen)
    assert said.code == 5, said.err
    assert "= note: the spec was deleted: cluster.yaml" in notes(said)
    assert f"= note: its run was discarded: {page(eksgen, run)}" in notes(said)
    assert run.status == "discarded"


def test_a_file_that_is_missing_may_be_elsewhere_and_the_run_is_kept(
    eksgen: CommandLine, set_up: Workspace
) -> None:
    run = save(eksgen)
    eksgen.spec.unlink()
    said = apply(eksgen)
    assert said.code == 1, said.err
    assert "which does not exist here" in notes(said)
    assert f"its run {run.id} waits to be confirmed or discarded there" in notes(said)
    assert run.status == "planned_and_saved"


def break_spec(eksgen: CommandLine) -> None:
    eksgen.spec.write_text("kind: Cluster\nnodeGroop: 3\n", "utf-8")


def test_a_run_that_cannot_be_discarded_is_said_to_wait(eksgen: CommandLine, set_up: Workspace) -> None:
    run = save(eksgen)
    break_spec(eksgen)
    said = apply(eksgen, eksgen.server.new_token("read", "plan"))
    assert said.code == 5, said.err
    assert f"its run {run.id} could not be discarded, and waits to be confirmed: " in notes(said)
    assert run.status == "planned_and_saved"


def test_a_run_that_hcp_discarded_already_is_named(eksgen: CommandLine, set_up: Workspace) -> None:
    run = save(eksgen)
    eksgen.server.put_state(set_up, state(4))
    break_spec(eksgen)
    said = apply(eksgen)
    assert said.code == 5, said.err
    assert f"= note: its run is discarded already: {page(eksgen, run)}" in notes(said)


def test_in_the_sandbox_no_host_is_asked(eksgen: CommandLine, set_up: Workspace) -> None:
    run = save(eksgen)
    break_spec(eksgen)
    before = len(eksgen.server.requests)
    said = eksgen("apply", PLAN, "--yes", "--sandbox")
    assert said.code == 5, said.err
    assert len(eksgen.server.requests) == before
    assert run.status == "planned_and_saved"


def test_a_file_alone_asks_no_credentials_helper_for_a_token(
    eksgen: CommandLine, set_up: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file can name any host, and a helper may give the same token for each."""
    asked: list[str] = []

    def helper(host: str, *_: object) -> None:
        asked.append(host)

    save(eksgen)
    edit(eksgen.folder, lambda raw: raw["cloud"].update(hostname="evil.example.com"))
    break_spec(eksgen)
    monkeypatch.setattr("eksgen.engine.cloud.client.token.run_command", helper)
    home = eksgen.folder.parent / "home"
    plugin = home / ".terraform.d" / "plugins" / "terraform-credentials-any"
    plugin.parent.mkdir(parents=True)
    plugin.write_text("#!/bin/sh\n", "utf-8")
    plugin.chmod(0o755)
    (home / ".terraformrc").write_text('credentials_helper "any" {}\n', "utf-8")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setattr(eksgen.server, "environment", lambda _token=None: {"TF_CLI_CONFIG_FILE": ""})
    said = apply(eksgen)
    assert said.code == 5, said.err
    assert "waits to be confirmed: there is no token for evil.example.com" in notes(said)
    assert not asked


def test_every_other_refusal_says_that_the_run_was_discarded(eksgen: CommandLine, set_up: Workspace) -> None:
    run = save(eksgen)
    eksgen.spec.write_text(f"{eksgen.spec.read_text('utf-8')}# edited\n", "utf-8")
    said = apply(eksgen)
    assert said.code == 5, said.err
    assert f"= note: its run was discarded: {page(eksgen, run)}" in notes(said)
