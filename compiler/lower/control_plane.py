"""Arguments of module `eks` about the control plane as a whole: groups, zonal shift, size, settings."""

from __future__ import annotations

from collections.abc import Iterator

from ...catalog.kubernetes.control_plane import EGRESS
from ..resolve.compute.components import Settings, settings_of
from ..resolve.model import Cluster
from ..resolve.provider import fields_of_provider_6
from ..values import At, Value

_PLANE = ("controlPlane",)
GROUPS = (*_PLANE, "securityGroups")
_COMPONENTS = (*_PLANE, "components")
_ZONAL_SHIFT = (*_PLANE, "zonalShift")
_PROTECTION = (*_PLANE, "deletionProtection")
_TIER = (*_PLANE, "scalingTier")
_EGRESS = (*_PLANE, "egress")

VARIANT_FIELDS = {
    "deletion_protection": _PROTECTION,
    "scaling_tier": _TIER,
    "egress_mode": _EGRESS,
    "components": _COMPONENTS,
}
"""The variants for what only version 6 of the AWS provider has, with the field that selects each."""


def control_plane_arguments(cluster: Cluster) -> dict[str, Value]:
    """Return the arguments; null leaves a setting as EKS has it."""
    plane = cluster.spec.control_plane
    groups, settings = plane.security_groups, settings_of(cluster.spec)
    additional = tuple(sorted(set(groups.additional)))
    return {
        "security_groups": At(
            {
                "existing": At(groups.existing, (*GROUPS, "existing")),
                "additional": At(additional, (*GROUPS, "additional")),
            },
            GROUPS,
        ),
        "zonal_shift": _switch(plane.zonal_shift, _ZONAL_SHIFT),
        "deletion_protection": _switch(plane.deletion_protection, _PROTECTION),
        "scaling_tier": At(plane.scaling_tier, _TIER),
        "egress_mode": At(EGRESS[plane.egress] if plane.egress else None, _EGRESS),
        "components": At(_components(settings) if settings else None, _COMPONENTS),
    }


def group_ids(cluster: Cluster) -> tuple[Value, ...]:
    """Return the groups of the control plane that exist already, each once."""
    groups = cluster.spec.control_plane.security_groups
    own = (groups.existing,) if groups.existing else ()
    return tuple(sorted({*own, *groups.additional}))


def control_plane_variants(cluster: Cluster) -> Iterator[str]:
    """Yield the variants of module `eks` that the spec selects."""
    fields = fields_of_provider_6(cluster.spec.control_plane)
    yield from (variant for variant, path in VARIANT_FIELDS.items() if path[-1] in fields)


def _switch(value: object, path: tuple[str, ...]) -> At:
    return At(None if value is None else value != "none", path)


def _components(settings: Settings) -> dict[str, Value]:
    server, scheduler = (*_COMPONENTS, "apiServer"), (*_COMPONENTS, "scheduler")
    ports, scoring = (*server, "serviceNodePortRange"), (*scheduler, "nodeResourcesFit", "scoringStrategy")
    autoscaler = (*_COMPONENTS, "controllerManager", "horizontalPodAutoscalerControllerConfig")
    return {
        "event_ttl": At(settings.event_ttl, (*server, "eventTtl")),
        "node_ports": At(
            {
                "min": At(settings.node_ports[0], (*ports, "minPort")),
                "max": At(settings.node_ports[1], (*ports, "maxPort")),
            },
            ports,
        ),
        "scoring": At(
            {
                "type": At(settings.scoring, (*scoring, "type")),
                "resources": At(dict(sorted(settings.resources)), (*scoring, "resources")),
            },
            scoring,
        ),
        "sync_period": At(settings.sync_period, (*autoscaler, "horizontalPodAutoscalerSyncPeriod")),
    }
