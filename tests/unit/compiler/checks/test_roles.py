"""Rules for the IAM roles that eksgen makes."""

from __future__ import annotations

from typing import Any

import pytest

from eksgen.compiler.checks import roles
from eksgen.compiler.pipeline import check_text, compile_spec
from eksgen.compiler.resolve.roles import made_roles
from eksgen.compiler.values import At

from .conftest import BASE, Places

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
