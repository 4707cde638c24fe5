"""`eksgen update`: when the lock file is written, and what is said."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from eksgen.commands import update as command
from eksgen.commands.runs.workdir import RunOptions
from eksgen.compiler.errors import EksgenError, SpecRefused
from eksgen.engine.runs.update import Found
from eksgen.engine.versions.moves import update_lock
from eksgen.engine.versions.offers import Offers

from ..engine.aws.test_offers import WORKSPACE
from ..engine.versions.test_moves import BASE, GROUPS, PROVIDER, offers

WHERE = replace(WORKSPACE, cluster="a", region="us-west-2")


@pytest.fixture
def spec(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "a.yaml"
    file.write_text(BASE + GROUPS, encoding="utf-8")
    return file


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Callable[[Offers], None]:
    """Return a function that sets what AWS offers."""

    @contextmanager
    def asking(*_: Any) -> Iterator[Any]:
        yield WHERE

    def answer(offered: Offers) -> None:
        def find(_: Any, spec: Any, held: Any) -> Found:
            return Found(offered, update_lock(spec, held, offered, PROVIDER))

        monkeypatch.setattr(command, "find_update", find)

    monkeypatch.setattr(command, "asking_workspace", asking)
    return answer


def run(*, check: bool = False, format: str = "human") -> int:
    return command.update("a.yaml", RunOptions(format=format), check=check)


def test_a_first_update_writes_the_lock_and_a_second_one_leaves_its_bytes(
    spec: Path, aws: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    aws(offers())
    assert run() == 0
    lock = spec.with_suffix(".lock")
    assert "a.lock is written, 8 versions move" in capsys.readouterr().out
    reordered = "# mine\n" + lock.read_text("utf-8")
    lock.write_text(reordered, encoding="utf-8")
    assert run() == 0
    assert lock.read_text("utf-8") == reordered
    assert capsys.readouterr().out.endswith("Nothing newer fits: a.lock stays as it is.\n")


def test_a_check_writes_nothing_and_returns_3_while_something_newer_fits(spec: Path, aws: Any) -> None:
    aws(offers())
    assert run(check=True) == 3
    assert not spec.with_suffix(".lock").exists()
    run()
    assert run(check=True) == 0
    aws(offers(patch=2))
    before = spec.with_suffix(".lock").read_bytes()
    assert run(check=True) == 3
    assert spec.with_suffix(".lock").read_bytes() == before


def test_a_lock_for_another_kubernetes_version_is_no_obstacle(spec: Path, aws: Any) -> None:
    aws(offers())
    run()
    spec.write_text((BASE + GROUPS).replace("1.35", "1.36"), encoding="utf-8")
    aws(offers("1.36"))
    assert run() == 0
    assert 'kubernetes: "1.36"' in spec.with_suffix(".lock").read_text("utf-8")


@pytest.mark.parametrize("name", ["a.yaml", "a.lock"])
def test_an_upgrade_while_it_asks_aws_wins(
    spec: Path, aws: Any, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    aws(offers())
    find = vars(command)["find_update"]

    def upgraded(*arguments: Any) -> Found:
        spec.with_name(name).write_text((BASE + GROUPS).replace("1.35", "1.36"), encoding="utf-8")
        found: Found = find(*arguments)
        return found

    monkeypatch.setattr(command, "find_update", upgraded)
    with pytest.raises(EksgenError, match=f"{name} changed meanwhile") as caught:
        run()
    assert caught.value.code == "changed-meanwhile"
    assert spec.with_suffix(".lock").exists() == (name == "a.lock")
    assert "1.36" in spec.with_name(name).read_text("utf-8")


def test_a_lock_with_errors_is_made_anew_with_a_note(
    spec: Path, aws: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    spec.with_suffix(".lock").write_text("kubernetes: 1.35\naddon: {}\n", encoding="utf-8")
    aws(offers())
    assert run() == 0
    assert "a.lock:1: " in capsys.readouterr().out
    assert "coredns:" in spec.with_suffix(".lock").read_text("utf-8")


def test_an_addon_without_a_version_that_fits_stops_the_update(spec: Path, aws: Any) -> None:
    aws(Offers("1.35"))
    with pytest.raises(EksgenError) as caught:
        run()
    assert caught.value.code == "no-fitting-version"
    assert not spec.with_suffix(".lock").exists()


def test_a_spec_with_errors_and_standard_input_are_refused(spec: Path, aws: Any) -> None:
    spec.write_text(BASE + "nodeGroup: {}\n", encoding="utf-8")
    with pytest.raises(SpecRefused):
        run()
    with pytest.raises(EksgenError, match="standard input"):
        command.update("-", RunOptions(), check=False)


def test_json_and_markdown_say_the_same(spec: Path, aws: Any, capsys: pytest.CaptureFixture[str]) -> None:
    aws(offers())
    run(check=True, format="json")
    document = json.loads(capsys.readouterr().out)
    assert (document["kind"], document["changed"], document["wrote"]) == ("update", True, False)
    run(check=True, format="markdown")
    text = capsys.readouterr().out
    assert text.startswith("<!-- eksgen update -->\n")
    assert all(move["new"] in text for move in document["moves"] if move["new"])


def test_the_working_folder_of_the_spec_is_not_touched(spec: Path, aws: Any) -> None:
    aws(offers())
    run()
    assert sorted(path.name for path in spec.parent.iterdir()) == ["a.lock", "a.yaml"]
