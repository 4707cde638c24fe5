"""Suggestions: how a help is read as a change, and that only changes that work are shown."""

from __future__ import annotations

import pytest

from eksgen.compiler.diagnostics import Diagnostic, Fix, Label, Severity, Span
from eksgen.compiler.diagnostics import Path as SpecPath
from eksgen.compiler.fixes import MAX_ALONE, with_proven_fixes
from eksgen.compiler.source.parse import parse_yaml
from eksgen.compiler.source.tree import Node, find, locate, to_plain
from eksgen.compiler.suggest import suggestion


@pytest.mark.parametrize(
    ("help", "path", "changes"),
    [
        ("write `us-west-2`", ("metadata", "region"), {("metadata", "region"): "us-west-2"}),
        ('write `"1.36"`, in quotes', ("kubernetes", "version"), {("kubernetes", "version"): '"1.36"'}),
        (
            "write `size: 60`, or lower `iops`",
            ("nodeGroups", "web", "disk", "iops"),
            {("nodeGroups", "web", "disk", "size"): "60"},
        ),
        (
            "write `healthCheck: {protocol: http}`",
            ("loadBalancers", "edge", "healthCheck", "protocol"),
            {("loadBalancers", "edge", "healthCheck", "protocol"): "http"},
        ),
        (
            "add `targetPort: 30080`",
            ("loadBalancers", "edge", "listeners", 0),
            {("loadBalancers", "edge", "listeners", 0, "targetPort"): "30080"},
        ),
        (
            "add `endpoints: [private-cluster]` to `network`",
            ("network", "nat"),
            {("network", "endpoints"): "[private-cluster]"},
        ),
        ("add `cert-manager: {}` under `addons`", ("addons", "adot"), {("addons", "cert-manager"): "{}"}),
        ("add `kubernetes: {version: x}` as line 4", (), {("kubernetes", "version"): "x"}),
    ],
)
def test_a_help_is_read_as_a_change(help: str, path: SpecPath, changes: dict[SpecPath, str]) -> None:
    fix = suggestion(help, path)
    assert fix is not None
    assert dict(fix.changes) == changes
    assert fix.help == help


@pytest.mark.parametrize("help", ["delete one of the two", "similar types: a, b", "use `{name}`", ""])
def test_advice_is_no_change(help: str) -> None:
    assert suggestion(help, ("nodeGroups", "web")) is None


ROOT = parse_yaml(b"a: 1\nb: {c: 2, d: [3]}\nnodeDefaults: {x: 1}\nnodeGroups: {web: {}}\n", "c.yaml")[0]


def finding(root: Node, path: SpecPath, *fixes: Fix, code: str = "odd") -> Diagnostic:
    return Diagnostic(
        code, Severity.ERROR, f"odd {find(root, path)}", Label(locate(root, path).span), fixes=fixes
    )


def odd(root: Node) -> list[Diagnostic]:
    """Complain about odd numbers at `a` and in `b`, and about a value of `a` over 100."""
    found = [finding(root, path) for path in (("a",), ("b", "c")) if number(root, path) % 2]
    return found + ([finding(root, ("a",), code="large")] if number(root, ("a",)) > 100 else [])


def number(root: Node, path: SpecPath) -> int:
    node = find(root, path)
    assert node is not None
    return int(to_plain(node))


@pytest.mark.parametrize(("text", "shown"), [("2", True), ("3", False), ("102", False)])
def test_only_a_change_that_solves_the_finding_without_another_is_shown(text: str, shown: bool) -> None:
    assert ROOT is not None
    fix = Fix(f"write `{text}`", ((("a",), text),))
    (proven,) = with_proven_fixes([finding(ROOT, ("a",), fix)], ROOT, odd)
    assert (fix.help in proven.helps, fix in proven.fixes) == (shown, shown)


def test_changes_are_tried_together_and_the_others_alone() -> None:
    assert ROOT is not None
    calls: list[Node] = []

    def recheck(root: Node) -> list[Diagnostic]:
        calls.append(root)
        return odd(root)

    fixes = [Fix(f"write `{n}`", ((("a",), str(n)),)) for n in range(2, 60, 2)]
    found = with_proven_fixes([finding(ROOT, ("a",), fix) for fix in fixes], ROOT, recheck)
    assert len(calls) == 1 + MAX_ALONE
    assert sum(bool(item.fixes) for item in found) == 1 + MAX_ALONE


def test_a_value_of_node_defaults_is_changed_where_it_is_written() -> None:
    assert ROOT is not None
    seen: list[object] = []
    fix = Fix("write `2`", ((("nodeGroups", "web", "x"), "2"),))
    item = Diagnostic("odd", Severity.ERROR, "odd", Label(Span("c.yaml", 1, 1, 2)), fixes=(fix,))

    def recheck(root: Node) -> list[Diagnostic]:
        seen.append(to_plain(root))
        return []

    with_proven_fixes([item], ROOT, recheck)
    assert seen == [
        {"a": 1, "b": {"c": 2, "d": (3,)}, "nodeDefaults": {"x": 2}, "nodeGroups": {"web": {}}},
    ]
