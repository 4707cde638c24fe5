"""Finding a page of the documentation."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from eksgen.commands.docs import MOST, SITE, docs
from eksgen.compiler.errors import EksgenError
from eksgen.report.terminal import Style

DOCS = Path(__file__).parents[3] / "docs"
FILES = [*DOCS.glob("*.md"), *(DOCS / "migrating").glob("*.md")]
PAGES = sorted(file.relative_to(DOCS).as_posix() for file in FILES if file.name != "README.md")


def places(words: list[str], capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Return the addresses that are printed, below the address of the site."""
    assert docs(words) == 0
    return re.findall(rf"^  {re.escape(SITE)}/(\S+)$", capsys.readouterr().out, re.MULTILINE)


def test_without_a_topic_every_page_is_named_by_subject_on_one_screen(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eksgen.commands.docs.stdout_style", lambda: Style(width=80))
    assert docs([]) == 0
    lines = capsys.readouterr().out.splitlines()
    names = [name for line in lines if line.startswith("  ") for name in line.strip(" ,").split(", ")]
    assert sorted(f"{name}.md" for name in names if not name.startswith("https:")) == PAGES
    counts = [int(found[1]) for line in lines if (found := re.search(r"\((\d+) pages?\)$", line))]
    assert sum(counts) == len(PAGES)
    assert max(counts) < 10, "a section is read at a glance"
    assert len(lines) <= 24
    assert all(len(line) <= 80 for line in lines)


def test_the_list_of_pages_leads_to_what_they_say(capsys: pytest.CaptureFixture[str]) -> None:
    assert places([], capsys) == ["README.md"]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_found_by_its_name(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    for name in (page, page.removesuffix(".md"), page.removesuffix(".md").upper()):
        assert places([name], capsys)[0] == page


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["access", "logs"], "load-balancers.md#access-logs"),
        (["logs", "ACCESS"], "load-balancers.md#access-logs"),
        (["permissions", "pods"], "identity.md"),
        (["stale-plan"], "codes.md#stale-plan"),
        (["migrate"], "migrating/steps.md"),
        (["eksctl"], "migrating/from-eksctl.md"),
        (["kops"], "migrating/from-kops.md"),
    ],
)
def test_words_are_found_in_titles_and_headings(
    words: list[str], expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert expected in places(words, capsys)


def test_a_word_matches_at_its_beginning_and_guides_come_first(capsys: pytest.CaptureFixture[str]) -> None:
    found = places(["subnets"], capsys)
    assert len(found) == MOST
    guides = [not place.startswith(("fields.md", "codes.md")) for place in found]
    assert guides == sorted(guides, reverse=True)


def test_an_unknown_topic_names_similar_pages() -> None:
    for word in ("driftt", "("):
        with pytest.raises(EksgenError, match="no page is about") as caught:
            docs([word])
        assert caught.value.code == "unknown-topic"
    with pytest.raises(EksgenError) as caught:
        docs(["driftt"])
    assert caught.value.helps[0].startswith("similar pages: drift")


def test_no_word_is_a_pattern(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(EksgenError):
        docs([".*"])
    with pytest.raises(EksgenError):
        docs(["tatelocked"])
