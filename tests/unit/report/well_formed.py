"""Checks that a report is well formed, one for each format."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

from markdown_it import MarkdownIt
from markdown_it.token import Token

from eksgen.report.annotations.rules import RULES
from eksgen.report.markdown.text import LIMIT, utf16_units

OUR_HTML = re.compile(r"<!-- eksgen[: ][\w.=& -]*-->\n?|<details><summary>[^<>]*</summary>\n?|</details>\n?")


COMMAND = re.compile(r"\s*::[A-Za-z-]+(?: .*)?::|.*##\[[A-Za-z-]+(?: .*)?\]")
"""What a GitHub runner takes for a command: actions/runner, ActionCommand.cs."""


def check_log(text: str, *, colour: bool = False) -> None:
    """No control character, and nothing that GitHub takes for a command when the output is in its log."""
    for line in text.split("\n"):
        shown = re.sub("\x1b\\[[0-9;]*m", "", line) if colour else line
        assert shown.isprintable(), ascii(line)
        assert not COMMAND.match(shown), line


class Page(HTMLParser):
    """Reads a page, and holds it to closed elements and to asking for nothing from elsewhere."""

    VOID = ("meta", "link", "img", "br", "hr", "input")

    def __init__(self, text: str) -> None:
        check_log(text)
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[str] = []
        self.text = ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in ("script", "link", "img", "iframe", "object", "a", "form")
        for name, value in attrs:
            assert name not in ("src", "href", "onload", "onclick")
            assert name == "xmlns" or not re.search(r"https?:|//", value or "")
        self.tags.append(tag)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        if self.open[-1:] == ["style"]:
            assert "url(" not in data
            assert "@import" not in data


def check_markdown(text: str) -> list[Token]:
    """No raw HTML but ours, no fence, no table, folds closed."""
    flat = check_comment(text)
    assert not {t.type for t in flat} & {"fence", "table_open"}
    return flat


def check_comment(text: str) -> list[Token]:
    """No raw HTML but ours, folds closed, within the limit."""
    check_log(text)
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    flat = [t for token in tokens for t in (token, *(token.children or ()))]
    raw = "".join(t.content for t in flat if t.type in ("html_block", "html_inline"))
    assert OUR_HTML.sub("", raw) == ""
    assert raw.count("<details>") == raw.count("</details>")
    assert not {t.type for t in flat} & {"code_block", "image", "link_open", "em_open"}
    assert utf16_units(text) <= LIMIT
    return flat


def check_table(tokens: list[Token], columns: int, rows: int) -> None:
    """One table; a bar in a text makes no cell, and a line break no row."""
    kinds = [t.type for t in tokens]
    assert kinds.count("table_open") == min(rows, 1)
    assert kinds.count("td_open") == columns * rows


def check_json(text: str) -> Any:
    check_log(text)
    return json.loads(text)


def check_sarif(text: str, *, unique: bool = True) -> list[dict[str, Any]]:
    document = check_json(text)
    assert document["version"] == "2.1.0"
    (run,) = document["runs"]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert rules[result["ruleIndex"]]["shortDescription"]["text"] == RULES[result["ruleId"]]
        region = result["locations"][0]["physicalLocation"]["region"]
        assert 1 <= region["startColumn"] < region["endColumn"]
        assert region["startLine"] >= 1
        assert result["level"] in ("error", "warning", "note")
    results: list[dict[str, Any]] = run["results"]
    prints = [result["partialFingerprints"]["eksgen/v1"] for result in results]
    assert len(prints) == len(set(prints)) or not unique
    return results


def check_junit(text: str) -> ElementTree.Element:
    check_log(text)
    suite = ElementTree.fromstring(text)[0]
    assert int(suite.attrib["tests"]) == len(suite.findall("testcase"))
    assert int(suite.attrib["failures"]) == len(suite.findall("testcase/failure"))
    return suite


def check_github(text: str) -> None:
    for line in text.splitlines():
        assert line.isprintable(), ascii(line)
        assert re.fullmatch(r"::(error|warning|notice) file=[^,:]+,line=\d+,col=\d+,endColumn=\d+,.*", line)


CHECKS: dict[str, Callable[[str], object]] = {
    "markdown": check_markdown,
    "sarif": check_sarif,
    "junit": check_junit,
    "github": check_github,
    "html": Page,
    "json": check_json,
    "human": check_log,
}
