"""The mutations of a run, chosen by a seed."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from math import isqrt
from pathlib import Path

from .collect import mutations_of
from .mutation import Mutation, Source, is_real

PRODUCT = ("catalog", "commands", "compiler", "engine", "report", "schemas")


def source_files(root: Path, paths: Sequence[str]) -> Iterator[str]:
    """Yield the Python files of the given folders and files, relative to the root. ValueError if there are none."""
    for name in paths:
        place = root / name
        files = [place] if place.suffix == ".py" else sorted(place.rglob("*.py"))
        if not files or not all(file.is_file() for file in files):
            raise ValueError(f"no Python files at `{name}`")
        yield from (file.relative_to(root).as_posix() for file in files)


def all_mutations(root: Path, paths: Sequence[str]) -> list[Mutation]:
    """Return every mutation of the given folders and files."""
    files = sorted(set(source_files(root, paths)))
    return [mutation for file in files for mutation in mutations_of(Source(file, (root / file).read_bytes()))]


def choose(root: Path, mutations: Iterable[Mutation], count: int, seed: int) -> list[Mutation]:
    """Choose mutations, at most one for each place.

    An operator with n mutations is drawn with weight sqrt(n), so that rows of large tables do not crowd out the
    rest.
    """
    randomness = random.Random(seed)
    piles: dict[str, list[Mutation]] = defaultdict(list)
    for mutation in sorted(mutations):
        piles[mutation.operator].append(mutation)
    weights = {operator: isqrt(len(pile)) for operator, pile in piles.items()}
    for pile in piles.values():
        randomness.shuffle(pile)
    chosen: dict[tuple[str, int], Mutation] = {}
    while piles and len(chosen) < count:
        (operator,) = randomness.choices(list(piles), [weights[operator] for operator in piles])
        mutation = piles[operator].pop()
        place = mutation.path, mutation.start
        if place not in chosen and is_real(mutation, (root / mutation.path).read_bytes()):
            chosen[place] = mutation
        if not piles[operator]:
            del piles[operator]
    return sorted(chosen.values())
