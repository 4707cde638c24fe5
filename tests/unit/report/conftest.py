"""Plans recorded with the real provider, as the values the reports draw."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from eksgen.engine.changes import DriftResult, PlanResult
from eksgen.engine.drift import read_drift
from eksgen.engine.plan import read_plan
from eksgen.engine.planjson import PlanDocument, read_plan_json, subject
from eksgen.engine.trace import Trace, load_trace

FIXTURES = Path(__file__).parent.parent / "engine" / "fixtures"


def recorded(name: str) -> tuple[PlanDocument, Trace]:
    trace = load_trace(FIXTURES / "folder", FIXTURES / "interface.json")
    return read_plan_json((FIXTURES / f"{name}.json").read_text("utf-8")), trace


@pytest.fixture
def plan() -> Callable[[str], PlanResult]:
    def read(name: str) -> PlanResult:
        found, trace = recorded(name)
        about = subject(found, "Terraform 1.11.4", "5.100.0", name == "create", "cluster.yaml")
        return read_plan(found, about, trace, destroy=name == "destroy")

    return read


@pytest.fixture
def drift() -> Callable[[str], DriftResult]:
    def read(name: str) -> DriftResult:
        found, trace = recorded(name)
        return read_drift(found, subject(found, "Terraform 1.11.4", "5.100.0", False, "cluster.yaml"), trace)

    return read
