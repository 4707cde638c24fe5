"""Every resource argument and block in modules/ exists and can be set in both generations of the provider."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import hcl2
import pytest

import eksgen
from eksgen.catalog.sensitive import ATTRIBUTES, KNOWN_TYPES
from eksgen.engine.terraform.providers import SYSTEM_ROOTS, find_providers

MODULES = Path(eksgen.__file__).resolve().parent / "modules"
MODULE_FILES = sorted(MODULES.glob("*/*.tf"))
META = frozenset({"count", "depends_on", "for_each", "lifecycle", "provider", "provisioner", "connection"})
BUILT_IN = frozenset({"terraform_data"})
HOW_TO_GET_IT = (
    "hashicorp/aws 5.100.0 must come from the registry, from EKSGEN_PLUGIN_DIR or from a mirror under "
    f"{', '.join(map(str, SYSTEM_ROOTS))}; EKSGEN_SKIP_SANDBOX=1 skips this test"
)
VERSION_5 = {"terraform": {"required_providers": {"aws": {"source": "hashicorp/aws", "version": "5.100.0"}}}}


@dataclass(frozen=True, slots=True)
class Block:
    """What may be written between two braces; `settable` includes `required`."""

    required: frozenset[str] = frozenset()
    settable: frozenset[str] = frozenset()
    read_only: frozenset[str] = frozenset()
    blocks: Mapping[str, Block] = field(default_factory=dict)
    mandatory: bool = False
    as_argument: bool = False


Schema = Mapping[str, Block]


def block_of_subset(raw: Mapping[str, Any]) -> Block:
    """One block of schema_6.62_subset.json; README.md explains the letters."""
    required, optional, read_only = (frozenset(raw.get(mode, "").split()) for mode in "roc")
    nested = {name: block_of_subset(inner) for name, inner in raw.get("b", {}).items()}
    return Block(required, required | optional, read_only, nested, "!" in raw, "=" in raw)


def block_of_terraform(raw: Mapping[str, Any]) -> Block:
    """One block of `terraform providers schema -json`."""
    attributes: Mapping[str, Any] = raw.get("attributes", {})
    required = {name for name, spec in attributes.items() if spec.get("required")}
    settable = required | {name for name, spec in attributes.items() if spec.get("optional")}
    nested = {name: inner for name in settable if (inner := _attribute_as_block(attributes[name]))}
    for name, spec in raw.get("block_types", {}).items():
        inner = block_of_terraform(spec["block"])
        mandatory = spec.get("min_items", 0) > 0
        nested[name] = Block(inner.required, inner.settable, inner.read_only, inner.blocks, mandatory)
    read_only = frozenset(attributes) - settable
    return Block(frozenset(required), frozenset(settable), read_only, nested)


def _attribute_as_block(spec: Mapping[str, Any]) -> Block | None:
    """Lists of objects may be written as blocks too (Terraform: "attributes as blocks")."""
    match spec.get("type"):
        case ["list" | "set", ["object", members]]:
            return Block(settable=frozenset(members), as_argument=True)
    return None


def resources_of(path: Path) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """(type, name, body) of each resource of one file."""
    document = hcl2.loads(path.read_text(encoding="utf-8"))
    for entry in document.get("resource", []):
        for kind, named in _labelled(entry):
            for name, body in _labelled(named):
                yield kind, name, body


def faults_of_file(path: Path, schema: Schema, *, whole: bool = True) -> Iterator[str]:
    """What is wrong with the resources of one file, as "type.name.path: fault".

    Files that are not `whole` override others, so they need not set what is required.
    """
    for kind, name, body in resources_of(path):
        if kind in BUILT_IN:
            continue
        if kind in schema:
            own = {key: value for key, value in body.items() if key not in META}
            yield from faults(own, schema[kind], f"{kind}.{name}", whole=whole)
        else:
            yield f"{kind}.{name}: the provider schema has no such resource type"


def faults(body: Mapping[str, Any], block: Block, where: str, *, whole: bool) -> Iterator[str]:
    """What is wrong between two braces, and below."""
    arguments, blocks = _written(body)
    for argument in arguments:
        known_block = block.blocks.get(argument)
        if argument in block.read_only:
            yield f"{where}.{argument}: is read-only"
        elif argument not in block.settable and not (known_block and known_block.as_argument):
            yield f"{where}.{argument}: no such argument"
    for name, inner in blocks:
        if name in block.blocks:
            yield from faults(inner, block.blocks[name], f"{where}.{name}", whole=whole)
        else:
            yield f"{where}.{name}: no such block"
    if whole:
        mandatory = {name for name, inner in block.blocks.items() if inner.mandatory}
        missing = (block.required | mandatory) - {*arguments, *(name for name, _ in blocks)}
        yield from (f"{where}.{name}: is required" for name in sorted(missing))


def _written(body: Mapping[str, Any]) -> tuple[list[str], list[tuple[str, Mapping[str, Any]]]]:
    """Argument names and (block name, body) pairs; a dynamic block counts as the block it makes."""
    arguments: list[str] = []
    blocks: list[tuple[str, Mapping[str, Any]]] = []
    for key, value in body.items():
        if key.startswith("__"):
            continue
        if not _are_blocks(value):
            arguments.append(key)
        elif key == "dynamic":
            made = [pair for entry in value for pair in _labelled(entry)]
            blocks += [(name, content) for name, spec in made for content in spec["content"]]
        else:
            blocks += [(key, inner) for inner in value]
    return arguments, blocks


def _are_blocks(value: Any) -> bool:
    """Whether python-hcl2 read `value` from braces after a name rather than from the right of an `=`."""
    entries = [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []
    candidates = [
        inner for entry in entries for inner in (entry, *entry.values())
    ]  # itself, or under a label
    return any(isinstance(inner, dict) and "__is_block__" in inner for inner in candidates)


def _labelled(entry: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """(label, what is under it); python-hcl2 keeps the quotes of a label and adds keys of its own."""
    for label, inner in entry.items():
        if not label.startswith("__"):
            yield label.strip('"'), inner


@cache
def schema_6() -> Schema:
    """The subset of 6.62.0 kept beside this file."""
    path = Path(__file__).with_name("schema_6.62_subset.json")
    resources = json.loads(path.read_text(encoding="utf-8"))["resources"]
    return {kind: block_of_subset(raw) for kind, raw in resources.items()}


@pytest.fixture(scope="module")
def resources_5(real_provider: None, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    """The resource types of 5.100.0 in Terraform's own words."""
    folder = tmp_path_factory.mktemp("schema")
    (folder / "versions.tf.json").write_text(json.dumps(VERSION_5), encoding="utf-8")
    mirror = find_providers().plugin_dir
    _terraform(folder, "init", "-input=false", "-no-color", *([f"-plugin-dir={mirror}"] if mirror else []))
    answer = json.loads(_terraform(folder, "providers", "schema", "-json"))
    found: Mapping[str, Any] = answer["provider_schemas"]["registry.terraform.io/hashicorp/aws"]
    return found["resource_schemas"]  # type: ignore[no-any-return]


