"""Bounded work: files that once took minutes, gigabytes or a traceback, and random ones."""

from __future__ import annotations

import random
import resource
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from eksgen.compiler.edit.format import FormattedFile, format_text
from eksgen.compiler.files.reading import MAX_BYTES
from eksgen.compiler.pipeline import MAX_FINDINGS, Checked, check_text
from eksgen.compiler.source.extends import MAX_FILES, NO_LIBRARY, Library
from eksgen.compiler.source.parse import MAX_COUNT
from eksgen.report.annotations.concise import draw_concise
from eksgen.report.annotations.github import draw_github
from eksgen.report.human.diagnostics import MOST, draw_diagnostics
from eksgen.report.json.diagnostics import findings_json
from tests.cpu_time import run_within, timed

TODAY = date(2026, 10, 2)
SPEC = (Path(__file__).resolve().parents[3] / "examples" / "quickstart.yaml").read_bytes()
SECONDS = 4.0
"""CPU time for everything below together; two seconds for each verb, on a slow machine."""
LARGEST_OUTPUT = 300_000


def lines(text: Callable[[int], str], count: int) -> bytes:
    return "".join(text(number) for number in range(count)).encode()


LARGE = {
    "one key again and again": b"a: 1\n" * 14_000,
    "one key until the limit of bytes": b"a: 1\n" * (MAX_BYTES // 5),
    "many keys": lines(lambda n: f"k{n}: 1\n", MAX_COUNT // 2 - 100),
    "a long value": b"a: " + b"x" * 330_000,
    "a long key": b"x" * 330_000 + b": 1\n",
    "many findings on one line": b"nodeGroups: {" + lines(lambda n: f"k{n}: 1, ", 2500) + b"}",
    "a long list": b"a: [" + b"1, " * 500_000 + b"1]\n",
    "an open list": b"[" + b"a: 1, " * 50_000,
    "allow comments": SPEC + b"# eksgen: allow(open-endpoint) because x\n" * 25_000,
    "comments that are none": SPEC + b"# eksgen: x\n" * 150_000,
    "node groups": SPEC + lines(lambda n: f"  g{n}: {{}}\n", 9000),
    "brackets": b"[" * 100_000,
    "a deep mapping": lines(lambda n: " " * n + "a:\n", 2000),
    "line breaks": b"\n" * (MAX_BYTES - 10) + b"a: 1\n",
    "carriage returns": b"\r" * MAX_BYTES,
    "spaces": b"a:" + b" " * (MAX_BYTES - 10) + b"1\n",
    "one comment": b"#" * MAX_BYTES,
    "a long text": b"a: |\n" + b"  x\n" * 900_000,
    "many bases": b"extends: [" + b"base.yaml, " * 4000 + b"base.yaml]\n",
    "many digits": b"a: " + b"9" * 29_000,
    "infinity": b"logs: {retentionDays: 1e999}\nnodeGroups: {web: {scaling: {min: -1e999, max: .nan}}}\n",
    "NUL in extends": b'extends: "a\\0b"\n',
    "two byte order marks": b"\xef\xbb\xbf\xef\xbb\xbfa: 1\n",
    "not UTF-8": b"a: \xff\n" * 1000,
}


@pytest.mark.parametrize("data", LARGE.values(), ids=LARGE)
def test_no_file_takes_long_or_much_memory(data: bytes) -> None:
    def work() -> tuple[Checked, tuple[str, ...], FormattedFile]:
        checked = check_text(
            data[:MAX_BYTES], "c.yaml", library=Library(lambda _: b"a: 1\n", lambda _: True), today=TODAY
        )
        return checked, draw_all(checked), format_text(data[:MAX_BYTES], "c.yaml")

    checked, drawn, formatted = run_within(SECONDS, lambda: timed(work))
    assert checked.findings
    assert len(checked.findings) <= MAX_FINDINGS + 1
    assert max(map(len, drawn)) < LARGEST_OUTPUT
    assert formatted.findings or format_text(formatted.after.encode(), "c.yaml").after == formatted.after
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 2_000_000  # of the whole test process, in kB


def draw_all(checked: Checked) -> tuple[str, ...]:
    findings = checked.findings
    return (
        draw_diagnostics(findings, checked.texts),
        draw_concise(findings),
        draw_github(findings),
        findings_json(findings[:MOST], ["c.yaml"]),
    )


def test_the_rest_of_many_findings_is_counted_and_errors_come_first() -> None:
    checked = check_text(b"a: 1\n" * 5000, "c.yaml", today=TODAY)
    assert len(checked.findings) == MAX_FINDINGS + 1
    assert checked.findings[-1].message == "3999 more findings are not listed"
    text = draw_diagnostics(checked.findings, checked.texts)
    assert text.count("error[") == MOST
    assert "901 more findings not shown" in text


def test_bases_that_name_others_twice_are_read_once() -> None:
    """Each of 31 files extends the next one twice: 2^31 reads, if each is followed."""
    reads: list[str] = []

    def read(name: str) -> bytes:
        reads.append(name)
        number = int(name.removesuffix(".yaml"))
        following = f"{number + 1}.yaml"
        return f"extends: [{following}, {following}]\n".encode() if number < 31 else b"a: 1\n"

    checked = check_text(b"extends: [0.yaml, 0.yaml]\n", "c.yaml", library=Library(read, lambda _: True))
    assert len(reads) == len(set(reads)) <= MAX_FILES
    assert {finding.code for finding in checked.findings} <= {
        "too-many-bases",
        "unknown-field",
        "missing-field",
    }


def test_a_base_that_is_listed_very_often_is_one_finding() -> None:
    data = b"extends: [" + b"b.yaml, " * 3000 + b"b.yaml]\n"
    checked = check_text(data, "c.yaml", library=Library(lambda _: b"a: 1\n", lambda _: True))
    assert [finding.code for finding in checked.findings] == ["too-many-bases"]


def test_a_spec_is_limited_together_with_its_bases() -> None:
    base = b"#" * 29_000 + b"\n"
    library = Library(lambda name: base * 100 + f"k{name[0]}: 1\n".encode(), lambda _: True)
    checked = check_text(b"extends: [1.yaml, 2.yaml, 3.yaml]\n", "c.yaml", library=library)
    assert [finding.code for finding in checked.findings] == ["too-many-bases"]


PIECES = [
    "a: ", "b:\n", "- ", "[", "]", "{", "}", "[[ #", " # c", "\n", "\n  ", "\n    ", ", ", "|\n", ">-\n  x", '"', "'",
    "\\", ": ", "? ", "&x ", "*x", "!t ", "<<: ", "---\n", "...\n", "%", "\t", "\r", "\ufeff", "\x00", "\u2028", "1e999",
    "extends: ", "zzz:\n", "logs: |\n  x", "é", "🌈", "# eksgen: allow(x) because y", "0x1F", "~", "x" * 300,
]  # fmt: skip


def test_random_files_end_in_findings_and_formatting_is_stable() -> None:
    chooser, end = random.Random(12), time.process_time() + 4
    while time.process_time() < end:
        text = "".join(chooser.choices(PIECES, k=chooser.randint(1, 25)))
        draw_all(check_text(text.encode(), "c.yaml", library=NO_LIBRARY, today=TODAY))
        formatted = format_text(text.encode(), "c.yaml")
        again = format_text(formatted.after.encode(), "c.yaml")
        assert formatted.findings or (again.after, again.findings) == (formatted.after, ()), text


@pytest.mark.parametrize(
    "text",
    [
        "zzz:\nlogs: |\n  a",
        "zzz:\nlogs: >\n  a\n  b",
        "zzz: 1\nkubernetes: |-\n  x",
        "a: [[ # c\n# d\n 1 # e\n]]\n",
    ],
)
def test_what_was_not_stable_is_formatted(text: str) -> None:
    formatted = format_text(text.encode(), "c.yaml")
    assert not formatted.findings
    assert format_text(formatted.after.encode(), "c.yaml").after == formatted.after
