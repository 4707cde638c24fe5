"""Fields in the spelling of other tools: what the finding says, and that what it suggests is right."""

from __future__ import annotations

import pytest

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
