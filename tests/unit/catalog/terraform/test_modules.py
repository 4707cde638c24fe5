"""Each Terraform module has its row, its lowering and a decision on each of its resource types."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

import eksgen
from eksgen.catalog.resources import RESOURCE_TYPES
from eksgen.catalog.resources.resource_type import ALWAYS, EXTRA, MISSING
from eksgen.catalog.terraform.modules import (
    CALLS,
    MODULES,
    TERRAFORM_MODULES,
    ModuleCallRow,
    call_phrase,
    call_rank,
    call_title,
    split_call,
)
from eksgen.compiler.emit import modules
from eksgen.compiler.pipeline import check_text, compile_spec
from eksgen.compiler.values import ModuleCall

ROOT = Path(eksgen.__file__).resolve().parent
NAMES = sorted(TERRAFORM_MODULES)
EXAMPLES = sorted(file.stem for file in (ROOT / "examples").glob("*.yaml"))


@cache
def example_calls(name: str) -> tuple[ModuleCall, ...]:
    text = (ROOT / "examples" / f"{name}.yaml").read_bytes()
    return compile_spec(check_text(text, f"{name}.yaml")).calls


def resource_types() -> list[tuple[str, str]]:
    """(module, resource type), read from the HCL itself."""
    types = {
        (file.parent.name, resource_type)
        for file in modules.FOLDER.glob("*/*.tf")
        for resource_type in re.findall(r'^resource "(\w+)"', file.read_text("utf-8"), re.MULTILINE)
    }
    return sorted(types)


def test_every_folder_has_a_row_and_every_row_a_folder() -> None:
    assert {file.parent.name for file in modules.FOLDER.glob("*/main.tf")} == set(TERRAFORM_MODULES)
    assert len(TERRAFORM_MODULES) == len(MODULES)


def test_the_examples_have_a_call_of_every_row_and_no_other() -> None:
    """A row without a lowering has no call; a call without a row has no title."""
    calls = {(call.module, call.name) for example in EXAMPLES for call in example_calls(example)}
    rows = {(module, row.call if (row := split_call(name)[0]) else name) for module, name in calls}
    assert rows == {(module.name, row.call) for module in MODULES for row in module.calls}


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_report_has_the_order_of_main_tf(example: str) -> None:
    order = list(CALLS)
    ranks = [order.index(row.call) for call in example_calls(example) if (row := split_call(call.name)[0])]
    assert ranks == sorted(ranks)
    assert sorted(["nodes_web", "vpc", "backend"], key=call_rank) == ["vpc", "nodes_web", "backend"]


@pytest.mark.parametrize("module", NAMES)
def test_a_row_names_arguments_that_the_module_has(module: str) -> None:
    row = TERRAFORM_MODULES[module]
    paths = [*row.name_arguments, *row.rolling, *(r.path for r in row.replacing)]
    named = {path[0] for path in paths} | {entries.argument for entries in row.entries}
    assert named <= modules.interface()["modules"][module]["variables"].keys()


@pytest.mark.parametrize("row", CALLS.values(), ids=lambda row: row.call)
def test_a_call_is_named_in_headings_and_in_sentences(row: ModuleCallRow) -> None:
    assert row.title[:1].isupper()
    assert row.phrase[:1].islower()
    assert not row.follows or row.follows in TERRAFORM_MODULES


def test_a_call_in_words() -> None:
    names = ["nodes_web", "elb_a_b", "eks", "addons_after_nodes", "other", ""]
    assert [call_title(name) for name in names] == [
        "Node group web",
        "Load balancer a_b",
        "Control plane",
        "Add-ons, after the nodes",
        "Module other",
        "Root module",
    ]
    assert [call_phrase(name) for name in names[:3]] == [
        "node group web",
        "load balancer a_b",
        "the control plane",
    ]


@pytest.mark.parametrize(("module", "resource_type"), resource_types())
def test_every_resource_type_of_a_module_has_a_row_with_a_noun(module: str, resource_type: str) -> None:
    """A row states a severity, if only `GENERAL`, because the field has no default."""
    row = RESOURCE_TYPES.get(resource_type)
    assert row is not None, f"add {resource_type} (module {module}) to catalog/resources"
    assert row.noun is not None, f"{resource_type} needs a noun in catalog/resources"


def test_each_attribute_of_a_resource_type_stands_once() -> None:
    for row in RESOURCE_TYPES.values():
        names = [attribute.name for attribute in row.attributes]
        assert len(names) == len(set(names)), row.name


@pytest.mark.parametrize("resource_type", sorted(RESOURCE_TYPES))
def test_no_severity_rule_is_hidden_by_one_before_it(resource_type: str) -> None:
    """The first rule that applies counts, and one without a direction applies to every change."""
    row = RESOURCE_TYPES[resource_type]
    for rules in (row.severity, *(attribute.severity for attribute in row.attributes)):
        directions = [rule.when for rule in rules]
        assert len(directions) == len(set(directions))
        after = directions[directions.index(ALWAYS) + 1 :] if ALWAYS in directions else []
        assert set(after) <= {MISSING, EXTRA}
