"""A destroy is refused for what would stop it; the plan of a destroy names it."""

from __future__ import annotations

from typing import Any

import pytest

from eksgen.compiler.errors import EksgenError
from eksgen.engine.addresses import parse_address
from eksgen.engine.aws.destroy.blocking_object import BlockingObject
from eksgen.engine.plan.result import Action, Counts, ObjectChange, PlanResult, RunSubject
from eksgen.engine.runs import destroy_checks
from eksgen.engine.runs.destroy_checks import naming_leftovers, recreated_log_groups, refusing_leftovers

from ..aws.fake_aws import FakeApi, recorded

CHANGE = ObjectChange(parse_address("module.vpc.aws_vpc.this"), Action.DELETE)
GROUP = BlockingObject(
    "node group", "by-hand", blocks="DeleteCluster", commands=("aws eks delete-nodegroup",)
)
ADDON = BlockingObject("add-on", "metrics-server")
VOLUME = BlockingObject("volume", "vol-1", commands=("kubectl delete pvc data",))


class Opened:
    """What the checks read of an open plan; it is its own session."""

    workspace = document = None

    @property
    def session(self) -> Opened:
        return self


OPENED: Any = Opened()


def planned(destroy: bool = True, targeted: bool = False) -> PlanResult:
    return PlanResult(
        RunSubject(cluster="prod"), Counts(delete=1), changes=(CHANGE,), destroy=destroy, targeted=targeted
    )


@pytest.fixture(autouse=True)
def aws(monkeypatch: pytest.MonkeyPatch) -> dict[str, tuple[BlockingObject, ...]]:
    """Return what AWS has, to be filled by a test."""
    has: dict[str, tuple[BlockingObject, ...]] = {"protected": (), "blockers": (), "kubernetes": ()}
    for name, kind in (
        ("find_protected", "protected"),
        ("find_destroy_blockers", "blockers"),
        ("kubernetes_leftovers", "kubernetes"),
    ):
        monkeypatch.setattr(destroy_checks, name, lambda _w, _d, kind=kind: (has[kind], (f"{kind} asked",)))
    return has


@pytest.mark.parametrize(
    ("kind", "item", "options"),
    [
        ("protected", GROUP, {"unmanaged": False, "leave_kubernetes_objects": False}),
        ("blockers", GROUP, {"unmanaged": False, "leave_kubernetes_objects": False}),
        ("kubernetes", VOLUME, {"unmanaged": True, "leave_kubernetes_objects": True}),
    ],
)
def test_a_destroy_is_refused_unless_told_to_go_on(
    aws: dict[str, tuple[BlockingObject, ...]], kind: str, item: BlockingObject, options: dict[str, bool]
) -> None:
    aws[kind] = (item,)
    with pytest.raises(EksgenError) as caught:
        refusing_leftovers(OPENED, planned(), unmanaged=True, leave_kubernetes_objects=False)
    assert item.commands[0] in caught.value.helps
    assert f"{kind} asked" in caught.value.notes, "what AWS could not be asked is not lost"
    allowed = refusing_leftovers(OPENED, planned(), **options)
    assert f"{kind} asked" not in allowed.remarks


def test_what_goes_with_the_cluster_is_a_remark(aws: dict[str, tuple[BlockingObject, ...]]) -> None:
    aws["blockers"] = (ADDON,)
    result = refusing_leftovers(OPENED, planned(), unmanaged=True, leave_kubernetes_objects=False)
    assert "EKS deletes with the cluster what is not in the spec: add-on metrics-server" in result.remarks


def test_the_plan_of_a_destroy_names_what_would_stop_it(aws: dict[str, tuple[BlockingObject, ...]]) -> None:
    aws |= {"blockers": (GROUP,), "kubernetes": (VOLUME,)}
    (first,) = naming_leftovers(OPENED, planned()).remarks
    assert first.startswith("a destroy of prod would stop half way: 1 object blocks it (`eksgen destroy`")
    assert "node group by-hand blocks DeleteCluster" in first
    assert "volume vol-1" in first
    assert first.count("blockers asked") == 1


