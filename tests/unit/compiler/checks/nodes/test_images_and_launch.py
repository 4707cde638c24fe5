"""Rules for images, user data and launch templates."""

from __future__ import annotations

import pytest

from eksgen.compiler.checks.nodes import images, launch, user_data
from eksgen.compiler.pipeline import check_text

BASE = """\
apiVersion: eksgen/v1alpha1
kind: Cluster
metadata: {name: demo, region: us-west-2}
kubernetes: {version: "1.34"}
access: {admins: ["arn:aws:iam::111122223333:role/Admin"]}
nodeGroups: {base: {}, web: GROUP}
"""
NEW_CODES = {
    "bootstrap-conflict", "bootstrap-option", "launch-option", "more-pods-than-addresses", "no-image", "no-local-disks",
    "open-login", "other-accelerator", "own-image", "renamed-from", "user-data-size", "user-data-text", "disk-option",
}  # fmt: skip
AMI, CR = "ami: ami-0123456789abcdef0", "id: cr-0123456789abcdef0"
KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJtqM1a2b3c4d5e6f7g8h9i0j1k2l3m4n5o6p7q8r9s0"
ONE_ZONE = "subnets: {zones: [us-west-2a]}"


def codes(group: str) -> list[str]:
    checked = check_text(BASE.replace("GROUP", group).encode(), "a.yaml")
    return sorted({finding.code for finding in checked.findings} & NEW_CODES)


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        ("{os: windows-2022-core}", []),
        ("{os: windows-2022-core, instanceTypes: [g5.xlarge]}", ["no-image"]),
        ("{os: windows-2022-core, instanceTypes: [g5.xlarge], accelerator: none}", []),
        ("{os: windows-2022-core, disk: {size: 30}}", ["disk-option"]),
        ("{instanceTypes: [a1.large]}", ["no-image"]),
        ("{instanceTypes: [g5g.xlarge]}", ["no-image"]),
        (f"{{instanceTypes: [a1.large], {AMI}}}", []),
        (f"{{os: custom, {AMI}, bootstrap: {{userData: '#!/bin/sh'}}}}", []),
        ("{os: bottlerocket, bootstrap: {localStorage: raid0}, instanceTypes: [m6id.large]}", []),
        ("{os: bottlerocket, bootstrap: {localStorage: raid10}, instanceTypes: [m6id.large]}", ["bootstrap-option"]),
        ("{bootstrap: {kubelet: {registerWithTaints: []}}}", ["bootstrap-conflict"]),
        ("{os: bottlerocket, bootstrap: {bottlerocket: {kubernetes: {max-pods: 3}}}}", ["bootstrap-conflict"]),
        (f"{{os: bottlerocket, {AMI}, bootstrap: {{bottlerocket: {{motd: 'say \"hi\"'}}}}}}", []),
        ("{os: windows-2022-core, bootstrap: {preCommands: ['echo </PowerShell>']}}", ["user-data-text"]),
        (f"{{os: windows-2022-core, {AMI}, maxPods: 10, bootstrap: {{postCommands: [Get-Date]}}}}", []),
        ("{maxPods: 29}", []),
        ("{maxPods: 30}", ["more-pods-than-addresses"]),
        (f"{{ssh: {{keyName: a, publicKey: {KEY}}}}}", ["launch-option"]),
        (f"{{os: windows-2022-core, ssh: {{publicKey: {KEY}}}}}", ["launch-option"]),
        (f"{{ssh: {{publicKey: {KEY}, from: [sg-0123456789abcdef0]}}}}", []),
        ("{disk: {extra: [{device: /dev/xvdf, size: 10}, {device: /dev/xvdf, size: 10}]}}", ["launch-option"]),
        ("{disk: {extra: [{device: /dev/xvdf, size: 10, type: io2}]}}", ["disk-option"]),
        ("{disk: {extra: [{device: /dev/xvdf, size: 1, type: io2, iops: 100}]}}", ["disk-option"]),
        ("{os: bottlerocket, disk: {extra: [{device: /dev/xvdb, size: 10}]}}", ["launch-option"]),
        ("{disk: {extra: [{device: /dev/xvdb, size: 10}]}}", []),
        ("{instanceTypes: [t3.large], cpuCredits: standard}", []),
        ("{instanceTypes: [m7i.xlarge], enclaves: {}}", []),
        ("{instanceTypes: [m7g.large], enclaves: {}}", []),
        ("{instanceTypes: [t3.xlarge], enclaves: {}}", ["launch-option"]),
        (f"{{instanceTypes: [p5.48xlarge], efa: {{}}, {ONE_ZONE}}}", []),
        ("{instanceTypes: [p5.48xlarge], efa: {}}", ["launch-option"]),
        (f"{{instanceTypes: [p6-b300.48xlarge], efa: {{}}, {ONE_ZONE}}}", ["launch-option"]),
        (f"{{instanceTypes: [p5.48xlarge], capacity: capacity-block, {ONE_ZONE}}}", ["launch-option"]),
        (f"{{instanceTypes: [p5.48xlarge], capacity: capacity-block, {ONE_ZONE}, capacityReservation: {{{CR}}}}}", []),
        (f"{{capacity: spot, capacityReservation: {{{CR}}}}}", ["launch-option"]),
        ("{placementGroup: {strategy: spread}}", []),
        ("{placementGroup: {strategy: spread}, scaling: {max: 21}}", []),
        ("{placementGroup: {strategy: spread}, scaling: {max: 22}}", ["launch-option"]),
        ("{placementGroup: {strategy: spread}, scaling: {desired: 22}}", ["launch-option"]),
        (f"{{placementGroup: {{strategy: spread}}, scaling: {{max: 8}}, {ONE_ZONE}}}", ["launch-option"]),
        ("{placementGroup: racks, scaling: {max: 22}}", []),
        ("{renamedFrom: base}", ["renamed-from"]),
        ("{renamedFrom: former}", []),
    ],
)  # fmt: skip
def test_what_aws_refuses_is_found_and_nothing_else(group: str, expected: list[str]) -> None:
    assert codes(group) == expected


def test_the_rules_are_all_listed() -> None:
    from eksgen.compiler.checks import RULES

    rules = {
        value
        for module in (images, launch, user_data)
        for name, value in vars(module).items()
        if callable(value)
        and getattr(value, "__module__", "") == module.__name__
        and not name.startswith("_")
    }
    assert rules <= set(RULES)
