"""The record of what was last applied from a working folder."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from eksgen.compiler.emit.write import write_folder
from eksgen.compiler.pipeline import check_file, compile_spec
from eksgen.engine.paths import WorkDir
from eksgen.engine.workdir.last_applied import (
    folder_is_unedited,
    forget_applied,
    last_applied,
    provider_upgrade,
    record_applied,
)

LOCK = 'provider "registry.terraform.io/hashicorp/aws" {\n  version = "%s"\n}\n'


@pytest.fixture
def folder(tmp_path: Path, repository: Path) -> Path:
    compilation = compile_spec(check_file(str(repository / "examples" / "quickstart.yaml")))
    write_folder(tmp_path, compilation.files)
    (tmp_path / "terraform.tfstate").write_text("{}", "utf-8")
    (tmp_path / ".terraform.lock.hcl").write_text(LOCK % "5.100.0", "utf-8")
    return tmp_path


def test_the_applied_files_are_recorded_byte_for_byte(folder: Path) -> None:
    written = (folder / "main.tf").read_bytes()
    record_applied(WorkDir(folder))
    (folder / "main.tf").write_bytes(b"")
    record = last_applied(WorkDir(folder))
    assert record is not None
    assert record.files["main.tf"] == written
    assert record.provider == "5.100.0"
    assert "modules/eks/main.tf" in record.files
    assert "terraform.tfstate" not in record.files


def test_only_its_owner_can_read_the_record(folder: Path) -> None:
    record_applied(WorkDir(folder))
    for file in (folder / ".eksgen" / "applied").rglob("*"):
        assert stat.S_IMODE(file.stat().st_mode) == (0o700 if file.is_dir() else 0o600), file


def test_a_second_record_replaces_the_first(folder: Path) -> None:
    record_applied(WorkDir(folder))
    (folder / "main.tf").write_bytes(b"# second\n")
    record_applied(WorkDir(folder))
    record = last_applied(WorkDir(folder))
    assert record is not None
    assert record.files["main.tf"] == b"# second\n"


def test_there_is_no_record_before_an_apply_and_after_a_destroy(folder: Path) -> None:
    assert last_applied(WorkDir(folder)) is None
    record_applied(WorkDir(folder))
    forget_applied(WorkDir(folder))
    assert last_applied(WorkDir(folder)) is None


def test_a_damaged_record_counts_as_no_record(folder: Path) -> None:
    record_applied(WorkDir(folder))
    (folder / ".eksgen" / "applied" / "about.json").write_text("{", "utf-8")
    assert last_applied(WorkDir(folder)) is None
    assert provider_upgrade(WorkDir(folder)) == ""


def test_a_provider_that_changed_since_the_last_apply_is_named(folder: Path) -> None:
    assert provider_upgrade(WorkDir(folder)) == ""
    record_applied(WorkDir(folder))
    assert provider_upgrade(WorkDir(folder)) == ""
    (folder / ".terraform.lock.hcl").write_text(LOCK % "6.62.0", "utf-8")
    assert provider_upgrade(WorkDir(folder)) == "5.100.0 to 6.62.0"


def test_changes_of_drift_rules_and_line_numbers_are_no_edit(folder: Path, repository: Path) -> None:
    def write(old: str, new: str) -> None:
        text = (repository / "examples" / "quickstart.yaml").read_text("utf-8")
        assert old in text
        spec = folder / "spec.yaml"
        spec.write_text(text.replace(old, new), "utf-8")
        write_folder(folder, compile_spec(check_file(str(spec))).files)

    write("nodeGroups:", "nodeGroups:")
    assert not folder_is_unedited(WorkDir(folder)), "nothing was applied yet"
    record_applied(WorkDir(folder))
    assert folder_is_unedited(WorkDir(folder))
    write("nodeGroups:", "\ndrift: {ignore: [{path: addons, reason: r, owner: me}]}\nnodeGroups:")
    assert folder_is_unedited(WorkDir(folder))
    write("web: {}", "web: {scaling: {max: 4}}")
    assert not folder_is_unedited(WorkDir(folder))
