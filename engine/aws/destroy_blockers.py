"""Find the objects that no state records and that stop a destroy half way, or are deleted with the cluster.

In: a workspace and the plan of a destroy. Out: a `BlockingObject` for each, by the rows of
`catalog/destroy_blockers.py`, and remarks about failed calls.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from ...catalog.destroy_blockers import DESTROY_BLOCKERS, DestroyBlocker
from ...catalog.kubernetes_objects import is_cni_interface, is_load_balancer_group, is_owned_by
from ...compiler.errors import EksgenError
from ...compiler.plural import plural
from ..plan.document import PlanDocument
from ..plan.state_values import attribute_values, cluster_name
from ..truncate import join_some, take_some
from ..workdir.workspace import Workspace
from .listing import classic_balancers, list_all, network_balancers, tags_of
from .session import call_aws, client
from .unmanaged import is_made_by_eks, node_roles

_SHOWN = 20
_NAMED = 6
_FIELD = re.compile(r"\{\.([^{}]+)\}")

Client = Callable[[str], Any]
Item = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class BlockingObject:
    """An object that no state records; `name` is its tag `Name`.

    `blocks` is the call that AWS refuses while it exists, "" if it is deleted with the cluster; `commands`
    remove it.
    """

    noun: str
    id: str
    name: str
    blocks: str
    commands: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.noun} {self.id}" + (f" ({self.name})" if self.name else "")


def find_destroy_blockers(
    workspace: Workspace, document: PlanDocument
) -> tuple[tuple[BlockingObject, ...], tuple[str, ...]]:
    """Return the objects in the order in which they can be removed, and remarks about failed calls."""
    cluster, region = cluster_name(document), document.region
    vpcs = sorted(attribute_values(document, "aws_vpc", "id"))
    if region is None or not (cluster or vpcs):
        return (), ()
    clients = cache(lambda service: client(workspace, service, region))
    names = {"cluster": cluster or "", "vpc": vpcs[0] if vpcs else ""}
    objects: list[BlockingObject] = []
    remarks: list[str] = []
    for row in DESTROY_BLOCKERS:
        if names["cluster" if row.service == "eks" else "vpc"]:
            known = attribute_values(document, row.resource_type, row.attribute)
            nothing: tuple[BlockingObject, ...] = ()
            find = partial(_blockers, clients, row, names, known, region)
            found, failed = call_aws(f"{row.noun}: objects outside the state", find, nothing)
            objects += found
            remarks += failed
    return tuple(objects), tuple(dict.fromkeys(remarks))


def blocked_error(objects: tuple[BlockingObject, ...], cluster: str) -> EksgenError | None:
    """Return the error, with the commands that remove them, if objects would stop a destroy half way."""
    blockers = [blocker for blocker in objects if blocker.blocks]
    if not blockers:
        return None
    commands = tuple(dict.fromkeys(command for blocker in blockers for command in blocker.commands))
    return EksgenError(
        f"a destroy of {cluster} would stop half way: {plural(len(blockers), 'object')} outside its state",
        code="destroy-blocked",
        notes=take_some([f"{blocker} blocks {blocker.blocks}" for blocker in blockers], _SHOWN),
        helps=(
            *commands[:_SHOWN],
            "run these commands in this order, wait until the objects are deleted, then destroy again",
            "or `eksgen destroy --no-unmanaged`, which destroys until AWS refuses",
        ),
    )


def deleted_with_cluster(objects: tuple[BlockingObject, ...]) -> tuple[str, ...]:
    """Return a remark that names what EKS deletes together with the cluster."""
    names = [str(item) for item in objects if not item.blocks]
    if not names:
        return ()
    return (f"EKS deletes with the cluster what is not in the spec: {join_some(names, _NAMED)}",)


def _blockers(
    clients: Client, row: DestroyBlocker, names: Mapping[str, str], known: frozenset[str], region: str
) -> tuple[BlockingObject, ...]:
    objects = []
    made_by_eks = _names_made_by_eks(clients, row, names["cluster"])
    for item in _items(clients, row, names):
        id_ = _text(item, row.id)
        if id_ in known or id_ in made_by_eks or is_made_by_eks(id_) or not _matches(item, row, names):
            continue
        commands = tuple(
            f"{command} --region {region}" if command.startswith("aws ") else command
            for template in row.commands
            for command in _commands(template, item, {**names, "id": id_})
        )
        name = tags_of(_tagged(item)).get("Name", "")
        objects.append(BlockingObject(row.noun, id_, name, row.blocks, commands))
    return tuple(objects)


def _names_made_by_eks(clients: Client, row: DestroyBlocker, cluster: str) -> frozenset[str]:
    return node_roles(clients("eks"), cluster) if row.noun == "access entry" else frozenset()


def _items(clients: Client, row: DestroyBlocker, names: Mapping[str, str]) -> Iterator[Item]:
    """Yield the objects of a row as mappings; one that is a text has the field "" only."""
    if row.service == "elbv2":
        for arn, name, tags in network_balancers(clients("elbv2"), names["vpc"]):
            yield {row.id: arn, "VpcId": names["vpc"], "Tags": _as_list({"Name": name, **tags})}
        return
    if row.service == "elb":
        for name, tags in classic_balancers(clients("elb"), names["vpc"]):
            yield {row.id: name, "VPCId": names["vpc"], "Tags": _as_list(tags)}
        return
    api, (key, _, inner) = clients(row.service), row.items.partition(".")
    if not hasattr(api, row.operation):  # an older boto3
        return
    for item in list_all(api, row.operation, key, **_filled(row.parameters, names)):
        for member in item[inner] if inner else (item,):
            yield member if isinstance(member, Mapping) else {"": member}


def _matches(item: Item, row: DestroyBlocker, names: Mapping[str, str]) -> bool:
    if row.kubernetes_elsewhere and names["cluster"] and _is_of_kubernetes(item, names["cluster"]):
        return False
    return all(_field_matches(item, name, pattern, names) for name, pattern in row.only.items()) and not any(
        _field_matches(item, name, pattern, names) for name, pattern in row.ignored.items()
    )


def _is_of_kubernetes(item: Item, cluster: str) -> bool:
    """Return whether `kubernetes_leftovers.py` reports an object; it does so while the cluster exists."""
    tags = tags_of(_tagged(item))
    if "GroupName" in item:
        return is_load_balancer_group(str(item["GroupName"]), tags, cluster)
    if "NetworkInterfaceId" in item:
        return is_cni_interface(str(item.get("Description", "")), tags, cluster)
    return is_owned_by(tags, cluster)


def _field_matches(item: Item, name: str, pattern: str, names: Mapping[str, str]) -> bool:
    """Return whether a field has a value that matches; none matches the name of a cluster that is gone."""
    if "{cluster}" in pattern and not names["cluster"]:
        return False
    return any(re.fullmatch(_filled(pattern, names), value) for value in _values(item, name) or ("",))


def _values(item: Item, name: str) -> tuple[str, ...]:
    if name.startswith("tag:"):
        return tuple(value for key, value in tags_of(_tagged(item)).items() if key == name[4:])
    values: list[Any] = [item]
    for step in name.split("."):
        values = [value.get(step) for value in values if isinstance(value, Mapping)]
        values = [v for value in values for v in (value if isinstance(value, list) else [value])]
    return tuple(str(value) for value in values if value is not None)


def _text(item: Item, name: str) -> str:
    return next(iter(_values(item, name)), "")


def _tagged(item: Item) -> Item:
    return {"Tags": item.get("Tags") or item.get("TagSet") or ()}


def _as_list(tags: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def _commands(template: str, item: Item, names: Mapping[str, str]) -> Iterator[str]:
    """Yield a command for each value of the field that the template names; none if it has no value."""
    text = _filled(template, names)
    field = _FIELD.search(text)
    if field is None:
        yield text
        return
    for value in _values(item, field[1]):
        yield text.replace(field[0], value)


def _filled(template: Any, names: Mapping[str, str]) -> Any:
    """Replace `{cluster}`, `{vpc}` and `{id}` in all texts of a parameter."""
    if isinstance(template, Mapping):
        return {key: _filled(value, names) for key, value in template.items()}
    if isinstance(template, list):
        return [_filled(value, names) for value in template]
    for name, value in names.items():
        template = template.replace(f"{{{name}}}", value)
    return template
