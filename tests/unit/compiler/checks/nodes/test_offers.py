"""Rules for what a region offers of instance types, and for what they can run."""

from __future__ import annotations

import pytest

from eksgen.compiler.checks.nodes import offers

from ..conftest import Find, Places


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nodeGroups: {web: {instanceTypes: [t2.nano]}}", ["too-few-pods nodeGroups.web.instanceTypes[0]"]),
        (
            "nodeGroups: {web: {instanceTypes: [m7i.large, t3.micro]}}",
            ["too-few-pods nodeGroups.web.instanceTypes[1]"],
        ),
        ("nodeGroups: {web: {instanceTypes: [t3.small]}}", []),
        ("nodeGroups: {web: {capacity: spot}}", ["one-spot-type nodeGroups.web.capacity"]),
        ("nodeGroups: {web: {capacity: spot, instanceTypes: [m7i.large, m6i.large]}}", []),
        (
            "{metadata: {name: a, region: us-east-2}, nodeGroups: {web: {capacity: spot, instanceTypes: [m7i.large, hpc7a.12xlarge]}}}",
            ["no-spot nodeGroups.web.instanceTypes[1] nodeGroups.web.capacity"],
        ),
        (
            "nodeGroups: {web: {instanceTypes: [m7i.large, hpc7a.12xlarge]}}",
            ["not-offered nodeGroups.web.instanceTypes[1] metadata.region"],
        ),
        (
            "nodeGroups: {web: {instanceTypes: [g5.xlarge]}}",
            ["untainted-accelerators nodeGroups.web.instanceTypes[0]"],
        ),
        (
            "nodeGroups: {web: {instanceTypes: [g5.xlarge], taints: [{key: a, effect: PreferNoSchedule}]}}",
            ["untainted-accelerators nodeGroups.web.instanceTypes[0]"],
        ),
        ("nodeGroups: {web: {instanceTypes: [g5.xlarge], taints: [{key: a, effect: NoSchedule}]}}", []),
        ("nodeGroups: {web: {instanceTypes: [g5.xlarge], taints: [{key: a, effect: NoExecute}]}}", []),
        (
            "nodeGroups: {web: {instanceTypes: [unknown.type, inf2.xlarge]}}",
            ["untainted-accelerators nodeGroups.web.instanceTypes[0]"],
        ),
    ],
)
def test_pods_spot_capacity_and_accelerators(places: Places, text: str, expected: list[str]) -> None:
    assert places(offers, text) == expected


@pytest.mark.parametrize(
    ("type", "key"),
    [
        ("g5.xlarge", "nvidia.com/gpu"),
        ("inf2.xlarge", "aws.amazon.com/neuron"),
        ("g4ad.xlarge", "amd.com/gpu"),
        ("dl1.24xlarge", "habana.ai/gaudi"),
    ],
)
def test_the_taint_of_an_accelerator_names_its_resource(find: Find, type: str, key: str) -> None:
    found = find(offers, f"nodeGroups: {{web: {{instanceTypes: [{type}]}}}}")
    (finding,) = [finding for finding in found if finding.code == "untainted-accelerators"]
    assert finding.help_text() == f"add `taints: [{{key: {key}, effect: NoSchedule}}]`"
