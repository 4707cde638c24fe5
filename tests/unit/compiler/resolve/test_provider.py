"""The versions of the AWS provider by region."""

from __future__ import annotations

import pytest

from eksgen.compiler.pipeline import check_text, compile_spec
from eksgen.compiler.resolve.as_yaml import resolved_yaml

SPEC = """\
apiVersion: eksgen/v1alpha1
kind: Cluster
metadata: {{name: demo, region: {region}}}
kubernetes: {{version: "1.36"}}
access: {{admins: ["arn:{partition}:iam::111122223333:role/Admin"]}}
nodeGroups: {{web: {{instanceTypes: [m5.large]}}}}
{more}
"""
SOVEREIGN = {"region": "eusc-de-east-1", "partition": "aws-eusc"}
USUAL = {"region": "us-west-2", "partition": "aws"}


def text(place: dict[str, str], constraint: str) -> str:
    return SPEC.format(**place, more=f'terraform: {{awsProvider: "{constraint}"}}' if constraint else "")


@pytest.mark.parametrize(
    ("place", "written", "compiled"),
    [
        (USUAL, "", ">= 5.95, < 7"),
        (USUAL, "~> 5.100", "~> 5.100"),
        (SOVEREIGN, "", ">= 6.29, < 7"),
        (SOVEREIGN, "~> 6.60", "~> 6.60, >= 6.29, < 7"),
        (SOVEREIGN, ">= 6.29, < 7, != 6.30.0", ">= 6.29, < 7, != 6.30.0"),
    ],
)
def test_the_sovereign_cloud_needs_a_newer_provider(
    place: dict[str, str], written: str, compiled: str
) -> None:
    checked = check_text(text(place, written).encode(), "a.yaml")
    assert not checked.failed, checked.findings
    assert f'version = "{compiled}"' in compile_spec(checked).files["versions.tf"].decode()


@pytest.mark.parametrize(
    ("place", "ranges", "compiled"),
    [
        (USUAL, "[10.80.0.0/16]", ">= 5.95, < 7"),
        (USUAL, "[10.80.0.0/16, 100.64.0.0/16]", ">= 6.60, < 7"),
        (SOVEREIGN, "[100.64.0.0/16]", ">= 6.60, < 7"),
    ],
)
def test_remote_networks_of_carriers_need_a_newer_provider(
    place: dict[str, str], ranges: str, compiled: str
) -> None:
    more = f"controlPlane: {{remoteNetworks: {{nodes: {ranges}}}}}"
    checked = check_text(SPEC.format(**place, more=more).encode(), "a.yaml")
    assert not checked.failed, checked.findings
    assert f'version = "{compiled}"' in compile_spec(checked).files["versions.tf"].decode()


@pytest.mark.parametrize("written", ["", "~> 6.60"])
def test_the_resolved_spec_has_the_same_constraint(written: str) -> None:
    checked = check_text(text(SOVEREIGN, written).encode(), "a.yaml")
    assert checked.spec is not None
    assert checked.tree is not None
    again = check_text(resolved_yaml(checked.spec, checked.tree).encode(), "a.yaml")
    assert compile_spec(again).files["versions.tf"] == compile_spec(checked).files["versions.tf"]


@pytest.mark.parametrize(("place", "refused"), [(USUAL, False), (SOVEREIGN, True)])
def test_an_older_provider_is_refused_there(place: dict[str, str], refused: bool) -> None:
    findings = check_text(text(place, "~> 5.100").encode(), "a.yaml").findings
    assert ("impossible-constraint" in [f.code for f in findings]) is refused


@pytest.mark.parametrize(("place", "compiled"), [(USUAL, ">= 6.24, < 7"), (SOVEREIGN, ">= 6.29, < 7")])
def test_a_regional_nat_gateway_needs_a_newer_provider(place: dict[str, str], compiled: str) -> None:
    spec = text(place, "") + "network: {nat: regional}\n"
    files = compile_spec(check_text(spec.encode(), "a.yaml")).files
    assert f'version = "{compiled}"' in files["versions.tf"].decode()
    old = text(place, "< 6.20") + "network: {nat: regional}\n"
    assert [found.code for found in check_text(old.encode(), "a.yaml").findings][:1] == [
        "impossible-constraint"
    ]


@pytest.mark.parametrize(
    "plane", ["deletionProtection: {}", "scalingTier: standard", "egress: aws", "components: {}"]
)
def test_settings_of_the_control_plane_narrow_the_constraint(plane: str) -> None:
    files = compile_spec(check_text(f"{text(USUAL, '')}controlPlane: {{{plane}}}\n".encode(), "a.yaml")).files
    assert 'version = ">= 6.62, < 7"' in files["versions.tf"].decode()


@pytest.mark.parametrize(
    ("group", "compiled"),
    [
        ("{}", ">= 5.95, < 7"),
        ("{repair: {}}", ">= 5.95, < 7"),
        ('{repair: {maxUnhealthy: "20%"}}', ">= 6.62, < 7"),
        ("{update: {strategy: minimal}}", ">= 6.62, < 7"),
        ("{os: windows-2022-full}", ">= 5.95, < 7"),
        ("{os: windows-2025-core}", ">= 6.62, < 7"),
        ("{os: bottlerocket-fips, instanceTypes: [g6.xlarge]}", ">= 6.62, < 7"),
    ],
)
def test_what_only_provider_6_has_narrows_the_constraint(group: str, compiled: str) -> None:
    spec = text(USUAL, "").replace("{web: {instanceTypes: [m5.large]}}", f"{{web: {{}}, other: {group}}}")
    checked = check_text(spec.encode(), "a.yaml")
    assert not checked.failed
    assert f'version = "{compiled}"' in compile_spec(checked).files["versions.tf"].decode()
