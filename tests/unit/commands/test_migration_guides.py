"""The guides of docs/migrating: their specs compile, say what the old configuration says, and name fields that exist."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from eksgen.compiler.diagnostics import Severity
from eksgen.compiler.pipeline import check_text, compile_spec

DOCS = Path(__file__).parents[3] / "docs"
GUIDES = sorted((DOCS / "migrating").glob("from-*.md"))
TODAY = date(2026, 11, 30)
FIELDS = set(re.findall(r"^#{2,3} (\S+)$", (DOCS / "fields.md").read_text("utf-8"), re.MULTILINE))
ROW = re.compile(r"^\| (?!eksctl|kOps|module input|---)[^|]+\| (?P<fields>[^|]+)\|", re.MULTILINE)


def blocks(guide: Path, language: str = "yaml") -> list[str]:
    return re.findall(rf"(?ms)^```{language}\n(.*?)^```", guide.read_text("utf-8"))


def spec_of(guide: Path) -> str:
    (spec,) = (block for block in blocks(guide) if "apiVersion: eksgen/" in block)
    return spec


def read(name: str) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Return the documents of the old tool, and the spec."""
    guide = DOCS / "migrating" / name
    old = next((block for block in blocks(guide) if "apiVersion: eksgen/" not in block), "")
    return list(yaml.safe_load_all(old)), yaml.safe_load(spec_of(guide))


@pytest.mark.parametrize("guide", GUIDES, ids=lambda file: file.stem)
def test_the_spec_of_a_guide_compiles_without_a_warning(guide: Path) -> None:
    checked = check_text(spec_of(guide).encode(), "cluster.yaml", today=TODAY)
    assert [finding for finding in checked.findings if finding.severity is not Severity.NOTE] == []
    assert {"eks", "nodes"} <= {call.module for call in compile_spec(checked).calls}


@pytest.mark.parametrize("guide", GUIDES, ids=lambda file: file.stem)
def test_the_table_of_a_guide_names_fields_that_exist(guide: Path) -> None:
    rows = [row["fields"] for row in ROW.finditer(guide.read_text("utf-8"))]
    assert len(rows) > 25
    named = {name for row in rows for name in re.findall(r"`([\w.*-]+)`", row)}
    assert named - FIELDS == set()


def test_the_spec_for_eksctl_has_what_the_cluster_config_has() -> None:
    (old,), spec = read("from-eksctl.md")
    assert spec["network"]["zones"] == old["availabilityZones"]
    assert spec["controlPlane"]["endpoint"]["public"] == old["vpc"]["publicAccessCIDRs"]
    logging = old["cloudWatch"]["clusterLogging"]
    assert spec["controlPlane"]["logs"] == {
        "types": logging["enableTypes"],
        "retentionDays": logging["logRetentionInDays"],
    }
    for group in old["managedNodeGroups"]:
        new = spec["nodeGroups"].pop(group["name"])
        assert new["instanceTypes"] == group["instanceTypes"]
        assert (new["scaling"]["min"], new["scaling"]["max"]) == (group["minSize"], group["maxSize"])
        assert (new.get("capacity") == "spot") == group.get("spot", False)
        assert new.get("labels") == group.get("labels")
    assert spec["nodeGroups"] == {}
    accounts = {
        f"{a['metadata']['namespace']}/{a['metadata']['name']}" for a in old["iam"]["serviceAccounts"]
    }
    assert accounts < set(spec["identity"]["serviceAccounts"])


def test_the_spec_for_kops_has_what_the_cluster_and_its_group_have() -> None:
    (cluster, group), spec = read("from-kops.md")
    assert spec["network"]["zones"] == [
        s["zone"] for s in cluster["spec"]["subnets"] if s["type"] == "Private"
    ]
    assert spec["controlPlane"]["endpoint"]["public"] == cluster["spec"]["kubernetesApiAccess"]
    assert spec["metadata"]["tags"] == cluster["spec"]["cloudLabels"]
    new = spec["nodeGroups"][group["metadata"]["name"]]
    assert new["instanceTypes"] == [group["spec"]["machineType"]]
    assert new["scaling"] == {"min": group["spec"]["minSize"], "max": group["spec"]["maxSize"]}
    assert new["labels"] == group["spec"]["nodeLabels"]


def test_the_spec_for_terraform_keeps_the_network() -> None:
    guide = DOCS / "migrating/from-terraform.md"
    (old,) = blocks(guide, "hcl")
    _, spec = read(guide.name)
    private = spec["network"]["existing"]["subnets"]["private"]
    assert list(private) == re.findall(r'"([a-z-]+\d[a-c])"', old)
    assert [subnet["cidr"] for subnet in private.values()] == re.findall(r'"(10\.40\.\d+\.0/19)"', old)
    assert spec["network"]["existing"]["cidr"] == ["10.40.0.0/16"]
