"""Two specs against each other as a comment."""

from __future__ import annotations

import re
from itertools import count

import pytest

from eksgen.report.markdown.diff import diff_markdown
from eksgen.report.markdown.text import LIMIT
from eksgen.report.page.diff import Names

from ..specs import FULL, NAMES, QUICK, compared

RESERVE = 300
"""Space that is kept for the head of the table and the last line."""


def many(number: int) -> str:
    """A spec in which nearly everything would break a table."""
    groups = "".join(f"  g{index}: {{labels: {{role: web}}}}\n" for index in range(number))
    return QUICK.replace("  web: {}\n", groups + "  web: {}\n")


def test_a_comment_fits_and_says_what_it_leaves_out() -> None:
    old, number = many(490), count()
    new = re.sub("role: web", lambda _: f"role: {next(number):b>60}", old)
    text = diff_markdown(compared(old, new), NAMES)
    assert LIMIT - 1000 < len(text) <= LIMIT
    assert text.splitlines()[-1].startswith("and ")
    assert text.startswith("<!-- eksgen diff -->")


def test_the_rows_that_do_not_fit_are_counted_with_all_their_edits(monkeypatch: pytest.MonkeyPatch) -> None:
    old = many(40)
    comparison = compared(old, old.replace("role: web", "role: db"))
    monkeypatch.setattr("eksgen.report.markdown.diff.LIMIT", 500)
    assert diff_markdown(comparison, NAMES).endswith("\n\nand 40 more: see `eksgen diff`\n")


def test_values_break_no_cell() -> None:
    new = FULL.replace("${literally} 100%{this}", "a | b ` c <img>")
    text = diff_markdown(compared(FULL, new), NAMES)
    row = next(line for line in text.splitlines() if "example.com/note" in line)
    assert row.replace("\\|", "").count("|") == 6
    assert row.count("``") == 2


UPGRADED = QUICK.replace('"1.35"', '"1.36"').replace("  web: {}\n", "  web: {labels: {a: x}}\n  db: {}\n")
HEAD = "<!-- eksgen diff -->\n### Difference for cluster {} in us-west-2\n\n`{}` → `{}`\n\n"
TABLE = "\n| | field | value | touches | place |\n| --- | --- | --- | --- | --- |\n"


def test_consequences_are_a_list_and_fields_a_table() -> None:
    assert diff_markdown(compared(QUICK, UPGRADED), NAMES) == (
        HEAD.format("quickstart", "main:cluster.yaml", "cluster.yaml")
        + "**3 fields differ; parts of the cluster: 1 new, 2 changed**\n"
        "\n"
        "**Look at these first**\n"
        "\n"
        "- the control plane goes from Kubernetes 1.35 to 1.36: in place, about 10 minutes; EKS can roll it back "
        "only within 7 days (`cluster.yaml:9:12`)\n"
        "- node group web rolls: every node is drained and replaced (`cluster.yaml:9:12`)\n"
        + TABLE
        + "| changed | `kubernetes.version` | `1.35 → 1.36` | Control plane, Node groups db, web "
        "| `cluster.yaml:9:12` |\n"
        "| new | `nodeGroups.web.labels.a` | `x` | Node group web | `cluster.yaml:15:21` |\n"
        "| new | `nodeGroups.db` | `{}` | Node group db | `cluster.yaml:16:3` |\n"
    )


def test_what_is_removed_is_at_its_place_in_the_old_spec() -> None:
    text = diff_markdown(compared(UPGRADED, QUICK), NAMES)
    assert "- node group db is deleted (`main:cluster.yaml:16:3`)\n" in text
    assert "| removed | `nodeGroups.db` |  | Node group db | `main:cluster.yaml:16:3` |\n" in text


def test_two_clusters_have_no_consequences() -> None:
    old = QUICK.replace("name: quickstart", "name: other")
    text = diff_markdown(compared(old, QUICK), Names("a.yaml", "b.yaml"))
    start = (
        HEAD.format("quickstart", "a.yaml", "b.yaml")
        + "**1 field differs; parts of the cluster: 7 changed**\n"
    )
    assert text.startswith(f"{start}\nThese are two clusters, other and quickstart.\n{TABLE}")
    assert "**Look at these first**" in diff_markdown(compared(old, QUICK), NAMES)


def test_without_a_consequence_there_is_only_the_table() -> None:
    text = diff_markdown(compared(QUICK, f"{QUICK}drift: {{failOn: high}}\n"), NAMES)
    assert text == (
        HEAD.format("quickstart", "main:cluster.yaml", "cluster.yaml")
        + f"**1 field differs; no part of the cluster does**\n{TABLE}"
        "| changed | `drift.failOn` | `low → high` | no effect on Terraform | `cluster.yaml:16:17` |\n"
    )


def test_two_equal_specs_have_no_table() -> None:
    head = HEAD.format("quickstart", "main:cluster.yaml", "cluster.yaml")
    text = diff_markdown(compared(QUICK, QUICK), NAMES)
    assert text == f"{head}No difference: both describe the same cluster.\n"


def test_what_does_not_fit_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    comparison = compared(QUICK, UPGRADED)
    full = diff_markdown(comparison, NAMES)
    rows, heads = 3, 10
    kept = []
    for limit in range(400, len(full) + 300, 20):
        monkeypatch.setattr("eksgen.report.markdown.diff.LIMIT", limit)
        text = diff_markdown(comparison, NAMES)
        assert len(text) <= limit
        left_out = (
            int(found[1]) if (found := re.search(r"^and (\d+) more: see `eksgen diff`$", text, re.M)) else 0
        )
        shown = sum(line.startswith(("| changed", "| new")) for line in text.splitlines())
        assert shown == max(rows - left_out, 0)
        assert (TABLE in text) is (shown > 0)
        assert left_out <= rows + heads
        kept.append(shown)
    assert kept == sorted(kept)
    assert set(kept) == {0, 1, 2, 3}
    monkeypatch.setattr("eksgen.report.markdown.diff.LIMIT", len(full) - len(TABLE) + RESERVE)
    assert diff_markdown(comparison, NAMES) == full
    monkeypatch.setattr("eksgen.report.markdown.diff.LIMIT", len(full) - len(TABLE) + RESERVE - 1)
    assert diff_markdown(comparison, NAMES).endswith("\n\nand 1 more: see `eksgen diff`\n")
