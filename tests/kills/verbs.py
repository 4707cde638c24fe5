"""The verbs that need no Terraform: they are killed in a folder of their own."""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .checks import Outcome, broken_files, follow_up, left_processes, temporary_files, tracebacks
from .moments import FILE_SIGNALS, Kill, Phase, Run, kills

EXAMPLE = Path(__file__).parents[2] / "examples" / "quickstart.yaml"
_SHARES = {"start": (0.0, 0.3), "first half": (0.3, 0.6), "second half": (0.6, 0.9), "end": (0.9, 1.0)}
"""From where to where each phase goes, as shares of an undisturbed run."""
_MEASURED = 8


@dataclass(frozen=True, slots=True)
class Verb:
    """Arguments of a verb, and of what must succeed after it was killed."""

    arguments: tuple[str, ...]
    again: tuple[tuple[str, ...], ...]


_FMT, _COMPILE = ("fmt", "cluster.yaml"), ("compile", "cluster.yaml", "--output", "out")
VERBS = {
    "fmt": Verb(_FMT, (_FMT, ("fmt", "--check", "cluster.yaml"))),
    "compile": Verb(_COMPILE, (_COMPILE,)),
}


def kill_many(root: Path, verb: str, count: int, choose: random.Random) -> Iterator[Outcome]:
    """Kill a verb so many times; a run that ends before it is killed does not count."""
    folder, text = root / verb, EXAMPLE.read_bytes()
    folder.mkdir()
    old = b"".join(line + b"   \n" for line in text.splitlines()) if verb == "fmt" else text
    chosen = kills(choose, [Phase(name, "", 0) for name in _SHARES], FILE_SIGNALS)
    done, seconds = 0, 0.0
    clean: dict[str, bytes] = {}
    while done < count:
        if done % _MEASURED == 0:  # other work may have made the machine slower or faster
            _reset(folder, old)
            seconds, clean = _undisturbed(folder, verb)
        _reset(folder, old)
        outcome = _kill(folder, verb, seconds, next(chosen), (old, clean))
        if outcome is not None:
            done += 1
            yield outcome


def _kill(
    folder: Path, verb: str, seconds: float, kill: Kill, texts: tuple[bytes, dict[str, bytes]]
) -> Outcome | None:
    old, clean = texts
    begin, end = _SHARES[kill.phase.name]
    run = Run(folder, VERBS[verb].arguments, [kill.phase])
    time.sleep(seconds * (begin + kill.share * (end - begin)))
    ended = run.kill(kill)
    problems = [*tracebacks(ended, "start"), *left_processes(folder)]
    problems += broken_files(folder, (old, clean["cluster.yaml"]))
    for arguments in VERBS[verb].again:
        problems += follow_up(folder, *arguments)
    problems += [*temporary_files(folder), *_differences(clean, _files(folder))]
    return Outcome(verb, ended.phase, ended.signal, tuple(problems)) if ended.phase or problems else None


def _reset(folder: Path, old: bytes) -> None:
    shutil.rmtree(folder / "out", ignore_errors=True)
    (folder / "cluster.yaml").write_bytes(old)


def _undisturbed(folder: Path, verb: str) -> tuple[float, dict[str, bytes]]:
    """Return how many seconds the verb takes at present, and the files afterwards."""
    began = time.monotonic()
    Run(folder, VERBS[verb].arguments).end()
    return time.monotonic() - began, _files(folder)


def _files(folder: Path) -> dict[str, bytes]:
    return {str(f.relative_to(folder)): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


def _differences(wanted: dict[str, bytes], found: dict[str, bytes]) -> Iterator[str]:
    for name in sorted(wanted.keys() | found.keys()):
        if wanted.get(name) != found.get(name):
            yield f"{name} is not what an undisturbed run writes"
