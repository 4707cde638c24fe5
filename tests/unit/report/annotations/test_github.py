from __future__ import annotations

from eksgen.report.annotations.github import draw_github

from ..specs import AWKWARD


def test_awkward_text_cannot_break_out_of_a_workflow_command() -> None:
    text = draw_github([AWKWARD])
    assert text.count("\n") == 1
    assert text.startswith("::error file=a%2Cb%3Ac%25.yaml,line=1,")
    assert "100%25: a" in text
