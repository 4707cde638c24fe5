"""What names of instance types say."""

from __future__ import annotations

import pytest

from eksgen.catalog.compute import type_names
from eksgen.catalog.compute.instances import all_names, instance_type, instance_type_names
from eksgen.catalog.compute.type_names import accelerator_of, architecture_of, known_types, may_exist


@pytest.fixture
def without_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    """The table has no figures for any type."""
    monkeypatch.setattr(type_names, "instance_type", lambda _: None)


@pytest.mark.usefixtures("without_figures")
def test_a_name_says_the_hardware_that_the_table_has() -> None:
    wrong = []
    for name in instance_type_names():
        known = instance_type(name)
        assert known is not None
        if (architecture_of(name), accelerator_of(name)) != (known.architecture, known.accelerator):
            wrong.append(name)
    assert wrong == ["dl2q.24xlarge", "trn2u.48xlarge"], "EC2 lists no accelerators of these two"


@pytest.mark.parametrize(
    ("name", "architecture", "accelerator"),
    [
        ("m10g.large", "arm64", "none"),
        ("c10i-flex.2xlarge", "x86_64", "none"),
        ("g4ad.xlarge", "x86_64", "other"),
        ("p3.2xlarge", "x86_64", "nvidia"),
        ("p6e-gb200.36xlarge", "arm64", "nvidia"),
        ("trn3.48xlarge", "x86_64", "neuron"),
        ("dl1.24xlarge", "x86_64", "other"),
        ("u-24tb1.metal", "x86_64", "none"),
        ("nonsense", "x86_64", "none"),
    ],
)
def test_the_hardware_of_a_type_without_figures(name: str, architecture: str, accelerator: str) -> None:
    assert instance_type(name) is None
    assert (architecture_of(name), accelerator_of(name)) == (architecture, accelerator)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("m9i.large", True),
        ("m10g.metal-96xl", True),
        ("g8.xlarge", True),
        ("trn3.48xlarge", True),
        ("hpc9a.96xlarge", True),
        ("neo1.large", True),
        ("m7i.lrage", False),
        ("m7ii.large", False),
        ("t5.large", False),
        ("m99.large", False),
        ("mm7i.large", False),
        ("m9i", False),
        ("m9i.large.large", False),
        ("M9I.large", False),
        ("", False),
    ],
)
def test_aws_may_add_classes_and_families_of_new_generations(name: str, expected: bool) -> None:
    assert may_exist(name) is expected


def test_a_typing_error_in_the_size_is_never_a_new_type() -> None:
    for name in all_names():
        assert not may_exist(name[:-1] + "#")
        assert not may_exist(name.replace(".", ""))


def test_figures_are_known_for_all_types_or_for_none() -> None:
    figures = known_types(("m7i.large", "m6i.large"))
    assert figures is not None
    assert [kind.name for kind in figures] == ["m7i.large", "m6i.large"]
    assert known_types(("m7i.large", "m10i.large")) is None
