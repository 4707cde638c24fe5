"""Checks of a destroy: before it, what would stop it or be left behind; after it, the log groups.

Any other plan that deletes a repository or a bucket is checked too: AWS keeps those that are not empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from ...catalog.addons.addons import addon_or_default
from ...catalog.destroy_blockers.delete_commands import delete_command
from ...catalog.logs.cloudwatch import control_plane_log_group
from ...catalog.logs.container_insights import ADDON as INSIGHTS
from ...catalog.logs.container_insights import log_group_prefix
from ...compiler.errors import EksgenError
from ..aws.destroy.blockers import find_destroy_blockers
from ..aws.destroy.blocking_object import Objects, blocked_error, deleted_with_cluster
from ..aws.destroy.deletion_protection import find_protected
from ..aws.destroy.full_containers import destroys_containers, find_full, full_error
from ..aws.destroy.kubernetes_leftovers import kubernetes_leftovers
from ..aws.listing import list_all
from ..aws.session import call_aws, client
from ..plan.document import PlanDocument
from ..plan.result import PlanResult
from ..plan.state_values import cluster_name, recorded_values
from ..workdir.workspace import Workspace
from .open_plan import OpenPlan


def refusing_leftovers(
    opened: OpenPlan, planned: PlanResult, *, unmanaged: bool, leave_kubernetes_objects: bool
) -> PlanResult:
    """Refuse a destroy that would stop half way, or leave load balancers or volumes of Kubernetes; refuse any
    plan that deletes a repository or bucket that is not empty.

    With `unmanaged`, AWS is asked for objects that no state records, and for protected ones. What AWS could
    not be asked, and what is deleted with the cluster, becomes a remark.
    """
    if planned.empty:
        return planned
    if planned.destroy:
        error, remarks = _leftovers(opened, planned, unmanaged, not leave_kubernetes_objects)
    else:
        full, remarks = _full(opened, planned) if unmanaged else ((), ())
        error = full_error(full)
    if error:
        raise error
    if not remarks:
        return planned
    return replace(planned, remarks=(*planned.remarks, *remarks))


def naming_leftovers(opened: OpenPlan, planned: PlanResult) -> PlanResult:
    """Add to a plan, as a remark, what an apply of it would be refused for."""
    if planned.empty or (planned.destroy and planned.targeted):
        return planned
    verb = "destroy" if planned.destroy else "apply"
    if planned.destroy:
        error, remarks = _leftovers(opened, planned, unmanaged=True, of_kubernetes=True)
    else:
        full, remarks = _full(opened, planned)
        error = full_error(full)
    if error:
        notes = "; ".join(error.notes)
        remarks = (f"{error.message} (`eksgen {verb}` shows the commands): {notes}",)
    if not remarks:
        return planned
    return replace(planned, remarks=(*planned.remarks, *remarks))


def _leftovers(
    opened: OpenPlan, planned: PlanResult, unmanaged: bool, of_kubernetes: bool
) -> tuple[EksgenError | None, tuple[str, ...]]:
    workspace, document = opened.session.workspace, opened.document
    nothing: tuple[Objects, tuple[str, ...]] = ((), ())
    protected, remarks = find_protected(workspace, document) if unmanaged else nothing
    full, failed = _full(opened, planned) if unmanaged else nothing
    blockers, more = find_destroy_blockers(workspace, document) if unmanaged else nothing
    leftovers, others = kubernetes_leftovers(workspace, document) if of_kubernetes else nothing
    remarks = tuple(dict.fromkeys((*deleted_with_cluster(blockers), *others, *remarks, *failed, *more)))
    cluster = planned.subject.cluster or "the cluster"
    return blocked_error((*protected, *blockers, *full), leftovers, cluster, remarks), remarks


def _full(opened: OpenPlan, planned: PlanResult) -> tuple[Objects, tuple[str, ...]]:
    if not destroys_containers(planned):
        return (), ()
    return find_full(opened.session.workspace, opened.document)


def _log_groups(document: PlanDocument) -> Iterator[Mapping[str, Any]]:
    return recorded_values(document, "aws_cloudwatch_log_group")


def recreated_log_groups(workspace: Workspace, document: PlanDocument) -> tuple[str, ...]:
    """Return a remark for each log group of a destroyed cluster that exists: the spec keeps it, EKS wrote its
    last events late, or the CloudWatch agent of a node did.

    Source: terraform-aws-modules/terraform-aws-eks issue 2763 (in CloudTrail the service-linked role of EKS
    creates the group after its deletion), read 2026-11-28; for the agent
    `catalog/logs/container_insights.py`.
    """
    cluster, region = cluster_name(document), document.region
    if cluster is None or region is None:
        return ()
    plane, insights = control_plane_log_group(cluster), log_group_prefix(cluster)
    none: tuple[str, ...] = ()
    found, remarks = call_aws(f"log group {plane}", lambda: _names(workspace, region, plane), none)
    if plane in found:
        remarks = (*remarks, _left_by_control_plane(document, plane, region))
    if not _has_insights(document, insights):
        return remarks
    found, failed = call_aws(f"log groups {insights}", lambda: _names(workspace, region, insights), none)
    made = (_left_by_agent(name, region) for name in found if name.startswith(insights))
    return (*remarks, *failed, *made)


def _names(workspace: Workspace, region: str, prefix: str) -> tuple[str, ...]:
    logs = client(workspace, "logs", region)
    groups = list_all(logs, "describe_log_groups", "logGroups", logGroupNamePrefix=prefix)
    return tuple(sorted(str(group["logGroupName"]) for group in groups))


def _has_insights(document: PlanDocument, prefix: str) -> bool:
    """Return whether the state records the add-on with the CloudWatch agent, or a log group that it fills."""
    eks_name = addon_or_default(INSIGHTS).eks_name
    addons = recorded_values(document, "aws_eks_addon")
    if any(addon.get("addon_name") == eks_name for addon in addons):
        return True
    return any(str(group.get("name")).startswith(prefix) for group in _log_groups(document))


def _left_by_agent(name: str, region: str) -> str:
    command = delete_command("aws_cloudwatch_log_group", name, region)
    return (
        f"log group {name} exists: the CloudWatch agent of a node created it; its events never expire, it"
        f" costs money and is in the way of a new cluster of this name that lists it; delete it: {command}"
    )


def _left_by_control_plane(document: PlanDocument, name: str, region: str) -> str:
    command = delete_command("aws_cloudwatch_log_group", name, region)
    if any(group.get("name") == name and group.get("skip_destroy") for group in _log_groups(document)):
        return (
            f"log group {name} stays, as `keepOnDestroy` says; a new cluster of this name takes it over with"
            f" `eksgen apply --import-orphans`; delete it: {command}"
        )
    return (
        f"log group {name} exists again: EKS created it for its last events; it costs money and is in the way"
        f" of a new cluster of this name; delete it: {command}"
    )
