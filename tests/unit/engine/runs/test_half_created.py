"""Objects that an apply created in part: which are kept, and how the others are replaced."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eksgen.engine.errors.run_failed import RunFailed
from eksgen.engine.plan.document import PlanDocument, parse_document
from eksgen.engine.plan.half_created import being_created, cannot_replace, kept_objects, only_tainted
from eksgen.engine.plan.result import Action, PlanResult
from eksgen.engine.runs import apply as applying
from eksgen.engine.runs.keep_created import session_on_copy, untaint
from eksgen.engine.runs.session import open_session
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


def test_an_object_is_kept_in_a_copy_of_the_state_only(failed: Workspace, tmp_path: Path) -> None:
    state = failed.folder / "terraform.tfstate"
    before = state.read_text("utf-8")
    session = open_session(failed)
    copy = session_on_copy(session, tmp_path / "copy")
    untaint(copy, (GROUP,), 0)
    planned = copy.terraform.plan(tmp_path / "plan")
    assert planned.ok
    assert '"no-op"' in copy.terraform.show(tmp_path / "plan").document
    assert "tainted" not in (tmp_path / "copy" / "terraform.tfstate").read_text("utf-8")
    assert state.read_text("utf-8") == before
    assert "tainted" in before


def test_an_object_with_a_unique_name_is_deleted_before_it_is_created_again(failed: Workspace) -> None:
    plans: list[PlanResult] = []

    def approve(plan: PlanResult) -> bool:
        plans.append(plan)
        return True

    (failed.folder / "ready").touch()
    assert applying.apply(failed, approve).converged is True
    assert [(c.action, c.replace_first) for c in plans[0].changes] == [(Action.REPLACE, "delete")]
    assert (failed.folder / "modules" / "nodes" / "main.tf").read_text("utf-8") == UNIQUE
