"""The compiler is at least as strict as the `validation` blocks of the modules, which compiled copies omit.

Specs get one random change, which mostly makes them invalid; the complete modules must accept every spec that the
compiler accepts.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from eksgen.catalog.regions.partitions import partition_of_region
from eksgen.compiler.emit.hcl import module_block, write_hcl
from eksgen.compiler.emit.modules import FOLDER
from eksgen.compiler.pipeline import check_text, compile_spec
from eksgen.compiler.values import ModuleCall
from eksgen.engine.errors.exceptions import RunFailed
from eksgen.engine.runs.validate import validate
from eksgen.engine.workdir.workspace import Workspace, open_workspace
from tests.combinations import combinations
from tests.rules_of_module import copy_for_provider_5

REPOSITORY = Path(__file__).resolve().parents[2]
EXAMPLES = sorted((REPOSITORY / "examples").glob("*.yaml"))
SPECS = [
    *EXAMPLES,
    *(file for name in ("eksctl", "kops") for file in sorted(REPOSITORY.glob(f"tests/{name}/*.yaml"))),
]
REGIONS = ("cn-north-1", "us-gov-west-1", "eusc-de-east-1")
CHANGES_PER_EXAMPLE = 200
NUMBER_OR_WORD = re.compile(rb"(?<=[ \[])(?:(\d+)(?=[\n,\] ])|[A-Za-z][\w.-]+(?=\n|:))")
NUMBERS = (
    0, 1, 2, 5, 6, 7, 30, 31, 50, 51, 59, 60, 63, 64, 65, 100, 101, 300, 301, 3600, 3601, 4001, 65535, 65536,
)  # fmt: skip
WORDS = (
    "x", "9x", "x-", "x.y", "x_y", "x/y", "internal-x", "X" * 33, "x" * 64, "x" * 101, "tls", "https", "http", "tcp",
    "udp", "classic", "application", "network", "gp2", "io2", "st1", "true", "false", "none",
)  # fmt: skip
KNOWN_LATER = 'resource "terraform_data" "known_later" {}\n\nprovider "aws" {\n  region = "us-west-2"\n}\n'

pytestmark = pytest.mark.usefixtures("one_provider")


def with_random_change(text: bytes, random: Random) -> bytes:
    """Return the text with one number or word replaced by another."""
    old = random.choice(list(NUMBER_OR_WORD.finditer(text)))
    new = random.choice(NUMBERS if old[1] else WORDS)
    return text[: old.start()] + str(new).encode() + text[old.end() :]


def calls_of(text: bytes, name: str) -> tuple[ModuleCall, ...]:
    """Return the module calls of a spec; () if it is refused."""
    checked = check_text(text, name)
    return () if checked.failed else compile_spec(checked).calls


def hcl_of(calls: Iterable[ModuleCall]) -> str:
    """Return the HCL of numbered calls of the modules without variants; references to other calls are unknown."""
    blocks = [module_block(replace(call, name=f"call_{i}", variant=())) for i, call in enumerate(calls)]
    text, _ = write_hcl(blocks, "")
    return re.sub(r'module\.[\w-]+\.\w+(\["[^"]*"\])?', "terraform_data.known_later.output", text)


def workspace_of(calls: Iterable[ModuleCall], folder: Path) -> Workspace:
    """Return a workspace with the calls and the complete modules."""
    for module in FOLDER.glob("*/main.tf"):
        copy_for_provider_5(module.parent, folder / "modules" / module.parent.name)
    (folder / "main.tf").write_text(KNOWN_LATER + hcl_of(calls), "utf-8")
    return open_workspace(folder, environ=dict(os.environ))


def test_the_complete_modules_accept_what_the_compiler_accepts(tmp_path: Path) -> None:
    random, calls = Random(20261124), dict[str, ModuleCall]()
    for example in EXAMPLES:
        for _ in range(CHANGES_PER_EXAMPLE):
            for call in calls_of(with_random_change(example.read_bytes(), random), example.name):
                calls.setdefault(hcl_of([call]), call)
    assert len(calls) > 100
    assert {call.module for call in calls.values()} == {file.parent.name for file in FOLDER.glob("*/main.tf")}
    assert validate(workspace_of(calls.values(), tmp_path / "compiled")) == ()


def in_partitions() -> Iterator[bytes]:
    """Yield a spec with managed keys, a role and statements for each partition."""
    for name in REGIONS:
        partition = partition_of_region(name).name
        yield f"""
apiVersion: eksgen/v1alpha1
kind: Cluster
metadata: {{name: sg-demo, region: {name}}}
kubernetes: {{version: "1.35"}}
access: {{admins: ["arn:{partition}:iam::111122223333:role/Admin"]}}
iamDefaults: {{permissionsBoundary: "arn:{partition}:iam::aws:policy/ReadOnlyAccess"}}
nodeGroups: {{web: {{instanceTypes: [m6i.large], disk: {{kmsKey: managed}}}}}}
""".encode()


def test_the_complete_modules_accept_every_spec_of_the_repository(tmp_path: Path) -> None:
    texts = [
        *(file.read_bytes() for file in SPECS),
        *in_partitions(),
        *(row.text.encode() for row in combinations()),
    ]
    calls = {hcl_of([call]): call for text in texts for call in calls_of(text, "cluster.yaml")}
    assert {"aws", *(partition_of_region(name).name for name in REGIONS)} <= {
        str(c.arguments.get("partition")) for c in calls.values()
    }
    assert len(calls) > 100
    assert validate(workspace_of(calls.values(), tmp_path / "compiled")) == ()


def test_the_complete_modules_refuse_a_value_that_fails_a_validation(tmp_path: Path) -> None:
    quickstart = next(file for file in EXAMPLES if file.stem == "quickstart")
    (nodes,) = (call for call in calls_of(quickstart.read_bytes(), quickstart.name) if call.module == "nodes")
    wrong = replace(nodes, arguments={**nodes.arguments, "capacity_type": "RESERVED"})
    with pytest.raises(RunFailed) as failed:
        validate(workspace_of([wrong], tmp_path / "compiled"))
    assert "The capacity type must be ON_DEMAND, SPOT or CAPACITY_BLOCK." in "".join(failed.value.notes)
