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
        (tagged(44), []),
        (tagged(45), ["too-many-tags metadata.tags"]),
        (tagged(45, "b: x"), ["too-many-tags metadata.tags"]),
        (tagged(43, "a0: y, b: x"), []),
        (tagged(43, "b: x", "b: x, c: y"), ["too-many-tags nodeGroups.g1.tags"]),
        (tagged(44, "b: x"), ["too-many-tags nodeGroups.g0.tags"]),
        (role_tagged(42, "b: x, c: x", "d: x, e: x", "f: x, g: x, h: x"), []),
        (
            role_tagged(42, "b: x, c: x", "d: x, e: x, c: y", "f: x, g: x, h: x, i: x"),
            ["too-many-tags nodeGroups.web.iam.tags"],
        ),
    ],
)
def test_a_resource_has_50_tags_with_those_that_others_add(
    places: Places, text: str, expected: list[str]
) -> None:
    assert places(tags, text) == expected


@pytest.mark.parametrize(
    ("path", "text", "most"),
    [
        ("nodeGroups.web.tags", "nodeGroups: {web: {tags: {TAGS}}}", 44),
        ("network.subnets.tags.public", "network: {subnets: {tags: {public: {TAGS}}}}", 47),
        ("iamDefaults.tags", "iamDefaults: {tags: {TAGS}}", 49),
        ("addons.coredns.tags", "addons: {coredns: {tags: {TAGS}}}", 49),
    ],
)
def test_each_kind_of_resource_has_its_own_room(places: Places, path: str, text: str, most: int) -> None:
    def with_tags(count: int) -> list[str]:
        return places(tags, text.replace("TAGS", ", ".join(f"t{number}: x" for number in range(count))))

    assert with_tags(most) == []
    assert f"too-many-tags {path}" in with_tags(most + 1)


LEVELS = {
    "metadata.tags": "metadata: {name: demo, region: us-west-2, tags: {TAGS}}",
    "iamDefaults.tags": "iamDefaults: {tags: {TAGS}}",
    "controlPlane.role.tags": "controlPlane: {role: {tags: {TAGS}}}",
    "network.flowLogs.role.tags": "network: {flowLogs: {role: {tags: {TAGS}}}}",
    "addons.ebs-csi.tags": "addons: {ebs-csi: {tags: {TAGS}}}",
    "nodeGroups.web.tags": "nodeGroups: {web: {tags: {TAGS}}}",
    "nodeGroups.web.iam.tags": "nodeGroups: {web: {iam: {tags: {TAGS}}}}",
}
"""Every place whose tags reach a role."""
TOGETHER = [(one, two) for one in list(LEVELS)[:2] for two in LEVELS if LEVELS[one] != LEVELS[two]]


@pytest.mark.parametrize("path", LEVELS)
def test_keys_of_a_role_differ_in_more_than_case(places: Places, path: str) -> None:
    def in_role(text: str) -> list[str]:
        return [place for place in places(tags, LEVELS[path].replace("TAGS", text)) if "duplicate" in place]

    assert in_role("team: a, Team: b") == [f"duplicate-tag {path}.Team {path}.team"]
    assert in_role("name: a") == [f"duplicate-tag {path}.name"]
    assert in_role("NAME: a") == [f"duplicate-tag {path}.NAME"]
    assert in_role("team: a, names: b") == []


@pytest.mark.parametrize(("one", "two"), TOGETHER)
def test_keys_of_two_places_meet_in_a_role(places: Places, one: str, two: str) -> None:
    both = f"{{{LEVELS[one].replace('TAGS', 'team: a')}, {LEVELS[two].replace('TAGS', 'TEAM: a')}}}"
    meet = sorted((one, two), key=lambda path: (path != "metadata.tags", path != "nodeGroups.web.tags"))
    keys = {one: "team", two: "TEAM"}
    first, second = (f"{path}.{keys[path]}" for path in meet)
    assert places(tags, both) == [f"duplicate-tag {second} {first}"]


def test_keys_that_reach_no_common_role_may_differ_in_case(places: Places) -> None:
    group = "nodeGroups: {web: {tags: {team: a}}, db: {tags: {Team: a}}}"
    assert places(tags, group) == []
    subnets = "network: {subnets: {tags: {public: {name: a, team: b, Team: c}}}}"
    assert places(tags, subnets) == []
    role = '{role: "arn:aws:iam::111122223333:role/a"}'
    used = f"nodeGroups: {{web: {{tags: {{name: a, NAME: b}}, iam: {role}}}}}"
    assert places(tags, used) == []


@pytest.mark.parametrize(
    ("key", "reserved"),
    [
        ("Name", True),
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
