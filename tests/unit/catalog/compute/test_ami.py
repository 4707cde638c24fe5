"""Node images."""

import gzip
import itertools
import json
from pathlib import Path

import botocore
import pytest

from eksgen.catalog.compute.ami import (
    OS_FAMILIES,
    ami_type,
)


@pytest.mark.parametrize(
    ("os", "architecture", "accelerator", "expected"),
    [
        ("al2023", "x86_64", "none", "AL2023_x86_64_STANDARD"),
        ("al2023", "arm64", "none", "AL2023_ARM_64_STANDARD"),
        ("al2023", "arm64", "nvidia", "AL2023_ARM_64_NVIDIA"),
        ("al2023", "x86_64", "neuron", "AL2023_x86_64_NEURON"),
        ("al2023", "x86_64", "other", "AL2023_x86_64_STANDARD"),
        ("bottlerocket-fips", "arm64", "nvidia", "BOTTLEROCKET_ARM_64_NVIDIA_FIPS"),
        ("bottlerocket", "x86_64", "neuron", "BOTTLEROCKET_x86_64"),
        ("windows-2025-full", "x86_64", "none", "WINDOWS_FULL_2025_x86_64"),
        ("custom", "arm64", "nvidia", "CUSTOM"),
        ("al2023", "arm64", "neuron", None),
        ("windows-2022-core", "arm64", "none", None),
        ("windows-2022-core", "x86_64", "nvidia", None),
        ("ubuntu", "x86_64", "none", None),
    ],
)
def test_the_ami_type_depends_on_system_architecture_and_accelerator(
    os: str, architecture: str, accelerator: str, expected: str | None
) -> None:
    assert ami_type(os, architecture, accelerator) == expected


def test_ami_types_are_those_of_the_eks_api() -> None:
    model = Path(botocore.__file__).parent / "data/eks/2017-11-01/service-2.json.gz"
    with gzip.open(model) as stream:
        listed = json.load(stream)["shapes"]["AMITypes"]["enum"]
    accelerators = ("none", "nvidia", "neuron", "other")
    combinations = itertools.product(OS_FAMILIES, ("x86_64", "arm64"), accelerators)
    assert {ami_type(*combination) for combination in combinations} == {*listed, None}


@pytest.mark.parametrize("os", sorted(OS_FAMILIES))
def test_every_system_has_an_x86_image_and_devices(os: str) -> None:
    family = OS_FAMILIES[os]
    assert ami_type(os, "x86_64") is not None
    assert family.name == os
    assert family.disk_device.startswith("/dev/")
    assert family.windows == os.startswith("windows-")


@pytest.mark.parametrize(
    ("os", "architecture", "expected"),
    [
        ("al2", "x86_64", "AL2_x86_64_GPU"),
        ("bottlerocket", "x86_64", "BOTTLEROCKET_x86_64"),
        ("bottlerocket-fips", "x86_64", "BOTTLEROCKET_x86_64_FIPS"),
        ("al2", "arm64", None),
        ("bottlerocket", "arm64", None),
    ],
)
def test_neuron_devices_share_an_image(os: str, architecture: str, expected: str | None) -> None:
    assert ami_type(os, architecture, "neuron") == expected
