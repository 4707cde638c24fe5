"""A rehearsed life of a cluster: pinned, updated, upgraded, with an empty plan after every step."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from eksgen.sandbox import control

from .conftest import Project

ACCOUNT = "100000000061"


@pytest.fixture(scope="module")
def project(new_project: Callable[..., Project]) -> Iterator[Project]:
    """A cluster of Kubernetes 1.35 whose versions were pinned before the first apply."""
    project = new_project("life", ACCOUNT)
    project.eksgen("update")
    project.eksgen("apply", "--yes")
    yield project
    project.eksgen("destroy", "--yes")


def changes(project: Project) -> dict[str, dict[str, tuple[Any, Any]]]:
    """Return what a plan changes, by the type of object and its name in the spec."""
    plan = json.loads(project.eksgen("plan", "--format", "json"))
    found: dict[str, dict[str, tuple[Any, Any]]] = {}
    for change in plan["changes"]:
        assert change["action"] == "update"
        kind = change["address"].split(".aws_")[1].split(".")[0]
        for attribute in change["attributes"]:
            name = ".".join(map(str, attribute["path"]))
            place = f"{change['address']} {name}"
            found.setdefault(kind, {})[place] = (attribute["before"], attribute["after"])
    return found


def lock(project: Project) -> str:
    return project.spec.with_suffix(".lock").read_text("utf-8")


def test_a_life_of_a_cluster(project: Project) -> None:
    eks = project.client("eks")
    text = project.spec.read_text("utf-8")
    running = eks.describe_addon(clusterName="quickstart", addonName="vpc-cni")["addon"]["addonVersion"]
    assert f"vpc-cni: {running}" in lock(project)
    assert "Nothing newer fits" in project.eksgen("update", "--check", code=0)

    control.publish(ACCOUNT, project.state_dir)
    before = lock(project)
    project.eksgen("update", "--check", code=3)
    assert lock(project) == before
    project.eksgen("update")
    updated = changes(project)
    assert set(updated) == {"eks_addon", "eks_node_group"}
    assert len(updated["eks_addon"]) == 5
    assert [after for _, after in updated["eks_node_group"].values()] == ["1.35.2-20261120"]
    assert "Converged" in project.eksgen("apply", "--yes")

    project.eksgen("upgrade")
    assert project.spec.read_text("utf-8") == text.replace('"1.35"', '"1.36"')
    raised = changes(project)
    assert set(raised) == {"eks_cluster", "eks_addon", "eks_node_group"}
    assert list(raised["eks_cluster"].values()) == [("1.35", "1.36")]
    assert list(raised["eks_addon"].values()) == [("v1.35.5-eksbuild.1", "v1.36.5-eksbuild.1")]
    report = project.eksgen("plan")
    titles = ("Control plane", "Add-ons, before the nodes", "Node group web")
    places = [report.index(title) for title in titles]
    assert places == sorted(places), "in the order in which an apply goes"
    _, refused = project.run("upgrade", project.spec.name, code=1)
    assert "cluster: it runs 1.35, and the spec says 1.36" in refused

    assert "Converged" in project.eksgen("apply", "--yes")
    assert "No changes" in project.eksgen("plan", "--detailed-exitcode", code=0)
    assert project.counted_findings(code=0) == []
    group = eks.list_nodegroups(clusterName="quickstart")["nodegroups"][0]
    node_group = eks.describe_nodegroup(clusterName="quickstart", nodegroupName=group)["nodegroup"]
    assert (node_group["version"], node_group["releaseVersion"]) == ("1.36", "1.36.2-20261120")


def test_failing_insights_block_the_step_and_eks_refuses_it_too(project: Project) -> None:
    text, pinned = project.spec.read_text("utf-8"), lock(project)
    control.publish(ACCOUNT, project.state_dir, deprecated_apis=True)
    try:
        report = json.loads(project.run("upgrade", project.spec.name, "--format", "json", code=1)[0])
        (check,) = [one for one in report["upgrade"]["checks"] if one["state"] == "failed"]
        assert check["name"] == "insights"
        assert any("/apis/flowcontrol.apiserver.k8s.io/v1beta3" in line for line in check["details"])
        assert (project.spec.read_text("utf-8"), lock(project)) == (text, pinned)

        forced = project.eksgen("upgrade", "--force")
        assert "--kubernetes-version 1.37 --force" in " ".join(forced.split())
        _, refused = project.run("apply", project.spec.name, "--yes", code=1)
        assert "InvalidStateException" in refused
        eks = project.client("eks")
        eks.update_cluster_version(name="quickstart", version="1.37", force=True)
        assert "Converged" in project.eksgen("apply", "--yes")
    finally:
        control.publish(ACCOUNT, project.state_dir, deprecated_apis=False)
