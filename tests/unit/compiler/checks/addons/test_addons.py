"""Rules for add-ons."""

from __future__ import annotations

import pytest

from eksgen.catalog.addons.addons import ADDONS, Addon, addon_names
from eksgen.compiler.checks.addons import addons

from ..conftest import Find, Places


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("addons: {my-vendor_addon: {}}", ["not-in-catalog addons.my-vendor_addon"]),
        ("addons: {acme/agent: {}}", ["invalid-name addons.acme/agent"]),
        ("addons: {-x: {}}", ["invalid-name addons.-x"]),
        ("addons: {metrics-server: {}, efs-csi: {}}", []),
        ("addons: {coreDNS: {}}", ["unknown-addon addons.coreDNS"]),
        ("addons: {adot: {}}", ["missing-addon addons.adot"]),
        ("addons: {adot: {}, cert-manager: {}}", []),
        ("addons: {privateca-connector: {}}", ["missing-addon addons.privateca-connector"]),
        ("addons: {mountpoint-s3-csi: {}}", ["missing-permissions addons.mountpoint-s3-csi"]),
        ("addons: {external-dns: {}}", []),
    ],
)
def test_names_are_known_and_add_ons_have_what_they_need(
    places: Places, text: str, expected: list[str]
) -> None:
    assert places(addons, text) == expected


@pytest.mark.parametrize(("length", "accepted"), [(1, True), (100, True), (101, False)])
def test_a_name_has_at_most_100_characters(places: Places, length: int, accepted: bool) -> None:
    name = "a" * length
    code = "not-in-catalog" if accepted else "invalid-name"
    assert places(addons, f"addons: {{{name}: {{}}}}") == [f"{code} addons.{name}"]


@pytest.mark.parametrize("name", addon_names())
def test_every_near_miss_of_a_name_is_an_error_with_that_name(find: Find, name: str) -> None:
    missed = {name.upper(), name.replace("-", "_"), name.title(), f"{name}s"} - {*addon_names()}
    for word in missed:
        (finding,) = find(addons, f"addons: {{{word}: {{}}}}")
        assert (finding.code, finding.help) == ("unknown-addon", f"write `{name}`")


PERMITTED = [
    "role: 'arn:aws:iam::111122223333:role/a'",
    "policies: [AmazonS3ReadOnlyAccess]",
    "statements: [{effect: Allow, actions: ['s3:GetObject'], resources: ['*']}]",
]


@pytest.mark.parametrize("known", ADDONS, ids=lambda known: known.name)
@pytest.mark.parametrize(
    ("settings", "has_permissions"),
    [("", False), ("roleName: a", False), ("tags: {a: b}", False), *((text, True) for text in PERMITTED)],
)
def test_an_add_on_without_a_policy_of_aws_needs_one_of_the_users_own(
    places: Places, known: Addon, settings: str, has_permissions: bool
) -> None:
    needs = "".join(f", {name}: {{}}" for name in known.needs)
    found = places(addons, f"addons: {{{known.name}: {{{settings}}}{needs}}}")
    refused = bool(known.own_policy) and not has_permissions
    assert found == ([f"missing-permissions addons.{known.name}"] if refused else [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("addons: {vpc-cni: none}", ["missing-base-addon addons.vpc-cni"]),
        ("addons: {kube-proxy: none}", ["missing-base-addon addons.kube-proxy"]),
        ("addons: {coredns: none, ebs-csi: none}", []),
        ("addons: {pod-identity-agent: none, ebs-csi: none, metrics-server: {}}", []),
        (
            "addons: {pod-identity-agent: none}",
            ["missing-addon addons.pod-identity-agent addons.ebs-csi"],
        ),
        (
            "addons: {pod-identity-agent: none, efs-csi: {}}",
            ["missing-addon addons.pod-identity-agent addons.ebs-csi addons.efs-csi"],
        ),
        ("addons: {ebs-csi: {version: v1.30.0-eksbuild.1}}", ["no-storage-class addons.ebs-csi.version"]),
        ("addons: {ebs-csi: {version: v1.9.9-eksbuild.1}}", ["no-storage-class addons.ebs-csi.version"]),
        ("addons: {ebs-csi: {version: v1.31.0-eksbuild.1}}", []),
        ("addons: {ebs-csi: {version: v1.30.0-eksbuild.1, defaultStorageClass: none}}", []),
    ],
)
def test_what_base_add_ons_do_for_others_is_missed(places: Places, text: str, expected: list[str]) -> None:
    assert places(addons, text) == expected
