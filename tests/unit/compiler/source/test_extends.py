"""Specs made of several files: what wins, what is removed, and where each value is shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eksgen.compiler.pipeline import Checked, check_file, check_text, compile_spec
from eksgen.compiler.source.extends import MAX_FILES, Library

HEAD = b"apiVersion: eksgen/v1alpha1\nkind: Cluster\n"
REST = b"""metadata: {name: demo, region: us-west-2}
kubernetes: {version: "1.34"}
access:
  admins: [arn:aws:iam::111122223333:role/Admin]
nodeGroups:
  web: {}
"""


def checked(text: bytes, **files: str) -> Checked:
    named = {f"{name}.yaml": data.encode() for name, data in files.items()}
    return check_text(
        HEAD + text, "cluster.yaml", library=Library(named.get, lambda name: not name.startswith(".."))
    )


def test_a_file_wins_over_its_bases_and_a_later_base_over_an_earlier_one() -> None:
    found = checked(
        b"extends: [one.yaml, two.yaml]\nlogs: {retentionDays: 7}\n" + REST,
        one="network: {zones: 2, nat: none}\nlogs: {retentionDays: 1, kmsKey: aws}\n",
        two="network: {nat: per-zone}\nlogs: {retentionDays: 3}\n",
    )
    assert found.spec is not None, found.findings
    assert (found.spec.network.zones, found.spec.network.nat) == (2, "per-zone")
    assert (found.spec.logs.retention_days, found.spec.logs.kms_key) == (7, "aws")


def test_null_removes_a_value_of_a_base_and_lists_replace() -> None:
    found = checked(
        b"extends: base.yaml\nnetwork: {zones: [us-west-2a, us-west-2b], nat: null}\n" + REST,
        base="network: {zones: [us-west-2b, us-west-2c, us-west-2d], nat: none}\n",
    )
    assert found.spec is not None, found.findings
    assert found.spec.network.zones == ("us-west-2a", "us-west-2b")
    assert found.spec.network.nat is None


def test_a_null_that_removes_nothing_is_an_error() -> None:
    found = checked(b"extends: base.yaml\nnetwork: {nat: null}\n" + REST, base="network: {zones: 2}\n")
    assert [finding.code for finding in found.findings] == ["null-value"]


def test_a_base_can_extend_another_file_relative_to_its_folder() -> None:
    files = {"env/prod.yaml": b"extends: ../base/all.yaml\n", "base/all.yaml": b"network: {zones: 2}\n"}
    found = check_text(
        HEAD + b"extends: env/prod.yaml\n" + REST,
        "cluster.yaml",
        library=Library(files.get, lambda name: not name.startswith("..")),
    )
    assert found.spec is not None, found.findings
    assert found.spec.network.zones == 2


def test_the_source_map_has_the_file_and_line_of_every_value() -> None:
    found = checked(b"extends: base.yaml\n" + REST, base="# a comment\nlogs:\n  retentionDays: 14\n")
    document = json.loads(compile_spec(found).files["eksgen.map.json"])
    place = next(
        entry["spec"] for entry in document["entries"] if entry["spec"]["path"] == ["logs", "retentionDays"]
    )
    assert (place["file"], place["line"], place["column"]) == ("base.yaml", 3, 18)


def test_a_chain_of_files_is_limited() -> None:
    endless = Library(lambda name: f"extends: a{name}".encode(), lambda _: True)
    found = check_text(HEAD + b"extends: a.yaml\n" + REST, "cluster.yaml", library=endless)
    assert [finding.code for finding in found.findings] == ["too-many-bases"]
    assert len(found.texts) == MAX_FILES


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    (tmp_path / "repository" / ".git").mkdir(parents=True)
    (tmp_path / "repository" / "clusters").mkdir()
    (tmp_path / "outside.yaml").write_text("network: {zones: 2}\n")
    return tmp_path / "repository"


def test_files_of_the_repository_can_be_extended_from_disk(repository: Path) -> None:
    (repository / "base.yaml").write_text("network: {zones: 2}\n")
    spec = repository / "clusters" / "prod.yaml"
    spec.write_bytes(HEAD + b"extends: ../base.yaml\n" + REST)
    found = check_file(str(spec))
    assert found.spec is not None, found.findings
    assert found.spec.network.zones == 2


@pytest.mark.parametrize("name", ["../../outside.yaml", "link.yaml", "/etc/hostname"])
def test_files_outside_the_repository_are_refused_also_through_links(repository: Path, name: str) -> None:
    spec = repository / "clusters" / "prod.yaml"
    (repository / "clusters" / "link.yaml").symlink_to("../../outside.yaml")
    spec.write_bytes(HEAD + f"extends: {name}\n".encode() + REST)
    assert [finding.code for finding in check_file(str(spec)).findings] == ["base-outside"]
