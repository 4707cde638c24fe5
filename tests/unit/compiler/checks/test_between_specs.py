"""Specs of one run must not share a state or a cluster, and are warned of overlapping networks."""

from __future__ import annotations

import random
from ipaddress import IPv4Network
from pathlib import Path

import pytest

from eksgen.compiler.checks.between_specs import NamedSpec, check_between
from eksgen.compiler.diagnostics import Diagnostic
from eksgen.compiler.pipeline import check_files, check_text, compile_spec
from tests.cpu_time import run_within, timed

SPEC = """\
apiVersion: eksgen/v1alpha1
kind: Cluster
metadata: {{name: {name}, region: {region}}}
kubernetes: {{version: "1.35"}}
network: {{cidr: {cidr}}}
access: {{admins: ["arn:aws:iam::{account}:role/Admin"]}}
nodeGroups: {{web: {{}}}}
{more}
"""
A = {"name": "a", "region": "us-west-2", "cidr": "10.1.0.0/16", "account": "111122223333", "more": ""}
B = {**A, "name": "b", "cidr": "10.2.0.0/16"}
KEY = "terraform: {backend: {s3: {bucket: state, key: clusters.tfstate}}}"
WORKSPACE = "terraform: {backend: {cloud: {organization: acme, workspace: all}}}"
OWN = ("'eks-{name}'", "'{accountId}_{name}'")
NO_KEY = "terraform: {backend: {s3: {bucket: state}}}"


def findings(folder: Path, *specs: dict[str, str]) -> list[tuple[str, str]]:
    """Return file and code of every finding that is not about one spec alone."""
    files = []
    for number, spec in enumerate(specs):
        files.append(str(folder / f"{number}.yaml"))
        Path(files[-1]).write_text(SPEC.format(**spec), "utf-8")
    found: list[Diagnostic] = [f for checked in check_files(files) for f in checked.findings]
    between = (
        "shared-state",
        "shared-cluster-name",
        "shared-role-name",
        "shared-object-name",
        "overlapping-networks",
    )
    return [(Path(f.primary.span.file).stem, f.code) for f in found if f.code in between]


@pytest.mark.parametrize(
    ("earlier", "later", "code"),
    [
        ({**A, "more": KEY}, {**B, "more": KEY}, "shared-state"),
        (
            {**A, "more": "terraform: {backend: {local: {path: ../../state/a.tfstate}}}"},
            {**B, "more": "terraform: {backend: {local: {path: ../../state/../state/a.tfstate}}}"},
            "shared-state",
        ),
        (
            {**A, "more": "terraform: {backend: {local: {path: ../../all.tfstate}}}"},
            {**B, "more": "terraform: {backend: {local: {path: ../../all.tfstate}}}"},
            "shared-state",
        ),
        ({**A, "more": WORKSPACE}, {**B, "more": WORKSPACE}, "shared-state"),
        (
            {**A, "more": WORKSPACE},
            {**B, "more": WORKSPACE.replace("}}", ", project: other, hostname: app.terraform.io}}")},
            "shared-state",
        ),
        (A, {**B, "name": "a"}, "shared-cluster-name"),
        (A, {**B, "cidr": "10.1.128.0/17"}, "overlapping-networks"),
    ],
)
def test_specs_that_exclude_each_other_are_both_wrong_and_a_warning_is_at_the_later(
    tmp_path: Path, earlier: dict[str, str], later: dict[str, str], code: str
) -> None:
    files = ("1",) if code == "overlapping-networks" else ("0", "1")
    assert findings(tmp_path, earlier, later) == [(file, code) for file in files]
    assert findings(tmp_path, later, earlier) == [(file, code) for file in files]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (A, B),
        ({**A, "more": NO_KEY}, {**B, "more": NO_KEY}),
        (A, {**B, "name": "a", "region": "eu-west-1"}),
        (A, {**B, "name": "a", "account": "444455556666"}),
        ({**A, "more": KEY}, {**B, "more": KEY.replace("bucket: state", "bucket: other")}),
        ({**A, "more": WORKSPACE}, {**B, "more": WORKSPACE.replace("acme", "other")}),
        ({**A, "more": WORKSPACE}, {**B, "more": WORKSPACE.replace("}}", ", hostname: tfe.example.com}}")}),
        *[
            ({**A, "more": WORKSPACE.replace("all", w)}, {**B, "more": WORKSPACE.replace("all", w)})
            for w in OWN
        ],
        (
            {**A, "more": KEY.replace("clusters", '"{name}"')},
            {**B, "more": KEY.replace("clusters", '"{name}"')},
        ),
    ],
)
def test_clusters_of_their_own_do_not_conflict(
    tmp_path: Path, one: dict[str, str], other: dict[str, str]
) -> None:
    if "{name}" in one["more"]:
        one, other = (
            {**s, "more": s["more"].replace('"{name}".tfstate', '"{name}.tfstate"')} for s in (one, other)
        )
    assert findings(tmp_path, one, other) == []


ROLE = "controlPlane: {{role: {{roleName: {}}}}}"


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        ({**A, "more": ROLE.format("plane")}, {**B, "more": ROLE.format("PLANE")}, 1),
        (A, {**B, "more": ROLE.format("A-us-west-2-node-web")}, 1),
        (A, {**B, "name": "A", "region": "us-west-2"}, 4),
        (A, {**B, "name": "A", "region": "us-east-1"}, 0),
        (A, {**B, "name": "A", "account": "444455556666"}, 0),
        ({**A, "more": ROLE.format("plane")}, {**B, "more": ROLE.format("planes")}, 0),
    ],
)
def test_roles_of_one_account_have_different_names(
    tmp_path: Path, one: dict[str, str], other: dict[str, str], count: int
) -> None:
    expected = [(file, "shared-role-name") for file in "01" for _ in range(count)]
    assert findings(tmp_path, one, other) == expected


