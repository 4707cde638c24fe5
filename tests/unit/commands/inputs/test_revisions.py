"""Specs at git revisions."""

from __future__ import annotations

import os
import subprocess
from datetime import date
from pathlib import Path

import pytest

from eksgen.commands.diff import diff
from eksgen.commands.inputs.revisions import NotAtRevision, find_revision, spec_at
from eksgen.compiler.errors import EksgenError

DAY = date(2026, 10, 2)
SPEC = """\
apiVersion: eksgen/v1alpha1
kind: Cluster
extends: ../base.yaml
metadata: {name: demo, region: us-west-2}
nodeGroups:
  web: {}
"""
BASE = """\
kubernetes: {version: "1.34"}
access:
  admins: [arn:aws:iam::111122223333:role/Admin]
"""


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false"]
    done = subprocess.run(
        ["git", *identity, "-C", str(folder), *arguments], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a spec and its base, in which the base was edited after the first commit."""
    for name in list(os.environ):
        if name.startswith("GIT_"):
            monkeypatch.delenv(name)
    git(tmp_path, "init", "--quiet", "--initial-branch", "main")
    (tmp_path / "clusters").mkdir()
    (tmp_path / "clusters" / "prod.yaml").write_text(SPEC)
    (tmp_path / "base.yaml").write_text(BASE)
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "-m", "one")
    (tmp_path / "base.yaml").write_text(BASE.replace("1.34", "1.35"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def version(ref: str, file: str) -> str:
    checked = spec_at(ref, file, DAY)
    assert checked.spec is not None, checked.findings
    return checked.spec.kubernetes.version


def test_the_base_is_read_at_the_same_revision(checkout: Path) -> None:
    assert version("HEAD", "clusters/prod.yaml") == "1.34"
    git(checkout, "commit", "--quiet", "-am", "two")
    assert version("HEAD", "clusters/prod.yaml") == "1.35"
    assert version("HEAD~1", "clusters/prod.yaml") == "1.34"


def test_files_have_the_same_names_as_in_the_working_copy(checkout: Path) -> None:
    assert set(spec_at("main", "clusters/prod.yaml", DAY).texts) == {"clusters/prod.yaml", "base.yaml"}


@pytest.mark.parametrize("folder", ["clusters", "."])
def test_the_current_folder_does_not_matter(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    monkeypatch.chdir(checkout / folder)
    name = os.path.relpath(checkout / "clusters" / "prod.yaml", checkout / folder)
    assert version("HEAD", name) == "1.34"
    assert version("HEAD", str(checkout / "clusters" / "prod.yaml")) == "1.34"


def test_a_folder_that_was_moved_since_is_still_read(checkout: Path) -> None:
    git(checkout, "mv", "clusters", "others")
    assert version("HEAD", "clusters/prod.yaml") == "1.34"


def test_a_finding_of_a_revision_is_not_taken_for_one_of_the_working_copy(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = checkout / "clusters" / "prod.yaml"
    spec.write_text(SPEC.replace("us-west-2", "nowhere"))
    git(checkout, "commit", "--quiet", "-a", "-m", "broken")
    spec.write_text(SPEC)
    with pytest.raises(EksgenError):
        diff("main:clusters/prod.yaml", "clusters/prod.yaml", "human")
    assert "this is the file at main, not the one in the working copy" in capsys.readouterr().err


def test_links_are_followed_as_git_records_them(checkout: Path) -> None:
    (checkout / "live").symlink_to("clusters")
    (checkout / "clusters" / "same.yaml").symlink_to("prod.yaml")
    git(checkout, "add", ".")
    git(checkout, "commit", "--quiet", "-m", "links")
    assert version("HEAD", "live/same.yaml") == "1.35"


def test_nothing_is_written(checkout: Path) -> None:
    before = git(checkout, "status", "--porcelain")
    spec_at("HEAD", "clusters/prod.yaml", DAY)
    assert git(checkout, "status", "--porcelain") == before == "M base.yaml"


def test_a_base_outside_of_the_repository_is_refused(checkout: Path) -> None:
    (checkout / "clusters" / "prod.yaml").write_text(SPEC.replace("../base", "../../base"))
    git(checkout, "commit", "--quiet", "-am", "outside")
    assert [f.code for f in spec_at("HEAD", "clusters/prod.yaml", DAY).findings] == ["base-outside"]


def test_errors_at_the_revision_are_findings(checkout: Path) -> None:
    (checkout / "base.yaml").write_text(BASE + "nodeGroop: {}\n")
    git(checkout, "commit", "--quiet", "-am", "broken")
    checked = spec_at("HEAD", "clusters/prod.yaml", DAY)
    assert checked.failed
    assert checked.findings[0].primary.span.file == "base.yaml"


@pytest.mark.parametrize(
    "file", ["clusters/new.yaml", "clusters", "clusters/new blob", "new blob 7", "blob", "a b c"]
)
def test_a_file_that_did_not_exist_has_an_error_of_its_own(checkout: Path, file: str) -> None:
    with pytest.raises(NotAtRevision, match=f"there is no {file} at main"):
        spec_at("main", file, DAY)


@pytest.mark.parametrize("ref", ["origin/main", "no-such", "--all", "HEAD:base.yaml"])
def test_an_unknown_revision_says_how_to_fetch_it(checkout: Path, ref: str) -> None:
    with pytest.raises(EksgenError) as caught:
        spec_at(ref, "clusters/prod.yaml", DAY)
    assert caught.value.code == "unknown-revision"
    assert "only one commit" in " ".join(caught.value.notes)
    assert any("fetch-depth: 0" in text for text in caught.value.helps)
    if ref == "origin/main":
        assert caught.value.helps[0] == "fetch it: git fetch origin main"


@pytest.mark.parametrize("ref", ["HEAD", "main", "commit"])
def test_a_file_cannot_take_the_place_of_a_revision(
    checkout: Path, capsys: pytest.CaptureFixture[str], ref: str
) -> None:
    """A pull request knows the commit of its base, and could bring a file of that name."""
    ref = git(checkout, "rev-parse", "HEAD") if ref == "commit" else ref
    planted = checkout / f"{ref}:clusters" / "prod.yaml"
    planted.parent.mkdir()
    planted.write_text(SPEC)
    with pytest.raises(EksgenError, match="also a spec at a revision") as caught:
        diff(f"{ref}:clusters/prod.yaml", "clusters/prod.yaml", "human")
    assert caught.value.helps[0].endswith(f"./{ref}:clusters/prod.yaml")
    assert diff(f"./{ref}:clusters/prod.yaml", "clusters/prod.yaml", "human") == 0


def test_a_file_with_a_colon_is_a_file_where_no_revision_has_its_name(checkout: Path) -> None:
    (checkout / "clusters" / "a:b.yaml").write_text(SPEC)
    assert diff("clusters/a:b.yaml", "clusters/a:b.yaml", "human") == 0


def test_a_folder_with_any_name_is_found(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Path(os.fsdecode(bytes(checkout) + b"/\xff ee"))
    folder.mkdir()
    (folder / "prod.yaml").write_text(SPEC)
    git(checkout, "add", ".")
    git(checkout, "commit", "--quiet", "-m", "two")
    monkeypatch.chdir(folder)
    assert version("HEAD", "prod.yaml") == "1.35"


def test_a_folder_without_a_repository_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(EksgenError) as caught:
        find_revision("HEAD", tmp_path)
    assert caught.value.code == "no-repository"


def test_a_machine_without_git_is_an_error(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(checkout))
    with pytest.raises(EksgenError) as caught:
        spec_at("HEAD", "clusters/prod.yaml", DAY)
    assert caught.value.code == "no-git"


@pytest.mark.parametrize("old", ["HEAD:clusters/prod.yaml", "HEAD:./prod.yaml"])
def test_a_spec_can_be_compared_with_an_earlier_revision_of_itself(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], old: str
) -> None:
    monkeypatch.chdir(checkout / "clusters")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790899200")
    assert diff(old, "prod.yaml", "human") == 3
    assert "~ kubernetes.version  1.34 → 1.35   ../base.yaml:1:23" in capsys.readouterr().out
    assert diff("HEAD:clusters/prod.yaml", old, "human") == 0
