"""Findings, errors and file headers with names and messages that try to break out, in every format."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from xml.etree import ElementTree

import hcl2
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eksgen.compiler.diagnostics import Diagnostic, Label, Severity, Span
from eksgen.compiler.emit.hcl import HclBlock, write_hcl
from eksgen.compiler.errors import EksgenError
from eksgen.compiler.files.names import check_name, name_problem, shown_name
from eksgen.report.annotations.concise import draw_concise
from eksgen.report.annotations.github import draw_github
from eksgen.report.annotations.junit import draw_junit
from eksgen.report.annotations.sarif import draw_sarif
from eksgen.report.human.diagnostics import draw_diagnostics, draw_error
from eksgen.report.json.diagnostics import findings_json

WEAPONS = [
    "\n", "\r", "\r\n", "\n::add-mask::x\n", "::error::", "%0A", "\x1b[31m", "\x1b]8;;http://x\x07", "\x00", "\x7f",
    "\x9b31m", "\u2028", "\u2029", "\u202e", "\u200b", "\ufeff", "\ud800", "\udcff", "*/", "/*", "#", "//", "${x}", "%{if}",
    '"', "'", "<script>", "]]>", "-->", "&amp;", "|", "`", "\\", ".yaml", "..", "a", "é", "🌈", " ", "\t",
    '\nresource "x" "y" { provisioner "local-exec" { command = "id" } }\n',
]  # fmt: skip
texts = st.lists(st.sampled_from(WEAPONS) | st.text(max_size=3), max_size=6).map("".join)
spans = st.builds(Span, texts, st.integers(1, 3), st.integers(1, 5), st.integers(6, 9))
labels = st.builds(Label, spans, texts)
many = st.lists(texts, max_size=2).map(tuple)
findings = st.builds(
    Diagnostic,
    st.sampled_from(["duplicate-key", "open-endpoint"]),
    st.sampled_from(list(Severity)),
    texts,
    labels,
    st.lists(labels, max_size=2).map(tuple),
    many,
    many,
)
often = settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])


def printable_lines(text: str) -> None:
    assert all(line.isprintable() for line in text.split("\n")), ascii(text)


def check_github(text: str) -> None:
    printable_lines(text)
    for line in text.splitlines():
        assert re.match(r"::(error|warning|notice) file=[^,:\n]*,line=\d+,col=\d+,", line), line


def check_concise(text: str) -> None:
    printable_lines(text)
    for line in text.splitlines():
        assert re.search(r":\d+:\d+: (error|warning|note)\[[a-z-]+\]: ", line), line


FORMATS: dict[str, tuple[Callable[[list[Diagnostic]], str], Callable[[str], object]]] = {
    "human": (
        lambda found: draw_diagnostics(found, {f.primary.span.file: "\x1b[2J\na: 1" for f in found}),
        printable_lines,
    ),
    "concise": (draw_concise, check_concise),
    "github": (draw_github, check_github),
    "json": (lambda found: findings_json(found, [f.primary.span.file for f in found]), json.loads),
    "sarif": (draw_sarif, json.loads),
    "junit": (lambda found: draw_junit(found, [f.primary.span.file for f in found]), ElementTree.fromstring),
}


@often
@given(st.lists(findings, min_size=1, max_size=3))
def test_no_finding_breaks_out_of_a_format(found: list[Diagnostic]) -> None:
    for draw, check in FORMATS.values():
        text = draw(found)
        text.encode("utf-8", "replace")
        check(text)


@often
@given(texts, many, many)
def test_no_error_breaks_out_of_the_terminal(
    message: str, notes: tuple[str, ...], helps: tuple[str, ...]
) -> None:
    text = draw_error(EksgenError(message, notes=notes, helps=helps))
    printable_lines(text)
    assert "\n::" not in text


@often
@given(texts)
def test_no_name_ends_the_comment_above_a_terraform_file(name: str) -> None:
    text, _ = write_hcl([HclBlock(("locals",), {"a": "b"})], f"Made by eksgen from {name}.")
    first, _, rest = text.partition("\n")
    assert first.startswith("# ")
    assert first.isprintable()
    assert list(hcl2.loads(rest)) == ["locals"]


@often
@given(texts)
def test_a_name_is_refused_or_can_be_shown_as_it_is(name: str) -> None:
    assert shown_name(name).isprintable()
    if name_problem(name):
        return
    check_name(name)
    assert name.isprintable()
    name.encode()
