"""Damaged specs: whatever a file holds, the compiler answers with findings inside it, at once.

A run tries 1,500 of them; `make mutations` tries ten thousand (`MUTATIONS`: how many).
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from random import Random

import pytest

from eksgen.compiler.codes import CODES
from eksgen.compiler.diagnostics import Diagnostic, Label
from eksgen.compiler.pipeline import Checked, check_text, compile_spec
from eksgen.report.annotations.concise import draw_concise
from eksgen.report.human.diagnostics import draw_diagnostics
from tests.cpu_time import run_within, timed

EXAMPLES = sorted((Path(__file__).resolve().parents[3] / "examples").glob("*.yaml"))
CHUNKS = 5
IN_EACH = int(os.environ.get("MUTATIONS", "1500")) // (CHUNKS * len(EXAMPLES))
TODAY = date(2026, 10, 2)
SLOWEST = 2.0

Mutate = Callable[[bytes, Random], bytes]

SCALARS = (
    "", "~", "null", "''", '""', "yes", "true", "0", "-1", "1.5", "1e9", ".inf", ".nan", "0x10", "0o7", "1_000",
    "99999999999999999999999", "9" * 400, "-" + "9" * 18, "1.34", '"1.34"', "[]", "{}", "[a, b]", "{a: b}", "[[]]",
    "- a", "? a", "|", ">-", "&a b", "*a", "!!int x", "<<", "@", "`", "%", "# eksgen: allow(open-endpoint)", "10.0.0.0/8",
    "10.0.0.0/33", "0.0.0.0/0", "255.255.255.255/32", "arn:aws:iam::111122223333:role/a", "arn:aws-cn:kms:x::key/1",
    "us-west-2a", "eu-west-1", "größe", "日本語", "e\u0301", "\u202e", "\ufeff", "\U0001f600", "\u2028", "\u0085", "\x00",
    "\x07", "\x1b[31m", "${x}", "%{if}", '"\\x41"', '"a\\nb"', "'it''s'", "a: b: c", "x" * 3000, "none", "m7i.large",
)  # fmt: skip
KEYS = (
    "",
    "~",
    "<<",
    "web",
    "extends",
    "nodeGroups",
    "karpenter",
    "prefix",
    "? x",
    '"a b"',
    "größe",
    "x" * 300,
    "1",
    "-",
)


def _lines(data: bytes) -> list[bytes]:
    return data.split(b"\n")


def _indent(line: bytes) -> int:
    return len(line) - len(line.lstrip(b" "))


def _block(lines: list[bytes], start: int) -> int:
    """The line after the block that starts at a line."""
    end = start + 1
    while end < len(lines) and lines[end].strip() and _indent(lines[end]) > _indent(lines[start]):
        end += 1
    return end


def drop_line(data: bytes, random: Random) -> bytes:
    lines = _lines(data)
    del lines[random.randrange(len(lines))]
    return b"\n".join(lines)


def drop_block(data: bytes, random: Random) -> bytes:
    lines = _lines(data)
    start = random.randrange(len(lines))
    del lines[start : _block(lines, start)]
    return b"\n".join(lines)


def duplicate_block(data: bytes, random: Random) -> bytes:
    lines = _lines(data)
    start = random.randrange(len(lines))
    copy = lines[start : _block(lines, start)]
    at = random.choice((start, random.randrange(len(lines) + 1)))
    return b"\n".join([*lines[:at], *copy, *lines[at:]])


def swap_lines(data: bytes, random: Random) -> bytes:
    lines = _lines(data)
    one, other = random.randrange(len(lines)), random.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def indent_line(data: bytes, random: Random) -> bytes:
    lines = _lines(data)
    at = random.randrange(len(lines))
    lines[at] = (
        random.choice((b" ", b"  ", b"    ", b"\t")) + lines[at]
        if random.random() < 0.6
        else lines[at].lstrip()
    )
    return b"\n".join(lines)


def put_scalar(data: bytes, random: Random) -> bytes:
    """Another value after some `key:` or `- `, or inside of brackets."""
    places = [
        at for at, byte in enumerate(data) if byte in b":-,[{" and data[at + 1 : at + 2] in (b" ", b"\n", b"")
    ]
    if not places:
        return data
    at = random.choice(places) + 1
    end = min([end for mark in b"\n,]}" if (end := data.find(bytes([mark]), at)) >= 0] or [len(data)])
    return data[:at] + b" " + random.choice(SCALARS).encode() + data[end:]


def put_key(data: bytes, random: Random) -> bytes:
    lines = _lines(data)
    at = random.randrange(len(lines))
    new = f"{random.choice(KEYS)}: {random.choice(SCALARS)}".encode()
    lines.insert(at, b" " * _indent(lines[at]) + new)
    return b"\n".join(lines)


def rename_key(data: bytes, random: Random) -> bytes:
    lines = _lines(data)
    at = random.choice([number for number, line in enumerate(lines) if b":" in line] or [0])
    key, colon, rest = lines[at].partition(b":")
    lines[at] = b" " * _indent(key) + random.choice(KEYS).encode() + colon + rest
    return b"\n".join(lines)


def truncate(data: bytes, random: Random) -> bytes:
    return data[: random.randrange(len(data) + 1)]


def cut_out(data: bytes, random: Random) -> bytes:
    start = random.randrange(len(data) + 1)
    return data[:start] + data[start + random.randrange(1, 40) :]


def random_bytes(data: bytes, random: Random) -> bytes:
    at = random.randrange(len(data) + 1)
    return data[:at] + random.randbytes(random.randrange(1, 6)) + data[at + random.randrange(0, 3) :]


def odd_text(data: bytes, random: Random) -> bytes:
    at = random.randrange(len(data) + 1)
    return data[:at] + random.choice(SCALARS).encode() + data[at:]


def nest(data: bytes, random: Random) -> bytes:
    depth, at = random.choice((3, 49, 51, 2000)), random.randrange(len(data) + 1)
    opened, closed = random.choice(((b"[", b"]"), (b"{a: ", b"}"), (b"- ", b""), (b"? ", b""), (b"'", b"'")))
    return data[:at] + opened * depth + random.choice((b"", closed * depth)) + data[at:]


def other_line_ends(data: bytes, random: Random) -> bytes:
    return data.replace(
        b"\n", random.choice((b"\r\n", b"\r", b"\n\n", b" \n", b"\xe2\x80\xa8", b"\xc2\x85\n"))
    )


def other_encoding(data: bytes, random: Random) -> bytes:
    text = data.decode("utf-8", "replace")
    return random.choice((b"\xef\xbb\xbf" + data, text.encode("utf-16"), text.encode("latin-1", "replace")))


def second_document(data: bytes, random: Random) -> bytes:
    return (
        data
        + random.choice((b"\n---\n", b"\n...\n", b"\n--- a\n", b"\n%YAML 1.3\n---\n"))
        + data[: random.randrange(200)]
    )


MUTATORS: tuple[Mutate, ...] = (
    drop_line, drop_block, duplicate_block, swap_lines, indent_line, put_scalar, put_scalar, put_scalar, put_key,
    rename_key, truncate, cut_out, random_bytes, odd_text, nest, other_line_ends, other_encoding, second_document,
)  # fmt: skip


def damaged(data: bytes, random: Random) -> bytes:
    """One to three faults, seldom more."""
    for _ in range(random.choice((1, 1, 1, 2, 3, 8))):
        data = random.choice(MUTATORS)(data, random)
    return data


def inside(label: Label, checked: Checked) -> bool:
    lines, span = checked.texts[label.span.file].split("\n"), label.span
    if not 1 <= span.line <= len(lines):
        return False
    width = len(lines[span.line - 1])
    return 1 <= span.column <= width + 1 and span.column < span.end_column <= width + 2


def sound(finding: Diagnostic, checked: Checked) -> bool:
    labels = (finding.primary, *finding.secondary)
    return (
        finding.code in CODES
        and "\n" not in finding.message
        and all(inside(label, checked) for label in labels)
    )


def checked_drawn_and_compiled(data: bytes) -> tuple[Checked, str]:
    checked = check_text(data, "cluster.yaml", today=TODAY)
    if checked.spec is not None:
        compile_spec(checked)
    return checked, draw_diagnostics(checked.findings, checked.texts) + draw_concise(checked.findings)


@pytest.mark.parametrize("chunk", range(CHUNKS))
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda file: file.stem)
def test_a_damaged_spec_gets_findings_inside_its_text(example: Path, chunk: int) -> None:
    whole, accepted = example.read_bytes(), 0
    for number in range(IN_EACH):
        seed = f"{example.stem}/{chunk}/{number}"
        data = damaged(whole, Random(seed))
        work = partial(timed, partial(checked_drawn_and_compiled, data))
        (checked, drawn), seconds = work()
        if seconds > SLOWEST:
            run_within(SLOWEST, work, seed)
        assert drawn or not checked.findings
        assert checked.failed is (checked.spec is None), seed
        for finding in checked.findings:
            assert sound(finding, checked), f"{seed}: {finding}"
        accepted += checked.spec is not None
    assert accepted < IN_EACH, "some damage is found"
    assert accepted > IN_EACH / 50 or IN_EACH < 200


def test_the_same_seed_causes_the_same_damage() -> None:
    data = EXAMPLES[0].read_bytes()
    assert damaged(data, Random("a")) == damaged(data, Random("a")) != damaged(data, Random("b"))


def test_every_kind_of_damage_to_an_empty_file_gets_a_finding() -> None:
    """Also an empty one."""
    for mutate in set(MUTATORS):
        for number in range(20):
            checked = check_text(mutate(b"", Random(number)), "cluster.yaml", today=TODAY)
            assert checked.findings
            assert all(sound(finding, checked) for finding in checked.findings)
