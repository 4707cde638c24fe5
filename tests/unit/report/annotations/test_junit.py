from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from eksgen.compiler.diagnostics import Severity
from eksgen.report.annotations.junit import draw_junit

from ..specs import AWKWARD, CASES, found_in


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_junit_counts_errors_as_failures(case: Path) -> None:
    root = ElementTree.fromstring(draw_junit(found_in(case), [case.name]))
    errors = sum(found.severity is Severity.ERROR for found in found_in(case))
    assert len(root.findall(".//failure")) == errors == int(root[0].attrib["failures"])


def test_awkward_text_leaves_junit_readable() -> None:
    assert ElementTree.fromstring(draw_junit([AWKWARD], ["a,b:c%.yaml"])).attrib["name"] == "eksgen"
