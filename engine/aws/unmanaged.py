"""Find unmanaged objects: they belong to the cluster, exist in AWS, and are in no state.

What EKS lists in the cluster, load balancers, policies of access entries, rules of the security group of EKS,
subscriptions of log groups, policies of registries. In: a workspace and its plan. Out: findings
of class `unmanaged`, and remarks about failed calls.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from ...catalog.destroy_blockers import DESTROY_BLOCKERS
from ...catalog.destroy_blockers.blocker import DestroyBlocker
from ...catalog.destroy_blockers.delete_commands import delete_command
from ...catalog.destroy_blockers.unmanaged import ON_THE_INTERNET, UNMANAGED_TYPES
from ...catalog.resources.risk import Risk
from ..drift.result import DriftFinding, DriftLevel, Removal
from ..plan.document import PlanDocument
from ..plan.state_values import cluster_name, vpc_id
from ..source_map.trace import Trace
from ..workdir.workspace import Workspace
from .outside_state import (
    Clients,
    Names,
    capability_policies,
    is_made_by_eks,
    list_items,
    outside_state,
)
from .session import call_aws, client
from .templates import Item, value_at
from .unmanaged_access import unmanaged_policies, unmanaged_rules
from .unmanaged_facts import known_facts
from .unmanaged_finding import Verdict, unmanaged_finding
from .unmanaged_outlets import unmanaged_outlets


def find_unmanaged(
    workspace: Workspace, document: PlanDocument, trace: Trace
) -> tuple[tuple[DriftFinding, ...], tuple[str, ...]]:
    """Return all unmanaged objects of an existing cluster, sorted by type and name, and remarks."""
    cluster, region = cluster_name(document), document.region
    if cluster is None or region is None:
        return (), ()
    clients = cache(lambda service: client(workspace, service, region))
    names = {"cluster": cluster, "vpc": vpc_id(document) or ""}

    def find() -> tuple[DriftFinding, ...]:
        findings = _unmanaged(clients, names, document, trace)
        return tuple(sorted(findings, key=lambda finding: finding.address.text))

    return call_aws("unmanaged objects", find, ())


def _unmanaged(
    clients: Clients, names: Names, document: PlanDocument, trace: Trace
) -> Iterator[DriftFinding]:
    for row in DESTROY_BLOCKERS:
        if (
            row.resource_type not in UNMANAGED_TYPES
            or not names["cluster" if row.service == "eks" else "vpc"]
        ):
            continue
        items = list_items(clients, row, names)
        for id_, item in outside_state(clients, row, names, items, document):
            where = names["cluster"], document.region or ""
            yield _finding(clients, row, (id_, item), where, trace)
        if row.principals:
            people = [arn for arn in (str(value_at(i, row.id)) for i in items) if not is_made_by_eks(arn)]
            eks, cluster = clients("eks"), names["cluster"]
            by_eks = capability_policies(eks, cluster)
            yield from unmanaged_policies(
                eks, document, trace, cluster, {arn: by_eks.get(arn, ()) for arn in people}
            )
    yield from unmanaged_rules(clients("ec2"), document, trace)
    yield from unmanaged_outlets(clients, document, trace)


def _finding(
    clients: Clients, row: DestroyBlocker, found: tuple[str, Item], where: tuple[str, str], trace: Trace
) -> DriftFinding:
    """Return the finding about an object with its id; `where` are cluster and region."""
    (id_, item), (cluster, region) = found, where
    kind = UNMANAGED_TYPES[row.resource_type]
    values = {attribute: str(value_at(item, field)) for attribute, field in kind.values.items()}
    command = delete_command(row.resource_type, id_, region, cluster)
    facts = known_facts(clients, kind, id_, cluster)
    removal = Removal(facts, (command,) if command else ())
    risk = Risk.OPEN_NETWORK if ON_THE_INTERNET in facts else kind.risk
    verdict = Verdict(DriftLevel(kind.level), risk, kind.why)
    name = values.get("name", id_)
    return unmanaged_finding(row.resource_type, name, values, verdict, trace, removal=removal)
