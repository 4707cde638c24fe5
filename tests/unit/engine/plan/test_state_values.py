from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from eksgen.engine.plan.document import read_plan_json
from eksgen.engine.plan.state_values import all_deleted

FIXTURES = Path(__file__).parent.parent / "fixtures"


def entry(kind: str, actions: list[str], before: Any) -> dict[str, Any]:
    change = {"actions": actions, "before": before, "after": None}
    return {"address": f"{kind}.this", "mode": "managed", "type": kind, "name": "this", "change": change}


GONE = entry("aws_vpc", ["delete"], {"id": "vpc-1"})
MADE_AGAIN = entry("aws_vpc", ["create"], None)
STILL_THERE = entry("aws_eks_cluster", ["no-op"], {"name": "demo"})
BUILT_IN = entry("terraform_data", ["no-op"], {"id": "1"})


@pytest.mark.parametrize(
    ("drift", "changes", "gone"),
    [
        ([GONE], [MADE_AGAIN], True),
        ([GONE], [MADE_AGAIN, BUILT_IN], True),
        ([GONE], [], True),
        ([GONE], [MADE_AGAIN, STILL_THERE], False),
        ([], [MADE_AGAIN], False),
        ([], [], False),
    ],
)
def test_a_cloud_without_anything_of_the_state_is_told_apart(
    drift: list[Any], changes: list[Any], gone: bool
) -> None:
    plan = json.loads((FIXTURES / "empty.json").read_text("utf-8"))
    plan |= {"resource_drift": drift, "resource_changes": changes}
    assert all_deleted(read_plan_json(json.dumps(plan))) is gone
