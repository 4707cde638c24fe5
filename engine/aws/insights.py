"""Ask EKS for its upgrade insights: what it found about the step to a Kubernetes version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..versions.readiness import Insight
from ..workdir.workspace import Workspace
from .listing import list_all
from .session import call_aws, client

_SHOWN = 20


def ask_insights(
    workspace: Workspace, region: str, cluster: str, target: str
) -> tuple[tuple[Insight, ...], tuple[str, ...]]:
    """Return the insights about `target` of a cluster that exists, and remarks if EKS does not answer."""
    eks = client(workspace, "eks", region)
    return call_aws("the upgrade insights", lambda: tuple(_insights(eks, cluster, target)), ())


def _insights(eks: Any, cluster: str, target: str) -> Iterator[Insight]:
    wanted = {"categories": ["UPGRADE_READINESS"], "kubernetesVersions": [target]}
    for summary in list_all(eks, "list_insights", "insights", clusterName=cluster, filter=wanted):
        status = summary.get("insightStatus") or {}
        state = str(status.get("status") or "UNKNOWN")
        detail = eks.describe_insight(clusterName=cluster, id=summary["id"]) if state != "PASSING" else {}
        yield Insight(
            str(summary.get("name")),
            state,
            str(status.get("reason") or ""),
            tuple(_details(detail.get("insight") or {})),
            summary.get("lastRefreshTime"),
        )


def _details(insight: Mapping[str, Any]) -> Iterator[str]:
    """Yield what an insight found and recommends, one line each."""
    specific = insight.get("categorySpecificSummary") or {}
    for usage in (specific.get("deprecationDetails") or ())[:_SHOWN]:
        clients = (str(c.get("userAgent")) for c in (usage.get("clientStats") or ())[:_SHOWN])
        by = ", ".join(clients)
        instead = f", use {usage['replacedWith']}" if usage.get("replacedWith") else ""
        yield f"{usage.get('usage')}{f' is used by {by}' if by else ''}{instead}"
    for addon in (specific.get("addonCompatibilityDetails") or ())[:_SHOWN]:
        versions = ", ".join(map(str, (addon.get("compatibleVersions") or ())[:3]))
        yield f"{addon.get('name')}: these versions fit: {versions}"
    for resource in (insight.get("resources") or ())[:_SHOWN]:
        yield str(resource.get("arn") or resource.get("kubernetesResourceUri") or "")
    if insight.get("recommendation"):
        yield str(insight["recommendation"])
