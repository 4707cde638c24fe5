"""The rule for addresses."""

from __future__ import annotations

import pytest

from eksgen.compiler.checks.vpc import capacity

from ..conftest import Find, Places

NETWORK = "network: {zones: 3, subnets: {private: {prefix: 24}}}"
NODES = 24
"""251 usable addresses in each zone, for 8 nodes of type m7i.large with 30 addresses each."""


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        (f"{{web: {{scaling: {{min: 1, max: {NODES - 1}}}}}}}", []),
        (f"{{web: {{scaling: {{min: 1, max: {NODES}}}}}}}", ["web"]),
        ("{web: {scaling: {min: 1, max: 2}}, big: {scaling: {min: 1, max: 23}}}", ["big"]),
        (f"{{web: {{scaling: {{min: 1, max: {NODES}}}, instanceTypes: [nothing.known]}}}}", []),
    ],
)
def test_the_largest_group_of_a_full_subnet_is_reported_once(
    places: Places, groups: str, expected: list[str]
) -> None:
    found = places(capacity, f"{{{NETWORK}, nodeGroups: {groups}}}")
    assert found == [
        f"addresses-run-out nodeGroups.{name}.scaling.max network.subnets.private" for name in expected
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("network: {subnets: {public: none}}", []),
        ("network: {subnets: {public: none}, nat: none}", []),
        ("network: {subnets: {public: none}, nat: per-zone}", ["network.nat"]),
        (
            "{network: {subnets: {public: none}}, nodeGroups: {web: {subnets: public}}}",
            ["nodeGroups.web.subnets"],
        ),
        (
            "{network: {subnets: {public: none}}, "
            "nodeGroups: {web: {subnets: {tier: public, zones: [us-west-2a]}}}}",
            ["nodeGroups.web.subnets"],
        ),
        (
            "{network: {subnets: {public: none}}, loadBalancers: {lb: {type: network, scheme: internet-facing, "
            "targets: {nodeGroups: [web]}, listeners: [{port: 80, protocol: tcp, targetPort: 30080}]}}}",
            ["loadBalancers.lb.scheme"],
        ),
    ],
)
def test_what_needs_public_subnets_is_refused_without_them(
    places: Places, text: str, expected: list[str]
) -> None:
    found = [place for place in places(capacity, text) if place.startswith("no-public-subnets")]
    assert found == [f"no-public-subnets {path} network.subnets.public" for path in expected]


def test_both_tiers_are_reported(places: Places) -> None:
    network = "network: {subnets: {private: {prefix: 28}, public: {prefix: 28}}}"
    assert places(capacity, f"{{{network}, nodeGroups: {{a: {{subnets: public}}, b: {{}}}}}}") == [
        "addresses-run-out nodeGroups.b.scaling.max network.subnets.private",
        "addresses-run-out nodeGroups.a.scaling.max network.subnets.public",
    ]


def test_the_note_shows_the_calculation(find: Find) -> None:
    (finding,) = find(capacity, f"{{{NETWORK}, nodeGroups: {{web: {{scaling: {{min: 1, max: {NODES}}}}}}}}}")
    assert finding.message == "private subnets run out of addresses when `web` scales out"
    assert finding.label == "up to 24 nodes and 1 more during an update"
    assert finding.others[0][1] == "251 addresses, 270 needed"
    assert finding.note == "each m7i.large can use 30 addresses; us-west-2a needs 270 for web"


def test_subnets_without_nodes_are_checked_too(places: Places) -> None:
    network = "network: {nat: none, endpoints: [private-cluster], subnets: {public: {prefix: 28}}}"
    listener = "listeners: [{port: 80, protocol: tcp, targetPort: 30080}]"
    one = f"{{type: network, scheme: internet-facing, targets: {{nodeGroups: [web]}}, {listener}}}"
    text = f"{{{network}, nodeGroups: {{web: {{}}}}, loadBalancers: {{a: {one}, b: {one}}}}}"
    assert places(capacity, text) == ["addresses-run-out network.subnets.public"]


def test_the_settings_of_the_vpc_cni_count(places: Places) -> None:
    env = "configuration: {env: {ENABLE_PREFIX_DELEGATION: 'true'}}"
    group = "nodeGroups: {web: {scaling: {min: 1, max: 6}}}"
    assert places(capacity, f"{{{NETWORK}, {group}}}") == []
    assert places(capacity, f"{{{NETWORK}, {group}, addons: {{vpc-cni: {{{env}}}}}}}") == [
        "addresses-run-out nodeGroups.web.scaling.max network.subnets.private"
    ]


@pytest.mark.parametrize(
    ("subnets", "full"),
    [
        ("private", "private"),
        ("public", "public"),
        ("{zones: [us-west-2a]}", "private"),
        ("{tier: private, zones: [us-west-2b]}", "private"),
        ("{tier: public, zones: [us-west-2a]}", "public"),
        ("{tier: public, zones: [us-west-2a, us-west-2b]}", "public"),
    ],
)
def test_the_subnets_that_a_group_uses_are_counted(places: Places, subnets: str, full: str) -> None:
    network = "network: {nat: none, endpoints: [private-cluster], "
    network += "subnets: {private: {prefix: 26}, public: {prefix: 26}}}"
    group = f"nodeGroups: {{web: {{subnets: {subnets}, scaling: {{min: 1, max: 12}}}}}}"
    assert places(capacity, f"{{{network}, {group}}}") == [
        f"addresses-run-out nodeGroups.web.scaling.max network.subnets.{full}"
    ]


@pytest.mark.parametrize("type", ["application", "classic", "network"])
@pytest.mark.parametrize(("scheme", "tier"), [("internal", "private"), ("internet-facing", "public")])
@pytest.mark.parametrize("prefix", [26, 27, 28])
def test_load_balancers_that_scale_need_a_27(
    find: Find, type: str, scheme: str, tier: str, prefix: int
) -> None:
    protocol = "http" if type == "application" else "tcp"
    text = (
        f"loadBalancers: {{lb: {{type: {type}, scheme: {scheme}, targets: {{nodeGroups: [web]}}, "
        f"listeners: [{{protocol: {protocol}, port: 80, targetPort: 30080}}]}}}}\n"
        f"network: {{subnets: {{{tier}: {{prefix: {prefix}}}}}}}"
    )
    small = [found for found in find(capacity, text) if found.path == ("loadBalancers", "lb", "type")]
    assert [found.code for found in small] == (
        ["addresses-run-out"] if prefix == 28 and type != "network" else []
    )
