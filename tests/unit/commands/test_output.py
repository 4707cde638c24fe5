"""`eksgen output`: what it prints of the state, and what it says if there is nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest

from eksgen.commands import output as command
from eksgen.commands.runs.workdir import RunOptions
from eksgen.compiler.errors import EksgenError
from eksgen.engine.runs.outputs import Output

FOUND = {
    "cluster_certificate_authority": Output("LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t"),
    "hidden": Output("abc", sensitive=True),
    "subnets": Output({"a": "subnet-1"}),
    "vpc_id": Output("vpc-1"),
}


def run(
    monkeypatch: pytest.MonkeyPatch,
    name: str | None = None,
    found: Mapping[str, Output] = FOUND,
    **options: Any,
) -> int:
    @contextmanager
    def compiled(*_: Any) -> Iterator[Any]:
        yield None, None

    monkeypatch.setattr(command, "compiled_workdir", compiled)
    monkeypatch.setattr(command, "state_outputs", lambda *_: found)
    return command.output("a.yaml", name, RunOptions(**options))


@pytest.mark.parametrize("format", ["human", "json"])
def test_all_outputs_hide_what_an_apply_hides(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], format: str
) -> None:
    assert run(monkeypatch, format=format) == 0
    text = capsys.readouterr().out
    assert "LS0t" not in text
    assert "abc" not in text
    assert text.count("(sensitive)") == 2
    assert "subnet-1" in text
    if format == "json":
        assert json.loads(text)["subnets"] == {"a": "subnet-1"}


@pytest.mark.parametrize(
    ("name", "text"),
    [("hidden", "abc"), ("vpc_id", "vpc-1"), ("subnets", '{"a": "subnet-1"}\n')],
)
def test_a_raw_output_is_whole_and_only_json_ends_with_a_newline(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, text: str
) -> None:
    run(monkeypatch, name, format="raw")
    assert capsys.readouterr().out == text


@pytest.mark.parametrize("name", [None, "vpc_id"])
def test_before_an_apply_there_is_an_error_with_the_command_that_applies(
    monkeypatch: pytest.MonkeyPatch, name: str | None
) -> None:
    with pytest.raises(EksgenError) as caught:
        run(monkeypatch, name, {}, sandbox=True)
    assert caught.value.code == "no-output"
    assert caught.value.helps == ("apply it first: eksgen apply a.yaml --sandbox",)


def test_an_unknown_name_gets_the_names_that_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(EksgenError) as caught:
        run(monkeypatch, "vpc")
    assert caught.value.notes == ("outputs: cluster_certificate_authority, hidden, subnets, vpc_id",)
