"""Removing a lock: only the one whose id was named, and never that of a run that is alive."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from eksgen.commands import unlock as module
from eksgen.commands.runs.workdir import RunOptions
from eksgen.compiler.errors import EksgenError
from eksgen.engine.errors.exceptions import StateLocked
from eksgen.engine.workdir.state_lock import HolderAlive, StateLock

ID = "0a1b-2c3d"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Unlock:
    """Runs the command on a lock, and records the locks that are removed."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.removed: list[str] = []
        self.patch = monkeypatch

        @contextmanager
        def compiled_workdir(verb: str, file: str, _options: RunOptions) -> Iterator[tuple[Any, Any]]:
            assert (verb, file) == ("unlock", "cluster.yaml")
            yield None, None

        monkeypatch.setattr(module, "compiled_workdir", compiled_workdir)
        monkeypatch.setattr(
            module, "remove_lock", lambda _workspace, lock, _on_event: self.removed.append(lock.id)
        )

    def __call__(
        self,
        lock_id: str | None = None,
        *,
        yes: bool = False,
        alive: HolderAlive | None = HolderAlive.NO,
        typed: str | None = None,
    ) -> int:
        lock = StateLock(ID, "state", "apply", "ann@laptop", None, alive, "it ended") if alive else None
        self.patch.setattr(module, "state_lock", lambda _workspace, _on_event, _wanted: lock)
        self.patch.setattr(sys, "stdin", io.StringIO() if typed is None else Terminal(f"{typed}\n"))
        return module.unlock("cluster.yaml", lock_id, RunOptions(), yes=yes)


@pytest.fixture
def unlock(monkeypatch: pytest.MonkeyPatch) -> Unlock:
    return Unlock(monkeypatch)


def test_without_a_lock_nothing_is_asked(unlock: Unlock, capsys: pytest.CaptureFixture[str]) -> None:
    assert unlock(alive=None) == 0
    assert capsys.readouterr() == ("the state is not locked\n", "")
    assert unlock.removed == []


@pytest.mark.parametrize(
    "arguments",
    [
        {"lock_id": ID, "yes": True},
        {"lock_id": ID, "yes": True, "alive": HolderAlive.UNKNOWN},
        {"lock_id": None, "typed": f"  {ID}"},
        {"lock_id": ID, "typed": ID},
    ],
)
def test_the_named_lock_is_removed(
    unlock: Unlock, capsys: pytest.CaptureFixture[str], arguments: dict[str, Any]
) -> None:
    assert unlock(**arguments) == 0
    assert unlock.removed == [ID]
    out, err = capsys.readouterr()
    assert out == f"removed the lock {ID}; the state is free\n"
    assert "ann@laptop" in err
    assert ("Type the id of the lock" in err) is ("typed" in arguments)


@pytest.mark.parametrize(
    ("arguments", "code", "note"),
    [
        ({"lock_id": None, "yes": True}, "unconfirmed", "--yes removes only the lock whose id you pass"),
        ({"lock_id": "other", "yes": True}, "another-lock", f"you passed other, the lock is {ID}"),
        ({"lock_id": "other", "typed": ID}, "another-lock", f"you passed other, the lock is {ID}"),
        ({"typed": "no"}, "another-lock", f"you passed no, the lock is {ID}"),
        ({"typed": ""}, "another-lock", f"you passed no id, the lock is {ID}"),
        ({}, "unconfirmed", "nobody can be asked, because standard input is not a terminal"),
        ({"lock_id": ID}, "unconfirmed", "nobody can be asked, because standard input is not a terminal"),
    ],
)
def test_any_other_answer_removes_nothing(
    unlock: Unlock, arguments: dict[str, Any], code: str, note: str
) -> None:
    with pytest.raises(EksgenError) as caught:
        unlock(**arguments)
    assert (caught.value.code, caught.value.notes) == (code, (note,))
    if code == "another-lock":
        assert "another run may have taken the lock" in caught.value.helps[0]
    assert unlock.removed == []


def test_the_lock_of_a_run_that_is_alive_stays(unlock: Unlock) -> None:
    with pytest.raises(StateLocked):
        unlock(ID, yes=True, alive=HolderAlive.YES)
    assert unlock.removed == []
