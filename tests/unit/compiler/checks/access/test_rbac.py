"""Rules for RBAC: roles exist, rules have limits, and groups have members."""

from __future__ import annotations

from typing import Any

import pytest

from eksgen.compiler.checks.access import rbac
from tests.unit.compiler.checks.conftest import Find, Places

RULE = {"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]}
ALL = {"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}
OIDC = {"name": "corp", "issuer": "https://a.example", "clientId": "k8s", "groupsClaim": "groups"}


def spec(roles: dict[str, Any] | None = None, bindings: dict[str, Any] | None = None, **more: Any) -> str:
    access = {
        "admins": ["arn:aws:iam::111122223333:role/Admin"],
        "entries": {"dev": {"principal": "arn:aws:iam::111122223333:role/Dev", "groups": ["dev"]}},
        "rbac": {"roles": roles or {}, "bindings": bindings or {}},
        **more,
    }
    return str({"access": access})


def binding(role: str = "reader", **subjects: list[str]) -> dict[str, Any]:
    return {"a": {"role": role, **(subjects or {"serviceAccounts": ["shop/ci"]})}}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (spec({"reader": {"rules": [RULE]}}, binding()), []),
        (spec({}, binding("cluster-admin")), []),
        (
            spec({"reader": {"rules": [RULE]}}, binding("raeder")),
            ["unknown-role access.rbac.bindings.a.role"],
        ),
        (spec({}, {"a": {"role": "view"}}), ["empty-binding access.rbac.bindings.a"]),
        (spec({"view": {"rules": [RULE]}}), ["built-in-role access.rbac.roles.view"]),
        (spec({"view": {"namespaces": ["shop"], "rules": [RULE]}}), []),
        (spec({"all": {"rules": [RULE, ALL]}}), ["wide-rule access.rbac.roles.all.rules[1]"]),
        (spec({"all": {"rules": [{**ALL, "apiGroups": ["apps"]}]}}), []),
    ],
)
def test_roles_and_bindings(places: Places, text: str, expected: list[str]) -> None:
    assert places(rbac, text) == expected


@pytest.mark.parametrize(
    ("groups", "more", "without"),
    [
        (["dev"], {}, []),
        (["ops", "dev"], {}, [0]),
        (["ops"], {"oidc": {**OIDC, "groupsPrefix": "o"}}, []),
        (["corp:ops", "ops"], {"oidc": {**OIDC, "groupsPrefix": "corp:"}}, [1]),
        (["ops"], {"oidc": {key: OIDC[key] for key in ("name", "issuer", "clientId")}}, [0]),
    ],
)
def test_groups_have_members(
    places: Places, groups: list[str], more: dict[str, Any], without: list[int]
) -> None:
    assert places(rbac, spec({}, binding("view", groups=groups), **more)) == [
        f"group-without-members access.rbac.bindings.a.groups[{index}]" for index in without
    ]


def test_a_similar_name_is_suggested(find: Find) -> None:
    (finding,) = find(rbac, spec({}, binding("view", groups=["devs"])))
    assert finding.help_text() == "write `dev`"


@pytest.mark.parametrize(
    ("roles", "namespaces", "bindings", "users", "place"),
    [
        (10, 100, 10, 10, None),
        (20, 100, 0, 0, None),
        (21, 100, 0, 0, "roles.r20"),
        (1, 100, 20, 1, "bindings.b19"),
        (1, 100, 3, 80, "bindings.b2"),
        (1, 0, 250, 80, "bindings.b249"),
    ],
)
def test_the_manifest_has_a_limit(
    places: Places, roles: int, namespaces: int, bindings: int, users: int, place: str | None
) -> None:
    role = {"namespaces": [f"n{n}" for n in range(namespaces)], "rules": [RULE]}
    bound = {
        f"b{n}": {"role": f"r{n % roles}", "users": [f"u{n}" for n in range(users)]} for n in range(bindings)
    }
    found = places(rbac, spec({f"r{n}": role for n in range(roles)}, bound))
    assert found == ([f"too-many-objects access.rbac.{place}"] if place else [])


@pytest.mark.parametrize(
    ("more", "start"),
    [
        ({"groupsPrefix": "okta:"}, "write `okta:on-call` if it is a group of the OIDC provider, or give"),
        ({"groupsClaim": None}, "set `access.oidc.groupsClaim` if `on-call` is a group there, or give"),
    ],
)
def test_a_group_that_is_missing_beside_a_provider_gets_the_name_that_it_would_have_there(
    find: Find, more: dict[str, Any], start: str
) -> None:
    oidc = {key: value for key, value in {**OIDC, **more}.items() if value is not None}
    (finding,) = find(rbac, spec({}, binding("view", groups=["on-call"]), oidc=oidc))
    assert finding.help_text().startswith(start)


def test_groups_of_a_provider_without_a_prefix_get_a_note(places: Places) -> None:
    assert places(rbac, spec(oidc=OIDC)) == ["groups-without-prefix access.oidc.groupsClaim"]
    assert places(rbac, spec(oidc={**OIDC, "groupsPrefix": "corp:"})) == []
