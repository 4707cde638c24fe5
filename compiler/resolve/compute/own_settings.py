"""What the fields of a spec write into the configuration of an add-on, one row a value.

What is written in `configuration` wins. Sources (read 2026-11-29): amazon-vpc-cni-k8s, README (names and
defaults of the variables); charts of the same version (aws-ebs-csi-driver, values.yaml; aws-vpc-cni,
templates/eniconfig.yaml: the name of an ENIConfig is its key); EKS user guide, "Custom networking", "Deploy
Windows nodes on EKS clusters", "Limit Pod traffic with Kubernetes network policies". EKS best practices,
"Running kube-proxy in nftables Mode" (read 2026-11-30).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ....catalog.addons.addons import FIRST_WITH_STORAGE_CLASS
from ....catalog.compute.ami import OS_FAMILIES
from ....schemas.addons import Addon, EbsCsi, KubeProxy, VpcCni, WarmTargets
from ....schemas.cluster import ClusterSpec
from ...diagnostics import Path
from ...versions import parse_version

NETWORK_POLICY: Path = ("kubernetes", "networkPolicy")


@dataclass(frozen=True, slots=True)
class OwnSetting:
    """A value in the configuration of an add-on, and the field that it comes from.

    `chosen`: it is no default, so that another value in `configuration` contradicts the field.
    """

    field: Path
    place: tuple[str, ...]
    value: str | bool
    chosen: bool = True


def own_settings(spec: ClusterSpec, name: str, addon: Addon) -> Iterator[OwnSetting]:
    """Yield what the fields of a spec write into the configuration of the add-on with this short name."""
    path: Path = ("addons", name)
    if isinstance(addon, VpcCni):
        yield from _of_cni(spec, path, addon)
    elif isinstance(addon, KubeProxy):
        yield from _of_proxy(path, addon)
    elif isinstance(addon, EbsCsi) and addon.default_storage_class == "gp3" and has_storage_class(addon):
        place = ("defaultStorageClass", "enabled")
        yield OwnSetting((*path, "defaultStorageClass"), place, True, chosen=False)


def has_storage_class(addon: EbsCsi) -> bool:
    """Return whether this version of the EBS CSI driver can create a StorageClass."""
    return addon.version is None or parse_version(addon.version) >= FIRST_WITH_STORAGE_CLASS


def cni_environment(spec: ClusterSpec) -> dict[str, str]:
    """Return the variables of the VPC CNI that a spec sets; none without the add-on."""
    if (cni := spec.addons.vpc_cni) == "none":
        return {}
    env = with_own_settings(cni.configuration, tuple(_of_cni(spec, ("addons", "vpc-cni"), cni))).get("env")
    return {key: str(value).strip() for key, value in env.items()} if isinstance(env, dict) else {}


def with_own_settings(configuration: Mapping[str, Any], own: tuple[OwnSetting, ...]) -> dict[str, Any]:
    """Return a configuration with these values where it has none of its own."""
    merged = dict(configuration)
    for setting in own:
        holder: Any = merged
        for step in setting.place[:-1]:
            inner = holder.get(step, {})
            holder[step] = dict(inner) if isinstance(inner, dict) else inner
            holder = holder[step]
            if not isinstance(holder, dict):
                break
        if isinstance(holder, dict):
            holder.setdefault(setting.place[-1], setting.value)
    return merged


def _of_cni(spec: ClusterSpec, path: Path, cni: VpcCni) -> Iterator[OwnSetting]:
    if spec.network.pod_cidr is not None:
        pods = ("network", "podCidr")
        yield OwnSetting(pods, ("env", "AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG"), "true", chosen=False)
        yield OwnSetting(pods, ("env", "ENI_CONFIG_LABEL_DEF"), "topology.kubernetes.io/zone", chosen=False)
    if any(OS_FAMILIES[group.os].windows for group in spec.node_groups.values()):
        yield OwnSetting(("nodeGroups",), ("enableWindowsIpam",), "true", chosen=False)
    if spec.kubernetes.network_policy == "vpc-cni":
        yield OwnSetting(NETWORK_POLICY, ("enableNetworkPolicy",), "true")
    # EKS turns prefixes on in an IPv6 cluster by itself.
    if cni.prefix_delegation and spec.kubernetes.ip_family == "ipv4":
        yield OwnSetting((*path, "prefixDelegation"), ("env", "ENABLE_PREFIX_DELEGATION"), "true")
    yield from _warm_targets((*path, "warmTargets"), cni.warm_targets)
    if cni.external_snat:
        yield OwnSetting((*path, "externalSnat"), ("env", "AWS_VPC_K8S_CNI_EXTERNALSNAT"), "true")


def _warm_targets(path: Path, targets: WarmTargets | None) -> Iterator[OwnSetting]:
    if targets is not None and targets.ip is not None:
        yield OwnSetting((*path, "ip"), ("env", "WARM_IP_TARGET"), str(targets.ip))
    if targets is not None and targets.minimum_ip is not None:
        yield OwnSetting((*path, "minimumIp"), ("env", "MINIMUM_IP_TARGET"), str(targets.minimum_ip))


def _of_proxy(path: Path, proxy: KubeProxy) -> Iterator[OwnSetting]:
    if proxy.mode != "iptables":
        yield OwnSetting((*path, "mode"), ("mode",), proxy.mode)
    if proxy.scheduler is not None:
        yield OwnSetting((*path, "scheduler"), ("ipvs", "scheduler"), proxy.scheduler)
