"""The page of a code, however it is written."""

from __future__ import annotations

import pytest

from eksgen.commands.explain import explain
from eksgen.compiler.errors import EksgenError


@pytest.mark.parametrize(
    "name", ["open-endpoint", " Open-Endpoint ", "warning[open-endpoint]", "warning[open-endpoint]:"]
)
def test_a_code_may_be_copied_from_a_finding(capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert explain(name) == 0
    assert capsys.readouterr().out.startswith("warning[open-endpoint]: ")


def test_without_a_code_all_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert explain(None) == 0
    out = capsys.readouterr().out
    assert "open-endpoint" in out
    assert "unknown-field" in out


@pytest.mark.parametrize(
    ("name", "help"),
    [
        ("open-endpiont", "similar: open-endpoint"),
        ("qqqq", "list all codes with `eksgen explain`, or search the documentation: eksgen docs WORD"),
    ],
)
def test_an_unknown_code_has_similar_ones(name: str, help: str) -> None:
    with pytest.raises(EksgenError, match=f"there is no code or field {name}") as caught:
        explain(name)
    assert caught.value.code == "unknown-code"
    assert caught.value.helps[0].startswith(help)
