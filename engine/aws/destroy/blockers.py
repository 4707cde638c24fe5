"""Find the objects that no state records and that stop a destroy half way, or are deleted with the cluster.

In: a workspace and the plan of a destroy. Out: a `BlockingObject` for each, by the rows of
`catalog/destroy_blockers/`, and remarks about failed calls.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, partial
from typing import NamedTuple

from ....catalog.destroy_blockers import DESTROY_BLOCKERS
from ....catalog.destroy_blockers.blocker import DestroyBlocker
from ....catalog.destroy_blockers.delete_commands import with_region
from ....catalog.kubernetes.objects import owning_clusters
from ...plan.document import PlanDocument
from ...plan.state_values import attribute_values, cluster_name
from ...workdir.workspace import Workspace
from ..listing import list_all
from ..outside_state import Clients, Names, list_items, outside_state
from ..session import call_aws, client
from ..templates import Item, commands, fill_in, item_tags, value_at
from .blocking_object import BlockingObject, Objects


class _Found(NamedTuple):
    row: DestroyBlocker
    blocker: BlockingObject
    item: Item

    @property
    def is_cluster(self) -> bool:
        return self.row.resource_type == "aws_eks_cluster"


def find_destroy_blockers(workspace: Workspace, document: PlanDocument) -> tuple[Objects, tuple[str, ...]]:
    """Return the objects in the order in which they can be removed, and remarks about failed calls."""
    cluster, region = cluster_name(document), document.region
    vpcs = sorted(attribute_values(document, "aws_vpc", "id"))
    if region is None or not (cluster or vpcs):
        return (), ()
    clients = cache(lambda service: client(workspace, service, region))
    names = {"cluster": cluster or "", "vpc": vpcs[0] if vpcs else "", "region": region}
    found: list[_Found] = []
    remarks: list[str] = []
    for row in DESTROY_BLOCKERS:
        if names["cluster" if row.service == "eks" else "vpc"]:
            find = partial(_blockers, clients, row, names, document)
            nothing: tuple[_Found, ...] = ()
            more, failed = call_aws("objects outside the state", find, nothing)
            found += more
            remarks += failed
    objects = _without_other_clusters(found, _other_clusters(clients, found))
    return objects, tuple(dict.fromkeys(remarks))


def _blockers(
    clients: Clients, row: DestroyBlocker, names: Names, document: PlanDocument
) -> tuple[_Found, ...]:
    items = list_items(clients, row, names)
    default = [str(value_at(item, row.id)) for item in items if row.default and value_at(item, row.default)]
    known = {**names, "default": "".join(default)}
    return tuple(
        _Found(row, _blocking_object(row, id_, item, {**known, "id": id_}), item)
        for id_, item in outside_state(clients, row, names, items, document)
    )


def _blocking_object(row: DestroyBlocker, id_: str, item: Item, known: Names) -> BlockingObject:
    return BlockingObject(
        row.noun,
        id_,
        name=str(value_at(item, row.name) or ""),
        blocks=row.blocks,
        commands=tuple(
            with_region(command, known["region"])
            for template in row.commands
            for command in commands(template, known, item)
        ),
        note=fill_in(row.note, known, item),
    )


def _other_clusters(clients: Clients, found: Sequence[_Found]) -> frozenset[str]:
    """Return the other clusters in the VPC. The security group of a deleted cluster may still exist."""
    names = frozenset(item.blocker.id for item in found if item.is_cluster)
    if not names:
        return names
    eks = clients("eks")
    existing, _ = call_aws("clusters", lambda: frozenset(list_all(eks, "list_clusters", "clusters")), names)
    return names & existing


def _without_other_clusters(found: Sequence[_Found], others: frozenset[str]) -> Objects:
    """Leave out what belongs to another cluster, which is named itself, and clusters that do not exist."""
    return tuple(
        item.blocker
        for item in found
        if (item.blocker.id in others if item.is_cluster else others.isdisjoint(_clusters(item.item)))
    )


def _clusters(item: Item) -> Iterator[str]:
    """Yield the clusters that an object belongs to; EKS names its own in the description of interfaces."""
    yield from owning_clusters(item_tags(item))
    yield str(item.get("Description", "")).removeprefix("Amazon EKS ")
