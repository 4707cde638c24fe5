"""Names in AWS are legal, unique within a spec, and never those of another spec."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eksgen.compiler.resolve.names import (
    launch_template_name,
    load_balancer_name,
    node_group_name,
    role_name,
    trail_bucket_name,
    trail_name,
)
from eksgen.schemas.cluster import ClusterSpec

LEGAL = {
    "role": re.compile(r"[\w+=,.@-]{1,64}"),
    "launch template": re.compile(r"[a-zA-Z0-9().\-/_]{3,128}"),
    "load balancer": re.compile(r"(?!internal-)[a-zA-Z0-9]([a-zA-Z0-9-]{0,30}[a-zA-Z0-9])?"),
    "trail": re.compile(r"(?=.{3,128}$)[0-9A-Za-z]+([._-][0-9A-Za-z]+)*"),
    "bucket": re.compile(
        r"(?!xn--|sthree-)(?=.{3,63}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(?<!-s3alias)(?<!--ol-s3)"
    ),
}
"""Sources: CloudTrail CreateTrail, S3 bucket naming rules, IAM CreateRole, EC2 CreateLaunchTemplate, Elastic Load Balancing CreateLoadBalancer."""
WORDS = [
    "node",
    "lb",
    "web",
    "api",
    "cluster",
    "flow-logs",
    "addon",
    "us-west-2",
    "eu-west-1",
    "internal",
    "a",
]
joined = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map("-".join)
SPEC = ClusterSpec.model_validate(
    {
        "apiVersion": "eksgen/v1alpha1",
        "kind": "Cluster",
        "metadata": {"name": "prod", "region": "us-west-2"},
        "kubernetes": {"version": "1.34"},
        "access": {"admins": ("arn:aws:iam::111122223333:role/a",)},
    }
)
cluster_names = joined | st.from_regex(r"[0-9A-Za-z][0-9A-Za-z_-]{0,99}", fullmatch=True)
regions = st.sampled_from(["us-west-2", "eu-west-1", "us-gov-west-1", "cn-north-1", "eusc-de-east-1"])


def spec(name: str, region: str = "us-west-2") -> ClusterSpec:
    return SPEC.model_copy(
        update={"metadata": SPEC.metadata.model_copy(update={"name": name, "region": region})}
    )


def names(cluster: ClusterSpec, own: str) -> Iterator[tuple[str, str]]:
    """Yield the names of everything that could be called `own`, with what they name."""
    yield "role", role_name(cluster, "cluster")
    yield "role", role_name(cluster, "flow-logs")
    yield "role", role_name(cluster, "node", own)
    yield "role", role_name(cluster, "addon", own)
    yield "launch template", launch_template_name(cluster, own)
    yield "load balancer", load_balancer_name(cluster, own)
    yield "trail", trail_name(cluster)
    yield "bucket", trail_bucket_name(cluster, "111122223333")


@settings(max_examples=300)
@given(cluster=cluster_names, region=regions, own=joined)
def test_every_name_is_legal(cluster: str, region: str, own: str) -> None:
    for what, name in names(spec(cluster, region), own):
        assert LEGAL[what].fullmatch(name), (what, name)


@settings(max_examples=300)
@given(clusters=st.sets(cluster_names, min_size=2, max_size=6), owns=st.sets(joined, min_size=2, max_size=6))
def test_no_two_things_have_the_same_name(clusters: set[str], owns: set[str]) -> None:
    specs = [spec(*of) for of in itertools.product(sorted(clusters), ["us-west-2", "eu-west-1"])]
    roles = [role_name(cluster, kind) for cluster in specs for kind in ("cluster", "flow-logs")]
    roles += [
        role_name(cluster, kind, own) for cluster in specs for kind in ("node", "addon") for own in owns
    ]
    assert len(set(roles)) == len(roles)
    trails = [trail_name(cluster) for cluster in specs]
    buckets = [trail_bucket_name(cluster, account) for cluster in specs for account in ("1" * 12, "2" * 12)]
    assert len(set(trails)) == len(trails)
    assert len(set(buckets)) == len(buckets)
    for name_of in (launch_template_name, load_balancer_name):
        in_a_region = [name_of(cluster, own) for cluster in specs[::2] for own in owns]
        assert len(set(in_a_region)) == len(in_a_region)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("prod", "api-web"), ("prod-api", "web")),
        (("prod", "node-web"), ("prod-node", "web")),
        (("prod", "lb-web"), ("prod-lb", "web")),
        (("a_b", "web"), ("a-b", "web")),
        (("prod", "us-west-2-node-a"), ("prod-us-west-2-node", "a")),
    ],
)
@pytest.mark.parametrize(
    "name_of",
    [launch_template_name, load_balancer_name, lambda cluster, own: role_name(cluster, "node", own)],
    ids=["launch template", "load balancer", "role"],
)
def test_parts_that_could_be_divided_differently_do_not_collide(
    name_of: Callable[[ClusterSpec, str], str], one: tuple[str, str], other: tuple[str, str]
) -> None:
    assert name_of(spec(one[0]), one[1]) != name_of(spec(other[0]), other[1])


@pytest.mark.parametrize("own", ["cluster", "flow-logs", "ebs-csi-controller-sa"])
def test_a_node_group_may_have_any_name(own: str) -> None:
    cluster = spec("prod")
    others = {role_name(cluster, kind) for kind in ("cluster", "flow-logs")} | {
        role_name(cluster, "addon", own)
    }
    assert role_name(cluster, "node", own) not in others


@pytest.mark.parametrize("cluster", ["internal", "internal-prod", "internal_prod"])
def test_a_load_balancer_never_starts_with_the_word_that_aws_reserves(cluster: str) -> None:
    assert not load_balancer_name(spec(cluster), "x").startswith("internal-")


def test_usual_names_are_readable() -> None:
    cluster = spec("prod")
    assert role_name(cluster, "cluster") == "prod-us-west-2-cluster"
    assert role_name(cluster, "node", "web") == "prod-us-west-2-node-web"
    assert launch_template_name(cluster, "web") == "prod-node-web"
    assert load_balancer_name(cluster, "edge") == "prod-lb-edge"
    assert trail_name(cluster) == "prod-us-west-2-audit"
    assert trail_bucket_name(cluster, "111122223333") == "eks-audit-111122223333-us-west-2-prod"


def test_a_node_group_that_is_replaced_gets_another_name() -> None:
    assert node_group_name("web", "a") != node_group_name("web", "b")
    assert re.fullmatch(r"web-[0-9a-f]{8}", node_group_name("web", "a"))
