"""Findings, errors and file headers with names and messages that try to break out, in every format."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree import ElementTree

import hcl2
from hypothesis import given
from hypothesis import strategies as st

from eksgen.compiler.diagnostics import Diagnostic
from eksgen.compiler.emit.hcl import HclBlock, write_hcl
from eksgen.compiler.errors import EksgenError
from eksgen.compiler.files.names import check_name, name_problem, shown_name
from eksgen.report.annotations.concise import draw_concise
from eksgen.report.annotations.github import draw_github
from eksgen.report.annotations.junit import draw_junit
from eksgen.report.annotations.sarif import draw_sarif
from eksgen.report.human.diagnostics import draw_diagnostics, draw_error
from eksgen.report.json.diagnostics import findings_json

from .hostile import findings, many, often, texts
from .well_formed import check_json, check_log


def check_github(text: str) -> None:
    for line in text.splitlines():
        assert line.isprintable(), ascii(line)
        assert re.match(r"::(error|warning|notice) file=[^,:]*,line=\d+,col=\d+,", line), line


def check_concise(text: str) -> None:
    check_log(text)
    for line in text.splitlines():
        assert re.search(r":\d+:\d+: (error|warning|note)\[[a-z-]+\]: ", line), line


def check_xml(text: str) -> None:
    check_log(text)
    assert {e.tag for e in ElementTree.fromstring(text).iter()} <= {
        "testsuites", "testsuite", "testcase", "failure", "system-out",
    }  # fmt: skip


FORMATS: dict[str, tuple[Callable[[list[Diagnostic]], str], Callable[[str], object]]] = {
    "human": (
        lambda found: draw_diagnostics(
            found, {f.primary.span.file: "\x1b[2J ##[stop-commands]x\n::add-mask::x" for f in found}
        ),
        check_log,
    ),
    "concise": (draw_concise, check_concise),
    "github": (draw_github, check_github),
    "json": (lambda found: findings_json(found, [f.primary.span.file for f in found]), check_json),
    "sarif": (draw_sarif, check_json),
    "junit": (lambda found: draw_junit(found, [f.primary.span.file for f in found]), check_xml),
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
    long = tuple(f"{'x ' * 40}{note}" for note in (*notes, "::add-mask::x"))
    check_log(draw_error(EksgenError(message, notes=long, helps=helps)))


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
    check_log(name)
    name.encode()
