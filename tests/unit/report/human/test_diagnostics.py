"""Findings as people see them, safe whatever a spec holds."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest

from eksgen.compiler.diagnostics import Diagnostic, Label, Severity, Span
from eksgen.compiler.errors import EksgenError
from eksgen.engine.errors.exceptions import RunFailed
from eksgen.report.human.diagnostics import draw_diagnostics, draw_error, draw_failure

from ..specs import AWKWARD


def test_control_characters_of_a_file_never_reach_the_terminal() -> None:
    text = draw_diagnostics([AWKWARD], {"a,b:c%.yaml": "\x1b[2Jkey: \x07value"})
    assert "\x1b" not in text.split("\n", 1)[1]


def test_of_a_very_long_line_only_the_part_around_the_fault_is_shown() -> None:
    line = "key: " + "x" * 5000 + " BAD " + "y" * 5000
    found = Diagnostic("unknown-field", Severity.ERROR, "bad", Label(Span("a.yaml", 1, 5007, 5010), "here"))
    lines = draw_diagnostics([found], {"a.yaml": line}).split("\n")
    shown, pointed = lines[3], lines[4]
    assert len(shown) < 220
    assert shown[pointed.index("^") : pointed.index("^") + 3] == "BAD"


def test_notes_keep_to_the_width_of_the_terminal_and_break_between_words() -> None:
    word = "arn:aws:iam::111122223333:role/" + "x" * 60
    found = Diagnostic(
        "invalid-name",
        Severity.ERROR,
        "no",
        notes=(f"{'some words ' * 12}{word} end",),
        primary=Label(Span("a.yaml", 1, 1, 2)),
    )
    lines = draw_diagnostics([found], {}, width=70).split("\n")
    assert [line.strip() for line in lines if len(line) > 70] == [word]
    assert 92 < max(map(len, draw_diagnostics([found], {}).split("\n"))) <= 101


@pytest.mark.parametrize(
    "command",
    [
        "`eksgen plan clusters/a-long-name.yaml --import-orphans`",
        "mv '/home/ann/a checkout/.eksgen/prod' '/home/ann/a checkout/.eksgen/prod.old'",
        "git rm -r --cached a/folder/with/a/long/name b/folder/with/a/long/name",
    ],
)
@pytest.mark.parametrize("width", [40, 70, 100])
def test_a_command_stays_in_one_line_so_that_it_can_be_pasted(command: str, width: int) -> None:
    error = EksgenError(
        "no", code="broken-state", helps=(f"move it away, if there is nothing to lose: {command}",)
    )
    lines = draw_error(error, width).splitlines()
    assert lines[-1].endswith(command)
    assert all(len(line) <= width or line is lines[-1] for line in lines if "=" not in line)


def test_a_sentence_about_eksgen_is_wrapped() -> None:
    note = "eksgen takes it for arm64 by its name, and does not know its pods, addresses or regions"
    lines = draw_error(EksgenError("no", code="machine", notes=(note,)), 60).splitlines()
    assert all(len(line) <= 60 for line in lines)


def test_an_error_that_only_sums_up_its_findings_is_not_shown_as_another() -> None:
    found = Diagnostic(
        "foreign-state", Severity.ERROR, "another region", Label(Span("a.yaml", 1, 1, 4), "here")
    )
    texts = {"a.yaml": "region: us-west-2"}
    summary = RunFailed("another cluster", code="foreign-state", diagnostics=(found,))
    assert "another cluster" not in draw_failure(summary, texts)
    assert "another region" in draw_failure(summary, texts)
    helpful = RunFailed("another cluster", code="foreign-state", diagnostics=(found,), helps=("look",))
    assert "another cluster" in draw_failure(helpful, texts)


def ending(file: str, **more: Any) -> Diagnostic:
    """Return the warning that a version ends, in a file."""
    given = {"severity": Severity.WARNING, "message": "support for Kubernetes 1.33 ends soon", **more}
    return Diagnostic("version-ending", primary=Label(Span(file, 8, 12, 18)), **given)


def test_a_finding_at_one_place_of_a_base_is_counted_once_whatever_the_specs_are_to_do() -> None:
    helps = ("eksgen update dev.yaml", "eksgen update prod.yaml")
    text = draw_diagnostics([ending("base.yaml", helps=(help,)) for help in helps], {})
    assert "\n1 warning in base.yaml\n" in text
    error = ending("base.yaml", severity=Severity.ERROR)
    assert "\n1 error in base.yaml\n" in draw_diagnostics([error] * 3, {})


@pytest.mark.parametrize("files", [*permutations(["a.yaml", "b.yaml", "c.yaml"])])
def test_a_warning_that_is_the_same_in_several_files_is_shown_once(files: tuple[str, ...]) -> None:
    text = draw_diagnostics([ending(file) for file in files], {})
    assert text.count("warning[version-ending]") == 1
    assert "--> a.yaml:8:12" in text
    assert "note: the same in b.yaml:8:12, c.yaml:8:12\n" in text
    assert "3 warnings in a.yaml, b.yaml, c.yaml" in text


@pytest.mark.parametrize(
    "other", [{"message": "support for Kubernetes 1.34 ends soon"}, {"notes": ("at another price",)}]
)
def test_what_differs_is_shown_for_each_file(other: dict[str, Any]) -> None:
    assert draw_diagnostics([ending("a.yaml"), ending("b.yaml", **other)], {}).count("[version-ending]") == 2


def test_errors_are_shown_for_each_file() -> None:
    both = [ending(file, severity=Severity.ERROR) for file in ("a.yaml", "b.yaml")]
    assert draw_diagnostics(both, {}).count("[version-ending]") == 2


def test_two_places_of_a_file_are_both_shown() -> None:
    again = replace(ending("a.yaml"), primary=Label(Span("a.yaml", 9, 1, 2)))
    assert draw_diagnostics([ending("a.yaml"), again], {}).count("[version-ending]") == 2


def labels(count: int, place: Callable[[int], Span]) -> tuple[Label, ...]:
    return tuple(Label(place(number), "here") for number in range(1, count + 1))


SPAN = Span("a.yaml", 1, 1, 2)
MANY: dict[str, Callable[[int], list[Diagnostic]]] = {
    "lines": lambda n: [found("x", labels(n, lambda i: Span("a.yaml", i, 1, 2)))],
    "columns of a long line": lambda n: [found("x", labels(n, lambda i: Span("a.yaml", 1, i, i + 1)))],
    "files": lambda n: [found("x", labels(n, lambda i: Span(f"{i}.yaml", 1, 1, 2)))],
    "helps": lambda n: [replace(found("x"), helps=tuple(map(str, range(n))))],
    "same findings": lambda n: [
        replace(found("x"), primary=Label(Span(f"{i}.yaml", 1, 1, 2))) for i in range(n)
    ],
}


def found(message: str, secondary: tuple[Label, ...] = ()) -> Diagnostic:
    return Diagnostic("no-nodes", Severity.WARNING, message, Label(SPAN), secondary)


@pytest.mark.parametrize("make", MANY.values(), ids=MANY)
def test_the_findings_of_a_hostile_report_are_drawn_in_linear_time(
    make: Callable[[int], list[Diagnostic]],
) -> None:
    texts = {"a.yaml": "x" * 1000 + "\nx" * 20_000}

    def draw(count: int) -> float:
        findings = make(count)
        began = time.process_time()
        draw_diagnostics(findings, texts)
        return time.process_time() - began

    assert draw(10_000) < 3
