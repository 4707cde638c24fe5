"""Rules for tags."""

from __future__ import annotations

import pytest

from eksgen.compiler.checks import tags
from eksgen.schemas.cluster import ClusterSpec

from .conftest import Places


def tagged(common: int, *groups: str) -> str:
    """A spec with so many common tags, and node groups with the tags given."""
    many = ", ".join(f"a{index}: x" for index in range(common))
    own = ", ".join(f"g{index}: {{tags: {{{text}}}}}" for index, text in enumerate(groups))
    return f"{{metadata: {{name: demo, region: us-west-2, tags: {{{many}}}}}, nodeGroups: {{{own}}}}}"


def role_tagged(common: int, part: str, defaults: str, own: str) -> str:
    """A spec with so many common tags, and those of a node group, of all roles and of its role."""
    many = ", ".join(f"a{index}: x" for index in range(common))
    return (
        f"{{metadata: {{name: demo, region: us-west-2, tags: {{{many}}}}}, iamDefaults: {{tags: {{{defaults}}}}}, "
        f"nodeGroups: {{web: {{tags: {{{part}}}, iam: {{tags: {{{own}}}}}}}}}}}"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (tagged(45), []),
        (tagged(46), ["too-many-tags metadata.tags"]),
        (tagged(46, "b: x"), ["too-many-tags metadata.tags"]),
        (tagged(44, "a0: y, b: x"), []),
        (tagged(44, "b: x", "b: x, c: y"), ["too-many-tags nodeGroups.g1.tags"]),
        (tagged(45, "b: x"), ["too-many-tags nodeGroups.g0.tags"]),
        (role_tagged(40, "b: x, c: x", "d: x", "e: x, f: x"), []),
        (
            role_tagged(40, "b: x, c: x", "d: x, c: x", "e: x, f: x, g: x"),
            ["too-many-tags nodeGroups.web.iam.tags"],
        ),
        (
            role_tagged(40, "b: x", "d: x, h: x, i: x", "e: x, f: x"),
            ["too-many-tags nodeGroups.web.iam.tags"],
        ),
    ],
)
def test_common_and_own_tags_are_at_most_45_together(places: Places, text: str, expected: list[str]) -> None:
    assert places(tags, text) == expected


@pytest.mark.parametrize(
    ("key", "reserved"),
    [
        ("Name", True),
        ("name", False),
        ("kubernetes.io/cluster/x", True),
        ("kubernetes.io/x", False),
        ("k8s.io/x", True),
        ("eks:x", True),
        ("eks-x", False),
        ("karpenter.sh/x", True),
        ("team", False),
    ],
)
def test_keys_with_a_meaning_are_reserved_everywhere(places: Places, key: str, reserved: bool) -> None:
    own = f"tags: {{'{key}': x}}"
    listeners = "[{protocol: tcp, port: 80, targetPort: 1}]"
    balancer = f"{{type: network, targets: {{nodeGroups: [web]}}, listeners: {listeners}, {own}}}"
    places_of_tags = {
        "metadata.tags": f"metadata: {{name: demo, region: us-west-2, {own}}}",
        "nodeGroups.web.tags": f"nodeGroups: {{web: {{{own}}}}}",
        "loadBalancers.lb.tags": f"loadBalancers: {{lb: {balancer}}}",
    }
    for path, text in places_of_tags.items():
        found = places(tags, text)
        assert bool(found) is reserved
        assert all(place.startswith(f"reserved-tag {path}") for place in found)


@pytest.mark.parametrize(
    ("key", "note"),
    [
        (
            "kubernetes.io/cluster/x",
            "a load balancer controller finds the nodes' security group by such a tag",
        ),
        ("k8s.io/x", "the Cluster Autoscaler finds Auto Scaling groups by it"),
        ("karpenter.sh/x", "Karpenter finds subnets and security groups by it"),
        ("eks:x", "EKS marks its objects with it"),
    ],
)
def test_a_reserved_key_has_its_own_reason(key: str, note: str) -> None:
    spec = ClusterSpec.model_validate(
        {
            "apiVersion": "eksgen/v1alpha1",
            "kind": "Cluster",
            "metadata": {"name": "demo", "region": "us-west-2", "tags": {key: "x"}},
            "kubernetes": {"version": "1.35"},
            "access": {"admins": ("arn:aws:iam::111122223333:role/Admin",)},
        }
    )
    (found,) = tags.tags_free(spec)
    assert found.note.startswith(note)
