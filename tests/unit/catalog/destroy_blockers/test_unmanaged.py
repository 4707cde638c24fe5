"""What drift asks about an object in no state exists in the API, and the object can be removed."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

from eksgen.catalog.destroy_blockers.delete_commands import DELETE_COMMANDS
from eksgen.catalog.destroy_blockers.unmanaged import UNMANAGED_TYPES, Describe
from eksgen.catalog.resources.risk import Risk
from eksgen.engine.aws.unmanaged_facts import _FIELD

ROWS = [(kind, row) for kind, found in UNMANAGED_TYPES.items() for row in found.describe]


def operation(row: Describe) -> Any:
    api = boto3.client(row.service, region_name="eu-west-1")
    return api.meta.service_model.operation_model(api.meta.method_to_api_mapping[row.operation])


def shape_at(shape: Any, field: str) -> Any:
    """Return the shape of a field, None if there is none; paths lead through lists."""
    for step in filter(None, field.split(".")):
        shape = shape.member if shape.type_name == "list" else shape
        shape = getattr(shape, "members", {}).get(step)
        if shape is None:
            return None
    return shape.member if shape.type_name == "list" else shape


@pytest.mark.parametrize(("kind", "row"), ROWS)
def test_the_operation_takes_the_parameters_and_answers_with_the_object(kind: str, row: Describe) -> None:
    model = operation(row)
    assert set(model.input_shape.required_members) <= row.parameters.keys() <= set(model.input_shape.members)
    assert shape_at(model.output_shape, row.answer) is not None


@pytest.mark.parametrize("kind", UNMANAGED_TYPES)
def test_each_fact_is_a_field_of_the_object(kind: str) -> None:
    row = UNMANAGED_TYPES[kind]
    objects = [shape_at(operation(one).output_shape, one.answer) for one in row.describe]
    for _, template in row.facts:
        for name in _FIELD.findall(template):
            assert any(shape_at(shape, name) is not None for shape in objects), name


def test_each_type_can_be_removed_and_has_facts_that_fit_their_column() -> None:
    assert UNMANAGED_TYPES.keys() <= DELETE_COMMANDS.keys()
    labels = {label for row in UNMANAGED_TYPES.values() for label, _ in row.facts}
    assert max(map(len, labels)) <= 10
    assert all(row.risk.rank < Risk.LOSS.rank for row in UNMANAGED_TYPES.values())
