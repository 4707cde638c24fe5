"""The indexes of examples and documentation name every file once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest


@pytest.mark.parametrize(("folder", "kinds"), [("examples", ("*.yaml", "*.lock")), ("docs", ("*.md",))])
def test_an_index_names_every_file_of_its_folder_once(
    repository: Path, folder: str, kinds: tuple[str, ...]
) -> None:
    text = (repository / folder / "README.md").read_text("utf-8")
    targets = [target for target in re.findall(r"\]\(([^)#]+)\)", text) if "/" not in target]
    named = [target for target in targets if (repository / folder / target).is_file()]
    files = {file.name for kind in kinds for file in (repository / folder).glob(kind)} - {"README.md"}
    assert sorted(named) == sorted(files)


@pytest.mark.parametrize("index", ["README.md", "README.zh-CN.md", "examples/README.md", "docs/README.md"])
def test_every_link_of_an_index_leads_to_a_file(repository: Path, index: str) -> None:
    text = (repository / index).read_text("utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)[^)]*\)", text) if "://" not in link]
    assert links
    assert [link for link in links if not (repository / index).parent.joinpath(link).exists()] == []


def test_both_readmes_link_to_the_same_pages_and_state_the_same_sizes(repository: Path) -> None:
    english, chinese = ((repository / name).read_text("utf-8") for name in ("README.md", "README.zh-CN.md"))
    only_chinese = {"README.md", "docs/partitions.md", "examples/china.yaml"}
    assert _links(chinese) - only_chinese == _links(english) - {"README.zh-CN.md", *only_chinese}
    sizes = re.compile(r"^\| `(pip install [^`]+)` \| (\d+) \|", re.MULTILINE)
    assert len(sizes.findall(english)) == 4
    assert sizes.findall(chinese) == sizes.findall(english)
    rows = re.compile(r"^\|(.*)\|$", re.MULTILINE)
    assert len(rows.findall(chinese)) == len(rows.findall(english))


def _links(text: str) -> set[str]:
    return {link for link in re.findall(r"\]\(([^)#]+)[^)]*\)", text) if "://" not in link}
