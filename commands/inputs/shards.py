"""Shards: `--shard I/N` works on one part of the specs, so that the jobs of a CI matrix share them.

Every job sees all specs and computes the same parts, from the paths of the specs within their repository
alone. A spec prefers the shards in an order of its own (rendezvous hashing), and gets the first that is not
full, so that the parts are of almost equal size, and a new spec or shard moves few specs.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import typer

from ...catalog.limits.pipelines import MAX_MATRIX_JOBS
from ...compiler.files.reading import repository_of
from ...compiler.plural import plural

_SHARD = re.compile(r"(\d{1,9})/(\d{1,9})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Shard:
    """The part `number` of `total`, counted from 1."""

    number: int
    total: int

    def __str__(self) -> str:
        return f"{self.number}/{self.total}"


def parse_shard(text: str | None) -> Shard | None:
    """Parse `I/N`, as in `--shard 2/8`; `BadParameter` for anything else."""
    if text is None:
        return None
    match = _SHARD.fullmatch(text)
    number, total = map(int, match.groups()) if match else (0, 0)
    if match is None:
        problem = f"{text!r} is not of the form I/N"
    elif total > MAX_MATRIX_JOBS:
        problem = f"{text} has more than {MAX_MATRIX_JOBS} shards"
    elif not 1 <= number <= total:
        problem = (
            f"there is no shard {text}: they are counted from 1/{total or 1} to {total or 1}/{total or 1}"
        )
    else:
        return Shard(number, total)
    raise typer.BadParameter(f"{problem}; for the second of four jobs type --shard 2/4", param_hint="--shard")


def own_specs(files: Sequence[str], shard: Shard | None) -> list[str]:
    """Return the files of a shard, in their order, and say how many they are; without a shard, all files."""
    if shard is None:
        return list(files)
    paths = {file: _path_in_repository(file) for file in files}
    numbers = partition(paths.values(), shard.total)
    own = [file for file in files if numbers[paths[file]] == shard.number]
    sys.stderr.write(f"shard {shard}: {len(own)} of {plural(len(files), 'spec')}\n")
    return own


def partition(paths: Iterable[str], total: int) -> Mapping[str, int]:
    """Return the number of the shard of each path, from 1 to `total`.

    No shard has more than five quarters of its share. Which of two specs comes first does not depend on the
    others.
    """
    ordered = sorted(set(paths), key=lambda path: (_hash(path), path))
    most = -(-len(ordered) * 5 // (total * 4))
    sizes = dict.fromkeys(range(1, total + 1), 0)
    numbers = {}
    for path in ordered:
        free = (number for number, size in sizes.items() if size < most)
        numbers[path] = max(free, key=lambda number: (_hash(f"{number} {path}"), number))
        sizes[numbers[path]] += 1
    return numbers


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).digest()


def _path_in_repository(file: str) -> str:
    """Return the path of a file from the root of its repository, else from the current folder."""
    path = os.path.realpath(file)
    root = repository_of(file)
    return os.path.relpath(path, root if (root / ".git").exists() else os.curdir)
