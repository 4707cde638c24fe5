from __future__ import annotations

import json
from pathlib import Path

import pytest

from eksgen.report.annotations.sarif import draw_sarif

from ..specs import CASES, found_in


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_sarif_has_a_rule_and_a_region_for_every_result(case: Path) -> None:
    (run,) = json.loads(draw_sarif(found_in(case)))["runs"]
    assert len(run["results"]) == len(found_in(case))
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        region = result["locations"][0]["physicalLocation"]["region"]
        assert 1 <= region["startColumn"] < region["endColumn"]