@pytest.mark.parametrize("plan", [planned(destroy=False), planned(targeted=True)])
def test_other_plans_ask_nothing(aws: dict[str, tuple[BlockingObject, ...]], plan: PlanResult) -> None:
    aws["blockers"] = (GROUP,)
    assert naming_leftovers(OPENED, plan) is plan


REGISTRY = ObjectChange(parse_address('module.registry.aws_ecr_repository.this["a"]'), Action.REPLACE)
FULL = BlockingObject(
    "registry", "a", "has images", blocks="DeleteRepository", commands=("aws ecr delete-repository",)
)


@pytest.mark.parametrize("destroy", [True, False])
def test_any_plan_that_deletes_what_is_full_is_refused(
    aws: dict[str, tuple[BlockingObject, ...]], monkeypatch: pytest.MonkeyPatch, destroy: bool
) -> None:
    monkeypatch.setattr(destroy_checks, "find_full", lambda _w, _d: ((FULL,), ()))
    plan = PlanResult(RunSubject(cluster="prod"), Counts(delete=1), changes=(REGISTRY,), destroy=destroy)
    with pytest.raises(EksgenError) as caught:
        refusing_leftovers(OPENED, plan, unmanaged=True, leave_kubernetes_objects=False)
    assert caught.value.code == "destroy-blocked"
    assert "aws ecr delete-repository" in caught.value.helps
    (first, *_) = naming_leftovers(OPENED, plan).remarks
    assert "registry a (has images) blocks DeleteRepository" in first
    assert "half way" not in "".join(
        refusing_leftovers(OPENED, plan, unmanaged=False, leave_kubernetes_objects=False).remarks
    )


@pytest.mark.parametrize(
    ("kept", "said"), [(True, "stays, as `keepOnDestroy` says"), (False, "exists again: EKS created it")]
)
def test_a_log_group_that_is_left_is_named_with_the_reason(
    monkeypatch: pytest.MonkeyPatch, kept: bool, said: str
) -> None:
    group = "/aws/eks/prod/cluster"
    logs = FakeApi(describe_log_groups={"logGroups": [{"logGroupName": group}]})
    monkeypatch.setattr(destroy_checks, "client", lambda *_: logs)
    document = recorded(
        ("aws_eks_cluster", {"name": "prod"}),
        ("aws_cloudwatch_log_group", {"name": group, "skip_destroy": kept}),
    )
    workspace: Any = None
    (remark,) = recreated_log_groups(workspace, document)
    assert said in remark
    assert f"aws logs delete-log-group --log-group-name {group} --region eu-west-1" in remark


GROUPS = "/aws/containerinsights/prod/"


@pytest.mark.parametrize(
    ("objects", "asked"),
    [
        ((("aws_eks_addon", {"addon_name": "amazon-cloudwatch-observability"}),), True),
        ((("aws_cloudwatch_log_group", {"name": f"{GROUPS}host"}),), True),
        ((("aws_eks_addon", {"addon_name": "coredns"}),), False),
    ],
)
def test_groups_that_the_cloudwatch_agent_made_are_named(
    monkeypatch: pytest.MonkeyPatch, objects: tuple[tuple[str, dict[str, Any]], ...], asked: bool
) -> None:
    logs = FakeApi(describe_log_groups={"logGroups": [{"logGroupName": f"{GROUPS}host"}]})
    monkeypatch.setattr(destroy_checks, "client", lambda *_: logs)
    workspace: Any = None
    remarks = recreated_log_groups(workspace, recorded(("aws_eks_cluster", {"name": "prod"}), *objects))
    assert len(remarks) == asked
    for remark in remarks:
        assert f"log group {GROUPS}host exists: the CloudWatch agent" in remark
        assert f"aws logs delete-log-group --log-group-name {GROUPS}host" in remark
