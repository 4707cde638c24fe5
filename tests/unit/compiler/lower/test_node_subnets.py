"""The subnets of a node group: a tier, in all zones or in some."""

from __future__ import annotations

import re

import pytest

from eksgen.compiler.pipeline import check_text, compile_spec

SPEC = """\
apiVersion: eksgen/v1alpha1
kind: Cluster
metadata: {{name: demo, region: us-west-2}}
kubernetes: {{version: "1.36"}}
access: {{admins: [arn:aws:iam::111122223333:role/Admin]}}
network: {{zones: [us-west-2a, us-west-2b, us-west-2c]}}
nodeGroups: {{web: {{subnets: {subnets}}}}}
"""


@pytest.mark.parametrize(
    ("subnets", "tier", "zones"),
    [
        ("private", "private", "abc"),
        ("public", "public", "abc"),
        ("{zones: [us-west-2b]}", "private", "b"),
        ("{tier: private, zones: [us-west-2c, us-west-2a]}", "private", "ac"),
        ("{tier: public}", "public", "abc"),
        ("{tier: public, zones: [us-west-2a]}", "public", "a"),
        ("{tier: public, zones: [us-west-2c, us-west-2b]}", "public", "bc"),
    ],
)
def test_a_group_is_in_the_subnets_of_its_tier_and_zones(subnets: str, tier: str, zones: str) -> None:
    text = compile_spec(check_text(SPEC.format(subnets=subnets).encode(), "a.yaml")).files["main.tf"].decode()
    call = text[text.index('module "nodes_web"') :]
    listed = call[call.index("subnet_ids") : call.index("public_ip")]
    found = re.findall(r'module\.vpc\.(\w+)_subnet_ids\["us-west-2(\w)"\]', listed)
    assert found == [(tier, zone) for zone in zones]
    is_public = str(tier == "public").lower()
    assert f"public_ip = {is_public}" in " ".join(call.split())
    assert f"assign_public_addresses = {is_public}" in text


@pytest.mark.parametrize(
    ("subnets", "code"),
    [
        ("{tier: public, zones: [us-west-2d]}", "unknown-zone"),
        ("{tier: public, zones: [us-west-2a, us-west-2a]}", "duplicate-zone"),
        ("{tier: intra, zones: [us-west-2a]}", "invalid-choice"),
    ],
)
def test_zones_and_tiers_that_do_not_exist_are_refused(subnets: str, code: str) -> None:
    checked = check_text(SPEC.format(subnets=subnets).encode(), "a.yaml")
    assert [finding.code for finding in checked.findings if finding.severity.value == "error"] == [code]
