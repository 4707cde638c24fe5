"""Equal edits of many objects in two specs are one row in every format, and so is what they lead to."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from eksgen.compiler.diff.compare import Comparison
from eksgen.engine.plan.result import BaseComparison, PlanResult
from eksgen.report.html.page import html_page
from eksgen.report.human.diff import draw_diff
from eksgen.report.json.diff import diff_json
from eksgen.report.markdown.diff import diff_markdown
from eksgen.report.markdown.page import markdown
from eksgen.report.page.diff_groups import consequence_groups, edit_groups
from eksgen.report.page.plan import plan_page
from eksgen.report.terminal import Style

from ..specs import NAMES, QUICK, compared

GROUPS = [f"g{number:02}" for number in range(20)]


def spec(setting: str, names: list[str] = GROUPS) -> str:
    return QUICK.replace("  web: {}\n", "".join(f"  {name}: {{{setting}}}\n" for name in names))


def edited(old: str, new: str) -> Comparison:
    return compared(spec(old), spec(new))


LABELS = edited("labels: {team: retail}", "labels: {team: shop}")
TYPES = edited("instanceTypes: [m6i.large]", "instanceTypes: [m7i.large]")


def human(comparison: Comparison, *, full: bool = False) -> str:
    return draw_diff(comparison, NAMES, Style(width=80, full=full))


def test_a_label_changed_in_twenty_node_groups_is_one_row_on_a_terminal() -> None:
    text = human(LABELS)
    assert text.count("retail → shop") == 1
    assert "~ nodeGroups.*.labels.team  retail → shop   cluster.yaml:15:24\n" in text
    assert "      the same in 20: g00, g01, g02, g03, g04, g05 and 14 more\n" in text
    assert "20 fields differ" in text


def test_with_full_every_object_has_its_place() -> None:
    lines = human(LABELS, full=True).splitlines()
    places = [f"      - {name}   cluster.yaml:{number}:24" for number, name in enumerate(GROUPS, 15)]
    assert lines[lines.index(places[0]) :] == places


def test_it_is_one_row_of_the_table_in_markdown() -> None:
    text = diff_markdown(LABELS, NAMES)
    (row,) = (line for line in text.splitlines() if "retail" in line)
    assert "`nodeGroups.*.labels.team`" in row
    assert "the same in 20: g00, g01, g02, g03, g04, g05 and 14 more" in row


def test_in_json_it_is_a_group_besides_the_single_edits() -> None:
    document = json.loads(diff_json(LABELS, NAMES))
    assert len(document["edits"]) == 20
    assert document["groups"] == [
        {
            "count": 20,
            "field": "nodeGroups.*.labels.team",
            "change": "changed",
            "before": "retail",
            "after": "shop",
            "fields": [f"nodeGroups.{name}.labels.team" for name in GROUPS],
        }
    ]


def test_it_is_one_row_of_a_plan_since_a_revision(plan: Callable[[str], PlanResult]) -> None:
    page = plan_page(replace(plan("empty"), base=BaseComparison("main", LABELS)))
    for text in (markdown(page, "", ""), html_page(page)):
        assert text.count("retail") == 1
        assert "nodeGroups.*.labels.team" in text
    assert "<summary>all 20</summary>" in html_page(page)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("instanceTypes: [m6i.large]", "instanceTypes: [m7i.large]", "is replaced, the new one first"),
        ("disk: {size: 20}", "disk: {size: 30}", "rolls: every node is drained and replaced"),
    ],
)
def test_what_it_leads_to_is_said_once_with_the_names(old: str, new: str, said: str) -> None:
    found = edited(old, new)
    for text in (human(found), diff_markdown(found, NAMES)):
        assert text.count(said) == 1
        assert f"node group g00 {said}" in text
        assert "the same for 19 more: g01, g02, g03, g04, g05, g06 and 13 more" in text
    assert "g17, g18, g19" in " ".join(human(found, full=True).split())
    assert len(json.loads(diff_json(found, NAMES))["consequences"]) == 20


def test_removed_objects_are_one_row_and_one_danger() -> None:
    text = human(compared(spec(""), spec("", GROUPS[:5])))
    assert text.count("is deleted") == 1
    assert "the same for 14 more: g06, g07, g08, g09, g10, g11 and 8 more" in text
    assert "- nodeGroups.*   main:cluster.yaml:20:3\n      the same in 15: g05, g06," in text


def test_two_equal_edits_have_a_row_each() -> None:
    (few, other) = edit_groups(
        compared(spec("labels: {a: x}", ["a", "b"]), spec("labels: {a: y}", ["a", "b"])).edits
    )
    assert (few.field, few.names) == ("nodeGroups.a.labels.a", ())
    assert (other.field, other.names) == ("nodeGroups.b.labels.a", ())


def test_labels_of_one_object_are_not_taken_for_objects() -> None:
    old, new = (spec(f"labels: {{a: {to}, b: {to}, c: {to}}}", ["web"]) for to in ("x", "y"))
    assert len(edit_groups(compared(old, new).edits)) == 3


def test_edits_to_other_values_are_not_equal() -> None:
    new = spec("labels: {team: shop}").replace("team: shop", "team: other", 1)
    groups = edit_groups(compared(spec("labels: {team: retail}"), new).edits)
    assert [len(group.edits) for group in groups] == [1, 19]
    kinds = compared(spec("labels: {a: '1'}"), spec("labels: {a: '2'}").replace("a: '2'", "a: '3'", 17))
    assert sorted(len(group.edits) for group in edit_groups(kinds.edits)) == [3, 17]


def test_items_of_lists_and_addons_are_objects_too() -> None:
    names = ("vpc-cni", "kube-proxy", "coredns")
    addons = [
        QUICK + "addons:\n" + "".join(f"  {name}: {{tags: {{a: {tag}}}}}\n" for name in names)
        for tag in ("x", "y")
    ]
    (group,) = edit_groups(compared(addons[0], addons[1]).edits)
    assert (group.field, group.names) == ("addons.*.tags.a", names)
    taints = [
        spec(f"taints: [{{key: a, effect: {to}}}, {{key: b, effect: {to}}}]") + "  web: {}\n"
        for to in ("NoSchedule", "NoExecute")
    ]
    (group,) = edit_groups(compared(taints[0], taints[1]).edits)
    assert group.field == "nodeGroups.*.taints.*.effect"
    assert group.names[:3] == ("g00.taints[0]", "g00.taints[1]", "g01.taints[0]")


def test_parts_with_other_names_than_the_objects_are_still_named() -> None:
    names = ("vpc-cni", "kube-proxy", "coredns")
    old, new = (
        QUICK + "addons:\n" + "".join(f"  {name}: {{tags: {{a: {tag}}}}}\n" for name in names) for tag in "xy"
    )
    assert "      Add-ons, before the nodes, Add-ons, after the nodes\n" in human(compared(old, new))


def test_whoever_gets_in_is_named_one_by_one() -> None:
    arns = [f"arn:aws:iam::111122223333:role/r{number}" for number in range(12)]
    old = QUICK + ""
    new = old.replace("admins: [", f"admins: [{', '.join(arns)}, ")
    found = compared(old, new)
    assert len(consequence_groups(found.consequences)) == len(found.consequences) >= 12
    text = human(found)
    assert all(f"{arn} becomes an administrator" in " ".join(text.split()) for arn in arns)
