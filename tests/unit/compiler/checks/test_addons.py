"""Rules for add-ons."""

from __future__ import annotations

import pytest

from eksgen.compiler.checks import addons

from .conftest import Places


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("addons: {my-vendor_addon: {}}", []),
        ("addons: {acme/agent: {}}", ["invalid-name addons.acme/agent"]),
        ("addons: {-x: {}}", ["invalid-name addons.-x"]),
        ("addons: {metrics-server: {}, aws-efs-csi-driver: {}}", []),
        ("addons: {aws-ebs-csi-driver: {}}", ["duplicate-addon addons.aws-ebs-csi-driver"]),
        (
            "addons: {eks-pod-identity-agent: {}, vpc-cni: {}}",
            ["duplicate-addon addons.eks-pod-identity-agent"],
        ),
        (
            "addons: {aws-efs-csi-driver: {}, efs-csi: {}}",
            ["duplicate-addon addons.aws-efs-csi-driver addons.efs-csi"],
        ),
        (
            "addons: {aws-ebs-csi-driver: {}, ebs-csi: {}}",
            ["duplicate-addon addons.aws-ebs-csi-driver addons.ebs-csi"],
        ),
        ("addons: {adot: {}}", ["missing-addon addons.adot"]),
        ("addons: {adot: {}, cert-manager: {}}", []),
        ("addons: {privateca-connector: {}}", ["missing-addon addons.privateca-connector"]),
    ],
)
def test_names_are_valid_and_used_once(places: Places, text: str, expected: list[str]) -> None:
    assert places(addons, text) == expected


@pytest.mark.parametrize(("length", "accepted"), [(1, True), (100, True), (101, False)])
def test_a_name_has_at_most_100_characters(places: Places, length: int, accepted: bool) -> None:
    name = "a" * length
    assert places(addons, f"addons: {{{name}: {{}}}}") == (
        [] if accepted else [f"invalid-name addons.{name}"]
    )
