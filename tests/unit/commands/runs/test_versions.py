"""The spec, the lock and the workspace that `update` and `upgrade` work with."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from eksgen.commands.runs import versions as module
from eksgen.commands.runs.files_read import files_of
from eksgen.commands.runs.versions import asking_workspace, held_lock, read_without_lock
from eksgen.commands.runs.workdir import RunOptions
from eksgen.compiler.errors import EksgenError
from eksgen.engine.workdir import workspace as workspace_module

from ...engine.aws.test_offers import WORKSPACE
from ...engine.versions.test_moves import BASE, GROUPS

ROLE = "arn:aws:iam::111122223333:role/deployer"
LOCK = 'kubernetes: "1.35"\naddons: {coredns: v1.12.4-eksbuild.1}\n'


@pytest.fixture
def spec(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "a.yaml"
    file.write_text(BASE + GROUPS, encoding="utf-8")
    return file


def test_the_spec_is_read_without_the_versions_of_its_lock(spec: Path) -> None:
    spec.with_suffix(".lock").write_text(LOCK, encoding="utf-8")
    checked = read_without_lock("a.yaml", files_of("a.yaml"))
    assert checked.spec is not None
    assert checked.spec.addons.coredns != "none"
    assert checked.spec.addons.coredns.version is None
    lock, remarks = held_lock("a.yaml", files_of("a.yaml"))
    assert remarks == ()
    assert lock is not None
    assert lock.addons == {"coredns": "v1.12.4-eksbuild.1"}


@pytest.mark.parametrize("text", ["", "a: [", "kubernetes: 1.35\n", "- x\n", "kubernetes: '1.35'\nmore: 1\n"])
def test_a_lock_that_cannot_be_read_is_a_remark_with_its_line(spec: Path, text: str) -> None:
    spec.with_suffix(".lock").write_text(text, encoding="utf-8")
    lock, (remark,) = held_lock("a.yaml", files_of("a.yaml"))
    assert lock is None
    assert remark.startswith("a.lock:")


def test_a_lock_that_is_a_link_out_of_the_folder_is_not_followed(spec: Path, tmp_path: Path) -> None:
    outside = tmp_path.parent / f"{tmp_path.name}-outside.lock"
    outside.write_text(LOCK, encoding="utf-8")
    spec.with_suffix(".lock").symlink_to(outside)
    with pytest.raises(EksgenError) as caught:
        held_lock("a.yaml", files_of("a.yaml"))
    assert caught.value.code == "file-outside"


@pytest.mark.parametrize("kind", ["folder", "pipe", "link"])
def test_what_is_no_lock_in_its_place_is_refused_with_a_help_for_locks(
    spec: Path, tmp_path: Path, kind: str
) -> None:
    lock = spec.with_suffix(".lock")
    if kind == "folder":
        lock.mkdir()
    elif kind == "pipe":
        os.mkfifo(lock)
    else:
        lock.symlink_to(tmp_path.parent)
    with pytest.raises(EksgenError) as caught:
        held_lock("a.yaml", files_of("a.yaml"))
    assert caught.value.helps == ("rename or remove it, then run: eksgen update a.yaml",)


def test_standard_input_has_no_lock_and_the_help_says_what_to_pass() -> None:
    with pytest.raises(EksgenError) as caught:
        read_without_lock("-", files_of("-"))
    assert caught.value.helps == ("write the spec to a file, and pass its name",)


def test_the_workspace_has_the_credentials_and_the_constraint_of_the_spec_and_leaves_nothing(
    spec: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workspace_module, "find_terraform", lambda *_: WORKSPACE.program)
    text = BASE.replace("region: us-west-2}", 'region: us-west-2, accountId: "111122223333"}')
    settings = f'terraform: {{profile: prod, assumeRole: "{ROLE}", awsProvider: ">= 5.95, < 6"}}\n'
    spec.write_text(text + settings + GROUPS, encoding="utf-8")
    with asking_workspace(read_without_lock("a.yaml", files_of("a.yaml")), RunOptions()) as workspace:
        assert (workspace.profile, workspace.role) == ("prod", ROLE)
        assert (workspace.account, workspace.region, workspace.cluster) == ("111122223333", "us-west-2", "a")
        assert workspace.providers.constraint == ">= 5.95, < 6"
        folder = workspace.folder
        assert sorted(path.name for path in folder.iterdir()) == [module.VERSIONS]
    assert not folder.exists()
    assert sorted(path.name for path in spec.parent.iterdir()) == ["a.yaml"]
