"""Kubernetes objects that a spec no longer has: nothing deletes them, so a comparison names each."""

from __future__ import annotations

import pytest

from .test_compare import QUICK, TEAMS, edited, told

NODES_BINDING = "      shop-nodes: {role: node-reader, groups: [shop-developers]}\n"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            NODES_BINDING,
            "",
            ["the ClusterRoleBinding shop-nodes stays until `kubectl delete clusterrolebinding shop-nodes`"],
        ),
        (
            "[shop, shop-staging]",
            "[shop]",
            [
                "the Role shop-staging/shop-debugger stays until `kubectl delete role -n shop-staging "
                "shop-debugger`",
                "the RoleBinding shop-staging/shop-debugger stays until `kubectl delete rolebinding "
                "-n shop-staging shop-debugger`",
            ],
        ),
        (
            "shop-nodes: {",
            "shop-readers: {",
            ["the ClusterRoleBinding shop-nodes stays until `kubectl delete clusterrolebinding shop-nodes`"],
        ),
        ("[get, list, watch]}]", "[get]}]", []),
    ],
)
def test_an_object_that_goes_from_the_spec_stays_in_the_cluster(
    old: str, new: str, expected: list[str]
) -> None:
    assert told(edited((old, new), text=TEAMS)) == [f"kept: {message}" for message in expected]


def test_the_last_objects_of_a_spec_stay_too() -> None:
    text = QUICK.replace('  version: "1.35"\n', '  version: "1.35"\n  networkPolicy: calico\n')
    assert told(edited(("networkPolicy: calico", "networkPolicy: none"), text=text)) == [
        "kept: the Installation default stays until `kubectl delete installation default`",
        "kept: the APIServer default stays until `kubectl delete apiserver default`",
    ]


def test_a_kept_object_points_at_the_line_that_is_gone() -> None:
    (kept,) = edited((NODES_BINDING, ""), text=TEAMS).consequences
    assert kept.side is not None
    assert kept.side.place.span.file == "old.yaml"
    line = next(n for n, text in enumerate(TEAMS.splitlines(), 1) if text.startswith("      shop-nodes:"))
    assert kept.side.place.span.line == line


def test_a_cluster_elsewhere_keeps_nothing() -> None:
    found = edited((NODES_BINDING, ""), ("region: us-west-2", "region: us-east-2"), text=TEAMS)
    assert not [text for text in told(found) if text.startswith("kept")]
