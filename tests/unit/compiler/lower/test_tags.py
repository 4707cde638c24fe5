"""Everything in a module that AWS can tag can be tagged from the spec."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hcl2
import pytest
import yaml

from eksgen.compiler.emit.modules import FOLDER
from eksgen.compiler.pipeline import Compilation, check_text, compile_spec

ROOT = Path(__file__).resolve().parents[4]
SCHEMAS = json.loads((ROOT / "tests" / "provider" / "schema_6.62_subset.json").read_text("utf-8"))[
    "resources"
]
MODULES = sorted(path.parent.name for path in FOLDER.glob("*/main.tf"))

PARTS = """
metadata: {tags: {whole: cluster}}
iamDefaults: {tags: {whole-roles: all}}
network: {subnets: {tags: {private: {p1: a}, public: {p2: a}, intra: {p3: a}}}, flowLogs: {role: {tags: {p4: a}}}}
controlPlane: {role: {tags: {p5: a}}}
addons: {ebs-csi: {tags: {p6: a}}, metrics-server: {tags: {p7: a}}}
nodeGroups: {web: {tags: {p8: a}, iam: {tags: {p9: a}}}}
loadBalancers:
  edge:
    type: network
    targets: {nodeGroups: [web]}
    listeners: [{port: 80, protocol: tcp, targetPort: 30080}]
    tags: {p10: a}
"""


def resources(module: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every resource of a module: `TYPE.NAME` and its block."""
    for file in sorted((FOLDER / module).glob("*.tf")):
        for block in hcl2.loads(file.read_text("utf-8")).get("resource", []):
            for kind, named in block.items():
                for name, body in named.items():
                    if not name.startswith("__"):
                        yield f"{kind}.{name}".replace('"', ""), body


def compiled(parts: dict[str, Any]) -> Compilation:
    spec = yaml.safe_load((ROOT / "examples" / "quickstart.yaml").read_text("utf-8"))
    for key, part in parts.items():
        spec[key] = {**spec.get(key, {}), **part}
    checked = check_text(yaml.safe_dump(spec).encode(), "cluster.yaml")
    assert not checked.failed, [finding.message for finding in checked.findings]
    return compile_spec(checked)


@pytest.mark.parametrize("module", MODULES)
def test_every_resource_that_takes_tags_has_those_of_the_module(module: str) -> None:
    for name, body in resources(module):
        takes_tags = "tags" in SCHEMAS.get(name.partition(".")[0], {}).get("o", "").split()
        assert ("var.tags" in str(body.get("tags", ""))) is takes_tags, name


def test_every_tag_of_the_spec_reaches_a_resource() -> None:
    parts = yaml.safe_load(PARTS)
    main = compiled(parts).files["main.tf"].decode()
    assert main.count("module ") == main.count('whole = "cluster"')
    for key in ("whole-roles", *(f"p{number}" for number in range(1, 11))):
        assert f"{key}" in main, key
