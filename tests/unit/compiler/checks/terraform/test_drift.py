"""Rules for the rules of `drift.ignore`."""

from __future__ import annotations

import pytest

from eksgen.compiler.checks.terraform import drift

from ..conftest import Find, Places


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("drift: {ignore: [{path: nodeGroups.web.scaling.desired, reason: because it is so}]}", []),
        ("drift: {ignore: [{path: 'nodeGroups.*.scaling.desired', reason: because it is so}]}", []),
        (
            "drift: {ignore: [{path: nodeGroups.web.scaling.wanted, reason: because it is so}]}",
            ["unknown-path drift.ignore[0].path"],
        ),
        (
            "drift: {ignore: [{path: module.eks.aws_eks_cluster.this.version, reason: because it is so}, {path: aws_eks_cluster, reason: because it is so}]}",
            [],
        ),
        (
            "drift: {ignore: [{path: metadata.tags, reason: because it is so}, {path: metadata, reason: because it is so}, {path: metadata.tags, reason: because it is so}]}",
            ["duplicate-ignore drift.ignore[2].path drift.ignore[0].path"],
        ),
        ("drift: {ignore: [{path: '!!', reason: because it is so}]}", ["unknown-path drift.ignore[0].path"]),
        (
            "drift: {ignore: [{path: nothing, reason: because it is so}]}",
            ["unknown-path drift.ignore[0].path"],
        ),
        (
            "drift: {ignore: [{path: metadata, until: '2026-10-01', reason: because it is so}, {path: network, until: '2026-10-02', reason: because it is so}, {path: kubernetes, reason: because it is so}]}",
            ["expired-ignore drift.ignore[0].until"],
        ),
    ],
)
def test_ignored_paths_exist_once_and_are_in_force(places: Places, text: str, expected: list[str]) -> None:
    assert places(drift, text) == expected


FORMS = (
    "a path looks like nodeGroups.web.scaling.desired, nodeGroups.*.scaling.desired, or"
    " module.eks.aws_eks_cluster.this.platform_version"
)
SCALING = "fields of `nodeGroups.web.scaling`: min, max, desired, autoscaled"


@pytest.mark.parametrize(
    ("path", "label", "note", "help"),
    [
        (
            "nodeGroups.web.scaling.dsired.x",
            "`nodeGroups.web.scaling` has no field `dsired`",
            SCALING,
            "write `nodeGroups.web.scaling.desired.x`",
        ),
        ("nodeGroups.web.scaling.qqqq", "`nodeGroups.web.scaling` has no field `qqqq`", SCALING, ""),
        (
            "nodeGroups.web.scaling.*",
            "`nodeGroups.web.scaling` has no field `*`",
            SCALING,
            "write `nodeGroups.web.scaling`, which includes everything below it",
        ),
        ("nodeGroup.web", "the spec has no field `nodeGroup`", FORMS, "write `nodeGroups.web`"),
        ("*", "the spec has no field `*`", FORMS, ""),
        ("a..b", "not a path", FORMS, ""),
    ],
)
def test_an_unknown_path_is_corrected(find: Find, path: str, label: str, note: str, help: str) -> None:
    (finding,) = find(drift, f"drift: {{ignore: [{{path: '{path}', reason: because it is so}}]}}")
    text = finding.help if isinstance(finding.help, str) else finding.help()
    assert (finding.label, finding.note, text) == (label, note, help)
