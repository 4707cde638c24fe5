"""Which edits are tried for a live value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from eksgen.compiler.diagnostics import Path
from eksgen.compiler.pipeline import Compilation
from eksgen.engine.addresses import parse_address
from eksgen.engine.drift.result import DriftClass, DriftFinding
from eksgen.engine.remediation.candidates import candidate_edits
from eksgen.engine.remediation.draft import Draft
from eksgen.engine.remediation.evidence import ABSENT
from eksgen.engine.source_map.trace import ArgumentSource

Drafted = Callable[..., Draft]
GROUP = parse_address("module.nodes_web.aws_eks_node_group.this")
WEB: Path = ("nodeGroups", "web")
FIELDS: dict[str, Path] = {
    "capacity_type": (*WEB, "capacity"),
    "labels": (*WEB, "labels"),
    "taints": (*WEB, "taints"),
    "disk_size": (*WEB, "disk", "size"),
    "public_cidrs": ("controlPlane", "endpoint", "public"),
    "tags": ("metadata", "tags"),
    "retention": ("logs", "retentionDays"),
}


def edits(
    draft: Draft, before: Compilation, argument: str, live: Any, *related: Any, path: Path = ("x",)
) -> list[tuple[str, Path, Any]]:
    found = DriftFinding("0a" * 6, DriftClass.CHANGED_OUTSIDE, GROUP, path, None, live)
    at = (argument,)
    sources = (ArgumentSource("nodes_web", at, ((at, FIELDS[argument]),)),)
    others = [replace(found, live=other) for other in related]
    return list(candidate_edits(draft, found, others, sources, before))


@pytest.mark.parametrize(
    ("argument", "live", "expected"),
    [
        ("capacity_type", "ON_DEMAND", ["ON_DEMAND", "on-demand"]),
        ("retention", "30", ["30", 30]),
        ("retention", 30, [30, "30"]),
        ("labels", {"team": "A"}, [{"team": "A"}]),
        ("taints", [{"key": "b", "value": "", "effect": "NO_EXECUTE", "of": [], "by": None}], [[{"key": "b", "effect": "NoExecute"}]]),
        (
            "taints",
            [{"key": "b", "effect": "NO_EXECUTE"}, {"key": "a", "effect": "NO_SCHEDULE"}],
            [[{"key": "a", "effect": "NoSchedule"}, {"key": "b", "effect": "NoExecute"}]],
        ),
        ("public_cidrs", "192.0.2.0/24", [["192.0.2.0/24"]]),
        ("public_cidrs", ["192.0.2.0/24", "203.0.113.0/24"], [["203.0.113.0/24", "192.0.2.0/24"]]),
    ],
)  # fmt: skip
def test_a_live_value_is_tried_as_it_is_and_as_specs_write_it(
    draft: Drafted, compiled: Compilation, argument: str, live: Any, expected: list[Any]
) -> None:
    values = [value for _, _, value in edits(draft(), compiled, argument, live)]
    assert [value for value in values if value in expected][: len(expected)] == expected


def test_a_field_is_edited_where_it_is_written_first(draft: Drafted, compiled: Compilation) -> None:
    def places(argument: str, **fields: Any) -> list[tuple[str, Path]]:
        found = edits(draft(**fields), compiled, argument, "live")
        return list(dict.fromkeys((file, path) for file, path, value in found if value == "live"))

    spec, base = "cluster.yaml", "base.yaml"
    assert places("capacity_type") == [(spec, (*WEB, "capacity"))]
    assert places("disk_size") == [(spec, ("nodeDefaults", "disk", "size")), (spec, (*WEB, "disk", "size"))]
    assert places("tags") == [(base, FIELDS["tags"]), (spec, FIELDS["tags"])]
    assert places("tags", shared={base: ("stage.yaml",)}) == [(spec, FIELDS["tags"])]
    assert places("tags", shared={base: ("stage.yaml",)}, into=base) == [(base, FIELDS["tags"])]
    assert places("retention") == [(spec, FIELDS["retention"])]


def test_values_come_before_removals_and_only_the_spec_says_null(
    draft: Drafted, compiled: Compilation
) -> None:
    found = edits(draft(), compiled, "tags", {"team": "web"})
    assert found[0] == ("base.yaml", FIELDS["tags"], {"team": "web"})
    assert found[-3:] == [
        ("base.yaml", FIELDS["tags"], ABSENT),
        ("cluster.yaml", FIELDS["tags"], ABSENT),
        ("cluster.yaml", FIELDS["tags"], None),
    ]


def test_a_deleted_object_is_only_removed(draft: Drafted, compiled: Compilation) -> None:
    values = [value for _, _, value in edits(draft(), compiled, "labels", "absent", path=())]
    assert values == [ABSENT, None]


def test_the_values_of_what_the_same_field_decides_are_tried_too(
    draft: Drafted, compiled: Compilation
) -> None:
    values = [value for _, _, value in edits(draft(), compiled, "public_cidrs", True, ["192.0.2.0/24"], None)]
    assert values[0] is True
    assert ["192.0.2.0/24"] in values
