"""Rules for the IAM roles that eksgen makes."""

from __future__ import annotations

import re
from typing import Any

import pytest

from eksgen.compiler.checks.access import roles
from eksgen.compiler.emit.modules import FOLDER
from eksgen.compiler.pipeline import check_text, compile_spec
from eksgen.compiler.resolve.policies import needed_policies
from eksgen.compiler.resolve.roles import made_roles
from eksgen.compiler.values import At

from ..conftest import BASE, Places, spec_of

PLACES = {
    "cluster": ("controlPlane.role", "controlPlane: {role: {FIELD}}"),
    "flow-logs": ("network.flowLogs.role", "network: {flowLogs: {role: {FIELD}}}"),
    "node-web": ("nodeGroups.web.iam", "nodeGroups: {web: {iam: {FIELD}}}"),
    "addon-ebs-csi-controller-sa": ("addons.ebs-csi", "addons: {ebs-csi: {FIELD}}"),
}
"""The end of each derived name, and where the role is described."""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "nodeGroups: {web: {iam: {roleName: a}}, db: {iam: {roleName: A}}}",
            ["duplicate-role nodeGroups.db.iam.roleName nodeGroups.web.iam.roleName"],
        ),
        (
            "{controlPlane: {role: {roleName: a}}, addons: {ebs-csi: {roleName: a}}}",
            ["duplicate-role addons.ebs-csi.roleName controlPlane.role.roleName"],
        ),
        ("addons: {efs-csi: {roleName: a}}", ["duplicate-role addons.efs-csi.roleName"]),
        ("nodeGroups: {web: {iam: {roleName: demo-us-west-2-node-web}}}", []),
    ],
)
def test_written_names_are_used_once(places: Places, text: str, expected: list[str]) -> None:
    assert places(roles, text) == expected


@pytest.mark.parametrize("taken", PLACES)
@pytest.mark.parametrize("role", PLACES)
def test_a_written_name_is_not_a_derived_one_of_another_role(places: Places, role: str, taken: str) -> None:
    path, text = PLACES[role]
    name = f"roleName: DEMO-us-west-2-{taken}"
    clash = [] if role == taken else [f"duplicate-role {path}.roleName {PLACES[taken][0]}"]
    assert places(roles, text.replace("FIELD", name)) == clash


@pytest.mark.parametrize("role", PLACES)
def test_a_role_that_exists_takes_no_name(places: Places, role: str) -> None:
    used = PLACES[role][1].replace("FIELD", 'role: "arn:aws:iam::111122223333:role/a"')
    other = "nodeGroups: {web: {iam: {roleName: demo-us-west-2-cluster}}}"
    if role == "node-web":
        return
    expected = [] if role == "cluster" else ["duplicate-role nodeGroups.web.iam.roleName controlPlane.role"]
    assert places(roles, f"{{{used}, {other}}}") == expected


NEEDED = {"cluster": 1, "flow-logs": 0, "node-web": 4, "addon-ebs-csi-controller-sa": 1}


@pytest.mark.parametrize("role", PLACES)
def test_policies_are_counted_with_those_that_the_part_needs(places: Places, role: str) -> None:
    def with_policies(count: int) -> list[str]:
        arns = [f"arn:aws:iam::111122223333:policy/p{number}" for number in range(count - NEEDED[role])]
        return places(roles, PLACES[role][1].replace("FIELD", f"policies: {arns}"))

    place = f"{PLACES[role][0]}.policies"
    assert with_policies(10) == []
    assert with_policies(11) == [f"many-policies {place}"]
    assert with_policies(20) == [f"many-policies {place}"]
    if NEEDED[role]:
        assert with_policies(21) == [f"too-many-policies {place}"]


def test_a_needed_policy_that_is_written_counts_once(places: Places) -> None:
    arns = [f"arn:aws:iam::111122223333:policy/p{number}" for number in range(6)]
    policies = [*arns, "AmazonEKSWorkerNodePolicy", "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"]
    assert places(roles, f"nodeGroups: {{web: {{iam: {{policies: {policies}}}}}}}") == []
    assert places(roles, f"nodeGroups: {{web: {{ssm: false, iam: {{policies: {policies}}}}}}}") == []


FILES = {
    ("controlPlane", "role"): "eks/iam.tf",
    ("controlPlane", "autoMode"): "eks/auto_mode.tf",
    ("controlPlane", "remoteNetworks"): "eks/remote_networks.tf",
    ("fargateProfiles", "jobs"): "fargate/main.tf",
    ("nodeGroups", "web"): "nodes/iam.tf",
    ("karpenter", "nodeRole"): "karpenter/iam.tf",
}


def test_needed_policies_are_those_of_the_modules() -> None:
    spec = spec_of(
        "controlPlane: {autoMode: {}, remoteNetworks: {nodes: [10.80.0.0/16]}}\n"
        "fargateProfiles: {jobs: {selectors: [{namespace: jobs}]}}\nkarpenter: {}"
    )
    roles_by_place = {role.path[:2]: role for role in made_roles(spec)}
    assert FILES.keys() <= roles_by_place.keys()
    for place, file in FILES.items():
        attached = set(re.findall(r"\bAmazonE[A-Za-z0-9_]+|AmazonSSM\w+", (FOLDER / file).read_text()))
        assert set(needed_policies(spec, roles_by_place[place])) == attached - ACCESS_POLICIES, place


ACCESS_POLICIES = {"AmazonEKSAutoNodePolicy"}


@pytest.mark.parametrize("role", PLACES)
def test_statements_fit_into_an_inline_policy(places: Places, role: str) -> None:
    def with_path(length: int, fill: str = "a") -> list[str]:
        statement = f"statements: [{{actions: ['*'], resources: ['arn:{fill * length}']}}]"
        return places(roles, PLACES[role][1].replace("FIELD", statement))

    around = len(
        '{"Statement":[{"Action":["*"],"Effect":"Allow","Resource":["arn:"]}],"Version":"2012-10-17"}'
    )
    assert with_path(10240 - around) == []
    assert with_path(10241 - around) == [f"policy-too-long {PLACES[role][0]}.statements"]
    assert with_path(6000, "a ") == []


def names(value: Any) -> set[str]:
    """Return the names of all roles in the arguments of a module call."""
    plain = value.value if isinstance(value, At) else value
    if isinstance(plain, dict):
        own = {plain["name"].value} if "permissions_boundary" in plain else set()
        return own.union(*map(names, plain.values()))
    return set()


def test_the_names_are_those_of_the_module_calls() -> None:
    text = (
        BASE
        + "addons: {efs-csi: {}, external-dns: {roleName: dns}}\ncontrolPlane: {role: {roleName: plane}}\n"
    )
    checked = check_text(text.encode(), "cluster.yaml")
    assert checked.spec
    emitted = set().union(*(names(call.arguments) for call in compile_spec(checked).calls))
    assert {role.name for role in made_roles(checked.spec)} == emitted
    assert len(emitted) == 7
