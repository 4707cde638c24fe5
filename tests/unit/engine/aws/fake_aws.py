"""Clients that return prepared answers, and plans of a recorded state."""

from __future__ import annotations

from typing import Any

from eksgen.engine.plan.document import PlanDocument, parse_document

REGION = "eu-west-1"


class FakeApi:
    """A client; each operation returns its prepared response whatever the parameters, and is recorded."""

    def __init__(self, **responses: Any) -> None:
        self.responses = responses
        self.calls: list[str] = []

    def can_paginate(self, _operation: str) -> bool:
        return False

    def __getattr__(self, operation: str) -> Any:
        if operation not in self.responses:
            raise AttributeError(operation)

        def call(**parameters: Any) -> Any:
            self.calls.append(operation)
            response = self.responses[operation]
            return response(**parameters) if callable(response) else response

        return call


def recorded(*objects: tuple[str, dict[str, Any]]) -> PlanDocument:
    """Return the plan of a destroy whose state records these objects, as (type, attributes)."""
    return parse_document(
        {
            "resource_changes": [
                {"address": f"{kind}.this[{n}]", "change": {"actions": ["delete"], "before": values}}
                for n, (kind, values) in enumerate(objects)
            ],
            "configuration": {
                "provider_config": {"aws": {"expressions": {"region": {"constant_value": REGION}}}}
            },
        }
    )
