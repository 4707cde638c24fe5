"""Every argument and block in modules/ can be set in both major versions of the provider."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import hcl2
import pytest

import eksgen
from eksgen.catalog.resources.sensitive import ATTRIBUTES, KNOWN_TYPES
from eksgen.engine.terraform.providers import SYSTEM_ROOTS, find_providers
from tests.rules_of_module import needs_provider_6

MODULES = Path(eksgen.__file__).resolve().parent / "modules"
MODULE_FILES = sorted(MODULES.glob("*/*.tf"))
META = frozenset({"count", "depends_on", "for_each", "lifecycle", "provider", "provisioner", "connection"})
BUILT_IN = frozenset({"terraform_data"})
PROVIDER_HELP = (
    "hashicorp/aws 5.100.0 must come from the registry, from EKSGEN_PLUGIN_DIR or from a mirror under "
    f"{', '.join(map(str, SYSTEM_ROOTS))}; EKSGEN_SKIP_SANDBOX=1 skips this test"
)
VERSION_5 = {"terraform": {"required_providers": {"aws": {"source": "hashicorp/aws", "version": "5.100.0"}}}}


@dataclass(frozen=True, slots=True)
class Block:
    """The arguments and blocks of a block; `settable` includes `required`."""

    required: frozenset[str] = frozenset()
    settable: frozenset[str] = frozenset()
    read_only: frozenset[str] = frozenset()
    blocks: Mapping[str, Block] = field(default_factory=dict)
    mandatory: bool = False
    as_argument: bool = False


Schema = Mapping[str, Block]


def block_of_subset(raw: Mapping[str, Any]) -> Block:
    """Parse a block of schema_6.62_subset.json; README.md explains the letters."""
    required, optional, read_only = (frozenset(raw.get(mode, "").split()) for mode in "roc")
    nested = {name: block_of_subset(inner) for name, inner in raw.get("b", {}).items()}
    return Block(required, required | optional, read_only, nested, "!" in raw, "=" in raw)


def block_of_terraform(raw: Mapping[str, Any]) -> Block:
    """Parse a block of `terraform providers schema -json`."""
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
    """Return a list of objects as a block, which Terraform allows ("attributes as blocks")."""
    match spec.get("type"):
        case ["list" | "set", ["object", members]]:
            return Block(settable=frozenset(members), as_argument=True)
    return None


def resources_of(path: Path) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Yield (type, name, body) of each resource in a file."""
    document = hcl2.loads(path.read_text(encoding="utf-8"))
    for entry in document.get("resource", []):
        for kind, named in _labelled(entry):
            for name, body in _labelled(named):
                yield kind, name, body


def file_errors(path: Path, schema: Schema, *, complete: bool = True) -> Iterator[str]:
    """Yield the errors of the resources in a file as "type.name.path: error".

    Files that are not `complete` override others, so they need not set required arguments.
    """
    for kind, name, body in resources_of(path):
        if kind in BUILT_IN:
            continue
        if kind in schema:
            own = {key: value for key, value in body.items() if key not in META}
            yield from block_errors(own, schema[kind], f"{kind}.{name}", complete=complete)
        else:
            yield f"{kind}.{name}: the provider schema has no such resource type"


def block_errors(body: Mapping[str, Any], block: Block, where: str, *, complete: bool) -> Iterator[str]:
    """Yield the errors of a block and of its nested blocks."""
    arguments, blocks = _arguments_and_blocks(body)
    for argument in arguments:
        known_block = block.blocks.get(argument)
        if argument in block.read_only:
            yield f"{where}.{argument}: is read-only"
        elif argument not in block.settable and not (known_block and known_block.as_argument):
            yield f"{where}.{argument}: no such argument"
    for name, inner in blocks:
        if name in block.blocks:
            yield from block_errors(inner, block.blocks[name], f"{where}.{name}", complete=complete)
        else:
            yield f"{where}.{name}: no such block"
    if complete:
        mandatory = {name for name, inner in block.blocks.items() if inner.mandatory}
        missing = (block.required | mandatory) - {*arguments, *(name for name, _ in blocks)}
        yield from (f"{where}.{name}: is required" for name in sorted(missing))


def _arguments_and_blocks(body: Mapping[str, Any]) -> tuple[list[str], list[tuple[str, Mapping[str, Any]]]]:
    """Return argument names and (block name, body) pairs; a dynamic block counts as the block it generates."""
    arguments: list[str] = []
    blocks: list[tuple[str, Mapping[str, Any]]] = []
    for key, value in body.items():
        if key.startswith("__"):
            continue
        if not _are_blocks(value):
            arguments.append(key)
        elif key == "dynamic":
            dynamic = [pair for entry in value for pair in _labelled(entry)]
            blocks += [(name, content) for name, spec in dynamic for content in spec["content"]]
        else:
            blocks += [(key, inner) for inner in value]
    return arguments, blocks


