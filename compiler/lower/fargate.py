"""The call of module `fargate`: all Fargate profiles."""

from __future__ import annotations

from collections.abc import Iterator

from ...schemas.compute.fargate import FargateSelector
from ..resolve.model import Cluster, ResolvedFargateProfile
from ..resolve.names import role_name
from ..values import At, ModuleCall, Ref, Value, values_by_key
from .addons import has_addons_before_nodes
from .existing_vpc import subnet_refs
from .iam import role
from .tags import tags


def fargate(cluster: Cluster) -> Iterator[ModuleCall]:
    """Yield the call with all Fargate profiles; none if the spec has none."""
    if not cluster.fargate_profiles:
        return
    profiles: dict[str, Value] = {item.name: _profile(cluster, item) for item in cluster.fargate_profiles}
    arguments: dict[str, Value] = {
        "cluster_name": Ref("eks", "cluster_name"),
        "partition": cluster.partition,
        "region": At(cluster.region, ("metadata", "region")),
        "account_id": At(cluster.account_id, ("metadata", "accountId")),
        "profiles": At(profiles, ("fargateProfiles",)),
        "after": Ref("addons_before_nodes", "ready") if has_addons_before_nodes(cluster) else (),
        "tags": tags(cluster),
    }
    yield ModuleCall("fargate", "fargate", ("fargateProfiles",), arguments)


def _profile(cluster: Cluster, profile: ResolvedFargateProfile) -> At:
    path, spec = profile.path, profile.spec
    subnets = subnet_refs(cluster, "private", profile.zones)
    values: dict[str, Value] = {
        "name": At(profile.aws_name, path),
        "subnet_ids": At(subnets, (*path, "subnets")),
        "selectors": At(_selectors(profile), (*path, "selectors")),
        "role": role(cluster, spec.iam, (*path, "iam"), role_name(cluster.spec, "fargate", profile.name)),
        "tags": values_by_key(spec.tags, (*path, "tags")),
    }
    return At(values, path)


def _selectors(profile: ResolvedFargateProfile) -> tuple[Value, ...]:
    """Return the selectors, sorted, each with its place in the spec."""
    path = (*profile.path, "selectors")
    ordered = sorted(enumerate(profile.spec.selectors), key=lambda item: _key(item[1]))
    return tuple(
        At(
            {
                "namespace": At(selector.namespace, (*path, index, "namespace")),
                "labels": At(
                    values_by_key(selector.labels, (*path, index, "labels")), (*path, index, "labels")
                ),
            },
            (*path, index),
        )
        for index, selector in ordered
    )


def _key(selector: FargateSelector) -> tuple[str, list[tuple[str, str]]]:
    return selector.namespace, sorted(selector.labels.items())
