"""Checking specs: every format for machines on standard output, findings for people on standard error."""

from __future__ import annotations

from pathlib import Path

import pytest

from eksgen.commands.validate import validate

QUICK = (Path(__file__).resolve().parents[3] / "examples" / "quickstart.yaml").read_text("utf-8")
ALLOW = "# eksgen: allow(versions-open) because these tests are not about versions"
QUICK = QUICK.replace('version: "1.35"', f'version: "1.35" {ALLOW}')


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790899200")
    (tmp_path / "a.yaml").write_text(QUICK)
    (tmp_path / "b.yaml").write_text(QUICK.replace("quickstart", "other") + "network: {cidr: 10.60.0.0/16}\n")
    (tmp_path / "broken.yaml").write_text(f"{QUICK}nodeGroop: {{}}\n")
    return tmp_path


def test_people_see_which_specs_are_fine(capsys: pytest.CaptureFixture[str]) -> None:
    assert validate(["a.yaml", "b.yaml"], "human") == 0
    assert capsys.readouterr() == ("a.yaml: cluster quickstart is fine\nb.yaml: cluster other is fine\n", "")
    assert validate(["a.yaml", "broken.yaml"], "human") == 1
    out, err = capsys.readouterr()
    assert out == "a.yaml: cluster quickstart is fine\n"
    assert "error[unknown-field]" in err


@pytest.mark.parametrize(
    ("format", "start", "inside"),
    [
        ("concise", "broken.yaml:16:1: error[unknown-field]", ""),
        ("json", "{", '"unknown-field"'),
        ("junit", "<?xml", "a.yaml"),
        ("sarif", "{", '"ruleId"'),
        ("github", "::error ", "file=broken.yaml"),
    ],
)
def test_a_format_for_machines_is_alone_on_standard_output(
    capsys: pytest.CaptureFixture[str], format: str, start: str, inside: str
) -> None:
    assert validate(["a.yaml", "broken.yaml"], format) == 1
    out, err = capsys.readouterr()
    assert out.startswith(start)
    assert inside in out
    assert err == ""


def test_resolved_specs_are_one_stream_of_documents(capsys: pytest.CaptureFixture[str]) -> None:
    assert validate(["a.yaml", "b.yaml"], "human", show_resolved=True) == 0
    out, err = capsys.readouterr()
    assert out.count("\n---\n") == 1
    assert out.index("quickstart") < out.index("\n---\n") < out.index("other")
    assert err == ""
    assert validate(["broken.yaml"], "human", show_resolved=True) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "error[unknown-field]" in err


def test_neither_of_two_specs_that_exclude_each_other_is_fine(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "twin.yaml").write_text(QUICK)
    assert validate(["a.yaml", "twin.yaml", "b.yaml"], "human") == 1
    out, err = capsys.readouterr()
    assert out == "b.yaml: cluster other is fine\n"
    assert "error[shared-cluster-name]" in err


LOCAL = "terraform: {{backend: {{local: {{path: {}}}}}}}\n"


@pytest.mark.parametrize(
    "path",
    [
        "../../../state.json",
        "/etc/passwd",
        "../../link.json",
        "../../linked/x.json",
        "../../.git/config",
        "../../.GIT/config",
    ],
)
def test_a_state_outside_the_repository_is_an_error_at_its_line(
    tmp_path: Path, path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "repo" / ".git").mkdir(parents=True)
    (tmp_path / "repo" / "link.json").symlink_to(tmp_path / "state.json")
    (tmp_path / "repo" / "linked").symlink_to(tmp_path)
    spec = tmp_path / "repo" / "cluster.yaml"
    spec.write_text(QUICK + LOCAL.format(path))
    assert validate([str(spec)], "concise") == 1
    assert ": error[state-outside]: the state " in capsys.readouterr().out


def test_a_state_in_the_repository_is_accepted(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    spec = tmp_path / "cluster.yaml"
    spec.write_text(QUICK + LOCAL.format("../../states/x.tfstate"))
    assert validate([str(spec)], "human") == 0
