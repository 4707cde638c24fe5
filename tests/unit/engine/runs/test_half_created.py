"""Objects that an apply created in part: which are kept, and how the others are replaced."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from eksgen.engine.errors.exceptions import RunFailed
from eksgen.engine.plan.document import PlanDocument, parse_document
from eksgen.engine.plan.half_created import being_created, cannot_replace, kept_objects, only_tainted
from eksgen.engine.plan.result import Action, PlanResult
from eksgen.engine.runs import apply as applying
from eksgen.engine.runs import open_plan
from eksgen.engine.runs.open_plan import OpenPlan
from eksgen.engine.runs.plan import plan
from eksgen.engine.runs.session import PlanRequest
from eksgen.engine.workdir.workspace import Workspace

TAINTED = "replace_because_tainted"


def document(type_: str, reason: str = TAINTED, first: str = "create", **before: Any) -> PlanDocument:
    actions = ["create", "delete"] if first == "create" else ["delete", "create"]
    change = {"actions": actions, "before": before, "after": {}}
    entry = {"address": f"{type_}.this", "type": type_, "action_reason": reason, "change": change}
    return parse_document({"resource_changes": [entry]})


@pytest.mark.parametrize(
    ("type_", "status", "kept"),
    [
        ("aws_vpc", None, True),
        ("aws_kms_key", None, True),
        *(("aws_eks_cluster", status, True) for status in ("CREATING", "ACTIVE", "UPDATING")),
        *(("aws_eks_cluster", status, False) for status in ("FAILED", "DELETING", None)),
        *(("aws_eks_node_group", status, True) for status in ("CREATING", "ACTIVE", "UPDATING")),
        *(("aws_eks_node_group", status, False) for status in ("CREATE_FAILED", "DEGRADED", "DELETING")),
        ("aws_eks_addon", None, False),
        ("aws_subnet", None, False),
    ],
)
def test_what_aws_goes_on_creating_is_kept(type_: str, status: str | None, kept: bool) -> None:
    before = {} if status is None else {"status": status}
    assert bool(kept_objects(document(type_, **before))) is kept
    assert not kept_objects(document(type_, "replace_because_cannot_update", **before))
    assert bool(being_created(document(type_, "", **before))) is (status == "CREATING")


def test_only_tainted_objects_change_the_order_of_their_replacement() -> None:
    failed = document("aws_eks_node_group", status="CREATE_FAILED")
    assert cannot_replace(failed)
    assert not cannot_replace(document("aws_eks_node_group", first="delete"))
    assert not cannot_replace(document("aws_eks_node_group", "replace_because_cannot_update"))
    assert only_tainted(failed, document("aws_eks_node_group", first="delete"))
    edited = document("aws_eks_node_group", "replace_because_cannot_update")
    assert not only_tainted(edited, document("aws_eks_node_group", "replace_because_cannot_update", "delete"))
    assert only_tainted(edited, edited)


GROUP = "module.nodes.terraform_data.group"
UNIQUE = """
resource "terraform_data" "group" {
  provisioner "local-exec" { command = "test -e ready" }
  lifecycle {
    create_before_destroy = true
  }
}
"""


@pytest.fixture
def failed(workspace: Callable[[str], Workspace]) -> Workspace:
    """A folder in which an apply created `module.nodes.terraform_data.group` in part."""
    compiled = workspace('module "nodes" { source = "./modules/nodes" }')
    module = compiled.folder / "modules" / "nodes" / "main.tf"
    module.parent.mkdir(parents=True)
    module.write_text(UNIQUE, "utf-8")
    with pytest.raises(RunFailed) as caught:
        applying.apply(compiled, lambda _: True)
    assert caught.value.partial_apply is not None
    assert caught.value.partial_apply.tainted == (GROUP,)
    return compiled


def test_a_plan_keeps_an_object_in_a_copy_of_the_state_and_cannot_be_saved(
    failed: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tainted(document: PlanDocument) -> tuple[str, ...]:
        return tuple(entry.address.text for entry in document.entries if entry.tainted)

    monkeypatch.setattr(open_plan, "kept_objects", tainted)
    state = failed.folder / "terraform.tfstate"
    before, request = state.read_text("utf-8"), PlanRequest(recover=True)
    planned = plan(failed, request=request)
    assert planned.empty
    assert planned.remarks == (
        f"1 object created in part by the last apply will be kept, not replaced: {GROUP}",
    )
    saved: list[OpenPlan] = []
    with pytest.raises(RunFailed) as caught:
        plan(failed, request=request, keep=lambda opened, _: saved.append(opened))
    assert caught.value.code == "half-created"
    assert not saved
    assert state.read_text("utf-8") == before
    assert not list((failed.folder / ".eksgen").glob("plan-*"))


def test_an_object_with_a_unique_name_is_deleted_before_it_is_created_again(failed: Workspace) -> None:
    plans: list[PlanResult] = []

    def approve(plan: PlanResult) -> bool:
        plans.append(plan)
        return True

    (failed.folder / "ready").touch()
    assert applying.apply(failed, approve).converged is True
    assert [(c.action, c.replace_first) for c in plans[0].changes] == [(Action.REPLACE, "delete")]
    assert (failed.folder / "modules" / "nodes" / "main.tf").read_text("utf-8") == UNIQUE
