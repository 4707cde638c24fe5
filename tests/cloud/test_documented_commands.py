"""The commands of docs/hcp-terraform.md work as they are printed, one after the other, and in its order."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from eksgen.compiler.codes import CODES
from eksgen.compiler.errors import EksgenError
from eksgen.sandbox import control
from eksgen.sandbox.environment import terraform_environment

from .command_line import EXAMPLE, WORKSPACE, CommandLine

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "hcp-terraform.md").read_text("utf-8")
SPEC = "clusters/remote.yaml"
BLOCK = re.compile(r"^ *```sh\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)


def commands() -> list[list[str]]:
    """Return the words of every command in the shell blocks of the page."""
    lines = [line for block in BLOCK.findall(PAGE) for line in block.replace("\\\n", " ").splitlines()]
    return [words for line in lines if (words := shlex.split(line, comments=True))]


@pytest.fixture
def repository(eksgen: CommandLine) -> CommandLine:
    """A repository with the spec of the page, whose workspace is on the test server."""
    eksgen.spec.unlink()
    (eksgen.folder / SPEC).parent.mkdir()
    text = EXAMPLE.read_text("utf-8").rstrip()
    (eksgen.folder / SPEC).write_text(f"{text}\n      hostname: {eksgen.server.hostname}\n", "utf-8")
    return eksgen


def run(eksgen: CommandLine, words: list[str]) -> str:
    """Run a command of eksgen; what is to be confirmed is."""
    said = eksgen(*words, typed="yes")
    assert said.code == 0, f"{shlex.join(words)}\n{said.err}"
    return said.out


@pytest.fixture
def local_aws(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Credentials of the sandbox in the environment: `eksgen update` asks AWS for versions."""
    folder = tmp_path / "sandbox"
    folder.mkdir()
    sandbox = control.start(folder)
    for name, value in terraform_environment({}, sandbox, "111122223333", "us-west-2").items():
        monkeypatch.setenv(name, value)
    yield
    control.stop(folder)


@pytest.mark.usefixtures("real_provider", "local_aws")
def test_the_commands_of_the_set_up_work_one_after_the_other(repository: CommandLine) -> None:
    ran: list[str] = []
    for words in commands():
        if words[0] == "eksgen" and words[1] != "unlock":
            into = words.index(">") if ">" in words else len(words)
            out = run(repository, words[1:into])
            if words[into:]:
                (repository.folder / words[-1]).write_text(out, "utf-8")
            ran.append(" ".join(words[1:3]) if words[1] == "cloud" else words[1])
        elif words[0] == "jq":
            found: Any = json.loads((repository.folder / words[2]).read_text("utf-8"))
            for step in words[1].split(".")[1:]:
                found = found[step]
            assert found["Version"] == "2012-10-17"
    assert ran == [
        "cloud setup", "cloud setup", "cloud setup", "update", "doctor", "plan", "apply", "compile"
    ]  # fmt: skip
    workspace = repository.server.workspace(WORKSPACE)
    assert workspace.variables["TFC_AWS_PLAN_ROLE_ARN"] == "arn:aws:iam::111122223333:role/eks-remote-plan"
    assert (repository.folder / "clusters" / "remote.lock").is_file()
    assert (repository.folder / "compiled" / "remote" / ".terraform.lock.hcl").is_file()


def test_the_command_for_the_identity_provider_is_the_one_that_the_set_up_prints(
    repository: CommandLine,
) -> None:
    setup = json.loads(run(repository, ["cloud", "setup", SPEC, "--format", "json"]))
    printed = shlex.split(setup["credentials"]["createIdentityProvider"])
    printed[printed.index("--url") + 1] = "https://app.terraform.io"
    assert printed in commands()
    assert not any(word.startswith("--thumbprint") for word in printed)


def test_the_trust_policy_of_the_page_is_the_one_that_the_set_up_prints(repository: CommandLine) -> None:
    (shown,) = (json.loads(block) for block in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL))
    setup = run(repository, ["cloud", "setup", SPEC, "--format", "json"])
    setup = setup.replace(repository.server.hostname, "app.terraform.io")
    assert json.loads(setup)["credentials"]["roles"]["plan"]["trustPolicy"] == shown


def test_the_table_of_failures_has_their_exit_codes() -> None:
    from .test_failure_cases import CASES

    rows = dict(re.findall(r"^\| `([a-z-]+)` \| (\d+) \|", PAGE, re.MULTILINE))
    tried = {case.code: str(case.exit) for case in CASES.values()} | {"run-left": "130"}
    assert tried.items() <= rows.items()
    others = {code: rows[code] for code in rows.keys() - tried.keys()}
    assert others.keys() <= CODES.keys()
    assert set(others.values()) == {str(EksgenError.exit_code)}
