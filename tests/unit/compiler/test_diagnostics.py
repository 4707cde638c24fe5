"""What people see for a faulty spec: a pair of files for each code in tests/diagnostics."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from eksgen.compiler.codes import SPEC_CODES
from eksgen.compiler.diagnostics import Diagnostic, dotted, undotted
from eksgen.compiler.fixes import changed
from eksgen.compiler.pipeline import Checked, check_text
from eksgen.compiler.source.extends import Library, compose_spec
from eksgen.compiler.source.scalars import flow_text
from eksgen.compiler.source.tree import to_plain
from eksgen.compiler.suggest import SUGGESTION
from eksgen.report.annotations.concise import draw_concise
from eksgen.report.human.diagnostics import draw_diagnostics

TODAY = date(2026, 10, 2)
FOLDER = Path(__file__).resolve().parents[2] / "diagnostics"
CASES = sorted(FOLDER.glob("*.yaml"))


def base(name: str) -> bytes | None:
    file = FOLDER / "bases" / name
    return file.read_bytes() if file.is_file() else None


LIBRARY = Library(base, lambda name: not name.startswith(".."))


def library_of_case(case: Path) -> Library:
    """The files around a case: those that it may extend, and its lock file; whether a missing one is told."""
    lock = case.with_suffix(".lock")

    def read(name: str) -> bytes | None:
        return lock.read_bytes() if name == "cluster.lock" and lock.is_file() else base(name)

    return Library(read, LIBRARY.inside, whole=case.stem.startswith(("provider-open", "versions-open")))


def checked_in(case: Path) -> Checked:
    """A case, looked at on a fixed day, or on the one that its first line names: `# on 2027-01-01`."""
    data = case.read_bytes()
    day = date.fromisoformat(data[5:15].decode()) if data.startswith(b"# on ") else TODAY
    return check_text(data, "cluster.yaml", library=library_of_case(case), today=day)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_faulty_spec_is_explained(case: Path, golden: Callable[[Path, str], None]) -> None:
    checked = checked_in(case)
    text = draw_diagnostics(checked.findings, checked.texts) + "\n" + draw_concise(checked.findings)
    assert any(case.stem.startswith(finding.code) for finding in checked.findings)
    golden(case.with_suffix(".txt"), text)


def test_every_code_has_a_fixture_and_every_fixture_a_code() -> None:
    shown = {code for case in CASES for code in SPEC_CODES if f"{case.stem}-".startswith(f"{code}-")}
    # A file over the size limit is made in a test of its own instead of being kept here.
    assert (
        set(SPEC_CODES)
        - {"file-too-large", "more-findings", "too-many-bases", "too-many-objects", "invalid-value"}
        <= shown
    )
    assert all(any(case.stem.startswith(code) for code in SPEC_CODES) for case in CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_findings_are_inside_their_file(case: Path) -> None:
    checked = checked_in(case)
    for finding in checked.findings:
        for label in (finding.primary, *finding.secondary):
            lines = checked.texts[label.span.file].split("\n")
            assert 1 <= label.span.line <= len(lines)
            assert 1 <= label.span.column < label.span.end_column
            assert label.span.end_column <= len(lines[label.span.line - 1]) + 2


def test_messages_are_short_single_lines() -> None:
    for case in CASES:
        for finding in checked_in(case).findings:
            assert "\n" not in finding.message
            assert not finding.message.endswith(".")
            assert len(finding.message) <= 90, finding.message
            assert finding.code in SPEC_CODES


def test_no_value_of_a_spec_can_break_a_message() -> None:
    text = (
        FOLDER.joinpath("unknown-region.yaml")
        .read_text(encoding="utf-8")
        .replace("us-west-22", '"a\\nb\\u202Ec"')
    )
    (finding,) = check_text(text.encode(), "cluster.yaml").findings
    assert finding.message == r"EKS is not available in region `a\nb\u202ec`"


@pytest.mark.parametrize(
    "path", [("nodeGroups", "web", "taints", 0, "key"), ("metadata", "tags", "a.b/c"), ("kubernetes",)]
)
def test_a_dotted_path_is_parsed_back(path: tuple[str | int, ...]) -> None:
    assert undotted(dotted(path)) == path


@pytest.mark.parametrize("text", ["", ".a", "a..b", "a[", "a[x]", "a.", '["a]'])
def test_text_that_is_not_a_path_gives_none(text: str) -> None:
    assert undotted(text) is None


ADVICE = {
    "yaml-syntax": "a file that is not YAML cannot be tried",
    "several-documents": "the same",
    "invalid-allow": "a comment is not a value of the spec",
}


def told(checked: Checked, finding: Diagnostic) -> int:
    """How many findings have this message."""
    return sum(other.message == finding.message for other in checked.findings)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_every_suggestion_solves_its_finding(case: Path) -> None:
    """Whoever writes what a finding says gets rid of it, and gets nothing new at that place."""
    checked = checked_in(case)
    for finding in checked.findings:
        said = {fix.help for fix in finding.fixes}
        for help in finding.helps:
            assert help in said or not SUGGESTION.match(help) or finding.code in ADVICE, help
    root = compose_spec(case.read_bytes(), "cluster.yaml", LIBRARY).root
    for finding in checked.findings:
        for fix in finding.fixes:
            assert root is not None
            after = check_text(
                flow_text(to_plain(changed(root, [fix]))).encode(), "cluster.yaml", today=TODAY
            )
            assert told(after, finding) < told(checked, finding), fix
            for path, text in fix.changes:
                shown = text in fix.help if text and "{" not in text else True
                assert shown or dotted(path).rpartition(".")[2] in fix.help, fix


def test_most_kinds_of_findings_have_a_suggestion_that_works() -> None:
    codes = {finding.code for case in CASES for finding in checked_in(case).findings if finding.fixes}
    assert len(codes) >= 15, codes
