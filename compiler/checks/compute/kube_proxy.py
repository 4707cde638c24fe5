"""Rules for the mode of kube-proxy."""

from __future__ import annotations

from collections.abc import Iterator

from ....catalog.kubernetes.kube_proxy import (
    FIRST_CNI_WITH_NFTABLES,
    FIRST_WITH_NFTABLES,
    IPVS_DEPRECATED,
    IPVS_OFF,
    IPVS_REMOVED,
    PODS_OF_A_SERVICE,
    SERVICES_FOR_IPTABLES,
)
from ....schemas.addons import KubeProxy
from ....schemas.cluster import ClusterSpec
from ...diagnostics import Path, Severity
from ...resolve.capacity import node_capacities
from ...versions import parse_version
from ..finding import Finding

_PROXY: Path = ("addons", "kube-proxy")
_VERSION: Path = ("kubernetes", "version")


def mode_possible(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the cluster has the mode, and that the scheduler belongs to it."""
    proxy, (mode, path) = spec.addons.kube_proxy, _mode(spec)
    if isinstance(proxy, KubeProxy) and proxy.scheduler is not None and mode != "ipvs":
        where = (*_PROXY, "scheduler")
        message = "only the mode ipvs has a scheduler"
        help = "delete `scheduler`, or write `mode: ipvs`"
        yield Finding("proxy-mode", where, message, "has no effect", ((path, mode or ""),), help=help)
    if mode != "nftables":
        return
    if parse_version(spec.kubernetes.version) < FIRST_WITH_NFTABLES:
        first = ".".join(map(str, FIRST_WITH_NFTABLES))
        message = f"kube-proxy has the mode nftables from Kubernetes {first} on"
        others = ((_VERSION, spec.kubernetes.version),)
        yield Finding("proxy-mode", path, message, "too early", others, help="write `iptables`")
    cni = spec.addons.vpc_cni
    if cni != "none" and cni.version is not None and parse_version(cni.version) < FIRST_CNI_WITH_NFTABLES:
        first = ".".join(map(str, FIRST_CNI_WITH_NFTABLES))
        message = f"the mode nftables needs version {first} of `vpc-cni`"
        others = ((("addons", "vpc-cni", "version"), "older"),)
        help = f"use v{first} or later of `vpc-cni`, or write `iptables`"
        yield Finding("proxy-mode", path, message, "does not work together", others, help=help)


def mode_current(spec: ClusterSpec) -> Iterator[Finding]:
    """Warn about a mode that Kubernetes is about to remove."""
    mode, path = _mode(spec)
    version = parse_version(spec.kubernetes.version)
    if mode == "ipvs" and version >= IPVS_DEPRECATED:
        yield Finding(
            "deprecated-proxy-mode",
            path,
            "the mode ipvs of kube-proxy is deprecated",
            "will be removed",
            ((_VERSION, spec.kubernetes.version),),
            note=f"Kubernetes {IPVS_OFF} turns it off by default, and {IPVS_REMOVED} has it no more",
            help="write `nftables`; the change interrupts connections for a moment",
            severity=Severity.WARNING,
        )


def mode_fast_enough(spec: ClusterSpec) -> Iterator[Finding]:
    """Warn if the cluster can grow so large that iptables slows it down; the numbers are an estimate."""
    mode, path = _mode(spec)
    groups = node_capacities(spec) if mode == "iptables" else ()
    nodes = sum(group.nodes for group in groups)
    pods = sum(group.nodes * group.pods_per_node for group in groups)
    services = pods // PODS_OF_A_SERVICE
    if services <= SERVICES_FOR_IPTABLES:
        return
    has_nftables = parse_version(spec.kubernetes.version) >= FIRST_WITH_NFTABLES
    first = ".".join(map(str, FIRST_WITH_NFTABLES))
    yield Finding(
        "outgrown-proxy-mode",
        path,
        "the mode iptables of kube-proxy is slow in a cluster of this size",
        f"up to {nodes:,} nodes with {pods:,} pods",
        note=f"with {PODS_OF_A_SERVICE} pods a Service, that is about {services:,} Services and "
        f"{services + pods:,} rules on each node, which a new connection meets one after the other; AWS "
        f"recommends nftables above {SERVICES_FOR_IPTABLES:,} Services",
        help="choose `kube-proxy: {mode: nftables}` in `addons`"
        if has_nftables
        else f"choose `kube-proxy: {{mode: nftables}}` in `addons` once the cluster has Kubernetes {first}",
        severity=Severity.WARNING,
    )


def _mode(spec: ClusterSpec) -> tuple[str | None, Path]:
    """Return the mode, None without kube-proxy, and the place that decides it."""
    proxy = spec.addons.kube_proxy
    if not isinstance(proxy, KubeProxy):
        return None, _PROXY
    if "mode" in proxy.configuration:
        return str(proxy.configuration["mode"]), (*_PROXY, "configuration", "mode")
    written = "mode" in proxy.model_fields_set
    return proxy.mode, (*_PROXY, "mode") if written else _PROXY if _is_written(spec) else ("nodeGroups",)


def _is_written(spec: ClusterSpec) -> bool:
    return "kube_proxy" in spec.addons.model_fields_set
