"""Roles of service accounts: their names, permissions, and who makes their associations."""

from __future__ import annotations

import json
from typing import Any

import pytest

from eksgen.compiler.lower import lower
from eksgen.compiler.pipeline import check_text
from eksgen.compiler.resolve import resolve
from eksgen.compiler.resolve.provider import needed_provider
from eksgen.compiler.values import At, Ref

BASE = """
apiVersion: eksgen/v1alpha1
kind: Cluster
metadata: {name: demo, region: us-west-2}
kubernetes: {version: "1.36"}
access: {admins: ["arn:aws:iam::111122223333:role/Admin"]}
nodeGroups: {web: {}}
"""


def plain(value: Any) -> Any:
    if isinstance(value, At):
        return plain(value.value)
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return tuple(map(plain, value)) if isinstance(value, tuple) else value


def arguments(accounts: str, rest: str = "", region: str = "us-west-2") -> dict[str, dict[str, Any]]:
    """Return the arguments of every module call, by its name."""
    base = BASE.replace("us-west-2", region)
    text = f"{base}identity: {{serviceAccounts: {{{accounts}}}}}\n{rest}"
    if rest.startswith("identity:"):
        text = f"{base}{rest}"
    if region.startswith("cn-"):
        text = text.replace("arn:aws:", "arn:aws-cn:")
    checked = check_text(text.encode(), "cluster.yaml")
    assert checked.spec is not None, checked.findings
    return {call.name: plain(dict(call.arguments)) for call in lower(resolve(checked.spec))}


def account(text: str, key: str = "shop/a", **more: str) -> dict[str, Any]:
    found: dict[str, Any] = arguments(f"{key}: {text}", **more)["identity"]["accounts"][key]
    return found


def test_without_accounts_and_provider_there_is_no_call() -> None:
    assert "identity" not in arguments("")
    assert arguments("", "identity: {oidcProvider: {}}")["identity"]["oidc_audiences"] == (
        "sts.amazonaws.com",
    )


def test_names_of_roles_cannot_collide() -> None:
    call = arguments(
        "a-b/c: {wellKnown: [ebs-csi]}, a/b-c: {wellKnown: [ebs-csi]}, a/b.c: {wellKnown: [ebs-csi]}"
    )
    names = [item["role"]["name"] for item in call["identity"]["accounts"].values()]
    assert len(set(names)) == 3
    assert all(len(name) <= 64 for name in names)


@pytest.mark.parametrize(
    ("region", "policy"),
    [("us-west-2", "AmazonEBSCSIDriverPolicyV2"), ("cn-north-1", "service-role/AmazonEBSCSIDriverPolicy")],
)
def test_policies_of_aws_are_those_of_the_partition(region: str, policy: str) -> None:
    partition = "aws-cn" if region == "cn-north-1" else "aws"
    role = account("{wellKnown: [ebs-csi]}", region=region)["role"]
    assert role["policy_arns"] == (f"arn:{partition}:iam::aws:policy/{policy}",)


def test_irsa_makes_the_provider_and_no_association() -> None:
    call = arguments("shop/a: {mode: irsa, wellKnown: [ebs-csi]}, shop/b: {wellKnown: [ebs-csi]}")["identity"]
    assert call["oidc_audiences"] == ("sts.amazonaws.com",)
    made = {key: (item["irsa"], item["association"]) for key, item in call["accounts"].items()}
    assert made == {"shop/a": (True, False), "shop/b": (False, True)}


def test_a_target_role_may_be_assumed_and_needs_provider_6() -> None:
    text = "targetRole: arn:aws:iam::444455556666:role/T"
    for tags in ("", ", sessionTags: none"):
        policy = json.loads(account(f"{{{text}{tags}}}")["policies"]["target-role"])
        assert policy["Statement"][0]["Action"] == ["sts:AssumeRole", "sts:TagSession"]
    for option in (text, "wellKnown: [ebs-csi], sessionTags: none"):
        spec = check_text(
            f"{BASE}identity: {{serviceAccounts: {{shop/a: {{{option}}}}}}}".encode(), "a.yaml"
        ).spec
        assert spec is not None
        assert needed_provider(spec) == ">= 6.62, < 7"
        assert next(call for call in lower(resolve(spec)) if call.name == "identity").variant == ("sessions",)


