"""Every IAM role gets the defaults, its own fields win, and a role that exists is only named."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import yaml

from eksgen.compiler.pipeline import check_text, compile_spec
from eksgen.compiler.values import At

SPEC = """
apiVersion: eksgen/v1alpha1
kind: Cluster
metadata: {name: demo, region: us-west-2}
kubernetes: {version: "1.35"}
access: {admins: ["arn:aws:iam::111122223333:role/Admin"]}
addons: {efs-csi: {}}
nodeGroups: {web: {}, batch: {}}
"""
Path = tuple[str, ...]
ROLES: dict[str, Path] = {
    "eks.role": ("controlPlane", "role"),
    "vpc.flow_logs.cloudwatch.role": ("network", "flowLogs", "role"),
    "addons_after_nodes.addons.ebs-csi.service_accounts.ebs-csi-controller-sa": ("addons", "ebs-csi"),
    "addons_after_nodes.addons.efs-csi.service_accounts.efs-csi-controller-sa": ("addons", "efs-csi"),
    "addons_after_nodes.addons.efs-csi.service_accounts.efs-csi-node-sa": ("addons", "efs-csi"),
    "nodes_batch.role": ("nodeGroups", "batch", "iam"),
    "nodes_web.role": ("nodeGroups", "web", "iam"),
}
"""Every role of the spec by its argument, and the field that describes it."""
FIELDS = {"arn", "name", "path", "permissions_boundary", "policy_arns", "policy", "tags"}
BOUNDARY, OTHER = (f"arn:aws:iam::111122223333:policy/{name}" for name in ("boundary", "other"))


def plain(value: Any) -> Any:
    """Return arguments without their spec paths."""
    if isinstance(value, At):
        return plain(value.value)
    return {key: plain(item) for key, item in value.items()} if isinstance(value, Mapping) else value


def found(value: Any, path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(value, dict):
        if value.keys() == FIELDS:
            yield ".".join(path), value
        for key, item in value.items():
            yield from found(item, (*path, key))


def roles(**parts: Any) -> dict[str, dict[str, Any]]:
    """Return every role in the calls of the spec with these parts."""
    text = yaml.safe_dump(yaml.safe_load(SPEC) | parts).encode()
    checked = check_text(text, "cluster.yaml")
    assert not checked.failed, [finding.message for finding in checked.findings]
    calls = compile_spec(checked).calls
    return dict(role for call in calls for role in found(plain(call.arguments), (call.name,)))


def described(argument: str, **fields: Any) -> dict[str, Any]:
    """Return a role whose part of the spec has these fields."""
    spec: dict[str, Any] = yaml.safe_load(SPEC)
    part: Any = spec
    for step in ROLES[argument]:
        part = part.setdefault(step, {})
    part.update(fields)
    return roles(**spec)[argument]


def test_these_are_all_roles() -> None:
    assert set(roles()) == set(ROLES)
    assert len({role["name"] for role in roles().values()}) == len(ROLES)


def test_every_role_has_the_defaults() -> None:
    defaults = {"path": "/eks/", "permissionsBoundary": BOUNDARY, "tags": {"owner": "platform"}}
    for role in roles(iamDefaults=defaults).values():
        assert (role["path"], role["permissions_boundary"]) == ("/eks/", BOUNDARY)
        assert role["tags"] == {"owner": "platform"}


def test_without_defaults_a_role_is_plain() -> None:
    for role in roles().values():
        values = (role["arn"], role["path"], role["permissions_boundary"], role["policy"], role["tags"])
        assert values == (None, "/", None, None, {})


@pytest.mark.parametrize("argument", ROLES)
def test_a_role_that_exists_is_named(argument: str) -> None:
    arn = "arn:aws:iam::111122223333:role/eks/mine"
    assert described(argument, role=arn)["arn"] == arn


@pytest.mark.parametrize("argument", ROLES)
def test_the_fields_of_a_role_reach_it(argument: str) -> None:
    needed = roles()[argument]["policy_arns"]
    role = described(
        argument,
        path="/own/",
        permissionsBoundary=OTHER,
        policies=["AmazonS3ReadOnlyAccess", OTHER],
        tags={"part": "role"},
        **({} if "efs" in argument else {"roleName": "mine"}),
    )
    more = {"arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess", OTHER}
    assert (role["path"], role["permissions_boundary"], role["tags"]) == ("/own/", OTHER, {"part": "role"})
    assert set(role["policy_arns"]) == {*needed, *more}
    assert role["name"] == "mine" or "efs" in argument


def test_own_fields_win_over_the_defaults() -> None:
    defaults = {"path": "/eks/", "permissionsBoundary": BOUNDARY, "tags": {"a": "1", "b": "1"}}
    own = {"path": "/own/", "permissionsBoundary": OTHER, "tags": {"b": "2"}}
    role = roles(iamDefaults=defaults, controlPlane={"role": own})["eks.role"]
    assert (role["path"], role["permissions_boundary"]) == ("/own/", OTHER)
    assert role["tags"] == {"a": "1", "b": "2"}


def test_statements_are_one_document_in_any_order() -> None:
    read = {"actions": ["s3:GetObject", "s3:ListBucket"], "resources": ["arn:aws:s3:::a", "arn:aws:s3:::a/*"]}
    deny = {
        "effect": "Deny",
        "actions": ["s3:Put*"],
        "resources": ["*"],
        "conditions": {"Bool": {"a": "true"}},
    }
    turned = {"actions": read["actions"][::-1], "resources": read["resources"][::-1]}
    one, other = (described("nodes_web.role", statements=each) for each in ([read, deny], [deny, turned]))
    assert one == other
    assert json.loads(one["policy"]) == {
        "Version": "2012-10-17",
        "Statement": [
            {"Action": ["s3:GetObject", "s3:ListBucket"], "Effect": "Allow", "Resource": ["arn:aws:s3:::a", "arn:aws:s3:::a/*"]},
            {"Action": ["s3:Put*"], "Condition": {"Bool": {"a": "true"}}, "Effect": "Deny", "Resource": ["*"]},
        ],
    }  # fmt: skip


@pytest.mark.parametrize("field", ["role", "roleName", "path"])
def test_another_role_is_another_node_group(field: str) -> None:
    """EKS cannot change the role of a node group, so the replacement needs a name of its own."""
    values = {"role": "arn:aws:iam::111122223333:role/a", "roleName": "a", "path": "/a/"}

    def name(**fields: str) -> str:
        text = yaml.safe_dump(yaml.safe_load(SPEC) | {"nodeGroups": {"web": {"iam": fields}}}).encode()
        calls = {call.name: call for call in compile_spec(check_text(text, "cluster.yaml")).calls}
        return str(plain(calls["nodes_web"].arguments)["node_group_name"])

    assert name(**{field: values[field]}) != name()
    assert name(permissionsBoundary=BOUNDARY) == name()
