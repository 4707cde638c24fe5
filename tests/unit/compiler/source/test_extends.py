"""Specs made of several files: what wins, what is removed, and where each value is shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eksgen.compiler.pipeline import Checked, check_file, check_text, compile_spec
from eksgen.compiler.source.alternatives import OF_A_NEW_ROLE, ROLE_PLACES
from eksgen.compiler.source.extends import MAX_FILES, Library
from eksgen.compiler.source.merge import merge_trees
from eksgen.compiler.source.parse import parse_yaml
from eksgen.compiler.source.tree import Node, to_plain
from eksgen.schemas.cluster import ClusterSpec
from eksgen.schemas.iam import Iam
from eksgen.schemas.reflection.walk import fields, model_at

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


def tree(text: str) -> Node:
    root = parse_yaml(text.encode(), "c.yaml")[0]
    assert root is not None
    return root


@pytest.mark.parametrize(
    ("path", "base", "over", "merged"),
    [
        ("network.subnets.private", "{us-west-2a: 10.0.0.0/24}", "{prefix: 20}", {"prefix": 20}),
        ("network.subnets.public", "{prefix: 20}", "{us-west-2a: x}", {"us-west-2a": "x"}),
        ("network.subnets.intra", "{a: x}", "{b: y}", {"a": "x", "b": "y"}),
        ("network.subnets.private", "{a: x}", "{a: null}", {}),
        ("network.subnets.private", "{prefix: 20}", "none", "none"),
        ("network.subnets.tags", "{private: {a: b}}", "{public: {c: d}}", {"private": {"a": "b"}, "public": {"c": "d"}}),
        ("terraform.backend", "{s3: {bucket: a}}", "{local: {path: b}}", {"local": {"path": "b"}}),
        ("terraform.backend", "{s3: {bucket: a}}", "{s3: {region: b}}", {"s3": {"bucket": "a", "region": "b"}}),
        ("terraform.backend", "{s3: {bucket: a}}", "{}", {"s3": {"bucket": "a"}}),
        ("terraform.backend", "{s3: {bucket: a}}", "{cloud: {project: b}}", {"cloud": {"project": "b"}}),
        (
            "terraform.backend",
            "{cloud: {organization: a}}",
            "{cloud: {project: b}}",
            {"cloud": {"organization": "a", "project": "b"}},
        ),
        ("addons.ebs-csi", "{roleName: a, version: v}", "{role: b}", {"version": "v", "role": "b"}),
        ("addons.ebs-csi", "{role: a}", "{version: v}", {"role": "a", "version": "v"}),
    ],
)  # fmt: skip
def test_of_fields_that_exclude_each_other_the_written_one_stays(
    path: str, base: str, over: str, merged: object
) -> None:
    def at(text: str) -> Node:
        for step in reversed(path.split(".")):
            text = f"{{{step}: {text}}}"
        return tree(text)

    value = to_plain(merge_trees(at(base), at(over)))
    for step in path.split("."):
        value = value[step]
    assert value == merged


@pytest.mark.parametrize("place", ROLE_PLACES, ids=".".join)
@pytest.mark.parametrize("key", OF_A_NEW_ROLE)
def test_a_role_that_exists_replaces_the_description_of_one(place: tuple[str, ...], key: str) -> None:
    path = tuple(step.replace("*", "web") for step in place)
    model = model_at(ClusterSpec, path)
    assert model is not None
    assert issubclass(model, Iam)
    assert key in fields(model)
    described, exists = tree(f"{{{key}: a, tags: b}}"), tree("{role: c}")
    assert to_plain(merge_trees(described, exists, path)) == {"tags": "b", "role": "c"}
    assert to_plain(merge_trees(exists, tree(f"{{{key}: a}}"), path)) == {key: "a"}


def test_a_node_group_replaces_the_role_of_the_defaults() -> None:
    arn = "arn:aws:iam::111122223333:role/nodes"
    rest = REST.replace(b"  web: {}", f"  web: {{iam: {{role: {arn}}}}}".encode())
    found = checked(b"nodeDefaults: {iam: {roleName: nodes}}\n" + rest)
    assert found.spec is not None, found.findings
    assert found.spec.node_groups["web"].iam.role == arn
    assert found.spec.node_groups["web"].iam.role_name is None