def _terraform(folder: Path, *arguments: str) -> str:
    """stdout of one run; fails the test with what to do if Terraform or the provider cannot be had."""
    program = shutil.which("terraform")
    if program is None:
        pytest.fail("terraform is not on PATH; install 1.10 or later, or set EKSGEN_SKIP_SANDBOX=1")
    environment = {key: value for key, value in os.environ.items() if not key.startswith("TF_")}
    run = subprocess.run(
        [program, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if run.returncode:
        pytest.fail(f"terraform {arguments[0]} failed:\n{run.stderr}\n{HOW_TO_GET_IT}")
    return run.stdout


def faults_of_modules(schema: Schema) -> list[str]:
    return [
        f"{path.relative_to(MODULES)}: {fault}"
        for path in MODULE_FILES
        for fault in faults_of_file(path, schema)
    ]


def test_resources_are_seen_in_every_module() -> None:
    seen = {path.parent.name for path in MODULE_FILES if any(resources_of(path))}
    assert seen >= {"vpc", "eks", "nodes", "elb", "log_groups"}
    assert seen == {path.parent.name for path in MODULE_FILES}


def test_modules_use_only_what_provider_5_has(resources_5: Mapping[str, Any]) -> None:
    schema = {kind: block_of_terraform(raw["block"]) for kind, raw in resources_5.items()}
    assert "deletion_protection" not in schema["aws_eks_cluster"].settable, "this is not 5.100.0"
    assert faults_of_modules(schema) == []


def test_modules_use_only_what_provider_6_has() -> None:
    assert faults_of_modules(schema_6()) == []


def kinds_of_interest() -> set[str]:
    """The resource types of the modules, and those of the subset of 6.62.0."""
    made = {kind for path in MODULE_FILES for kind, _, _ in resources_of(path)}
    return (made | schema_6().keys()) - BUILT_IN


def secrets_of(block: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Paths of the attributes that Terraform's words for a block call sensitive."""
    for name, attribute in block.get("attributes", {}).items():
        if attribute.get("sensitive"):
            yield (*path, name)
        yield from secrets_of(attribute.get("nested_type", {}), (*path, name))
    for name, inner in block.get("block_types", {}).items():
        yield from secrets_of(inner["block"], (*path, name))


def paths_of(block: Block, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Paths of all arguments of a block."""
    for name in sorted(block.settable | block.read_only):
        yield (*path, name)
    for name, inner in block.blocks.items():
        yield from paths_of(inner, (*path, name))


def test_what_provider_5_calls_sensitive_is_in_the_catalog(resources_5: Mapping[str, Any]) -> None:
    found = {
        kind: frozenset(paths)
        for kind in sorted(kinds_of_interest() & resources_5.keys())
        if (paths := tuple(secrets_of(resources_5[kind]["block"])))
    }
    assert found == ATTRIBUTES, "write this into catalog/sensitive.py"
    assert kinds_of_interest() & resources_5.keys() == KNOWN_TYPES
    assert [k for k in sorted(KNOWN_TYPES) if '"type": "dynamic"' in json.dumps(resources_5[k])] == []


def test_the_catalog_knows_every_secret_that_provider_6_adds(resources_5: Mapping[str, Any]) -> None:
    """The kept schema of 6.62.0 has names only, so new names that sound secret must be in the catalog."""
    told = re.compile(r"password|passwd|secret|token|private_key|credential|_wo$")
    for kind in sorted(kinds_of_interest() & schema_6().keys()):
        newest = set(paths_of(schema_6()[kind]))
        assert set(ATTRIBUTES.get(kind, ())) <= newest, kind
        known = (
            set(paths_of(block_of_terraform(resources_5[kind]["block"]))) if kind in resources_5 else set()
        )
        added = {path for path in newest - known if told.search(path[-1])}
        assert added <= ATTRIBUTES.get(kind, frozenset()), kind


@pytest.mark.parametrize(
    "path", sorted(MODULES.glob("*/overrides/*.tf")), ids=lambda p: f"{p.parts[-3]}/{p.name}"
)
def test_overrides_use_only_what_provider_6_has(path: Path) -> None:
    assert list(faults_of_file(path, schema_6(), whole=False)) == []


GROUP = """
resource "aws_eks_node_group" "this" {{
  for_each      = var.groups
  cluster_name  = var.cluster_name
  node_role_arn = aws_iam_role.this.arn
  subnet_ids    = var.subnet_ids
  scaling_config {{
    desired_size = 1
    max_size     = 2
    min_size     = 1 # at least one
  }}
  {extra}
  lifecycle {{
    ignore_changes = [scaling_config[0].desired_size]
  }}
}}
"""


@pytest.mark.parametrize(
    ("extra", "expected"),
    [
        ("labels = { role = var.role }", []),
        ("lables = { role = var.role }", ["lables: no such argument"]),
        ("arn = var.arn", ["arn: is read-only"]),
        ("taints {\n key = var.key\n }", ["taints: no such block"]),
        (
            "taint {\n key = var.key\n efect = var.effect\n }",
            ["taint.efect: no such argument", "taint.effect: is required"],
        ),
        ("launch_template {\n version = 1\n }", []),
        ("launch_template = { version = 1 }", ["launch_template: no such argument"]),
        ('dynamic "taint" {\n for_each = var.t\n content {\n key = 1\n effect = 2\n }\n }', []),
        (
            'dynamic "taint" {\n for_each = var.t\n content {\n key = 1\n effect = 2\n colour = 3\n }\n }',
            ["taint.colour: no such argument"],
        ),
        ('dynamic "stain" {\n for_each = var.t\n content {\n key = 1\n }\n }', ["stain: no such block"]),
        ("labels {\n role = var.role\n }", ["labels: no such block"]),
    ],
)
def test_what_the_provider_does_not_know_is_caught(tmp_path: Path, extra: str, expected: list[str]) -> None:
    path = tmp_path / "main.tf"
    path.write_text(GROUP.format(extra=extra), encoding="utf-8")
    found = list(faults_of_file(path, schema_6()))
    assert found == [f"aws_eks_node_group.this.{fault}" for fault in expected]


@pytest.mark.parametrize(
    ("kind", "body", "fault"),
    [
        ("aws_eks_nodegroup", "", ": the provider schema has no such resource type"),
        ("aws_vpc_endpoint", "", ".vpc_id: is required"),
        ("aws_security_group", "ingress = [{ too_port = 1 }]\n arn = 1", ".arn: is read-only"),
        ("aws_security_group", "egress {\n too_port = 2\n }", ".egress.too_port: no such argument"),
    ],
)
def test_wrong_types_missing_arguments_and_lists_of_objects_are_told_apart(
    tmp_path: Path, kind: str, body: str, fault: str
) -> None:
    path = tmp_path / "main.tf"
    path.write_text(f'resource "{kind}" "a" {{\n {body}\n}}\n', encoding="utf-8")
    assert list(faults_of_file(path, schema_6())) == [f"{kind}.a{fault}"]


def test_terraforms_own_schema_format_is_read() -> None:
    raw = {
        "attributes": {
            "name": {"type": "string", "required": True},
            "arn": {"type": "string", "computed": True},
            "rule": {"type": ["set", ["object", {"port": "number"}]], "optional": True, "computed": True},
        },
        "block_types": {"scaling": {"nesting_mode": "list", "min_items": 1, "block": {}}},
    }
    block = block_of_terraform(raw)
    assert sorted(block.required) == ["name"]
    assert sorted(block.settable) == ["name", "rule"]
    assert sorted(block.read_only) == ["arn"]
    assert block.blocks == {
        "rule": Block(settable=frozenset({"port"}), as_argument=True),
        "scaling": Block(mandatory=True),
    }
