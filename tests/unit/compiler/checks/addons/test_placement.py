"""Where the pods of add-ons run."""

from __future__ import annotations

import pytest

from eksgen.catalog.addons.addons import ADDONS, Addon
from eksgen.compiler.checks.addons import placement
from eksgen.compiler.diagnostics import Severity

from ..conftest import Find

ERROR, WARNING, FINE = Severity.ERROR, Severity.WARNING, None
DEDICATED = "taints: [{key: dedicated, value: web, effect: NoSchedule}]"


def toleration(text: str) -> str:
    return f"addons: {{coredns: {{configuration: {{tolerations: [{{{text}}}]}}}}}}"


def selector(text: str) -> str:
    return f"addons: {{coredns: {{configuration: {{nodeSelector: {{{text}}}}}}}}}"


@pytest.mark.parametrize(
    ("groups", "configuration", "expected"),
    [
        ("web: {}", "", FINE),
        (f"web: {{{DEDICATED}}}", "", ERROR),
        (f"web: {{{DEDICATED}}}, system: {{}}", "", FINE),
        ("web: {scaling: {desired: 0}}", "", ERROR),
        ("web: {taints: [{key: a, effect: PreferNoSchedule}]}", "", FINE),
        ("web: {taints: [{key: CriticalAddonsOnly, value: 'true', effect: NoSchedule}]}", "", FINE),
        ("web: {taints: [{key: CriticalAddonsOnly, effect: NoExecute}]}", "", FINE),
        ("web: {taints: [{key: node-role.kubernetes.io/control-plane, effect: NoExecute}]}", "", ERROR),
        (f"web: {{{DEDICATED}}}", toleration("key: dedicated, operator: Exists"), FINE),
        (f"web: {{{DEDICATED}}}", toleration("operator: Exists"), FINE),
        (f"web: {{{DEDICATED}}}", toleration("key: dedicated, value: web"), FINE),
        (f"web: {{{DEDICATED}}}", toleration("key: dedicated, value: web, effect: NoSchedule"), FINE),
        (f"web: {{{DEDICATED}}}", toleration("key: dedicated, value: web, effect: NoExecute"), ERROR),
        (f"web: {{{DEDICATED}}}", toleration("key: dedicated, value: other"), ERROR),
        (f"web: {{{DEDICATED}}}", toleration("key: other, operator: Exists"), ERROR),
        (f"web: {{{DEDICATED}}}", "addons: {coredns: {configuration: {tolerations: x}}}", WARNING),
        ("web: {labels: {role: web}}", selector("role: web"), FINE),
        ("web: {labels: {role: web}}", selector("role: system"), ERROR),
        ("web: {}", selector("role: system"), ERROR),
        ("web: {}", selector("kubernetes.io/os: linux"), FINE),
        ("web: {}", selector("kubernetes.io/arch: arm64"), ERROR),
        ("web: {instanceTypes: [m7g.large]}", selector("kubernetes.io/arch: arm64"), FINE),
        ("web: {}", selector("eks.amazonaws.com/nodegroup: web"), WARNING),
        (f"web: {{{DEDICATED}}}", selector("eks.amazonaws.com/nodegroup: web"), ERROR),
        ("web: {}", "addons: {coredns: {configuration: {affinity: {nodeAffinity: {}}}}}", WARNING),
        ("web: {}", "addons: {coredns: {configuration: {computeType: Fargate}}}", WARNING),
        ("web: {}", "addons: {coredns: {configuration: {replicaCount: 3}}}", FINE),
        ("", "", FINE),
    ],
)
def test_coredns_has_a_node_that_its_configuration_selects_and_tolerates(
    find: Find, groups: str, configuration: str, expected: Severity | None
) -> None:
    others = (configuration or "addons: {}").replace("addons: {", "addons: {ebs-csi: none, ")
    found = find(placement, f"nodeGroups: {{{groups}}}\n{others}")
    assert [finding.severity for finding in found] == ([] if expected is None else [expected])


SCHEDULED = [known for known in ADDONS if known.scheduled]
EMPTY = "scaling: {min: 0, desired: 0, max: 3}"


@pytest.mark.parametrize("known", SCHEDULED, ids=lambda known: known.name)
@pytest.mark.parametrize("group", [EMPTY, DEDICATED])
def test_every_add_on_with_a_deployment_needs_a_node(find: Find, known: Addon, group: str) -> None:
    chosen = {"coredns": "none", "ebs-csi": "none", known.name: "{}"}
    text = "addons: {" + ", ".join(f"{name}: {value}" for name, value in chosen.items()) + "}"
    (finding,) = find(placement, f"nodeGroups: {{web: {{{group}}}}}\n{text}")
    assert (finding.code, finding.message) == ("no-node-for-addon", f"no node group can run `{known.name}`")
    assert find(placement, f"nodeGroups: {{web: {{{group}}}, other: {{}}}}\n{text}") == []
    tolerations = "tolerations: [{operator: Exists}]"
    for key in reversed(known.placement):
        tolerations = f"{key}: {{{tolerations}}}"
    tolerant = text.replace("{}", f"{{configuration: {{{tolerations}}}}}")
    codes = [finding.code for finding in find(placement, f"nodeGroups: {{web: {{{group}}}}}\n{tolerant}")]
    assert codes == (["no-node-for-addon"] if group == EMPTY else [])


def test_daemon_sets_need_no_node(find: Find) -> None:
    others = ", ".join(f"{known.name}: {{}}" for known in ADDONS if not known.scheduled)
    text = f"addons: {{coredns: none, ebs-csi: none, {others}}}"
    assert find(placement, f"nodeGroups: {{web: {{{EMPTY}}}}}\n{text}") == []


def test_all_add_ons_without_a_node_are_in_one_finding(find: Find) -> None:
    (finding,) = find(placement, f"nodeGroups: {{web: {{{EMPTY}}}}}\naddons: {{metrics-server: {{}}}}")
    assert finding.message == "no node group can run `coredns`, `ebs-csi`, `metrics-server`"