REGISTRY = "registries: {{shop/web: {{}}}}"
LOG_GROUP = "logs: {{groups: {{own: {{name: {}}}}}}}"


@pytest.mark.parametrize(
    ("one", "other", "conflict"),
    [
        ({**A, "more": REGISTRY.format()}, {**B, "more": REGISTRY.format()}, True),
        ({**A, "more": LOG_GROUP.format("/a")}, {**B, "more": LOG_GROUP.format("/a")}, True),
        ({**A, "more": LOG_GROUP.format("/a")}, {**B, "more": LOG_GROUP.format("/b")}, False),
        ({**A, "more": REGISTRY.format()}, {**B, "region": "eu-west-1", "more": REGISTRY.format()}, False),
        (
            {**A, "more": REGISTRY.format()},
            {**B, "account": "444455556666", "more": REGISTRY.format()},
            False,
        ),
        ({**A, "more": REGISTRY.format()}, B, False),
    ],
)
def test_registries_and_log_groups_of_one_region_have_different_names(
    tmp_path: Path, one: dict[str, str], other: dict[str, str], conflict: bool
) -> None:
    expected = [(file, "shared-object-name") for file in "01"] if conflict else []
    assert findings(tmp_path, one, other) == expected


def test_each_spec_is_compared_with_the_first_that_conflicts(tmp_path: Path) -> None:
    same = [{**A, "name": f"c{number}"} for number in range(4)]
    assert findings(tmp_path, *same) == [(str(number), "overlapping-networks") for number in (1, 2, 3)]


def test_conflicts_are_those_of_comparing_each_with_all_others() -> None:
    chooser = random.Random(12)
    for _ in range(100):
        specs = [random_spec(chooser, number) for number in range(8)]
        expected = {}
        for index, later in enumerate(specs):
            codes = []
            before = specs[:index]
            others = [*before, *specs[index + 1 :]]
            if any(other.state == later.state for other in others):
                codes.append("shared-state")
            if any(other.cluster == later.cluster for other in others):
                codes.append("shared-cluster-name")
            rivals = [o for o in before if o.cluster != later.cluster and overlap(o, later)]
            codes += [f"overlapping-networks {rivals[0].file}"] if rivals else []
            if codes:
                expected[later.file] = codes
        assert {file: list(map(named, found)) for file, found in check_between(specs).items()} == expected


def random_spec(chooser: random.Random, number: int) -> NamedSpec:
    cidr = chooser.choice(["10.0.0.0/16", "10.0.128.0/17", "10.0.0.0/18", "10.1.0.0/16", "10.1.64.0/20"])
    backend = chooser.choice([KEY, KEY.replace("bucket: state", "bucket: other")])
    text = SPEC.format(
        **{
            **A,
            "name": chooser.choice("abcd"),
            "cidr": cidr,
            "more": backend,
        }
    )
    checked = check_text(text.encode(), f"{number}.yaml")
    assert checked.spec
    assert checked.tree
    return NamedSpec(checked.file, checked.spec, checked.tree)


def overlap(one: NamedSpec, other: NamedSpec) -> bool:
    assert isinstance(one.network, IPv4Network)
    return isinstance(other.network, IPv4Network) and one.network.overlaps(other.network)


def named(finding: Diagnostic) -> str:
    code = finding.code
    return f"{code} {finding.message.split()[-1]}" if code == "overlapping-networks" else code


def test_thousands_of_specs_are_compared_in_linear_time() -> None:
    checked = check_text(SPEC.format(**A).encode(), "a.yaml")
    assert checked.spec
    assert checked.tree
    specs = [NamedSpec(f"{number}.yaml", checked.spec, checked.tree) for number in range(4000)]
    for number, spec in enumerate(specs):
        spec.__dict__["cluster"] = ("", "", str(number))
    assert len(run_within(3, lambda: timed(lambda: check_between(specs)))) == 4000


def test_an_overlap_can_be_allowed_and_the_comment_is_no_warning_for_the_spec_alone(tmp_path: Path) -> None:
    comment = "  # eksgen: allow(overlapping-networks) because they are never connected"
    allowed = SPEC.format(**{**B, "cidr": "10.1.0.0/16"}).replace("10.1.0.0/16}", "10.1.0.0/16}" + comment)
    (tmp_path / "a.yaml").write_text(SPEC.format(**A), "utf-8")
    (tmp_path / "b.yaml").write_text(allowed, "utf-8")
    both, alone = [str(tmp_path / "a.yaml"), str(tmp_path / "b.yaml")], [str(tmp_path / "b.yaml")]
    for files in (both, alone):
        codes = {f.code for checked in check_files(files) for f in checked.findings}
        assert not codes & {"overlapping-networks", "unused-allow"}


def test_the_default_key_contains_account_region_and_name(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(SPEC.format(**{**A, "more": NO_KEY}), "utf-8")
    (checked,) = check_files([str(file)])
    assert (
        b'key          = "eks/111122223333/us-west-2/a.tfstate"' in compile_spec(checked).files["backend.tf"]
    )
