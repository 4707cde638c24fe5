"""What Kubernetes made is known again, and what it only uses is not taken for it."""

from __future__ import annotations

import pytest

from eksgen.catalog.kubernetes_objects import is_load_balancer_group, kubernetes_owner, owning_clusters

OWNED = {"kubernetes.io/cluster/prod": "owned"}


@pytest.mark.parametrize(
    "tags",
    [
        OWNED,
        {"KubernetesCluster": "prod"},
        {"elbv2.k8s.aws/cluster": "prod"},
        {"ebs.csi.aws.com/cluster-name": "prod"},
        {"eks:cluster-name": "prod"},
    ],
)
def test_each_tag_that_names_a_cluster_is_known(tags: dict[str, str]) -> None:
    assert owning_clusters({**tags, "team": "shop"}) == {"prod"}


def test_what_is_shared_and_what_every_volume_carries_names_no_cluster() -> None:
    assert not owning_clusters({"kubernetes.io/cluster/prod": "shared", "ebs.csi.aws.com/cluster": "true"})


@pytest.mark.parametrize(
    ("name", "tags", "made"),
    [
        ("k8s-elb-a1b2c3", OWNED, True),
        ("k8s-traffic-prod-0a1b2c", {"elbv2.k8s.aws/cluster": "prod"}, True),
        ("prod-node", OWNED, False),
        ("eks-cluster-sg-prod-123", OWNED, False),
        ("k8s-elb-a1b2c3", {"kubernetes.io/cluster/other": "owned"}, False),
        ("k8s-elb-a1b2c3", {}, False),
    ],
)
def test_groups_of_balancers_are_told_from_those_of_the_cluster_itself(
    name: str, tags: dict[str, str], made: bool
) -> None:
    assert is_load_balancer_group(name, tags, "prod") is made


def test_the_service_of_a_classic_balancer_stands_in_the_description_of_its_group() -> None:
    said = "Security group for Kubernetes ELB a1b2c3 (shop/web)"
    assert kubernetes_owner(OWNED, said) == ("service", "shop", "web")
    assert kubernetes_owner(OWNED, "Security group of mine (shop/web)") == ("", "", "")


def test_a_volume_is_of_its_claim() -> None:
    claim = {"kubernetes.io/created-for/pvc/namespace": "shop", "kubernetes.io/created-for/pvc/name": "data"}
    assert kubernetes_owner(claim) == ("pvc", "shop", "data")
    assert kubernetes_owner({"CSIVolumeName": "pvc-1"}) == ("", "", "")
