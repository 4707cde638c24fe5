"""Rules for add-ons."""

from __future__ import annotations

import pytest

from eksgen.catalog.addons import ADDONS, addon_names
from eksgen.compiler.checks import addons
from eksgen.compiler.diagnostics import Severity

from .conftest import Find, Places


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("addons: {my-vendor_addon: {}}", ["not-in-catalog addons.my-vendor_addon"]),
        ("addons: {acme/agent: {}}", ["invalid-name addons.acme/agent"]),
        ("addons: {-x: {}}", ["invalid-name addons.-x"]),
        ("addons: {metrics-server: {}, efs-csi: {}}", []),
        ("addons: {coreDNS: {}}", ["unknown-addon addons.coreDNS"]),
        ("addons: {adot: {}}", ["missing-addon addons.adot"]),
        ("addons: {adot: {}, cert-manager: {}}", []),
        ("addons: {privateca-connector: {}}", ["missing-addon addons.privateca-connector"]),
        ("addons: {mountpoint-s3-csi: {}}", ["missing-permissions addons.mountpoint-s3-csi"]),
        ("addons: {external-dns: {}}", []),
    ],
)
def test_names_are_known_and_add_ons_have_what_they_need(
    places: Places, text: str, expected: list[str]
) -> None:
    assert places(addons, text) == expected


@pytest.mark.parametrize(("length", "accepted"), [(1, True), (100, True), (101, False)])
def test_a_name_has_at_most_100_characters(places: Places, length: int, accepted: bool) -> None:
    name = "a" * length
    code = "not-in-catalog" if accepted else "invalid-name"
    assert places(addons, f"addons: {{{name}: {{}}}}") == [f"{code} addons.{name}"]


@pytest.mark.parametrize("name", addon_names())
def test_every_near_miss_of_a_name_is_an_error_with_that_name(find: Find, name: str) -> None:
    missed = {name.upper(), name.replace("-", "_"), name.title(), f"{name}s"} - {*addon_names()}
    for word in missed:
        (finding,) = find(addons, f"addons: {{{word}: {{}}}}")
        assert (finding.code, finding.help) == ("unknown-addon", f"write `{name}`")


def test_every_add_on_that_needs_permissions_gets_them_or_is_refused(places: Places) -> None:
    for known in ADDONS:
        needs = ", ".join(f"{name}: {{}}" for name in known.needs)
        text = f"addons: {{{known.name}: {{}}, {needs}}}"
        refused = [f"missing-permissions addons.{known.name}"] if known.own_policy else []
        assert places(addons, text) == refused


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
        ("", "", Severity.NOTE),
    ],
)
def test_coredns_has_a_node_that_its_configuration_selects_and_tolerates(
    find: Find, groups: str, configuration: str, expected: Severity | None
) -> None:
    found = find(addons, f"nodeGroups: {{{groups}}}\n{configuration}")
    assert [finding.severity for finding in found] == ([] if expected is None else [expected])
