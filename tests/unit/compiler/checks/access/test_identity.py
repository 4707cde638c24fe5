"""Rules for `identity`: permissions, the agent, what associations and add-ons cannot have."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from eksgen.compiler.checks.access import identity, roles
from eksgen.compiler.checks.access.identity import _matches
from eksgen.compiler.checks.addons import addons
from eksgen.compiler.checks.regions import region

from ..conftest import Find, Places

ROLE = "arn:aws:iam::111122223333:role/Own"
OTHER = "arn:aws:iam::444455556666:role/Own"


def accounts(text: str, rest: str = "") -> str:
    return f"identity: {{serviceAccounts: {{{text}}}, {rest}}}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("shop/a: {policies: [AmazonS3ReadOnlyAccess]}", []),
        (f"shop/a: {{role: '{ROLE}'}}", []),
        (f"shop/a: {{targetRole: '{OTHER}'}}", []),
        ("shop/a: {}", ["missing-permissions identity.serviceAccounts.shop/a"]),
        ("kube-system/ebs-csi-controller-sa: {}", []),
        ("kube-system/aws-node: {}", ["cni-permissions-move identity.serviceAccounts.kube-system/aws-node"]),
    ],
)
def test_an_account_must_have_permissions(places: Places, text: str, expected: list[str]) -> None:
    assert places(identity, accounts(text)) == expected


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ("addons: {pod-identity-agent: none}", 1),
        ("addons: {eks-pod-identity-agent: none}", 0),
        ("controlPlane: {autoMode: {}}\nnodeGroups: {}", 0),
        ("nodeGroups: {}\nfargateProfiles: {a: {selectors: [{namespace: other}]}}", 1),
        (
            "nodeGroups: {}\nfargateProfiles: {a: {selectors: [{namespace: other}]}}\naddons: {pod-identity-agent: {}}",
            0,
        ),
        ("nodeGroups: {}", 0),
    ],
)
def test_pod_identity_needs_its_agent(find: Find, rest: str, expected: int) -> None:
    text = accounts("shop/a: {policies: [AmazonS3ReadOnlyAccess]}")
    codes = [finding.code for finding in find(identity, f"{text}\n{rest}")]
    assert codes.count("missing-addon") == expected
    irsa = accounts("shop/a: {policies: [AmazonS3ReadOnlyAccess], mode: irsa}")
    assert "missing-addon" not in [finding.code for finding in find(identity, f"{irsa}\n{rest}")]


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("shop", "shop", True), ("shop", "shops", False), ("shop-*", "shop-eu", True), ("shop-*", "shop", False),
        ("*", "a", True), ("?", "a", True), ("?", "ab", False), ("s?op*", "shop-eu", True), ("*-eu", "shop-us", False),
        ("a*b*c", "axxbyyc", True), ("a*b*c", "axxcyyb", False), ("**", "ab", True),
    ],
)  # fmt: skip
def test_the_namespace_of_a_selector_has_wildcards(pattern: str, text: str, expected: bool) -> None:
    assert _matches(text, pattern) is expected


def test_wildcards_take_no_time() -> None:
    start = time.process_time()
    assert not _matches("a" * 63, "*a" * 31 + "b")
    assert time.process_time() - start < 0.1


def test_a_role_is_given_once_and_in_one_way(places: Places) -> None:
    efs = accounts("kube-system/efs-csi-controller-sa: {mode: irsa}") + "\naddons: {efs-csi: {}}"
    assert places(identity, efs) == [
        "addon-account identity.serviceAccounts.kube-system/efs-csi-controller-sa addons.efs-csi"
    ]
    twice = accounts("kube-system/ebs-csi-controller-sa: {}") + f"\naddons: {{ebs-csi: {{role: '{ROLE}'}}}}"
    assert places(identity, twice) == [
        "addon-account identity.serviceAccounts.kube-system/ebs-csi-controller-sa addons.ebs-csi"
    ]


def test_an_account_of_an_addon_that_is_off_is_an_account_like_others(places: Places) -> None:
    text = accounts("kube-system/ebs-csi-controller-sa: {wellKnown: [ebs-csi], object: {}}")
    assert places(identity, f"{text}\naddons: {{ebs-csi: none}}") == []


def test_an_addon_gets_its_permissions_from_its_account(find: Find) -> None:
    text = accounts("kube-system/s3-csi-driver-sa: {policies: [AmazonS3ReadOnlyAccess]}")
    assert find(addons, f"{text}\naddons: {{mountpoint-s3-csi: {{}}}}") == []
    agent = "\naddons: {mountpoint-s3-csi: {}, pod-identity-agent: none, ebs-csi: none}"
    irsa = accounts("kube-system/s3-csi-driver-sa: {policies: [AmazonS3ReadOnlyAccess], mode: irsa}")
    assert find(addons, irsa + agent) == []


@pytest.mark.parametrize(
    ("permissions", "expected"),
    [
        ("wellKnown: [ebs-csi]", 1),
        ("wellKnown: [ebs-csi], policies: [service-role/AmazonEBSCSIDriverPolicy]", 0),
        ("policies: [AmazonS3ReadOnlyAccess]", 0),
    ],
)
def test_volumes_without_the_tag_of_the_driver_are_named(find: Find, permissions: str, expected: int) -> None:
    text = accounts(f"kube-system/ebs-csi-controller-sa: {{{permissions}}}")
    assert [finding.code for finding in find(addons, text)] == ["untagged-volumes"] * expected
    assert find(addons, f"{text}\naddons: {{ebs-csi: none}}") == []


def test_nodes_may_keep_the_permissions_of_the_vpc_cni(places: Places) -> None:
    kept = f"nodeGroups: {{web: {{iam: {{policies: [AmazonEKS_CNI_Policy]}}}}, own: {{iam: {{role: '{ROLE}'}}}}}}"
    assert places(identity, f"{accounts('kube-system/aws-node: {}')}\n{kept}") == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (f"shop/a: {{role: '{OTHER}'}}", 1),
        (f"shop/a: {{role: '{OTHER}', mode: irsa}}", 0),
        (f"shop/a: {{targetRole: '{OTHER}'}}", 0),
    ],
)
def test_only_a_target_role_and_a_role_with_irsa_may_be_in_another_account(
    find: Find, text: str, count: int
) -> None:
    assert len(find(region, accounts(text))) == count


def test_a_target_role_is_in_the_partition(find: Find) -> None:
    (finding,) = find(region, accounts("shop/a: {targetRole: 'arn:aws-cn:iam::444455556666:role/Own'}"))
    assert finding.code == "wrong-partition"


def test_programs_count_towards_the_length_and_number_of_policies(find: Find) -> None:
    both = "wellKnown: [aws-load-balancer-controller, karpenter]"
    (finding,) = find(roles, accounts(f"shop/a: {{{both}}}"))
    assert (finding.code, finding.path) == ("policy-too-long", ("identity", "serviceAccounts", "shop/a"))
    many = ", ".join(f"Policy{number}" for number in range(10))
    (finding,) = find(roles, accounts(f"shop/a: {{policies: [{many}], wellKnown: [ebs-csi]}}"))
    assert finding.code == "many-policies"


def test_the_trust_policy_of_a_role_that_exists_is_printed(find: Find) -> None:
    (finding,) = find(identity, accounts(f"shop/a.b: {{role: '{ROLE}', mode: irsa}}"))
    document: dict[str, Any] = json.loads(finding.note[finding.note.index("{") :])
    subject = document["Statement"][0]["Condition"]["StringEquals"]["ISSUER:sub"]
    assert subject == "system:serviceaccount:shop:a.b"


def test_the_first_pod_of_windows_is_named(places: Places) -> None:
    windows = "nodeGroups: {web: {}, legacy: {os: windows-2022-core}}"
    text = accounts("kube-system/ebs-csi-controller-sa: {}, shop/a: {wellKnown: [external-dns]}")
    assert places(identity, f"{text}\n{windows}") == [
        "no-pod-identity identity.serviceAccounts.shop/a nodeGroups.legacy"
    ]
