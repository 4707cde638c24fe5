"""Kubernetes objects that turn on network policies: those of Calico, and a ConfigMap for Auto Mode.

Calico enforces policies and leaves the addresses of pods to the VPC CNI: the Installation of the Tigera
operator, and values of its chart that leave the Installation to this manifest. Auto Mode has an agent of its
own, which a ConfigMap turns on.

Sources (read 2026-11-30): Calico, "Amazon Elastic Kubernetes Service" and "Calico nftables data plane"; EKS
user guide, "Use Network Policies with EKS Auto Mode".
"""

from __future__ import annotations

from collections.abc import Iterator

from ..resolve.compute.kinds import has_auto_node_pools
from ..resolve.compute.own_settings import NETWORK_POLICY
from ..resolve.model import Cluster
from ..values import At, ChartValues, Manifest, Value

_OPERATOR = "operator.tigera.io/v1"


def network_policy(cluster: Cluster) -> Iterator[Manifest]:
    """Yield the objects of Calico, or the switch of Auto Mode; none if an add-on does all."""
    engine = cluster.spec.kubernetes.network_policy
    if engine == "calico":
        yield Manifest("calico", (_installation(cluster), _object(_OPERATOR, "APIServer", "default", {})))
    elif engine == "vpc-cni" and has_auto_node_pools(cluster.spec):
        switch: dict[str, Value] = {"enable-network-policy-controller": At("true", NETWORK_POLICY)}
        name: dict[str, Value] = {"name": At("amazon-vpc-cni", NETWORK_POLICY), "namespace": "kube-system"}
        item: dict[str, Value] = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": name, "data": switch}
        yield Manifest("network-policy", (item,))


def network_policy_values(cluster: Cluster) -> Iterator[ChartValues]:
    """Yield the values of the operator's chart, which installs nothing but the operator."""
    if cluster.spec.kubernetes.network_policy == "calico":
        off: dict[str, Value] = {"enabled": False}
        parts = ("installation", "apiServer", "goldmane", "whisker")
        yield ChartValues("calico", dict.fromkeys(parts, off))


def _installation(cluster: Cluster) -> dict[str, Value]:
    network: dict[str, Value] = {"bgp": "Disabled"}
    proxy = next((addon for addon in cluster.addons if addon.key == "kube-proxy"), None)
    if proxy is not None and '"mode":"nftables"' in (proxy.configuration or ""):
        network["linuxDataplane"] = At("Nftables", proxy.configuration_path)
    spec: dict[str, Value] = {
        "kubernetesProvider": "EKS",
        "cni": At({"type": "AmazonVPC"}, NETWORK_POLICY),
        "calicoNetwork": network,
    }
    return _object(_OPERATOR, "Installation", "default", spec)


def _object(api_version: str, kind: str, name: str, spec: dict[str, Value]) -> dict[str, Value]:
    metadata: dict[str, Value] = {"name": At(name, NETWORK_POLICY)}
    return {"apiVersion": api_version, "kind": kind, "metadata": metadata, "spec": spec}
