"""Objects that Kubernetes created are recognized; objects that it only uses are not."""

from __future__ import annotations

import pytest

from eksgen.catalog.kubernetes.objects import (
    VOLUME_TAGS,
    ingress_group,
    is_load_balancer_group,
    kubernetes_owner,
    owning_clusters,
)

OWNED = {"kubernetes.io/cluster/prod": "owned"}


@pytest.mark.parametrize(
    "tags",
    [
        OWNED,
        {"KubernetesCluster": "prod"},
        {"elbv2.k8s.aws/cluster": "prod"},
        {"ebs.csi.aws.com/cluster-name": "prod"},
        {"eks:cluster-name": "prod"},
        {"eks:eks-cluster-name": "prod"},
        {"aws:eks:cluster-name": "prod"},
    ],
)
def test_the_owning_cluster_is_found_in_every_tag(tags: dict[str, str]) -> None:
    assert owning_clusters({**tags, "team": "shop"}) == {"prod"}


def test_shared_objects_and_common_volume_tags_name_no_cluster() -> None:
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
def test_security_groups_of_load_balancers_are_distinguished_from_those_of_the_cluster(
    name: str, tags: dict[str, str], made: bool
) -> None:
    assert is_load_balancer_group(name, tags, "prod") is made


def test_the_service_of_a_classic_load_balancer_is_in_the_description_of_its_group() -> None:
    description = "Security group for Kubernetes ELB a1b2c3 (shop/web)"
    assert kubernetes_owner(OWNED, description) == ("service", "shop", "web")
    assert kubernetes_owner(OWNED, "Security group of mine (shop/web)") == ("", "", "")


def test_the_owner_of_a_volume_is_its_claim() -> None:
    claim = {"kubernetes.io/created-for/pvc/namespace": "shop", "kubernetes.io/created-for/pvc/name": "data"}
    assert kubernetes_owner(claim) == ("pvc", "shop", "data")
    assert kubernetes_owner({"CSIVolumeName": "pvc-1"}) == ("", "", "")


@pytest.mark.parametrize(
    ("tag", "kind"),
    [
        ("service.k8s.aws/stack", "service"),
        ("kubernetes.io/service-name", "service"),
        ("ingress.k8s.aws/stack", "ingress"),
    ],
)
def test_the_owner_of_a_load_balancer_is_in_a_tag(tag: str, kind: str) -> None:
    assert kubernetes_owner({tag: "shop/web"}) == (kind, "shop", "web")
    for broken in ("shop", "shop/", ""):
        assert kubernetes_owner({tag: broken}) == ("", "", "")


def test_tags_come_before_the_description_and_a_claim() -> None:
    description = "Security group for Kubernetes ELB a1b2c3 (shop/old)"
    claim = {"kubernetes.io/created-for/pvc/name": "data"}
    assert kubernetes_owner({"ingress.k8s.aws/stack": "shop/web"} | claim, description)[2] == "web"
    assert kubernetes_owner(claim, description)[2] == "old"
    assert kubernetes_owner(claim) == ("pvc", "", "data")


def test_volumes_are_recognized_by_either_tag() -> None:
    assert VOLUME_TAGS == ("CSIVolumeName", "kubernetes.io/created-for/pvc/name")


@pytest.mark.parametrize("tag", ["ingress.k8s.aws/stack", "ingress.eks.amazonaws.com/stack"])
def test_a_group_of_ingresses_has_no_namespace(tag: str) -> None:
    assert ingress_group({tag: "alb-site"}) == "alb-site"
    assert ingress_group({tag: "shop/web"}) == ingress_group({}) == ""
    assert kubernetes_owner({tag: "alb-site"}) == ("", "", "")


def test_security_groups_of_auto_mode_have_the_tags_of_their_load_balancer() -> None:
    tags = {"eks:eks-cluster-name": "prod", "service.eks.amazonaws.com/stack": "shop/web"}
    assert is_load_balancer_group("k8s-shop-web", tags, "prod")
    assert not is_load_balancer_group("k8s-shop-web", tags, "other")
    assert not is_load_balancer_group("node", {"eks:eks-cluster-name": "prod"}, "prod")
