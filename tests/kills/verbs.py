"""The verbs that are killed: the folder of each, and how it is brought back to its start."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from .checks import Trial

EXAMPLE = Path(__file__).parents[2] / "examples" / "quickstart.yaml"
_APPLY = ("apply", "cluster.yaml", "--sandbox", "--yes", "--import-orphans")
_DESTROY = ("destroy", "cluster.yaml", "--sandbox", "--yes")
_PLAN = ("plan", "cluster.yaml", "--sandbox", "--detailed-exitcode")


@dataclass(frozen=True, slots=True)
class Verb:
    """Arguments of a verb and of its follow-ups, and what is done before each kill."""

    arguments: tuple[str, ...]
    again: tuple[tuple[str, ...], ...]
    reset: Callable[[Trial], None]


def _rewrite(trial: Trial) -> None:
    shutil.rmtree(trial.folder / "out", ignore_errors=True)
    trial.spec.write_bytes(trial.old)


def _sandbox(*commands: tuple[str, ...]) -> Callable[[Trial], None]:
    def reset(trial: Trial) -> None:
        _rewrite(trial)
        for arguments in commands:
            subprocess.run([sys.executable, "-m", "eksgen", *arguments], cwd=trial.folder, check=True,
                           capture_output=True)  # fmt: skip

    return reset


VERBS = {
    "fmt": Verb(
        ("fmt", "cluster.yaml"), (("fmt", "cluster.yaml"), ("fmt", "--check", "cluster.yaml")), _rewrite
    ),
    "compile": Verb(
        ("compile", "cluster.yaml", "--output", "out"),
        (("compile", "cluster.yaml", "--output", "out"),),
        _rewrite,
    ),
    "apply": Verb(_APPLY, (_APPLY, _PLAN), _sandbox(_DESTROY)),
    "destroy": Verb(_DESTROY, (_DESTROY,), _sandbox(_APPLY)),
}


def prepare(root: Path, verb: str) -> Trial:
    """Create the folder of a verb."""
    folder = root / verb
    folder.mkdir()
    text = EXAMPLE.read_bytes()
    if verb != "fmt":
        (folder / "cluster.yaml").write_bytes(text)
        return Trial(folder, VERBS[verb].arguments, VERBS[verb].again, text)
    old = b"".join(line + b"   \n" for line in text.splitlines())
    trial = Trial(folder, VERBS[verb].arguments, VERBS[verb].again, old)
    trial.spec.write_bytes(old)
    subprocess.run(
        [sys.executable, "-m", "eksgen", "fmt", "cluster.yaml"], cwd=folder, check=True, capture_output=True
    )
    return replace(trial, new=trial.spec.read_bytes())