def test_the_account_of_an_addon_replaces_its_role() -> None:
    calls = arguments("kube-system/ebs-csi-controller-sa: {}")
    addon = calls["addons_after_nodes"]["addons"]["ebs-csi"]
    key = "kube-system/ebs-csi-controller-sa"
    assert addon["service_accounts"] == {}
    assert addon["other_roles"] == {"ebs-csi-controller-sa": Ref("identity", "role_arns", (key,))}
    assert addon["service_role_arn"] is None
    own = calls["identity"]["accounts"][key]
    assert not own["association"]
    assert own["role"]["policy_arns"] == ("arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy",)


def test_the_account_of_an_addon_may_use_irsa_or_a_role_that_exists() -> None:
    text = "{mode: irsa, role: 'arn:aws:iam::111122223333:role/Own'}"
    addon = arguments(f"kube-system/ebs-csi-controller-sa: {text}")["addons_after_nodes"]["addons"]["ebs-csi"]
    assert addon["service_role_arn"] == "arn:aws:iam::111122223333:role/Own"
    assert "other_roles" not in addon


def test_the_other_accounts_of_an_addon_keep_their_roles() -> None:
    calls = arguments("kube-system/efs-csi-controller-sa: {}", "addons: {efs-csi: {}}")
    addon = calls["addons_after_nodes"]["addons"]["efs-csi"]
    assert list(addon["service_accounts"]) == ["efs-csi-node-sa"]
    assert list(addon["other_roles"]) == ["efs-csi-controller-sa"]


@pytest.mark.parametrize(("family", "inline"), [("ipv4", []), ("ipv6", ["cni-ipv6"])])
def test_the_account_of_the_vpc_cni_takes_its_permissions_off_the_nodes(
    family: str, inline: list[str]
) -> None:
    rest = f'kubernetes: {{version: "1.36", ipFamily: {family}}}'
    text = BASE.replace('kubernetes: {version: "1.36"}\n', "")
    spec = check_text(
        f"{text}{rest}\nidentity: {{serviceAccounts: {{kube-system/aws-node: {{}}}}}}".encode(), "a"
    ).spec
    assert spec is not None
    calls = {call.name: plain(dict(call.arguments)) for call in lower(resolve(spec))}
    assert calls["nodes_web"]["cni_policy"] is False
    own = calls["identity"]["accounts"]["kube-system/aws-node"]
    assert list(own["policies"]) == inline
    assert bool(own["role"]["policy_arns"]) is not bool(inline)
    assert "other_roles" in calls["addons_before_nodes"]["addons"]["vpc-cni"]


def test_the_account_of_an_addon_is_in_the_namespace_of_the_addon() -> None:
    rest = "addons: {external-dns: {namespace: dns}}\nterraform: {awsProvider: '>= 6.42, < 7'}"
    program = "{policies: [AmazonRoute53ReadOnlyAccess]}"
    calls = arguments(f"dns/external-dns: {program}", rest)
    addon = calls["addons_after_nodes"]["addons"]["external-dns"]
    assert addon["service_accounts"] == {}
    assert addon["other_roles"] == {"external-dns": Ref("identity", "role_arns", ("dns/external-dns",))}
    own = calls["identity"]["accounts"]["dns/external-dns"]
    assert (own["namespace"], own["association"]) == ("dns", False)

    calls = arguments(f"external-dns/external-dns: {program}", rest)
    addon = calls["addons_after_nodes"]["addons"]["external-dns"]
    assert list(addon["service_accounts"]) == ["external-dns"]
    assert "other_roles" not in addon
    assert calls["identity"]["accounts"]["external-dns/external-dns"]["association"]


def test_the_permissions_of_the_vpc_cni_follow_it_into_another_namespace() -> None:
    rest = "addons: {vpc-cni: {namespace: cni}}\nterraform: {awsProvider: '>= 6.42, < 7'}"
    moved = arguments("cni/aws-node: {}", rest)
    assert moved["nodes_web"]["cni_policy"] is False
    assert list(moved["addons_before_nodes"]["addons"]["vpc-cni"]["other_roles"]) == ["aws-node"]
    other = arguments("kube-system/aws-node: {policies: [AmazonS3ReadOnlyAccess]}", rest)
    assert other["nodes_web"]["cni_policy"] is True


def test_another_account_changes_nothing_else() -> None:
    one = "shop/a: {wellKnown: [external-dns]}"
    first, second = arguments(one), arguments(f"{one}, shop/b: {{mode: irsa, wellKnown: [cert-manager]}}")
    assert first["identity"]["accounts"]["shop/a"] == second["identity"]["accounts"]["shop/a"]
    assert {name: call for name, call in first.items() if name != "identity"} == {
        name: call for name, call in second.items() if name != "identity"
    }
