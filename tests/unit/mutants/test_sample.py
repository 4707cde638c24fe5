"""A seed decides which mutations a run tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from ...mutants.sample import all_mutations, choose, source_files


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "catalog").mkdir()
    (tmp_path / "catalog/table.py").write_text(f"TABLE = ({', '.join(f'{n}' for n in range(50))})\n", "utf-8")
    (tmp_path / "catalog/logic.py").write_text("x = a and not b or any(c)\n", "utf-8")
    return tmp_path


def test_a_seed_gives_the_same_mutations_whatever_their_order(root: Path) -> None:
    mutations = all_mutations(root, ["catalog"])
    chosen = choose(root, mutations, 10, 1)
    assert chosen == choose(root, reversed(mutations), 10, 1)
    assert chosen != choose(root, mutations, 10, 2)
    assert len({(mutation.path, mutation.start) for mutation in chosen}) == 10


def test_a_large_table_does_not_crowd_out_the_rest(root: Path) -> None:
    chosen = choose(root, all_mutations(root, ["catalog"]), 20, 1)
    assert any(mutation.path == "catalog/logic.py" for mutation in chosen)


def test_no_more_mutations_than_there_are(root: Path) -> None:
    assert len(choose(root, all_mutations(root, ["catalog/logic.py"]), 1000, 1)) < 20


def test_paths_are_folders_or_files(root: Path) -> None:
    assert list(source_files(root, ["catalog"])) == ["catalog/logic.py", "catalog/table.py"]
    assert list(source_files(root, ["catalog/table.py"])) == ["catalog/table.py"]
    with pytest.raises(ValueError, match="no Python files at `engine`"):
        list(source_files(root, ["engine"]))
