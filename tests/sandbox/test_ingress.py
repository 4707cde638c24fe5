"""A load balancer that a controller makes from Ingresses, from apply to destroy in the sandbox."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import yaml

from eksgen.sandbox.leftovers import leftovers

from .conftest import Project

SUBNETS = "alb.ingress.kubernetes.io/subnets"


@pytest.fixture(scope="module")
def ingress(new_example: Callable[[str], Project]) -> Iterator[Project]:
    """Return the applied example; at the end it is destroyed without leftovers."""
    project = new_example("ingress")
    assert "Converged" in project.eksgen("apply", "--yes")
    yield project
    project.eksgen("destroy", "--yes")
    assert leftovers(project.sandbox, project.account, project.region) == ()


def test_after_an_apply_there_is_neither_drift_nor_a_pending_edit(ingress: Project) -> None:
    assert ingress.counted_findings(code=0) == []


def subnets(project: Project) -> list[Any]:
    """Return the subnets that the Ingresses name."""
    text = (project.work_folder / "manifests" / "ingresses.yaml").read_text("utf-8")
    documents = [item for item in yaml.safe_load_all(text) if item["kind"] == "Ingress"]
    (names,) = {item["metadata"]["annotations"][SUBNETS] for item in documents}
    wanted = [{"Name": "tag:Name", "Values": names.split(",")}]
    found: list[Any] = project.client("ec2").describe_subnets(Filters=wanted)["Subnets"]
    assert len(found) == len(names.split(","))
    return found


def test_the_subnets_that_the_ingresses_name_exist_in_different_zones(ingress: Project) -> None:
    zones = [subnet["AvailabilityZone"] for subnet in subnets(ingress)]
    assert sorted(zones) == ["us-west-2a", "us-west-2b", "us-west-2c"]


def test_a_destroy_stops_for_the_load_balancer_and_names_its_ingresses(ingress: Project) -> None:
    elb = ingress.client("elbv2")
    tags = {"elbv2.k8s.aws/cluster": "market", "ingress.k8s.aws/stack": "alb-site"}
    arn = elb.create_load_balancer(
        Name="k8s-albsite", Type="application", Subnets=[subnet["SubnetId"] for subnet in subnets(ingress)],
        Tags=[{"Key": key, "Value": value} for key, value in tags.items()],
    )["LoadBalancers"][0]["LoadBalancerArn"]  # fmt: skip
    assert ingress.counted_findings(code=0) == [], "it is no unmanaged object, but one of the cluster"
    _, stderr = ingress.run("destroy", "cluster.yaml", "--yes", code=1)
    assert "of ingresses shop/site-443, shop/site-80" in stderr
    assert "kubectl delete ingress -n shop site-443 site-80" in stderr
    elb.delete_load_balancer(LoadBalancerArn=arn)
