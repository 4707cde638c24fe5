"""What a destroy looks for: first what would stop it or be left behind, at the end the log group."""

from __future__ import annotations

from dataclasses import replace

from ...catalog.delete_commands import delete_command
from ...catalog.logs import control_plane_log_group
from ..aws.destroy_blockers import blocked_error, deleted_with_cluster, find_destroy_blockers
from ..aws.kubernetes_leftovers import kubernetes_leftovers, leftovers_error
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

    With `unmanaged`, AWS is asked for objects that no state records. What AWS could not be asked, and what is
    deleted with the cluster, becomes a remark.
    """
    if not planned.destroy or planned.empty:
        return planned
    workspace, document = opened.session.workspace, opened.document
    cluster = planned.subject.cluster or "the cluster"
    objects, remarks = find_destroy_blockers(workspace, document) if unmanaged else ((), ())
    leftovers, more = ((), ()) if leave_kubernetes_objects else kubernetes_leftovers(workspace, document)
    remarks = tuple(dict.fromkeys((*deleted_with_cluster(objects), *more, *remarks)))
    kubernetes, blocked = leftovers_error(leftovers, cluster, remarks), blocked_error(objects, cluster)
    if blocked and kubernetes:  # objects of Kubernetes first, while the nodes run its controllers
        blocked.notes = (*kubernetes.notes, *blocked.notes)
        blocked.helps = (*kubernetes.helps, *blocked.helps)
    if error := blocked or kubernetes:
        raise error
    return replace(planned, remarks=(*planned.remarks, *remarks))


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
