"""The call of module `capabilities`: all EKS Capabilities."""

from __future__ import annotations

from collections.abc import Iterator

from ...catalog.addons.capabilities import TYPES
from ...schemas.capabilities import ArgoCdConfiguration, Capability, RoleMapping
from ..diagnostics import Path
from ..resolve.capabilities import argocd_configuration, capabilities_of, capability_name
from ..resolve.model import Cluster
from ..resolve.names import role_name
from ..values import At, ModuleCall, Ref, RootOutput, Value, values_by_key
from .access import policies_at
from .iam import role
from .tags import tags

_PATH: Path = ("capabilities",)


def capabilities(cluster: Cluster) -> Iterator[ModuleCall]:
    """Yield the call with all capabilities; none if the spec has none."""
    found = {key: _capability(cluster, key, own) for key, own in capabilities_of(cluster.spec)}
    if not found:
        return
    arguments: dict[str, Value] = {
        "cluster_name": Ref("eks", "cluster_name"),
        "partition": cluster.partition,
        "capabilities": At(found, _PATH),
        "tags": tags(cluster),
    }
    yield ModuleCall("capabilities", "capabilities", _PATH, arguments)


def capabilities_outputs(cluster: Cluster) -> Iterator[RootOutput]:
    """Yield the address of Argo CD."""
    if cluster.spec.capabilities.argocd is not None:
        yield RootOutput("argocd_url", "Address of Argo CD.", Ref("capabilities", "argocd_url"))


def _capability(cluster: Cluster, key: str, own: Capability) -> At:
    path = (*_PATH, key)
    configuration = argocd_configuration(own)
    values: dict[str, Value] = {
        "name": At(capability_name(key, own), (*path, "name")),
        "type": At(TYPES[key], path),
        "role": role(cluster, own, path, role_name(cluster.spec, "capability", key)),
        "access": policies_at(cluster, own.access, (*path, "access")),
        "delete_propagation_policy": At(own.deletion.upper(), (*path, "deletion")),
        "argo_cd": _argo_cd(configuration, (*path, "configuration")) if configuration else At(None, path),
        "tags": At(values_by_key(own.tags, (*path, "tags")), (*path, "tags")),
    }
    return At(values, path)


def _argo_cd(own: ArgoCdConfiguration, path: Path) -> At:
    center, endpoints = (*path, "awsIdc"), (*path, "networkAccess", "vpceIds")
    mappings = (*path, "rbacRoleMappings")
    ids = sorted(set(own.network_access.vpce_ids)) if own.network_access else ()
    roles = sorted(enumerate(own.rbac_role_mappings), key=lambda item: item[1].role)
    values: dict[str, Value] = {
        "idc_instance_arn": At(own.aws_idc.idc_instance_arn, (*center, "idcInstanceArn")),
        "idc_region": At(own.aws_idc.idc_region, (*center, "idcRegion")),
        "namespace": At(own.namespace, (*path, "namespace")),
        "role_mappings": At(
            {item.role: _identities(item, (*mappings, index)) for index, item in roles}, mappings
        ),
        "vpc_endpoint_ids": At(tuple(ids), endpoints),
    }
    return At(values, path)


def _identities(mapping: RoleMapping, path: Path) -> At:
    """Return the users and groups of a role; EKS knows each by its type and its ID."""
    people = sorted({(one.type, one.id) for one in mapping.identities})
    return At(tuple({"id": id, "type": type} for type, id in people), (*path, "identities"))
