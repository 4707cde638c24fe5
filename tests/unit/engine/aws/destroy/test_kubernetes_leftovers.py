"""Load balancers that a controller made from Ingresses of the spec are named with these Ingresses."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from eksgen.compiler.emit.write import write_folder
from eksgen.compiler.pipeline import check_file, compile_spec
from eksgen.engine.aws.destroy import kubernetes_leftovers as module
from eksgen.engine.aws.destroy.blocking_object import BlockingObject

from ..fake_aws import FakeApi, recorded

EXAMPLE = Path(__file__).resolve().parents[5] / "examples" / "ingress.yaml"
GROUP_TAGS = {"elbv2.k8s.aws/cluster": "market"}
DOCUMENT = recorded(("aws_eks_cluster", {"name": "market"}), ("aws_vpc", {"id": "vpc-1"}))
ARN = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/k8s-albsite/1"


def leftovers(folder: Path, monkeypatch: pytest.MonkeyPatch, tags: dict[str, str]) -> list[BlockingObject]:
    """Return what a destroy would leave if AWS has a load balancer and a security group with these tags."""
    group = {
        "GroupId": "sg-1",
        "GroupName": "k8s-albsite",
        "Tags": [{"Key": k, "Value": v} for k, v in tags.items()],
    }
    ec2 = FakeApi(
        describe_security_groups={"SecurityGroups": [group]},
        describe_network_interfaces={"NetworkInterfaces": []},
    )
    monkeypatch.setattr(module, "client", lambda *_: ec2)
    monkeypatch.setattr(module, "kubernetes_volumes", lambda *_: ([], []))
    monkeypatch.setattr(module, "network_balancers", lambda *_: [(ARN, "k8s-albsite", tags)])
    monkeypatch.setattr(module, "classic_balancers", lambda *_: [])
    workspace: Any = SimpleNamespace(folder=folder)
    found, remarks = module.kubernetes_leftovers(workspace, DOCUMENT)
    assert not remarks
    return list(found)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_folder(tmp_path, dict(compile_spec(check_file(str(EXAMPLE))).files))
    return tmp_path


@pytest.mark.parametrize("tag", ["ingress.k8s.aws/stack", "ingress.eks.amazonaws.com/stack"])
def test_ingresses_of_the_spec_are_named_with_the_command_that_deletes_them(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tag: str
) -> None:
    found = leftovers(folder, monkeypatch, {**GROUP_TAGS, tag: "alb-site"})
    command = "kubectl delete ingress -n shop site-443 site-80"
    assert [(one.noun, one.owner, one.commands) for one in found] == [
        ("load balancer", "ingresses shop/site-443, shop/site-80", (command,)),
        ("security group", "ingresses shop/site-443, shop/site-80", (command,)),
    ]


def test_a_group_that_is_not_of_the_spec_is_deleted_itself(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    balancer, _ = leftovers(folder, monkeypatch, {**GROUP_TAGS, "ingress.k8s.aws/stack": "team"})
    assert balancer.owner == ""
    assert "delete-load-balancer" in balancer.commands[0]


def test_a_folder_without_a_map_names_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    balancer, _ = leftovers(tmp_path, monkeypatch, {**GROUP_TAGS, "ingress.k8s.aws/stack": "alb-site"})
    assert balancer.owner == ""


def test_a_load_balancer_of_another_cluster_stays(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tags = {"elbv2.k8s.aws/cluster": "other", "ingress.k8s.aws/stack": "alb-site"}
    assert leftovers(folder, monkeypatch, tags) == []


@pytest.mark.parametrize("owner", ["default/--all", "--all-namespaces/web", "default/pod/web", "a b/web"])
def test_a_tag_that_is_no_name_of_kubernetes_becomes_no_command_of_kubectl(
    folder: Path, monkeypatch: pytest.MonkeyPatch, owner: str
) -> None:
    found = leftovers(folder, monkeypatch, {**GROUP_TAGS, "service.k8s.aws/stack": owner})
    assert [one.noun for one in found] == ["load balancer", "security group"]
    assert all(command.startswith("aws ") for one in found for command in one.commands)
