"""EKS node images: the `ami_type` of an operating system, processor architecture and accelerator.

Sources (read 2026-11-24): botocore 1.44.5 (eks AMITypes) for the types; terraform-aws-modules/eks and the
EKS user guide ("Retrieve recommended AMI IDs") for the SSM parameters; eksctl for the rule that Neuron
devices work with the standard Bottlerocket image.
"""

from dataclasses import dataclass
from typing import Literal

Accelerator = Literal["none", "nvidia", "neuron", "other"]
UserData = Literal["nodeadm", "bootstrap-sh", "toml", "powershell", "none"]


@dataclass(frozen=True, slots=True)
class OsFamily:
    """The common properties of all images of one `os`.

    `root_device` holds the system, `data_device` the container data; they differ only on Bottlerocket, where
    the disk size in a spec is that of the data device. `user_data` is the format of the bootstrap
    configuration.
    """

    name: str
    root_device: str
    data_device: str
    user_data: UserData
    windows: bool = False


_LINUX = (
    OsFamily("al2023", "/dev/xvda", "/dev/xvda", "nodeadm"),
    OsFamily("al2", "/dev/xvda", "/dev/xvda", "bootstrap-sh"),
    OsFamily("bottlerocket", "/dev/xvda", "/dev/xvdb", "toml"),
    OsFamily("bottlerocket-fips", "/dev/xvda", "/dev/xvdb", "toml"),
)
_WINDOWS = tuple(
    OsFamily(f"windows-{year}-{edition}", "/dev/sda1", "/dev/sda1", "powershell", windows=True)
    for year in (2019, 2022, 2025)
    for edition in ("core", "full")
)
OS_FAMILIES: dict[str, OsFamily] = {
    family.name: family
    for family in (*_LINUX, *_WINDOWS, OsFamily("custom", "/dev/xvda", "/dev/xvda", "none"))
}
"""Families by their `os` in a spec."""

_AMI_TYPES: dict[tuple[str, str, str], str] = {
    ("al2023", "x86_64", "none"): "AL2023_x86_64_STANDARD",
    ("al2023", "arm64", "none"): "AL2023_ARM_64_STANDARD",
    ("al2023", "x86_64", "nvidia"): "AL2023_x86_64_NVIDIA",
    ("al2023", "arm64", "nvidia"): "AL2023_ARM_64_NVIDIA",
    ("al2023", "x86_64", "neuron"): "AL2023_x86_64_NEURON",
    ("al2", "x86_64", "none"): "AL2_x86_64",
    ("al2", "arm64", "none"): "AL2_ARM_64",
    ("al2", "x86_64", "nvidia"): "AL2_x86_64_GPU",
    ("al2", "x86_64", "neuron"): "AL2_x86_64_GPU",
    ("bottlerocket", "x86_64", "none"): "BOTTLEROCKET_x86_64",
    ("bottlerocket", "arm64", "none"): "BOTTLEROCKET_ARM_64",
    ("bottlerocket", "x86_64", "nvidia"): "BOTTLEROCKET_x86_64_NVIDIA",
    ("bottlerocket", "arm64", "nvidia"): "BOTTLEROCKET_ARM_64_NVIDIA",
    ("bottlerocket", "x86_64", "neuron"): "BOTTLEROCKET_x86_64",
    ("bottlerocket-fips", "x86_64", "none"): "BOTTLEROCKET_x86_64_FIPS",
    ("bottlerocket-fips", "arm64", "none"): "BOTTLEROCKET_ARM_64_FIPS",
    ("bottlerocket-fips", "x86_64", "nvidia"): "BOTTLEROCKET_x86_64_NVIDIA_FIPS",
    ("bottlerocket-fips", "arm64", "nvidia"): "BOTTLEROCKET_ARM_64_NVIDIA_FIPS",
    ("bottlerocket-fips", "x86_64", "neuron"): "BOTTLEROCKET_x86_64_FIPS",
} | {
    (family.name, "x86_64", "none"): "WINDOWS_{1}_{0}_x86_64".format(*family.name.upper().split("-")[1:])
    for family in _WINDOWS
}

NOT_IN_PROVIDER_5: frozenset[str] = frozenset(
    {
        "BOTTLEROCKET_ARM_64_NVIDIA_FIPS",
        "BOTTLEROCKET_x86_64_NVIDIA_FIPS",
        "WINDOWS_CORE_2025_x86_64",
        "WINDOWS_FULL_2025_x86_64",
    }
)
"""Types that hashicorp/aws 5.100.0, the last 5.x release, refuses: it was built with an older list."""


def ami_type(os: str, architecture: str, accelerator: Accelerator = "none") -> str | None:
    """Return the EKS `ami_type`, or None if EKS has no such image; "custom" is always "CUSTOM".

    An accelerator that no EKS image supports ("other") gets the standard image.
    """
    if os == "custom":
        return "CUSTOM"
    return _AMI_TYPES.get((os, architecture, "none" if accelerator == "other" else accelerator))


def ami_types() -> tuple[str, ...]:
    """Return all types that `ami_type` can return, sorted."""
    return tuple(sorted({*_AMI_TYPES.values(), "CUSTOM"}))


def release_parameter(os: str, architecture: str, accelerator: Accelerator, kubernetes: str) -> str | None:
    """Return the SSM parameter with the newest release of an image; None if there is none.

    Its value is a `release_version`, except on Windows, where it is JSON that contains the release. AL2 and
    custom images have no parameter here.
    """
    if ami_type(os, architecture, accelerator) is None:
        return None
    variant = "standard" if accelerator in ("none", "other") else accelerator
    if os == "al2023":
        image = f"amazon-linux-2023/{architecture}/{variant}"
        return f"/aws/service/eks/optimized-ami/{kubernetes}/{image}/recommended/release_version"
    if os.startswith("bottlerocket"):
        flavour = ("-nvidia" if accelerator == "nvidia" else "") + ("-fips" if os.endswith("-fips") else "")
        return f"/aws/service/bottlerocket/aws-k8s-{kubernetes}{flavour}/{architecture}/latest/image_version"
    if os.startswith("windows-"):
        _, year, edition = os.split("-")
        image = f"Windows_Server-{year}-English-{edition.title()}-EKS_Optimized-{kubernetes}"
        return f"/aws/service/ami-windows-latest/{image}"
    return None
