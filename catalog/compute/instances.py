"""EC2 instance types: their hardware, limits and regions.

The table is `instance_types.json`, which names its sources (EC2's own responses, recorded in moto 5.2.5,
2026-11).

Local disks of the types that moto 5.2.1 lacks (c9gd, m8idn, g7, …) follow from the name of the family.

Gaps: Mac types are left out, because Kubernetes nodes cannot run on them. Of the types in `without_figures`
(among them g4ad, p2, p3, dl1 and the UltraServer p6e-gb200) only the names are known, from AWS's API model;
`named_by_aws` distinguishes them from a typing error. `offered_in` covers regions of aws, aws-cn and
aws-us-gov only, and regions instead of zones: which zone name offers a type depends on the account.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from .._data import table

Architecture = Literal["x86_64", "arm64"]

_OTHER_FIRST_CARD = ("p6-b300.48xlarge",)
_ARCHITECTURE: dict[str, Architecture] = {"x": "x86_64", "a": "arm64"}


@dataclass(frozen=True, slots=True)
class InstanceType:
    """The properties of one type.

    `max_enis` counts the interfaces of the default network card, because the VPC CNI uses only that card for
    pods (amazon-vpc-cni-k8s, `eni-max-pods.txt`: p5.48xlarge has 2 of 64, hence 100 pods). Fractional GPUs
    (g6f, gr6f) count as one. `efa_cards` counts the network cards if each can have an EFA, else it is 0
    (p6-b300: not the first one).
    """

    name: str
    architecture: Architecture
    vcpus: int
    max_enis: int
    ipv4_per_eni: int
    gpus: int
    gpu_manufacturer: str
    neuron_devices: int
    spot: bool
    capacity_block: bool
    local_disks: bool
    efa_cards: int

    @property
    def max_pods(self) -> int:
        """Maximum number of pods if each has its own address: interfaces x (addresses - 1) + 2
        (AWS, "Choosing an optimal EC2 instance type")."""
        return self.max_enis * (self.ipv4_per_eni - 1) + 2

    @property
    def accelerator(self) -> Literal["none", "nvidia", "neuron", "other"]:
        """The kind of accelerator for `ami.ami_type`; "other" has no EKS image of its own."""
        if self.neuron_devices:
            return "neuron"
        if self.gpus:
            return "nvidia" if self.gpu_manufacturer == "NVIDIA" else "other"
        return "none"


@cache
def instance_type(name: str) -> InstanceType | None:
    """Return the type called `name`, or None if the table has no figures for it."""
    row = table("compute/instance_types.json")["types"].get(name)
    return None if row is None else _from_row(name, row)


def instance_type_names() -> tuple[str, ...]:
    """Return all type names in the table, sorted."""
    return tuple(sorted(table("compute/instance_types.json")["types"]))


def named_by_aws(name: str) -> bool:
    """Return whether AWS has or had a type of this name, even if the table has no figures for it."""
    data = table("compute/instance_types.json")
    return name in data["types"] or name in data["without_figures"]


def all_names() -> tuple[str, ...]:
    """Return all type names, also those without figures, sorted."""
    data = table("compute/instance_types.json")
    return tuple(sorted({*data["types"], *data["without_figures"]}))


def suggest(name: str, limit: int = 3) -> tuple[str, ...]:
    """Return up to `limit` names similar to `name`, best first; () if no name is close."""
    import difflib  # only needed after an error

    return tuple(difflib.get_close_matches(name.lower(), instance_type_names(), n=limit, cutoff=0.75))


def offered_in(name: str, region: str) -> bool | None:
    """Return whether `region` offered the type when the table was made; None if that is unknown.

    It is unknown for unknown regions and types. For a region known only from price lists (China, GovCloud and
    the newest regions) the result is never False, because price lists lag behind.
    """
    data = table("compute/instance_types.json")
    row = data["types"].get(name)
    if row is None or region not in data["regions"]:
        return None
    offered = bool(int(row[5], 16) >> data["regions"].index(region) & 1)
    return offered or (None if region in data["price_list_regions"] else False)


DEFAULT_TYPES = ("m7i.large", "m6i.large", "m5.large")
"""Types for general use of 2 CPUs and 8 GiB, the newest first."""


def default_instance_type(region: str) -> str:
    """Return the first default type that the region offers; the first of all if that is unknown."""
    return next((name for name in DEFAULT_TYPES if offered_in(name, region)), DEFAULT_TYPES[0])


def similar_in(name: str, region: str, limit: int = 3) -> tuple[str, ...]:
    """Return up to `limit` types with a similar name and the same size, architecture and accelerator that a
    region offers, nearest first."""
    import difflib

    original, size = instance_type(name), name.partition(".")[2]
    candidates = [
        other
        for other in instance_type_names()
        if other.partition(".")[2] == size
        and other != name
        and offered_in(other, region)
        and original is not None
        and (candidate := instance_type(other)) is not None
        and (candidate.architecture, candidate.accelerator) == (original.architecture, original.accelerator)
    ]
    return tuple(difflib.get_close_matches(name, candidates, n=limit, cutoff=0))


def _from_row(name: str, row: list[Any]) -> InstanceType:
    flags, vcpus, _memory, enis, addresses = row[:5]
    gpus, manufacturer, neuron = row[6:] or (0, "", 0)
    return InstanceType(
        name=name,
        architecture=_ARCHITECTURE[flags[0]],
        vcpus=vcpus,
        max_enis=enis,
        ipv4_per_eni=addresses,
        gpus=gpus,
        gpu_manufacturer=manufacturer,
        neuron_devices=neuron,
        spot="s" in flags[2:],
        capacity_block="c" in flags[2:],
        local_disks="d" in flags[2:],
        efa_cards=_efa_cards(name) if "e" in flags[2:] else 0,
    )


def _efa_cards(name: str) -> int:
    data = table("compute/instance_types.json")
    return 0 if name in _OTHER_FIRST_CARD else int(data["efa_cards"].get(name, 1))
