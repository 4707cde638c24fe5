"""How many pods a node runs, and how many addresses it holds, by the settings of the VPC CNI.

The CNI gives pods secondary addresses of the node's interfaces, or with prefix delegation addresses of /28
prefixes that take their place. By default it keeps a whole interface in reserve, so that a node can hold all
its addresses; warm targets make it hold what its pods use, and that many more.

Sources (read 2026-11-29): amazon-vpc-cni-k8s, README, docs/eni-and-ip-target.md and
docs/prefix-and-ip-target.md; amazon-eks-ami, max-pods-calculator.sh (limits of 110 and 250 pods); EKS best
practices, "Running IPv6 EKS Clusters".
"""

from __future__ import annotations

from dataclasses import dataclass

from ....catalog.compute.instances import InstanceType
from ....schemas.cluster import ClusterSpec
from .own_settings import cni_environment

PREFIX_ADDRESSES = 16
_UNLIMITED = 1 << 16
"""Pods that can have an address of a /80 prefix, or of an overlay network: more than any node runs."""
_HOST_NETWORK_PODS = 2
"""aws-node and kube-proxy use the address of their node; every published number of pods includes them."""


@dataclass(frozen=True, slots=True)
class CniSettings:
    """Settings that decide how many addresses a node holds; None where the default is used.

    With `custom` networking, pods have interfaces in subnets of their own, and the first interface of a node
    holds no addresses for them (EKS user guide, "Custom networking"). With `ipv6`, the addresses of pods are
    of one /80 prefix on the first interface, and a node has a single IPv4 address. With an `other` CNI, pods
    have addresses of a range of its own, and a node has a single address of its subnet.
    """

    prefixes: bool = False
    warm_ips: int | None = None
    minimum_ips: int | None = None
    warm_prefixes: int = 1
    custom: bool = False
    ipv6: bool = False
    other: bool = False


def cni_settings(spec: ClusterSpec) -> CniSettings:
    """Return the settings of a spec; what cannot be read counts as not set."""
    if spec.addons.vpc_cni == "none":
        return CniSettings(other=True)
    values = cni_environment(spec)
    numbers = {key: int(text) for key, text in values.items() if text.isdecimal() and len(text) < 6}
    if spec.kubernetes.ip_family == "ipv6":
        return CniSettings(prefixes=True, ipv6=True)
    return CniSettings(
        prefixes=values.get("ENABLE_PREFIX_DELEGATION", "").lower() == "true",
        warm_ips=numbers.get("WARM_IP_TARGET"),
        minimum_ips=numbers.get("MINIMUM_IP_TARGET"),
        warm_prefixes=numbers.get("WARM_PREFIX_TARGET") or 1,
        custom=values.get("AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG", "").lower() == "true",
    )


def pods_per_node(instance: InstanceType, settings: CniSettings) -> int:
    """Return the maximum number of pods on a node."""
    pods = pods_with_addresses(instance, settings) if settings.other else _pods_of_slots(instance, settings)
    many = settings.prefixes or settings.other
    return min(pods, 110 if instance.vcpus < 30 else 250) if many else pods


def pods_with_addresses(instance: InstanceType, settings: CniSettings) -> int:
    """Return how many pods of a node can have an address."""
    return _UNLIMITED if settings.ipv6 or settings.other else _pods_of_slots(instance, settings)


def _pods_of_slots(instance: InstanceType, settings: CniSettings) -> int:
    if not settings.prefixes:
        lost = _slots(instance) - _slots(instance, settings)
        return instance.max_pods - lost
    return _slots(instance, settings) * PREFIX_ADDRESSES + _HOST_NETWORK_PODS


def addresses_per_node(instance: InstanceType, settings: CniSettings) -> int:
    """Return the most IPv4 addresses of a node in the subnet of its pods, those of interfaces included."""
    if settings.ipv6 or settings.other:
        return 1
    slots = _slots(instance, settings)
    pods = pods_per_node(instance, settings) - _HOST_NETWORK_PODS
    has_targets = settings.warm_ips is not None or settings.minimum_ips is not None
    wanted = max(pods + (settings.warm_ips or 0), settings.minimum_ips or 0)
    if settings.prefixes:
        spare = 0 if has_targets else settings.warm_prefixes
        used = min(-(-(wanted if has_targets else pods) // PREFIX_ADDRESSES) + spare, slots)
    else:
        used = min(wanted, slots) if has_targets else slots
    interfaces = -(-used // (instance.ipv4_per_eni - 1)) if used else int(not settings.custom)
    return used * (PREFIX_ADDRESSES if settings.prefixes else 1) + interfaces


def _slots(instance: InstanceType, settings: CniSettings = CniSettings()) -> int:
    """Return the places for secondary addresses or prefixes on all interfaces that pods can use."""
    return (instance.max_enis - settings.custom) * (instance.ipv4_per_eni - 1)
