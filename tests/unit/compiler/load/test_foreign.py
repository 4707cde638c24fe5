"""Fields in the spelling of other tools: what the finding says, and that what it suggests is right."""

from __future__ import annotations

import pytest

from eksgen.catalog.foreign_names import FOREIGN_NAMES
from eksgen.compiler.diagnostics import Diagnostic
from eksgen.compiler.pipeline import check_text

FRAME = """\
apiVersion: eksgen/v1alpha1
kind: Cluster
metadata: {name: demo, region: us-west-2}
kubernetes: {version: "1.36"}
access: {admins: [arn:aws:iam::111122223333:role/Admin]}
"""


def findings(text: str) -> tuple[Diagnostic, ...]:
    return check_text((FRAME + text).encode(), "cluster.yaml").findings


@pytest.mark.parametrize(
    ("text", "field", "help"),
    [
        (
            "nodeGroups: {web: {desiredCapacity: 3}}",
            "scaling.desired",
            "write `scaling: {desired: 3}`",
        ),
        (
            "nodeGroups: {web: {desiredCapacity: 3, scaling: {min: 1}}}",
            "scaling.desired",
            "write `desired: 3` under `scaling`",
        ),
        (
            "nodeGroups: {web: {instanceType: m5.large}}",
            "instanceTypes",
            "write `instanceTypes: [m5.large]`",
        ),
        ("nodeGroups: {web: {amiFamily: AmazonLinux2023}}", "os", "write `os: al2023`"),
        ("nodeDefaults: {volumeSize: 100}\nnodeGroups: {web: {}}", "disk.size", "write `disk: {size: 100}`"),
        (
            "vpc: {nat: {gateway: Single}}\nnodeGroups: {web: {}}",
            "network.nat",
            "write `network: {nat: single}`",
        ),
    ],
)
def test_a_foreign_name_gets_the_field_and_what_to_write(text: str, field: str, help: str) -> None:
    (finding,) = findings(text)
    assert finding.code == "unknown-field"
    assert any(f"the field is `{field}`" in note for note in finding.notes)
    assert finding.helps == (help,)


def test_a_value_that_does_not_fit_gets_the_field_alone() -> None:
    (finding,) = findings("nodeGroups: {web: {volumeSize: 5}}")
    assert "the field is `disk.size`" in finding.notes[0]
    assert finding.helps == ()


def test_a_part_of_another_tool_names_each_field_in_it() -> None:
    (finding,) = findings("vpc: {nat: {gateway: Single}, hostnameType: ip-name}\nnodeGroups: {web: {}}")
    assert [note.partition(";")[0] for note in finding.notes[:2]] == [
        "the field is `network`",
        "the field is `network.nat`",
    ]
    assert finding.helps == ()


def written_at(place: str, value: str) -> str:
    """A spec in flow style with a value at the place of a row."""
    text = value
    for step in reversed(place.split(".")):
        text = f"[{text}]" if step == "*" and text == value else f"{{{step.replace('*', 'x')}: {text}}}"
    return text[1:-1]


@pytest.mark.parametrize("tool", sorted({row.tool for row in FOREIGN_NAMES}))
def test_every_name_is_explained_where_it_is_written(tool: str) -> None:
    parts = ("metadata", "kubernetes", "access")
    for row in FOREIGN_NAMES:
        if (
            row.tool != tool
            or row.place == row.field
            or row.place.split(".")[0] in parts
            or "taints" in row.place
        ):
            continue
        for value in (*row.values, "7"):
            found = findings(written_at(row.place, value))
            said = [note for finding in found for note in finding.notes]
            field = row.field.split(".")[-1]
            assert any((f"{field}`" in note) if field else (row.note in note) for note in said), (row, found)
