"""A compile that is killed at any of its writes: the next compile, of any spec, leaves exactly its own files."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from eksgen.compiler.emit.write import write_folder

MAP = "eksgen.map.json"
Files = Mapping[str, bytes]


@pytest.fixture(autouse=True)
def no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: None)


class Killed(BaseException):
    """Stands for SIGKILL: nothing that runs afterwards changes a file."""


def compiled(**texts: str) -> Files:
    """Return files with their map, in the order of a compile."""
    files = {name.replace("_", "/") + ".tf": text.encode() for name, text in texts.items()}
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    return dict(sorted({**files, MAP: json.dumps({"files": digests}).encode()}.items()))


NONE: Files = {}
FIRST = compiled(backend="s3", main="one", modules_vpc_main="vpc", modules_old_override="1")
SECOND = compiled(backend="local", main="two", modules_vpc_main="vpc", modules_new_main="new", zone="z")
THIRD = compiled(main="three", modules_vpc_main="changed")
SPECS = [FIRST, SECOND, THIRD]


def kill_at(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no rename or removal of a file happen after so many."""
    left = [number]

    def counted(call: Callable[..., None]) -> Callable[..., None]:
        def changes(*arguments: object, **options: object) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise Killed
            call(*arguments, **options)

        return changes

    for name in ("replace", "unlink"):
        monkeypatch.setattr(os, name, counted(getattr(os, name)))


def write_and_kill(target: Path, files: Files, number: int) -> bool:
    """Write the folder; return whether it was killed."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        kill_at(number, monkeypatch)
        try:
            write_folder(target, files)
        except Killed:
            return True
    return False


def found(target: Path) -> Files:
    """Return the files in the folder; a temporary one may stay where the last compile had no file to change."""
    files = (file for file in target.rglob("*") if file.is_file() and file.suffix != ".tmp")
    return {file.relative_to(target).as_posix(): file.read_bytes() for file in files}


@pytest.mark.parametrize("last", SPECS)
@pytest.mark.parametrize("killed", SPECS)
@pytest.mark.parametrize("first", [NONE, *SPECS])
def test_the_compile_after_a_killed_one_succeeds(
    tmp_path: Path, first: Files, killed: Files, last: Files
) -> None:
    for number in range(20):
        target = tmp_path / str(number)
        if first:
            write_folder(target, first)
        if not write_and_kill(target, killed, number):
            return
        write_folder(target, last)
        assert found(target) == last, f"killed at write {number}"
    pytest.fail("it was never written to the end")


@pytest.mark.parametrize("last", SPECS)
def test_also_after_two_killed_ones(tmp_path: Path, last: Files) -> None:
    for one in range(8):
        for two in range(8):
            target = tmp_path / f"{one}-{two}"
            write_folder(target, FIRST)
            write_and_kill(target, SECOND, one)
            write_and_kill(target, THIRD, two)
            write_folder(target, last)
            assert found(target) == last, f"killed at the writes {one} and {two}"


@pytest.mark.parametrize("before", [[], {"main.tf": None}, {"main.tf": 7}, {"../main.tf": ["x"]}, None])
def test_a_forged_map_of_a_killed_compile_gives_no_file_away(tmp_path: Path, before: object) -> None:
    (tmp_path / "main.tf").write_bytes(b"mine")
    (tmp_path / MAP).write_text(json.dumps({"files": {}, "before": before}))
    with pytest.raises(Exception, match="files that eksgen did not write"):
        write_folder(tmp_path, FIRST)
    assert (tmp_path / "main.tf").read_bytes() == b"mine"
