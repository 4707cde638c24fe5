"""Plans in other partitions, with the real Terraform and the real provider: no validation of a module refuses them."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.partitions import REGIONS, in_region

from .conftest import EXAMPLES, Project


@pytest.mark.parametrize("partition", ["aws-us-gov", "aws-cn"])
@pytest.mark.parametrize("example", ["private", "monitoring"])
def test_an_example_is_planned(new_project: Callable[..., Project], partition: str, example: str) -> None:
    """The European Sovereign Cloud needs a version of the provider that not every mirror has."""
    region = REGIONS[partition]
    text = in_region((EXAMPLES / f"{example}.yaml").read_text("utf-8"), region)
    project = new_project(f"{example}-{partition}", "100000000079", region, text)
    plan = json.loads(project.eksgen("plan", "--format", "json"))
    assert {change["action"] for change in plan["changes"]} == {"create"}
