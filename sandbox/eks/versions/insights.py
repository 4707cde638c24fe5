"""Upgrade insights: what EKS finds about the step to the next Kubernetes version.

They follow from the cluster in the sandbox: its nodes, its add-ons, and whether a client uses an API that is
removed. Names, categories and statuses: EKS user guide, "Prepare for Kubernetes version upgrades and
troubleshoot misconfigurations with cluster insights"; fields: botocore's model (read 2026-11-30).
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from moto.eks.exceptions import EKSError, ResourceNotFoundException

from ....catalog.kubernetes.versions import NODE_SKEW, minor_versions_between
from ..records import ClusterRecord, Record, now
from ..request import EksRequest, list_response
from .addon_versions import builds_for, fits
from .published import published_in


class InvalidState(EKSError):
    """The answer to an upgrade with failing insights."""

    TYPE = "InvalidStateException"
    STATUS = 400


@dataclass(frozen=True, slots=True)
class Insight:
    """A finding about the next version; `details` are what DescribeInsight adds."""

    name: str
    description: str
    reason: str
    status: str = "PASSING"
    recommendation: str = ""
    resources: tuple[str, ...] = ()
    details: Record = field(default_factory=dict)


def refuse_unready(request: EksRequest, target: str) -> None:
    """Refuse an upgrade with failing insights, unless the request forces it."""
    if request.body.get("force"):
        return
    if any(insight.status == "ERROR" for insight in _insights(request, request.cluster(), target)):
        raise InvalidState(
            clusterName=request.path["name"],
            message="Amazon EKS detected upgrade readiness issues. Call the ListInsights API to view detected"
            " upgrade blocking issues. Pass the force flag when updating to override upgrade readiness"
            " errors.",
        )


def _insights(request: EksRequest, cluster: ClusterRecord, target: str) -> Iterator[Insight]:
    for check in (_removed_apis, _kubelets, _kube_proxy, _addons):
        yield check(request, cluster, target)
    yield Insight("Cluster health issues", "Checks for cluster health issues.", "No cluster health issues.")


def _removed_apis(request: EksRequest, _: ClusterRecord, target: str) -> Insight:
    name = f"Deprecated APIs removed in Kubernetes v{target}"
    about = f"Checks for usage of deprecated APIs that are scheduled for removal in Kubernetes v{target}."
    if not published_in(request.account).deprecated_apis:
        return Insight(name, about, "No deprecated API usage detected within the last 30 days.")
    usage = {
        "usage": "/apis/flowcontrol.apiserver.k8s.io/v1beta3/flowschemas",
        "replacedWith": "/apis/flowcontrol.apiserver.k8s.io/v1/flowschemas",
        "stopServingVersion": target,
        "clientStats": [{"userAgent": "old-controller", "numberOfRequestsLast30Days": 12}],
    }
    advice = "Update manifests and API clients to use newer Kubernetes APIs if applicable before upgrading."
    reason = "Deprecated API usage detected within last 30 days and your cluster is on the version before."
    return Insight(name, about, reason, "ERROR", advice, (), {"deprecationDetails": [usage]})


def _kubelets(_: EksRequest, cluster: ClusterRecord, target: str) -> Insight:
    old = tuple(
        group["nodegroupArn"]
        for group in cluster.node_groups.values()
        if (minor_versions_between(group["version"], target) or 0) > NODE_SKEW
    )
    about = "Checks for kubelet versions of worker nodes in the cluster."
    if not old:
        return Insight("Kubelet version skew", about, "Node kubelet versions match the supported skew.")
    reason, advice = "Node kubelet versions are too old.", "Upgrade your worker nodes first."
    return Insight("Kubelet version skew", about, reason, "ERROR", advice, old)


def _kube_proxy(_: EksRequest, cluster: ClusterRecord, target: str) -> Insight:
    name, about = "kube-proxy version skew", "Checks the version of kube-proxy in the cluster."
    version = (cluster.addons.get("kube-proxy") or {}).get("addonVersion", f"v{target}.0")
    minor = ".".join(version.removeprefix("v").split(".")[:2])
    if (minor_versions_between(minor, target) or 0) <= NODE_SKEW:
        return Insight(name, about, "kube-proxy versions match the supported skew.")
    reason, advice = "kube-proxy is too old.", "Update kube-proxy first."
    return Insight(name, about, reason, "ERROR", advice, (cluster.addons["kube-proxy"]["addonArn"],))


def _addons(request: EksRequest, cluster: ClusterRecord, target: str) -> Insight:
    name = "EKS add-on version compatibility"
    about = "Checks version of installed EKS add-ons for compatibility with the next Kubernetes version."
    old = [
        (addon_name, addon)
        for addon_name, addon in cluster.addons.items()
        if not fits(addon_name, addon["addonVersion"], target, request.account)
    ]
    if not old:
        return Insight(name, about, "All installed EKS add-on versions are compatible with the next version.")
    details = [
        {"name": one, "compatibleVersions": [b.version for b in builds_for(one, target, request.account)]}
        for one, _ in old
    ]
    return Insight(
        name,
        about,
        "Installed EKS add-on versions are not compatible with the next Kubernetes version.",
        "ERROR",
        "Update the add-ons to a compatible version before upgrading.",
        tuple(addon["addonArn"] for _, addon in old),
        {"addonCompatibilityDetails": details},
    )


def _all(request: EksRequest) -> list[Record]:
    cluster = request.cluster()
    minor = int(cluster.details["version"].partition(".")[2])
    target = f"1.{minor + 1}"
    return [_described(request, target, insight) for insight in _insights(request, cluster, target)]


def _described(request: EksRequest, target: str, insight: Insight) -> Record:
    status = {"status": insight.status, "reason": insight.reason}
    moment = now()
    return {
        "id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{request.cluster().details['arn']}/{insight.name}")),
        "name": insight.name,
        "category": "UPGRADE_READINESS",
        "kubernetesVersion": target,
        "lastRefreshTime": moment,
        "lastTransitionTime": moment,
        "description": insight.description,
        "insightStatus": status,
        "recommendation": insight.recommendation,
        "additionalInfo": {},
        "resources": [{"insightStatus": status, "arn": arn} for arn in insight.resources],
        "categorySpecificSummary": insight.details,
    }


_SUMMARY = (
    "id",
    "name",
    "category",
    "kubernetesVersion",
    "lastRefreshTime",
    "lastTransitionTime",
    "description",
    "insightStatus",
)
_FILTERS: dict[str, Callable[[Record], str]] = {
    "categories": lambda insight: insight["category"],
    "kubernetesVersions": lambda insight: insight["kubernetesVersion"],
    "statuses": lambda insight: insight["insightStatus"]["status"],
}


def list_insights(request: EksRequest) -> Record:
    """`ListInsights`, by category, Kubernetes version and status."""
    wanted = request.body.get("filter") or {}
    chosen = [
        insight
        for insight in _all(request)
        if all(not wanted.get(key) or of(insight) in wanted[key] for key, of in _FILTERS.items())
    ]
    return list_response("insights", [{key: one[key] for key in _SUMMARY} for one in chosen], request)


def describe_insight(request: EksRequest) -> Record:
    """`DescribeInsight`."""
    for insight in _all(request):
        if insight["id"] == request.path["id"]:
            return {"insight": insight}
    raise ResourceNotFoundException(message=f"No insight found for ID: {request.path['id']}")


OPERATIONS = {"list_insights": list_insights, "describe_insight": describe_insight}
