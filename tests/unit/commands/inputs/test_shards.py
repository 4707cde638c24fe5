"""Shards: every spec is in one of them, they are of almost one size, and another spec moves few."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st

from eksgen.commands.inputs.shards import Shard, own_specs, parse_shard, partition

paths = st.lists(st.text(min_size=1, max_size=8), max_size=60, unique=True)
totals = st.integers(1, 256)


@given(paths, totals, st.randoms())
def test_each_path_is_in_one_shard_whatever_the_order(found: list[str], total: int, order: object) -> None:
    numbers = partition(found, total)
    assert numbers.keys() == set(found)
    assert set(numbers.values()) <= set(range(1, total + 1))
    order.shuffle(found)  # type: ignore[attr-defined]
    assert partition(found, total) == numbers


@given(paths, totals)
def test_no_shard_has_more_than_its_share_and_a_quarter(found: list[str], total: int) -> None:
    sizes = list(partition(found, total).values())
    assert all(sizes.count(number) <= 5 * len(found) / total / 4 + 1 for number in set(sizes))


@pytest.mark.parametrize(("count", "total"), [(8, 8), (20, 4), (212, 16), (1000, 32), (1000, 256)])
def test_another_spec_or_shard_moves_few(count: int, total: int) -> None:
    found = [f"clusters/team-{number % 7}/{number}.yaml" for number in range(count)]
    before = partition(found, total)
    for number in range(5):
        after = partition([*found, f"clusters/new-{number}.yaml"], total)
        assert sum(before[path] != after[path] for path in found) <= 3
    after = partition(found, total + 1)
    assert sum(before[path] != after[path] for path in found) <= 3 * count / (total + 1) + 3


def test_the_parts_stay_the_same_from_version_to_version() -> None:
    assert partition(("clusters/a.yaml", "clusters/b.yaml", "clusters/c.yaml", "clusters/d.yaml"), 2) == {
        "clusters/a.yaml": 2,
        "clusters/b.yaml": 1,
        "clusters/c.yaml": 1,
        "clusters/d.yaml": 2,
    }


def test_the_folder_from_which_it_runs_does_not_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    (tmp_path / "clusters").mkdir()
    names = [f"{number}.yaml" for number in range(12)]
    for name in names:
        (tmp_path / "clusters" / name).touch()
    monkeypatch.chdir(tmp_path)
    outside = own_specs([f"clusters/{name}" for name in names], Shard(1, 3))
    monkeypatch.chdir(tmp_path / "clusters")
    inside = own_specs(names, Shard(1, 3))
    absolute = own_specs([str(tmp_path / "clusters" / name) for name in names], Shard(1, 3))
    assert [Path(file).name for file in outside] == inside == [Path(file).name for file in absolute]
    assert 1 <= len(inside) <= 5
    assert capsys.readouterr().err == f"shard 1/3: {len(inside)} of 12 specs\n" * 3


def test_without_a_shard_all_specs_are_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    assert own_specs(["b.yaml", "a.yaml"], None) == ["b.yaml", "a.yaml"]
    assert capsys.readouterr().err == ""


def test_a_shard_is_a_number_of_a_total() -> None:
    assert parse_shard("2/8") == Shard(2, 8)
    assert parse_shard("256/256") == Shard(256, 256)
    assert parse_shard(None) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("0/3", "there is no shard 0/3: they are counted from 1/3 to 3/3"),
        ("4/3", "there is no shard 4/3: they are counted from 1/3 to 3/3"),
        ("1/0", "there is no shard 1/0"),
        ("1", "'1' is not of the form I/N"),
        ("", "'' is not of the form I/N"),
        ("1/2/3", "'1/2/3' is not of the form I/N"),
        ("-1/3", "'-1/3' is not of the form I/N"),
        ("１/３", "is not of the form I/N"),
        ("1/3\n", "is not of the form I/N"),
        ("1/257", "1/257 has more than 256 shards"),
        ("1/99999999999999", "is not of the form I/N"),
    ],
)
def test_anything_else_is_refused_with_what_to_type(text: str, said: str) -> None:
    with pytest.raises(typer.BadParameter) as caught:
        parse_shard(text)
    assert said in caught.value.message
    assert "type --shard 2/4" in caught.value.message
