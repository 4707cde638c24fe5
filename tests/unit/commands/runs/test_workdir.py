"""The working folder of a spec, and the options that commands with Terraform share."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from eksgen.commands.outputs.results import ReportTarget
from eksgen.commands.runs.workdir import OneSpecOnly, RunOptions, apply_options, make_workdir, require_file
from eksgen.compiler.errors import EksgenError


def test_standard_input_and_folders_are_refused(tmp_path: Path) -> None:
    with pytest.raises(EksgenError) as caught:
        require_file("-")
    assert caught.value.code == "not-a-file"
    with pytest.raises(OneSpecOnly) as several:
        require_file(str(tmp_path))
    assert (several.value.exit_code, several.value.code) == (2, "one-spec")
    assert several.value.helps == (
        f"look at all of them with `eksgen plan {tmp_path}`, then pass one spec file",
    )
    require_file(str(tmp_path / "missing.yaml"))


@pytest.mark.parametrize("sandbox", [False, True])
def test_the_folder_is_private_and_ignored_by_git(tmp_path: Path, sandbox: bool) -> None:
    for _ in range(2):
        workdir = make_workdir(str(tmp_path / "cluster.yaml"), sandbox=sandbox)
    parent = tmp_path / ".eksgen"
    assert workdir.path.parent == parent
    assert (parent / ".gitignore").read_text("utf-8") == "*\n"
    assert {folder.stat().st_mode & 0o777 for folder in (parent, workdir.path)} == {0o700}


def test_the_sandbox_has_a_folder_of_its_own(tmp_path: Path) -> None:
    file = str(tmp_path / "cluster.yaml")
    assert make_workdir(file, sandbox=True).path != make_workdir(file, sandbox=False).path


def test_every_format_that_is_written() -> None:
    reports = (ReportTarget("sarif", Path("a")), ReportTarget("html", Path("b")))
    assert RunOptions(format="json", reports=reports).formats == {"json", "sarif", "html"}
    assert RunOptions().formats == {"human"}


@pytest.mark.parametrize("no_recheck", [False, True])
@pytest.mark.parametrize("no_verify", [False, True])
@pytest.mark.parametrize("leave", [False, True])
def test_options_of_an_apply(
    monkeypatch: pytest.MonkeyPatch, no_recheck: bool, no_verify: bool, leave: bool
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790899200")
    options = apply_options(RunOptions(lock_timeout=7), no_recheck, no_verify, leave)
    values = [getattr(options, name) for name in options.__slots__]
    assert values[:5] == [not no_recheck, not no_verify, 7, leave, date(2026, 10, 2)]


@pytest.mark.parametrize(
    "where",
    [
        ".eksgen",
        ".eksgen/prod",
        ".eksgen/.gitignore",
        ".eksgen/prod/.eksgen",
        ".eksgen/prod/sandbox_override.tf",
    ],
)
def test_no_link_in_a_working_folder_is_followed(tmp_path: Path, where: str) -> None:
    elsewhere, spec = tmp_path / "elsewhere", tmp_path / "checkout" / "prod.yaml"
    (elsewhere / "prod").mkdir(parents=True)
    (spec.parent / where).parent.mkdir(parents=True)
    (spec.parent / where).symlink_to(elsewhere / "file" if "." in where.rpartition("/")[2][1:] else elsewhere)
    with pytest.raises(EksgenError) as caught:
        make_workdir(str(spec), sandbox=False)
    assert caught.value.code == "link-in-folder"
    assert [file.name for file in elsewhere.rglob("*")] == ["prod"]
