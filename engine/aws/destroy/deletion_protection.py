"""Find the objects of a state that AWS does not delete because of their deletion protection.

The provider knows the protection of log groups and clusters since version 6 only, so AWS is asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from ....catalog.destroy_blockers.delete_commands import unprotect_command
from ...plan.document import PlanDocument
from ...plan.state_values import cluster_name, recorded_values
from ...workdir.workspace import Workspace
from ..listing import list_all
from ..outside_state import Clients
from ..session import call_aws, client
from .blocking_object import BlockingObject, Objects


def find_protected(workspace: Workspace, document: PlanDocument) -> tuple[Objects, tuple[str, ...]]:
    """Return the protected objects, and remarks about failed calls."""
    region = document.region
    if region is None:
        return (), ()

    def find() -> Objects:
        clients = partial(_client, workspace, region)
        return (*_cluster(clients, document, region), *_log_groups(clients, document, region))

    return call_aws("deletion protection", find, ())


def _client(workspace: Workspace, region: str, service: str) -> object:
    return client(workspace, service, region)


def _cluster(clients: Clients, document: PlanDocument, region: str) -> Iterator[BlockingObject]:
    """Yield the cluster if it is protected; EKS deletes one that it failed to create in any case."""
    name = cluster_name(document)
    if name is None:
        return
    live = clients("eks").describe_cluster(name=name)["cluster"]
    if live.get("deletionProtection") and live["status"] != "FAILED":
        command = unprotect_command("aws_eks_cluster", name, region)
        yield BlockingObject(
            "deletion protection of cluster", name, blocks="DeleteCluster", commands=(command,)
        )


def _log_groups(clients: Clients, document: PlanDocument, region: str) -> Iterator[BlockingObject]:
    for recorded in recorded_values(document, "aws_cloudwatch_log_group"):
        name = str(recorded.get("name"))
        groups = list_all(clients("logs"), "describe_log_groups", "logGroups", logGroupNamePrefix=name)
        protected = any(g["logGroupName"] == name and g.get("deletionProtectionEnabled") for g in groups)
        if protected and not recorded.get("skip_destroy"):
            command = unprotect_command("aws_cloudwatch_log_group", name, region)
            yield BlockingObject(
                "deletion protection of log group", name, blocks="DeleteLogGroup", commands=(command,)
            )
