"""What the name of an instance type says about its hardware, and whether AWS may have a type of that name.

A name is FAMILY.SIZE, a family a class, a generation and attributes: c, 8, gd (EC2 user guide, "Amazon EC2
instance type naming conventions", read 2026-11-29). AWS adds families to the newest generations, never to old
ones.
"""

import difflib
import re
from functools import cache

from .instances import Architecture, InstanceType, all_names, instance_type, named_by_aws

_NAME = re.compile(
    r"(?P<kind>[a-z]+)-?(?P<generation>\d+)(?P<attributes>[a-z]*)(?P<rest>(-[a-z0-9]+)*)"
    r"\.(nano|micro|small|medium|large|\d*xlarge|metal(-\d+xl)?)"
)
_NEURON = ("inf", "trn")
_NVIDIA = ("g", "gr", "p")


def architecture_of(name: str) -> Architecture:
    """Return the architecture of a type: from the table, else by its name ("g" means Graviton or Grace)."""
    if (known := instance_type(name)) is not None:
        return known.architecture
    match = _NAME.fullmatch(name)
    arm = match is not None and ("g" in match["attributes"] or match["rest"].startswith("-gb"))
    return "arm64" if arm or name.startswith("a1.") else "x86_64"


def accelerator_of(name: str) -> str:
    """Return the kind of accelerator of a type as `InstanceType.accelerator` does, if need be by its name."""
    if (known := instance_type(name)) is not None:
        return known.accelerator
    match = _NAME.fullmatch(name)
    kind, attributes = (match["kind"], match["attributes"]) if match else ("", "")
    if kind in _NEURON:
        return "neuron"
    if kind in _NVIDIA:
        return "other" if kind == "g" and "a" in attributes else "nvidia"
    return "other" if kind == "dl" else "none"


_XEN = re.compile(
    r"(c[134]|cc2|cr1|d2|f1|g2|g3s?|h1|hi1|hs1|i[23]|m[1-4]|p[23]|r[34]|t[12]|x1e?)\.(?!metal).*"
)


def is_nitro(name: str) -> bool:
    """Return whether a type is built on the Nitro System: all but old families, and their bare metal.

    Source: EC2 instance types guide, "Instances built on the AWS Nitro System" (read 2026-11-29).
    """
    return _XEN.fullmatch(name) is None


_RESOURCES = {"nvidia": "nvidia.com/gpu", "neuron": "aws.amazon.com/neuron"}
_OTHER_RESOURCES = {"g": "amd.com/gpu", "dl": "habana.ai/gaudi"}
"""Resources of the device plugins of AMD and Habana (their documentation, read 2026-11-29)."""


def resource_of(name: str) -> str:
    """Return the Kubernetes resource of a type's accelerators, the usual key of a taint."""
    match = _NAME.fullmatch(name)
    other = _OTHER_RESOURCES.get(match["kind"] if match else "", "example.com/accelerator")
    return _RESOURCES.get(accelerator_of(name), other)


def is_mac(name: str) -> bool:
    """Return whether a type is a Mac, for which EKS has no image."""
    return re.fullmatch(r"mac\d[a-z0-9-]*\.metal", name) is not None


def usable(name: str) -> bool:
    """Return whether AWS has or may have a type of this name."""
    return named_by_aws(name) or may_exist(name)


def may_exist(name: str) -> bool:
    """Return whether AWS may have added a type of this name: of a new class, or of the newest generation."""
    match = _NAME.fullmatch(name)
    if match is None:
        return False
    newest = _newest_generations().get(match["kind"])
    if newest is not None:
        return newest <= int(match["generation"]) <= newest + 3
    family = name.partition(".")[0]
    return not difflib.get_close_matches(family, _families(), 1, 0.8)


def known_types(names: tuple[str, ...]) -> tuple[InstanceType, ...] | None:
    """Return the figures of all types; None if one of them has none."""
    known = tuple(kind for name in names if (kind := instance_type(name)) is not None)
    return known if len(known) == len(names) else None


@cache
def _newest_generations() -> dict[str, int]:
    newest: dict[str, int] = {}
    for name in all_names():
        if (match := _NAME.fullmatch(name)) and match["kind"] != "u":
            newest[match["kind"]] = max(int(match["generation"]), newest.get(match["kind"], 0))
    return newest


@cache
def _families() -> tuple[str, ...]:
    return tuple(sorted({name.partition(".")[0] for name in all_names()}))