def _are_blocks(value: Any) -> bool:
    """Return whether python-hcl2 read `value` from a block and not from an argument."""
    entries = [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []
    candidates = [
        inner for entry in entries for inner in (entry, *entry.values())
    ]  # itself, or under a label
    return any(isinstance(inner, dict) and "__is_block__" in inner for inner in candidates)


def _labelled(entry: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield (label, value); python-hcl2 keeps the quotes of a label and adds keys of its own."""
    for label, inner in entry.items():
        if not label.startswith("__"):
            yield label.strip('"'), inner


@cache
def schema_6() -> Schema:
    """Return the subset of the schema of 6.62.0 in this folder."""
    path = Path(__file__).with_name("schema_6.62_subset.json")
    resources = json.loads(path.read_text(encoding="utf-8"))["resources"]
    return {kind: block_of_subset(raw) for kind, raw in resources.items()}


@pytest.fixture(scope="module")
def resources_5(real_provider: None, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    """The resource types of 5.100.0 from `terraform providers schema`."""
    folder = tmp_path_factory.mktemp("schema")
    (folder / "versions.tf.json").write_text(json.dumps(VERSION_5), encoding="utf-8")
    mirror = find_providers().plugin_dir
    _terraform(folder, "init", "-input=false", "-no-color", *([f"-plugin-dir={mirror}"] if mirror else []))
    document = json.loads(_terraform(folder, "providers", "schema", "-json"))
    schema: Mapping[str, Any] = document["provider_schemas"]["registry.terraform.io/hashicorp/aws"]
    return schema["resource_schemas"]  # type: ignore[no-any-return]


def _terraform(folder: Path, *arguments: str) -> str:
    """Run Terraform and return its stdout; fail with a hint if Terraform or the provider is missing."""
    program = shutil.which("terraform")
    if program is None:
        pytest.fail("terraform is not on PATH; install 1.10 or later, or set EKSGEN_SKIP_SANDBOX=1")
    environment = {key: value for key, value in os.environ.items() if not key.startswith("TF_")}
    run = subprocess.run(
        [program, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if run.returncode:
        pytest.fail(f"terraform {arguments[0]} failed:\n{run.stderr}\n{PROVIDER_HELP}")
    return run.stdout


def module_errors(schema: Schema, files: Iterable[Path] = MODULE_FILES) -> list[str]:
    return [f"{path.relative_to(MODULES)}: {error}" for path in files for error in file_errors(path, schema)]


FILES_FOR_5 = [
    path for path in MODULE_FILES if not needs_provider_6(path.with_name("versions.tf").read_bytes())
]
"""Those of the modules that version 5 of the provider can use."""


def test_every_module_has_resources() -> None:
    modules = {path.parent.name for path in MODULE_FILES if any(resources_of(path))}
    assert modules >= {"vpc", "eks", "nodes", "elb", "log_groups"}
    assert modules == {path.parent.name for path in MODULE_FILES} - {"existing_vpc"}, "it only reads"


def test_modules_use_only_what_provider_5_has(resources_5: Mapping[str, Any]) -> None:
    schema = {kind: block_of_terraform(raw["block"]) for kind, raw in resources_5.items()}
    assert "deletion_protection" not in schema["aws_eks_cluster"].settable, "this is not 5.100.0"
    assert module_errors(schema, FILES_FOR_5) == []


def test_a_module_for_provider_6_only_has_something_that_provider_5_lacks(
    resources_5: Mapping[str, Any],
) -> None:
    schema = {kind: block_of_terraform(raw["block"]) for kind, raw in resources_5.items()}
    newer = {path.parent for path in MODULE_FILES} - {path.parent for path in FILES_FOR_5}
    assert newer
    for folder in newer:
        assert module_errors(schema, sorted(folder.glob("*.tf"))), folder


def test_modules_use_only_what_provider_6_has() -> None:
    assert module_errors(schema_6()) == []


def covered_types() -> set[str]:
    """The resource types of the modules, and those of the subset of 6.62.0."""
    used = {kind for path in MODULE_FILES for kind, _, _ in resources_of(path)}
    return (used | schema_6().keys()) - BUILT_IN


def sensitive_paths(block: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the paths of the sensitive attributes of a block of `terraform providers schema`."""
    for name, attribute in block.get("attributes", {}).items():
        if attribute.get("sensitive"):
            yield (*path, name)
        yield from sensitive_paths(attribute.get("nested_type", {}), (*path, name))
    for name, inner in block.get("block_types", {}).items():
        yield from sensitive_paths(inner["block"], (*path, name))


def attribute_paths(block: Block, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the paths of all attributes of a block."""
    for name in sorted(block.settable | block.read_only):
        yield (*path, name)
    for name, inner in block.blocks.items():
        yield from attribute_paths(inner, (*path, name))


ONLY_IN_6 = {"aws_eks_capability"}


def test_the_catalog_has_the_sensitive_attributes_of_provider_5(resources_5: Mapping[str, Any]) -> None:
    sensitive = {
        kind: frozenset(paths)
        for kind in sorted(covered_types() & resources_5.keys())
        if (paths := tuple(sensitive_paths(resources_5[kind]["block"])))
    }
    assert sensitive == ATTRIBUTES, "write this into catalog/resources"
    assert covered_types() & resources_5.keys() == KNOWN_TYPES - ONLY_IN_6
    assert not ONLY_IN_6 & resources_5.keys()
    assert [
        k for k in sorted(KNOWN_TYPES - ONLY_IN_6) if '"type": "dynamic"' in json.dumps(resources_5[k])
    ] == []


def test_the_catalog_has_the_secrets_that_provider_6_adds(resources_5: Mapping[str, Any]) -> None:
    """The subset of 6.62.0 has names only, so new names that sound secret must be in the catalog."""
    secret_name = re.compile(r"password|passwd|secret|token|private_key|credential|_wo$")
    for kind in sorted(covered_types() & schema_6().keys()):
        newest = set(attribute_paths(schema_6()[kind]))
        assert set(ATTRIBUTES.get(kind, ())) <= newest, kind
        known = (
            set(attribute_paths(block_of_terraform(resources_5[kind]["block"])))
            if kind in resources_5
            else set()
        )
        added = {path for path in newest - known if secret_name.search(path[-1])}
        assert added <= ATTRIBUTES.get(kind, frozenset()), kind


@pytest.mark.parametrize(
    "path", sorted(MODULES.glob("*/overrides/*.tf")), ids=lambda p: f"{p.parts[-3]}/{p.name}"
)
def test_overrides_use_only_what_provider_6_has(path: Path) -> None:
    assert list(file_errors(path, schema_6(), complete=False)) == []


OF_CLUSTER = sorted(MODULES.glob("eks/overrides/*.tf"))
COMBINATIONS = [some for size in range(len(OF_CLUSTER) + 1) for some in combinations(OF_CLUSTER, size)]


def merged(base: Mapping[str, Any], override: Mapping[str, Any]) -> dict[str, Any]:
    """Return a resource with an override laid over it, as Terraform does: arguments and all blocks of a type
    take the place of those below, also where one of the two is dynamic; `lifecycle` is merged by argument."""
    typed = {name for entry in override.get("dynamic", []) for name, _ in _labelled(entry)}
    rest = [e for e in base.get("dynamic", []) if not {n for n, _ in _labelled(e)} & override.keys()]
    below = {name: value for name, value in base.items() if name not in (*typed, "dynamic")}
    body = {**below, **override, "dynamic": [*rest, *override.get("dynamic", [])]}
    if "lifecycle" in base and "lifecycle" in override:
        body["lifecycle"] = [{**base["lifecycle"][0], **override["lifecycle"][0]}]
    return body


@pytest.mark.parametrize("overrides", COMBINATIONS, ids=lambda some: "+".join(p.stem for p in some) or "none")
def test_every_combination_of_the_overrides_of_the_cluster_is_complete(overrides: tuple[Path, ...]) -> None:
    body = next(body for _, name, body in resources_of(MODULES / "eks/main.tf") if name == "this")
    plain = set(paths_of(body))
    for path in overrides:
        (override,) = (body for _, _, body in resources_of(path))
        body = merged(body, override)
    own = {key: value for key, value in body.items() if key not in META}
    assert list(block_errors(own, schema_6()["aws_eks_cluster"], "cluster", complete=True)) == []
    assert plain <= set(paths_of(body)), "an override takes nothing away"
    for path in overrides:
        (override,) = (body for _, _, body in resources_of(path))
        assert set(paths_of(override)) <= set(paths_of(body)), "and no other override takes it back"


def paths_of(body: Mapping[str, Any], at: str = "") -> Iterator[str]:
    """Yield the dotted paths of all arguments of a body."""
    arguments, blocks = _arguments_and_blocks(body)
    yield from (f"{at}.{name}" for name in arguments)
    for name, inner in blocks:
        yield from paths_of(inner, f"{at}.{name}")


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
def test_unknown_arguments_and_blocks_are_errors(tmp_path: Path, extra: str, expected: list[str]) -> None:
    path = tmp_path / "main.tf"
    path.write_text(GROUP.format(extra=extra), encoding="utf-8")
    errors = list(file_errors(path, schema_6()))
    assert errors == [f"aws_eks_node_group.this.{error}" for error in expected]


@pytest.mark.parametrize(
    ("kind", "body", "error"),
    [
        ("aws_eks_nodegroup", "", ": the provider schema has no such resource type"),
        ("aws_vpc_endpoint", "", ".vpc_id: is required"),
        ("aws_security_group", "ingress = [{ too_port = 1 }]\n arn = 1", ".arn: is read-only"),
        ("aws_security_group", "egress {\n too_port = 2\n }", ".egress.too_port: no such argument"),
    ],
)
def test_unknown_types_missing_arguments_and_wrong_lists_of_objects_are_errors(
    tmp_path: Path, kind: str, body: str, error: str
) -> None:
    path = tmp_path / "main.tf"
    path.write_text(f'resource "{kind}" "a" {{\n {body}\n}}\n', encoding="utf-8")
    assert list(file_errors(path, schema_6())) == [f"{kind}.a{error}"]


def test_the_schema_format_of_terraform_is_parsed() -> None:
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
