"""Checks of a destroy: before it, what would stop it or be left behind; after it, the log group."""

from __future__ import annotations

from dataclasses import replace

from ...catalog.delete_commands import delete_command
from ...catalog.logs import control_plane_log_group
from ...compiler.errors import EksgenError
from ..aws.destroy.blockers import find_destroy_blockers
from ..aws.destroy.blocking_object import Objects, blocked_error, deleted_with_cluster
from ..aws.destroy.deletion_protection import find_protected
from ..aws.destroy.full_buckets import find_full_buckets
from ..aws.destroy.kubernetes_leftovers import kubernetes_leftovers
from ..aws.listing import list_all
from ..aws.session import call_aws, client
from ..plan.document import PlanDocument
from ..plan.result import PlanResult
from ..plan.state_values import cluster_name
from ..workdir.workspace import Workspace
from .open_plan import OpenPlan


def refusing_leftovers(
    opened: OpenPlan, planned: PlanResult, *, unmanaged: bool, leave_kubernetes_objects: bool
) -> PlanResult:
    """Refuse a destroy that would stop half way, or leave load balancers or volumes of Kubernetes.

    With `unmanaged`, AWS is asked for objects that no state records, and for protected ones. What AWS could
    not be asked, and what is deleted with the cluster, becomes a remark.
    """
    if not planned.destroy or planned.empty:
        return planned
    error, remarks = _leftovers(opened, planned, unmanaged, not leave_kubernetes_objects)
    if error:
        raise error
    return replace(planned, remarks=(*planned.remarks, *remarks))


def naming_leftovers(opened: OpenPlan, planned: PlanResult) -> PlanResult:
    """Add to the plan of a destroy, as a remark, what an apply of it would be refused for."""
    if not planned.destroy or planned.empty or planned.targeted:
        return planned
    error, remarks = _leftovers(opened, planned, unmanaged=True, of_kubernetes=True)
    if error:
        notes = "; ".join(error.notes)
        remarks = (f"{error.message} (`eksgen destroy` shows the commands): {notes}",)
    return replace(planned, remarks=(*planned.remarks, *remarks))


def _leftovers(
    opened: OpenPlan, planned: PlanResult, unmanaged: bool, of_kubernetes: bool
) -> tuple[EksgenError | None, tuple[str, ...]]:
    workspace, document = opened.session.workspace, opened.document
    nothing: tuple[Objects, tuple[str, ...]] = ((), ())
    protected, remarks = find_protected(workspace, document) if unmanaged else nothing
    buckets, unseen = find_full_buckets(workspace, document) if unmanaged else nothing
    blockers, more = find_destroy_blockers(workspace, document) if unmanaged else nothing
    leftovers, others = kubernetes_leftovers(workspace, document) if of_kubernetes else nothing
    remarks = tuple(dict.fromkeys((*deleted_with_cluster(blockers), *others, *remarks, *unseen, *more)))
    cluster = planned.subject.cluster or "the cluster"
    return blocked_error((*protected, *buckets, *blockers), leftovers, cluster, remarks), remarks


def recreated_log_group(workspace: Workspace, document: PlanDocument) -> tuple[str, ...]:
    """Return a remark if the log group of a destroyed control plane exists: EKS writes its last events late.

    Source: terraform-aws-modules/terraform-aws-eks issue 2763 (in CloudTrail the service-linked role of EKS
    creates the group after its deletion), read 2026-11-28.
    """
    cluster, region = cluster_name(document), document.region
    if cluster is None or region is None:
        return ()
    name = control_plane_log_group(cluster)

    def exists() -> bool:
        groups = list_all(
            client(workspace, "logs", region), "describe_log_groups", "logGroups", logGroupNamePrefix=name
        )
        return any(group["logGroupName"] == name for group in groups)

    found, remarks = call_aws(f"log group {name}", exists, False)
    if not found:
        return remarks
    command = delete_command("aws_cloudwatch_log_group", name, region)
    return (
        f"log group {name} exists again: EKS created it for its last events; it costs money and is in the way"
        f" of a new cluster of this name; delete it: {command}",
    )
