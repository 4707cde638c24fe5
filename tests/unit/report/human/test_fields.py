"""The field reference: every field has an entry, in the document and for `eksgen explain`."""

from __future__ import annotations

import re

import pytest
from pydantic import BaseModel

from eksgen.compiler import field_arguments
from eksgen.report.human.fields import DOCUMENT, markdown, page
from eksgen.schemas.cluster import ClusterSpec
from eksgen.schemas.reflection.fields import Field, all_fields, field_at
from eksgen.schemas.reflection.walk import fields, known_steps, model_at

FIELDS = {field.path: field for field in all_fields()}
OUTSIDE_AWS = ("apiVersion", "kind", "extends", "drift", "terraform")


def test_the_document_is_up_to_date() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == markdown(), "run make generate"
    assert re.findall(r"^##+ (.+)$", markdown(), re.MULTILINE) == list(FIELDS)


def test_the_table_of_arguments_is_up_to_date() -> None:
    assert field_arguments.FILE.read_text(encoding="utf-8") == field_arguments.text(), "run make generate"


def models(path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], type[BaseModel]]]:
    """Every model with its path, as the loader sees it."""
    model = model_at(ClusterSpec, path) if path else ClusterSpec
    if model is None:
        return []
    found = [(path, model)]
    for key in fields(model):
        below = ((*path, key), (*path, key, "*"))
        found += [pair for step in below if step != ("addons", "*") for pair in models(step)]
    return found


def test_every_field_of_every_model_has_an_entry() -> None:
    missing = [
        (*path, key) for path, model in models() for key in fields(model) if field_at((*path, key)) is None
    ]
    assert missing == []


def test_every_entry_is_a_field() -> None:
    for field in FIELDS.values():
        steps = tuple("any" if path == ("addons",) and step == "*" else step for path, step in _around(field))
        count = known_steps(ClusterSpec, steps)[0]
        assert count == len(steps), field.path


def _around(field: Field) -> list[tuple[tuple[str, ...], str]]:
    return [(field.steps[:index], step) for index, step in enumerate(field.steps)]


def test_an_entry_says_what_the_field_is() -> None:
    for field in FIELDS.values():
        assert field.description, field.path
        assert field.type, field.path
        assert all(len(line) <= 88 or " " not in line.strip() for line in page(field).splitlines()), (
            field.path
        )


def test_most_fields_say_what_they_become_in_aws() -> None:
    leaves = [f for f in FIELDS.values() if not f.fields and f.steps[0] not in OUTSIDE_AWS]
    without = [field.path for field in leaves if "in AWS:" not in page(field)]
    assert len(without) < len(leaves) / 2, "\n".join(without)


@pytest.mark.parametrize(
    ("path", "argument"),
    [
        ("nodeGroups.*.taints.*.key", "aws_eks_node_group.taint"),
        ("nodeGroups.*.bootstrap.kubelet", "aws_launch_template.user_data"),
        ("nodeGroups", ""),
        ("nodeGroups.*.accelerator", ""),
        ("nodeGroups.*.iam.path", ""),
        ("network.flowLogs.bucket", ""),
    ],
)
def test_a_field_becomes_what_its_part_becomes_only_if_the_part_is_one_value(
    path: str, argument: str
) -> None:
    text = page(FIELDS[path])
    assert (f"in AWS:   {argument}" in text) if argument else ("in AWS:" not in text)


@pytest.mark.parametrize(
    ("path", "field"),
    [
        (("nodeGroups", "web", "scaling", "max"), "nodeGroups.*.scaling.max"),
        (("nodeGroups", "*", "scaling", "max"), "nodeGroups.*.scaling.max"),
        (("nodeGroups", "scaling", "max"), "nodeGroups.*.scaling.max"),
        (("nodeDefaults", "disk"), "nodeGroups.*.disk"),
        (("addons", "coredns", "version"), "addons.*.version"),
        (("loadBalancers", "edge", "listeners", "*", "port"), "loadBalancers.*.listeners.*.port"),
    ],
)
def test_a_path_with_names_stars_or_neither_finds_its_field(path: tuple[str, ...], field: str) -> None:
    found = field_at(path)
    assert found is not None
    assert found.path == field


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("controlPlane.zonalShift", "`{}` or `none`"),
        ("controlPlane.deletionProtection", "`{}` or `none`"),
        ("nodeGroups.*.enclaves", "`{}`"),
        ("kubernetes.networkPolicy", "none, vpc-cni, calico"),
    ],
)
def test_a_setting_without_options_is_written_as_an_empty_mapping(path: str, allowed: str) -> None:
    assert FIELDS[path].allowed == allowed


def test_an_entry_has_type_default_values_aws_and_example() -> None:
    text = page(FIELDS["nodeGroups.*.scaling.max"])
    for part in (
        "a whole number",
        "at least 1",
        "the larger of `min` and `desired`",
        "aws_eks_node_group.scaling_config.max_size",
        "nodeGroups: {web: {scaling: {max:",
    ):
        assert part in text


@pytest.mark.parametrize("name", ["access.rbac.bindings", "identity.serviceAccounts", "nodeGroups"])
def test_the_page_of_a_map_lists_the_fields_of_its_entries(name: str) -> None:
    text = page(FIELDS[name])
    below = [
        path for path in FIELDS if path.startswith(f"{name}.") and path.count(".") <= name.count(".") + 2
    ]
    assert below
    assert all(f"    {path.rpartition('.')[2]} " in text for path in below if path.count("*") == 1)
