"""Every code has a page, and the example on it shows just that."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from eksgen.catalog.immutable import RESTRICTIONS
from eksgen.compiler.codes import CODES, GROUPS, RUN_CODES, SPEC_CODES
from eksgen.compiler.codes.code import Code
from eksgen.compiler.diagnostics import Diagnostic, Severity
from eksgen.compiler.pipeline import Checked, check_text
from eksgen.compiler.source.extends import Library
from eksgen.report.human.codes import DOCUMENT, markdown, overview, page

ROOT = Path(__file__).resolve().parents[4]
FRAME = {
    "apiVersion": "apiVersion: eksgen/v1alpha1\n",
    "kind": "kind: Cluster\n",
    "metadata": "metadata: {name: demo, region: us-west-2}\n",
    "kubernetes": 'kubernetes: {version: "1.34"}\n',
    "access": "access: {admins: [arn:aws:iam::111122223333:role/Admin]}\n",
    "nodeGroups": "nodeGroups: {web: {}}\n",
}
WITHOUT_EXAMPLE = {
    "file-too-large": "nobody reads 4 MiB",
    "more-findings": "it takes a thousand",
    "not-text": "what is not text cannot be printed",
    "too-many-bases": "it takes fifty files",
    "too-many-objects": "it takes two thousand",
    "user-data-size": "it takes 16 KiB",
    "invalid-value": "whatever no other code tells",
}
INSEPARABLE = {
    "expired-allow": {"open-endpoint"},
    "policy-for-balancer": {"needs-controller"},
    "pods-without-cni": {"missing-base-addon"},
    "suspended-process": {"no-instance-refresh"},
    "unused-sources": {"nodes-through-internet"},
}
USUAL_NOTES = {"closed-endpoint", "own-key"}
SHOWN = {name: code for name, code in CODES.items() if code.faulty}
BASE = {"base.yaml": b"network: {nat: single}\n", "cluster.yaml": b"extends: cluster.yaml\n"}
LIBRARY = Library(BASE.get, lambda name: not name.startswith(".."))
"""The folder of every example; a missing lock file is worth a note only where the example is about it."""
LOCKED = {"provider-open", "versions-open"}


def library(lines: str, code: Code) -> Library:
    files = {**BASE, **({"cluster.lock": lines.encode()} if code.of_lock else {})}
    return Library(files.get, LIBRARY.inside, whole=any(CODES[name] is code for name in LOCKED))


def checked(lines: str, code: Code) -> Checked:
    """An example, completed to a spec by what it does not say itself."""
    spec = "" if code.of_lock else lines.lstrip("\n")
    own = set(re.findall(r"^(\w+):", spec, re.MULTILINE))
    frame = "" if code.whole else "".join(text for key, text in FRAME.items() if key not in own)
    day = date.fromisoformat(code.day or "2026-10-02")
    return check_text((frame + spec).encode(), "cluster.yaml", library=library(lines, code), today=day)


def besides_usual_notes(result: Checked, name: str) -> list[Diagnostic]:
    """What was found, without notes that nearly every short example gets."""
    return [one for one in result.findings if one.code == name or one.code not in USUAL_NOTES]


@pytest.mark.parametrize("name", SHOWN)
def test_a_faulty_example_has_that_fault_alone(name: str) -> None:
    found = besides_usual_notes(checked(CODES[name].faulty, CODES[name]), name)
    assert {finding.code for finding in found} == {name} | INSEPARABLE.get(name, set())
    assert {finding.severity for finding in found if finding.code == name} == {Severity(CODES[name].level)}


@pytest.mark.parametrize("name", [name for name, code in SHOWN.items() if code.fixed])
def test_a_mended_example_has_no_fault(name: str) -> None:
    result = checked(CODES[name].fixed, CODES[name])
    assert [finding.message for finding in besides_usual_notes(result, name)] == []
    assert result.spec is not None


def test_only_what_cannot_be_shown_has_no_example() -> None:
    assert set(SPEC_CODES) - set(SHOWN) == set(WITHOUT_EXAMPLE)
    assert {name for name, code in SHOWN.items() if not code.fixed} == {"empty-file", "not-a-spec"}


def test_groups_share_no_code() -> None:
    assert sum(len(group.codes) for group in GROUPS) == len(CODES)
    for group in GROUPS:
        assert list(group.codes) == sorted(group.codes), group.title


@pytest.mark.parametrize("name", CODES)
def test_a_page_is_made_of_whole_sentences(name: str) -> None:
    code = CODES[name]
    for said in (code.what, code.why, code.fix):
        assert said.endswith(".")
        assert "\n" not in said
        assert "  " not in said
    assert len(code.what) <= 90
    for lines in filter(None, (code.faulty, code.fixed)):
        assert lines.startswith("\n")
        assert lines.endswith("\n")
        assert "\t" not in lines


@pytest.mark.parametrize("name", SPEC_CODES)
def test_a_fixture_shows_the_whole_finding(name: str) -> None:
    """What cannot be kept in a file is made in a test of its own."""
    folder = ROOT / "tests" / "diagnostics"
    elsewhere = {"file-too-large", "more-findings", "too-many-bases", "too-many-objects", "invalid-value"}
    assert list(folder.glob(f"{name}*.yaml")) or name in elsewhere


def test_the_document_is_fresh() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == markdown(), "run make generate"
    assert re.findall(r"^### (.+)$", markdown(), re.MULTILINE) == list(CODES)


@pytest.mark.parametrize("name", CODES)
def test_a_page_says_it_all(name: str) -> None:
    text, code = " ".join(page(name).split()), CODES[name]
    for said in (code.what, code.why, code.fix, code.faulty, code.fixed):
        assert " ".join(said.split()) in text
    assert code.what in overview()


def test_what_stops_a_run_has_a_page_and_every_page_something_that_stops_a_run() -> None:
    """A new code of an error needs a page in compiler/codes/runs/errors.py or refusals.py."""
    floors = ("commands", "compiler", "engine", "report", "sandbox")
    sources = [file for floor in floors for file in sorted((ROOT / floor).rglob("*.py"))]
    raised = {
        code
        for file in sources
        for code in re.findall(
            r"""(?:code(?:: str)?\s*=\s*|Diagnostic\(\s*)"([a-z][a-z-]+)\"""", file.read_text("utf-8")
        )
    }
    raised |= {row.code for row in RESTRICTIONS} | {"plan-values-hidden"}  # a remark, which stops nothing
    assert raised - {"error"} - set(SPEC_CODES) == set(RUN_CODES)
