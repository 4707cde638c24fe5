"""Which mutations a source has, and which it must not have."""

from __future__ import annotations

import pytest

from ...mutants.collect import mutations_of
from ...mutants.mutation import Source, changed_lines, is_real


def mutants(text: str) -> set[str]:
    """The real mutants of a text."""
    data = text.encode()
    found = mutations_of(Source("module.py", data))
    return {mutation.apply(data).decode() for mutation in found if is_real(mutation, data)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("if ready: go()", {"if not (ready): go()", "if ready: pass"}),
        ("x = a and b", {"x = (a or b)", "x = (a)", "x = (b)"}),
        ("x = any(y)", {"x = all(y)"}),
        ("x = all(y)", {"x = any(y)"}),
        ("x = a < b", {"x = (a >= b)", "x = (a <= b)"}),
        ("x = a is None", {"x = (a is not None)"}),
        ("x = a in b", {"x = (a not in b)"}),
        ("x = y[1:]", {"x = y[2:]"}),
        ("x = not y", {"x = (y)"}),
        ("x = True", {"x = False"}),
        ("x = [y for y in z if y]", {"x = [y for y in z if (not (y))]"}),
        ("x = a == 'b'", {"x = (a != 'b')", "x = a == 'b~'"}),
        ("x = a.startswith('b')", {"x = a.startswith('b~')"}),
        ("x.y = z", {"pass"}),
        ("x[y] = z", {"pass"}),
        ("x += y", {"pass"}),
    ],
)
def test_each_operator(text: str, expected: set[str]) -> None:
    assert mutants(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x = (a,)", {"x = ()"}),
        ("x = a, b", {"x = (a,)", "x = (b,)"}),
        ("x = (a, b, c)", {"x = (b, c)", "x = (a, c)", "x = (a, b)"}),
        ("x = [a]", {"x = []"}),
        ("x = {a: b, c: d,}", {"x = {c: d,}", "x = {a: b,}"}),
        ("x = {'ü': a, b: c}", {"x = {b: c}", "x = {'ü': a}"}),
    ],
)
def test_each_element_of_a_table_is_dropped(text: str, expected: set[str]) -> None:
    assert mutants(text) == expected


@pytest.mark.parametrize(
    ("annotation", "value", "empty"),
    [
        ("str", "a", '""'),
        ("tuple[str, ...]", "a", "()"),
        ("dict[str, int]", "a", "{}"),
        ("bool", "a", "not (a)"),
        ("str | None", "a", "None"),
        ("Plan", "a", "None"),
    ],
)
def test_a_function_returns_the_empty_value_of_its_type(annotation: str, value: str, empty: str) -> None:
    head = f"def f() -> {annotation}: return "
    assert mutants(head + value) == {head + empty}


@pytest.mark.parametrize(
    "text",
    [
        '"""A docstring."""',
        "import a",
        "x: tuple[int, str]",
        "Pair = tuple[int, str]",
        "if TYPE_CHECKING:\n    import a",
        "if __name__ == '__main__':\n    main()",
        "assert a == 1",
        "raise Failed(1, a and b)",
        "x = f'{a if b else 1}'",
        "@dataclass(frozen=True)\nclass A: ...",
        "x = zip(a, b, strict=True)",
        "x = os.kill(pid, 0)",
        "a, b = c, d",
        "__all__ = ['a', 'b', 'c']",
    ],
)
def test_places_that_are_not_changed(text: str) -> None:
    assert mutants(text) == set()


def test_the_report_shows_the_changed_line() -> None:
    data = b"# a comment\nx = [\n    a,\n    b,\n    c,\n]\n"
    found = sorted(changed_lines(m, data) for m in mutations_of(Source("module.py", data)))
    assert found == [(3, "a,", ""), (4, "b,", ""), (5, "c,", "")]
