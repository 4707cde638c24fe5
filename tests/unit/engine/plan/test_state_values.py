from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from eksgen.engine.plan.document import read_plan_json
from eksgen.engine.plan.state_values import all_deleted


def entry(kind: str, actions: list[str], before: Any) -> dict[str, Any]:
    change = {"actions": actions, "before": before, "after": None}
    return {"address": f"{kind}.this", "mode": "managed", "type": kind, "name": "this", "change": change}


DELETED = entry("aws_vpc", ["delete"], {"id": "vpc-1"})
RECREATED = entry("aws_vpc", ["create"], None)
EXISTING = entry("aws_eks_cluster", ["no-op"], {"name": "demo"})
BUILT_IN = entry("terraform_data", ["no-op"], {"id": "1"})


@pytest.mark.parametrize(
    ("drift", "changes", "deleted"),
    [
        ([DELETED], [RECREATED], True),
        ([DELETED], [RECREATED, BUILT_IN], True),
        ([DELETED], [], True),
        ([DELETED], [RECREATED, EXISTING], False),
        ([], [RECREATED], False),
        ([], [], False),
    ],
)
def test_a_cloud_without_any_object_of_the_state_is_recognised(
    fixtures: Path, drift: list[Any], changes: list[Any], deleted: bool
) -> None:
    plan = json.loads((fixtures / "empty.json").read_text("utf-8"))
    plan |= {"resource_drift": drift, "resource_changes": changes}
    assert all_deleted(read_plan_json(json.dumps(plan))) is deleted
