"""What is added to a spec adds to the compiled folder, and moves nothing that exists there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import yaml

from eksgen.compiler.pipeline import check_text, compile_spec
from eksgen.compiler.values import At

Leaves = dict[tuple[str, ...], Any]
Edit = dict[str, Any]

FREE_ROUTE = {"to": "192.0.2.0/24", "via": "tgw-0123456789abcdef0"}


def leaves(value: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    if isinstance(value, At):
        yield from leaves(value.value, path)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from leaves(item, (*path, key))
    elif isinstance(value, tuple):
        for item in value:
            yield from leaves(item, (*path, "*", str(getattr(item, "value", item))))
    else:
        yield path, value


def compiled(spec: Edit) -> Leaves:
    checked = check_text(yaml.safe_dump(spec, allow_unicode=True).encode(), "cluster.yaml")
    assert not checked.failed, [finding.message for finding in checked.findings]
    calls = compile_spec(checked).calls
    return {path: leaf for call in calls for path, leaf in leaves(dict(call.arguments), (call.name,))}


def network(text: str) -> Edit:
    """Return a spec with every tier planned, so that nothing but the edit is written."""
    base = f"""
apiVersion: eksgen/v1alpha1
kind: Cluster
metadata: {{name: demo, region: us-west-2}}
kubernetes: {{version: "1.36"}}
access: {{admins: ["arn:aws:iam::111122223333:role/Admin"]}}
controlPlane: {{zones: [us-west-2a, us-west-2b]}}
network: {{zones: [us-west-2a, us-west-2b], {text}}}
nodeGroups: {{web: {{subnets: {{zones: [us-west-2a, us-west-2b]}}}}}}
"""
    spec: Edit = yaml.safe_load(base)
    return spec


def grown(spec: Edit, **edits: Any) -> Edit:
    return spec | {"network": spec["network"] | edits}


STARTS = {
    "planned": "",
    "no public": "subnets: {public: none}, endpoints: [private-cluster]",
    "no intra": "subnets: {intra: none}",
    "sized": "cidr: 10.0.0.0/18, subnets: {private: {prefix: 22}, public: {prefix: 25}}",
    "written": "subnets: {private: {us-west-2a: 10.20.0.0/19, us-west-2b: 10.20.32.0/19}}",
    "pods": "podCidr: 100.64.0.0/16, secondaryCidrs: [10.21.0.0/16]",
    "per-zone": "nat: per-zone",
}


def changed(before: Edit, after: Edit) -> set[tuple[str, ...]]:
    """Return the leaves that are gone or different."""
    old, new = compiled(before), compiled(after)
    missing = object()
    return {path for path, leaf in old.items() if new.get(path, missing) != leaf}


@pytest.mark.parametrize("start", STARTS)
def test_a_zone_moves_nothing(start: str) -> None:
    before = network(STARTS[start])
    after = grown(before, zones=["us-west-2a", "us-west-2b", "us-west-2c"])
    private = before["network"].get("subnets", {}).get("private")
    if private and "prefix" not in private:
        after["network"]["subnets"] = {"private": private | {"us-west-2c": "10.20.64.0/19"}}
    assert changed(before, after) == set()


@pytest.mark.parametrize("start", [name for name in STARTS if name != "pods"])
def test_a_range_for_pods_only_configures_the_cni(start: str) -> None:
    before = network(STARTS[start])
    cni = ("addons_before_nodes", "addons", "vpc-cni")
    found = changed(before, grown(before, podCidr="100.64.0.0/16"))
    assert found == {(*cni, "configuration"), (*cni, "eni_config")}


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("edit", ["secondaryCidrs", "routes", "group", "endpoints"])
def test_a_range_a_route_a_group_or_an_endpoint_moves_nothing(start: str, edit: str) -> None:
    before = network(STARTS[start])
    more = {
        "secondaryCidrs": grown(before, secondaryCidrs=["10.21.0.0/16", "10.22.0.0/16"]),
        "routes": grown(before, routes=[FREE_ROUTE]),
        "group": before | {"nodeGroups": before["nodeGroups"] | {"more": {}}},
        "endpoints": grown(before, endpoints=[*before["network"].get("endpoints", ["s3"]), "dynamodb"]),
    }
    assert changed(before, more[edit]) == set()


@pytest.mark.parametrize("start", [name for name in STARTS if name not in ("no public", "per-zone")])
@pytest.mark.parametrize(
    ("mode", "edited"),
    [
        ("per-zone", {("vpc", "nat_routes", "us-west-2b")}),
        ("regional", {("vpc", "nat_routes", "us-west-2a"), ("vpc", "nat_routes", "us-west-2b")}),
        ("none", {("vpc", "nat_routes", "us-west-2a"), ("vpc", "nat_routes", "us-west-2b")}),
    ],
)
def test_another_nat_mode_edits_routes_and_no_subnet(
    start: str, mode: str, edited: set[tuple[str, ...]]
) -> None:
    before = network(STARTS[start])
    after = grown(before, nat=mode, endpoints=["private-cluster"])
    before = grown(before, endpoints=["private-cluster"])
    found = changed(before, after)
    gateways = {path for path in found if path[:2] == ("vpc", "nat_zones")}
    assert found - gateways == edited
    # One gateway a zone keeps the one that is there.
    assert bool(gateways) is (mode != "per-zone")


@pytest.mark.parametrize("tier", ["public", "intra"])
def test_a_tier_that_comes_back_moves_no_subnet(tier: str) -> None:
    before = network(f"subnets: {{{tier}: none}}, nat: none, endpoints: [private-cluster]")
    for size in ("{prefix: 23}", "{prefix: 27}"):
        after = network(f"subnets: {{{tier}: {size}}}, nat: none, endpoints: [private-cluster]")
        moved = {path for path in changed(before, after) if path[0] == "vpc"}
        assert moved == set()
