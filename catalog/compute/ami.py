"""EKS node images: the `ami_type` of an operating system, processor architecture and accelerator.

Sources (read 2026-11-24): botocore 1.44.5 (eks AMITypes) for the types; terraform-aws-modules/eks and the
EKS user guide ("Retrieve recommended AMI IDs") for the SSM parameters; for those of a release,
aws/karpenter-provider-aws, pkg/providers/amifamily, and bottlerocket.dev (read 2026-11-29); eksctl for the
rule that Neuron devices work with the standard Bottlerocket image.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OsFamily:
    """The common properties of all images of one `os`.

    `disk_device` has the images and the data of containers; the system is on it, too, unless it has a
    `system_device`, which Bottlerocket has ("Bottlerocket storage", bottlerocket.dev, read 2026-11-29).
    """

    name: str
    disk_device: str
    system_device: str | None = None
    windows: bool = False


_LINUX = (
    OsFamily("al2023", "/dev/xvda"),
    OsFamily("al2", "/dev/xvda"),
    OsFamily("bottlerocket", "/dev/xvdb", "/dev/xvda"),
    OsFamily("bottlerocket-fips", "/dev/xvdb", "/dev/xvda"),
)
_WINDOWS = tuple(
    OsFamily(f"windows-{year}-{edition}", "/dev/sda1", windows=True)
    for year in (2019, 2022, 2025)
    for edition in ("core", "full")
)
OS_FAMILIES: dict[str, OsFamily] = {
    family.name: family for family in (*_LINUX, *_WINDOWS, OsFamily("custom", "/dev/xvda"))
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


def ami_type(os: str, architecture: str, accelerator: str = "none") -> str | None:
    """Return the EKS `ami_type`, or None if EKS has no such image; "custom" is always "CUSTOM".

    An accelerator that no EKS image supports ("other") gets the standard image.
    """
    if os == "custom":
        return "CUSTOM"
    return _AMI_TYPES.get((os, architecture, "none" if accelerator == "other" else accelerator))


def image_parameter(ami_type: str, version: str, release: str | None = None) -> str | None:
    """Return the SSM parameter with the newest image of an `ami_type` for a Kubernetes version, or that of a
    release; None if there is none (AWS publishes only the newest Windows images)."""
    family, _, rest = ami_type.partition("_")
    if family == "WINDOWS":
        return None if release else _windows_parameter(ami_type, version)
    words = rest.upper().replace("ARM_64", "ARM64").replace("X86_64", "X86").split("_")
    architecture = {"X86": "x86_64", "ARM64": "arm64"}[words[0]]
    variant = "-".join(words[1:]).lower()
    if family == "BOTTLEROCKET":
        flavor = f"aws-k8s-{version}{f'-{variant}' if variant else ''}"
        return f"/aws/service/bottlerocket/{flavor}/{architecture}/{release or 'latest'}/image_id"
    date = (release or "").rpartition("-")[2]
    name = f"amazon-eks-node-al2023-{architecture}-{variant}-{version}-v{date}" if release else "recommended"
    folder = f"/aws/service/eks/optimized-ami/{version}/amazon-linux-2023/{architecture}/{variant}"
    return f"{folder}/{name}/image_id"


def release_parameter(ami_type: str, version: str) -> str | None:
    """Return the SSM parameter with the newest release of an `ami_type` for a Kubernetes version; None if
    there is none, as with images of the user and of Windows.

    Source: weaveworks/eksctl, pkg/ami/ssm_resolver.go, `MakeManagedSSMParameterName`, which knows none of
    Windows; bottlerocket.dev, "Finding an AMI" (read 2026-11-30).
    """
    if ami_type == "CUSTOM" or ami_type.startswith("WINDOWS"):
        return None
    folder = (image_parameter(ami_type, version) or "").removesuffix("image_id")
    return f"{folder}{'image_version' if ami_type.startswith('BOTTLEROCKET') else 'release_version'}"


def _windows_parameter(ami_type: str, version: str) -> str:
    _, edition, year, *_ = ami_type.split("_")
    name = f"Windows_Server-{year}-English-{edition.capitalize()}-EKS_Optimized-{version}"
    return f"/aws/service/ami-windows-latest/{name}/image_id"


_DAY = "20[2-9][0-9](0[1-9]|1[0-2])[0-3][0-9]"
_RELEASES = {
    "al2023": (r"(?P<version>1\.[0-9]+)\.[0-9]+-[0-9]{8}", "{version}.1-20261101"),
    "bottlerocket": (rf"1\.[0-9]+\.[0-9]+-(?!{_DAY})[0-9a-f]{{8}}", "1.50.0-7a4c9d3e"),
    "windows": (r"(?P<version>1\.[0-9]+)-[0-9]{4}\.[0-9]{2}\.[0-9]{2}", "{version}-2026.11.11"),
}
"""Form of the releases of an image, and an example, by the first word of the family.

Sources: for AL2023, releases of awslabs/amazon-eks-ami; for Bottlerocket, its version and build as in the
names of its parameters; for Windows, EKS user guide, "Get version information for Amazon EKS-optimized
Windows AMIs" (read 2026-11-30).
"""


def release_problem(os: str, release: str, version: str) -> str:
    """Return why a release is none of a family for a Kubernetes version, or "" if it may be one."""
    pattern, example = _RELEASES.get(os.partition("-")[0], ("", ""))
    found = re.fullmatch(pattern, release) if pattern else None
    of = found.groupdict().get("version", version) if found else version
    if not pattern or (found and of == version):
        return ""
    return f"for Kubernetes {of}" if found else f"not like {example.format(version=version)}"


def release_example(os: str, version: str) -> str:
    """Return how a release of a family looks for a Kubernetes version."""
    return _RELEASES[os.partition("-")[0]][1].format(version=version)


ONLY_PROVIDER_6 = frozenset(kind for kind in _AMI_TYPES.values() if "NVIDIA_FIPS" in kind or "2025" in kind)
"""Types that hashicorp/aws 5.100 refuses (`ami_type` in `terraform validate`, tried 2026-11-29)."""

_NOT_STARTED = {"al2023": ("a1", "g5g"), "bottlerocket": ("g5g",), "bottlerocket-fips": ("g5g",)}


def not_started_by(os: str, instance_type: str) -> bool:
    """Return whether the images of EKS do not support a type: AL2023 needs Graviton2, and none supports g5g.

    Source: EKS user guide, "Choose an optimal Amazon EC2 node instance type" (read 2026-11-29).
    """
    return instance_type.partition(".")[0] in _NOT_STARTED.get(os, ())
