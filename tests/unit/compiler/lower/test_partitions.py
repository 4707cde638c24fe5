"""A cluster in every partition: ARNs, principals and endpoints are those of the partition."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from eksgen.catalog.regions.endpoints import endpoint_names, is_gateway, service_name
from eksgen.catalog.regions.partitions import MODULE_PARTITIONS, partition_of_region
from eksgen.catalog.regions.regions import region_names
from eksgen.compiler.diagnostics import Severity
from eksgen.compiler.pipeline import check_text, compile_spec
from eksgen.compiler.resolve.as_yaml import resolved_yaml

SPEC = """\
apiVersion: eksgen/v1alpha1
kind: Cluster
metadata: {{name: demo, region: {region}, accountId: "111122223333"}}
kubernetes: {{version: "1.36"}}
network: {{zones: 2, endpoints: [private-cluster]}}
access: {{admins: ["arn:{partition}:iam::111122223333:role/Admin"]}}
addons: {{efs-csi: {{}}}}
nodeGroups: {{web: {{instanceTypes: [m5.large]}}}}
loadBalancers:
  edge:
    type: network
    scheme: internet-facing
    targets: {{nodeGroups: [web]}}
    listeners:
      - port: 443
        protocol: tls
        targetPort: 30443
        certificate: arn:{partition}:acm:{region}:111122223333:certificate/0f4c1b7e-0000-4000-8000-000000000001
logs: {{kmsKey: "arn:{partition}:kms:{region}:111122223333:key/0f4c1b7e-0000-4000-8000-000000000002"}}
"""
ENDPOINTS = {
    "aws": "com.amazonaws.{region}.ecr.api",
    "aws-cn": "cn.com.amazonaws.{region}.ecr.api",
    "aws-us-gov": "com.amazonaws.{region}.ecr.api",
    "aws-eusc": "eu.amazonaws.{region}.ecr.api",
}

REGIONS = [name for name in region_names() if partition_of_region(name).name in MODULE_PARTITIONS]


@pytest.mark.parametrize("region", sorted({*region_names()} - {*REGIONS}))
def test_a_region_whose_partition_the_modules_refuse_is_refused(region: str) -> None:
    text = SPEC.format(region=region, partition=partition_of_region(region).name)
    checked = check_text(text.encode(), "a.yaml", today=date(2026, 10, 2))
    assert [finding.code for finding in checked.findings if finding.severity is Severity.ERROR] == [
        "unknown-region"
    ]


def compiled(region: str) -> Iterator[str]:
    text = SPEC.format(region=region, partition=partition_of_region(region).name)
    checked = check_text(text.encode(), "a.yaml", today=date(2026, 10, 2))
    assert not checked.failed, checked.findings
    for name, data in compile_spec(checked).files.items():
        if not name.startswith("modules/"):
            yield data.decode()


@pytest.mark.parametrize("region", REGIONS)
def test_a_cluster_has_only_arns_of_its_partition(region: str) -> None:
    partition = partition_of_region(region).name
    text = "\n".join(compiled(region))
    assert set(re.findall(r"arn:([a-z-]+):", text)) == {partition}
    assert ENDPOINTS.get(partition, "{region}").format(region=region) in text


@pytest.mark.parametrize("partition", ["aws", "aws-cn", "aws-us-gov", "aws-eusc"])
def test_an_arn_of_another_partition_is_refused(partition: str) -> None:
    region = next(name for name in region_names() if partition_of_region(name).name == partition)
    for other in {"aws", "aws-cn", "aws-us-gov", "aws-eusc"} - {partition}:
        findings = check_text(SPEC.format(region=region, partition=other).encode(), "a.yaml").findings
        assert {finding.code for finding in findings if finding.severity.value == "error"} == {
            "wrong-partition"
        }


@pytest.mark.parametrize("region", REGIONS)
def test_the_resolved_spec_of_a_region_is_valid(region: str) -> None:
    """It names every zone of the region."""
    text = SPEC.format(region=region, partition=partition_of_region(region).name)
    checked = check_text(text.encode(), "a.yaml")
    assert checked.spec is not None
    assert checked.tree is not None
    again = check_text(resolved_yaml(checked.spec, checked.tree).encode(), "a.yaml")
    assert not again.failed, again.findings


@pytest.mark.parametrize("region", REGIONS)
def test_the_modules_accept_the_region(region: str) -> None:
    variables = (Path(__file__).parents[4] / "modules" / "vpc" / "variables.tf").read_text("utf-8")
    (pattern,) = re.findall(r'regex\("([^"]+)", var\.region\)', variables)
    assert re.fullmatch(pattern.strip("^$"), region)


@pytest.mark.parametrize("region", REGIONS)
def test_the_module_of_the_vpc_accepts_the_names_of_all_endpoints(region: str) -> None:
    variables = (Path(__file__).parents[4] / "modules" / "vpc" / "variables.tf").read_text("utf-8")
    interface, gateway = re.findall(r'regex\("([^"]+)", service\)', variables)
    for short in endpoint_names():
        pattern = (gateway if is_gateway(short) else interface).replace("\\\\", "\\")
        assert re.search(pattern, service_name(short, region)), short
