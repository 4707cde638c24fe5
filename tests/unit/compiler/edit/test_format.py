"""The canonical layout: what it does to a text, and what it never does."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eksgen.compiler.edit import format as subject
from eksgen.compiler.edit.format import format_text
from eksgen.compiler.errors import EksgenError
from eksgen.compiler.source.parse import parse_yaml
from eksgen.compiler.source.tree import to_plain

TESTS = Path(__file__).resolve().parents[3]
EXAMPLES = sorted((TESTS.parent / "examples").glob("*.yaml"))
CASES = sorted((TESTS / "layout").glob("*.before.yaml"))


def laid_out(text: str) -> str:
    made = format_text(text.encode(), "cluster.yaml")
    assert made.findings == ()
    return made.after


def values(text: str) -> dict[str, str]:
    root, _, findings = parse_yaml(text.encode(), "cluster.yaml")
    assert root is not None, findings
    return {key: repr(value) for key, value in to_plain(root).items()}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.removesuffix(".before.yaml"))
def test_formatting_a_text_twice_changes_nothing_more(
    case: Path, golden: Callable[[Path, str], None]
) -> None:
    before = case.read_text(encoding="utf-8")
    after = laid_out(before)
    assert values(after) == values(before)
    assert laid_out(after) == after
    golden(case.with_name(case.name.replace(".before.", ".after.")), after)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.stem)
def test_examples_are_formatted(example: Path) -> None:
    text = example.read_text(encoding="utf-8")
    assert laid_out(text) == text


def disturbed(text: str, random: random.Random) -> tuple[str, list[str]]:
    """A spec with other steps, order, blank lines and comments, which are returned too."""
    step, lines, comments = random.randint(2, 4), [], []
    for line in text.splitlines():
        bare = line.lstrip()
        bare = "-" + " " * (step - 1) + bare[2:] if bare.startswith("- ") else bare
        lines.append(" " * ((len(line) - len(line.lstrip())) // 2 * step) + bare)
    for number in range(random.randint(0, 12)):
        at, comment = random.randrange(len(lines)), f"# comment {number}"
        kind = random.choice(("above", "behind", "blank"))
        if kind == "blank":
            lines.insert(at, " " * random.randint(0, 3))
        elif kind == "above":
            lines.insert(at, " " * random.randint(0, 14) + comment + " " * random.randint(0, 2))
            comments.append(comment)
        elif "#" not in lines[at] and lines[at].strip():
            lines[at] += " " * random.randint(1, 9) + comment
            comments.append(comment)
    head, *parts = re.split(r"(?m)^(?=[a-z])", "\n".join(lines) + "\n")
    random.shuffle(parts)
    return head + "".join(parts), comments


@settings(max_examples=60)
@given(example=st.sampled_from(EXAMPLES), random=st.randoms(use_true_random=False))
def test_formatting_keeps_comments_and_values_and_is_idempotent(example: Path, random: random.Random) -> None:
    before, comments = disturbed(example.read_text(encoding="utf-8"), random)
    after = laid_out(before)
    assert values(after) == values(before)
    assert sorted(re.findall(r"# comment \d+", after)) == sorted(comments)
    assert laid_out(after) == after
    assert list(values(after)) == list(values(example.read_text(encoding="utf-8")))
    assert not re.search(r"[ \t]$|\n\n\n", after, re.MULTILINE)


def test_a_trailing_comment_stays_on_its_line() -> None:
    text = "kind: Cluster\nmetadata:\n      name: demo # the name\napiVersion: x # the version\n"
    assert laid_out(text) == (
        "apiVersion: x # the version\nkind: Cluster\nmetadata:\n  name: demo # the name\n"
    )


def test_windows_line_ends_and_byte_order_marks_are_removed() -> None:
    made = format_text(b"\xef\xbb\xbfkind: Cluster\r\n\r\n\r\nlogs: {}", "cluster.yaml")
    assert made.after == "kind: Cluster\n\nlogs: {}\n"


def test_a_block_scalar_at_the_end_of_the_file_keeps_its_value() -> None:
    assert laid_out("notes: |\n    text") == "notes: |\n  text"


def test_quotes_are_left_alone() -> None:
    text = 'a: "1"\nb: \'1\'\nc: 1\nd: "on"\n'
    assert laid_out(text) == text


def test_a_text_with_a_line_separator_is_not_changed() -> None:
    made = format_text('kind:   "a\u2028b"\n'.encode(), "cluster.yaml")
    assert [finding.code for finding in made.findings] == ["yaml-syntax"]
    assert made.after == made.before


def test_a_text_with_errors_is_not_changed() -> None:
    made = format_text(b"kind:   Cluster\nkind: Cluster\n", "cluster.yaml")
    assert [finding.code for finding in made.findings] == ["duplicate-key"]
    assert made.after == made.before


def test_formatting_that_would_change_a_value_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for broken in ("kind: 1\n", "kind: '1' # gone\n", "kind: [\n"):
        monkeypatch.setattr(subject, "_formatted", lambda *_, text=broken: text)
        with pytest.raises(EksgenError, match="would change its meaning"):
            format_text(b"kind: '1'\n", "cluster.yaml")


def test_a_file_with_many_comments_is_formatted_in_linear_time() -> None:
    text = "kind: Cluster\n" + "# x\n" * 50_000 + "logs: {}\n"
    assert laid_out(text) == text
