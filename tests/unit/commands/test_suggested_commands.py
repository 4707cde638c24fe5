"""A command that a message suggests does the same thing in the same place: in the sandbox, or in AWS."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from eksgen.commands.inputs.read_spec import read_checked
from eksgen.compiler.diagnostics import Severity
from eksgen.compiler.files.names import command_text

OF_A_RUN = "apply|destroy|doctor|drift|kubeconfig|output|plan|unlock|update|upgrade"
WRITTEN_OUT = re.compile(rf"eksgen (?:{OF_A_RUN}|\{{verb\}}) \{{(?!\}})")
ELSEWHERE = {
    "commands/apply.py": "a saved plan knows where it was made",
    "commands/runs/workdir.py": "a folder is no spec yet",
    "report/markdown/fleet.py": "a report of several specs",
    "report/markdown/page.py": "the name of a comment",
    "report/markdown/versions.py": "the name of a comment",
}
SPEC = """\
apiVersion: eksgen/v1alpha1
kind: Cluster
metadata: {name: a, region: us-west-2, accountId: "111122223333"}
kubernetes: {version: "1.35"}
controlPlane: {}
access: {admins: ["arn:aws:iam::111122223333:role/A"]}
nodeGroups: {main: {scaling: {min: 1, max: 2}}}
"""


@pytest.mark.parametrize("part", ["commands", "engine", "report"])
def test_every_suggested_command_about_a_spec_comes_from_one_function(repository: Path, part: str) -> None:
    found = [
        str(file.relative_to(repository))
        for file in sorted((repository / part).rglob("*.py"))
        if WRITTEN_OUT.search(file.read_text("utf-8"))
    ]
    assert [file for file in found if file not in ELSEWHERE] == []


def test_a_command_is_quoted_and_has_the_flag_of_the_sandbox_at_its_end() -> None:
    assert command_text("plan", "my a.yaml", sandbox=True) == "eksgen plan 'my a.yaml' --sandbox"
    assert command_text("unlock", None, "an-id", "--yes", sandbox=False) == "eksgen unlock SPEC an-id --yes"
    assert "\n" not in command_text("plan", "a\n.yaml", sandbox=False)


@pytest.mark.parametrize(("sandbox", "flag"), [(True, " --sandbox"), (False, "")])
def test_findings_of_a_run_suggest_an_update_where_the_run_is(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    *,
    sandbox: bool,
    flag: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.yaml").write_text(SPEC, encoding="utf-8")
    read_checked("a.yaml", sandbox=sandbox, least=Severity.NOTE)
    assert f"eksgen update a.yaml{flag}\n" in capsys.readouterr().err


def test_only_verbs_about_the_content_of_a_spec_say_that_versions_are_open(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(SPEC, encoding="utf-8")
    read_checked(str(file))
    assert "versions-open" not in capsys.readouterr().err
