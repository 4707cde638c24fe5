"""What EKS refuses for the control plane as a whole, and what it sets in a cluster that says nothing.

Sources: `catalog/kubernetes/control_plane.py`. That one request makes one kind of update is what EKS answers
(`Only one type of update can be allowed.`); the settings of several programs are one kind, and so are the
subnets and security groups.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

from moto.ec2.models import ec2_backends
from moto.eks.exceptions import InvalidParameterException

from ...catalog.immutable import RESTRICTION
from ...catalog.kubernetes.control_plane import (
    EGRESS,
    EVENT_SECONDS,
    EVENT_TTL,
    NODE_PORTS,
    SCORED,
    SCORING,
    SECURITY_GROUPS_PER_CLUSTER,
    STANDARD_TIER,
    SYNC_PERIOD,
    SYNC_SECONDS,
    WEIGHTS,
    ScoredResource,
    Tier,
    is_provisioned,
    seconds,
)
from .records import Record, merge
from .request import EksRequest

COMPONENTS = ("kubeApiServerConfig", "kubeSchedulerConfig", "kubeControllerManagerConfig")
_KINDS = (
    ("computeConfig", "kubernetesNetworkConfig", "storageConfig"),
    COMPONENTS,
)
"""Keys of `UpdateClusterConfig` that are one kind of update together."""
_KINDS_OF_NETWORK = (
    ("endpointPublicAccess", "endpointPrivateAccess", "publicAccessCidrs"),
    ("subnetIds", "securityGroupIds"),
    ("controlPlaneEgressMode",),
)
_DEFAULTS: Record = {
    "controlPlaneScalingConfig": {"tier": STANDARD_TIER},
    "kubeApiServerConfig": {
        "eventTtl": EVENT_TTL,
        "serviceNodePortRange": {"minPort": NODE_PORTS[2], "maxPort": NODE_PORTS[1]},
    },
    "kubeSchedulerConfig": {
        "nodeResourcesFit": {
            "scoringStrategy": {
                "type": SCORING,
                "resources": [{"name": name, "weight": weight} for name, weight in SCORED],
            }
        }
    },
    "kubeControllerManagerConfig": {
        "horizontalPodAutoscalerControllerConfig": {"horizontalPodAutoscalerSyncPeriod": SYNC_PERIOD}
    },
}


def control_plane_settings(body: Record) -> Record:
    """Return the tier and the settings of a new cluster, complete as EKS returns them."""
    return {key: merge(default, body.get(key) or {}) for key, default in _DEFAULTS.items()}


def refuse_mixed_update(request: EksRequest, changed: Record) -> None:
    """Refuse a request for several kinds of updates."""
    network = changed.get("resourcesVpcConfig") or {}
    kinds = {_kind(key, _KINDS) for key in changed} - {"resourcesVpcConfig"}
    kinds |= {_kind(key, _KINDS_OF_NETWORK) for key, value in network.items() if value is not None}
    if len(kinds) > 1:
        raise _refusal(request, "Only one type of update can be allowed.")


def _kind(key: str, kinds: tuple[tuple[str, ...], ...]) -> str:
    return next((keys[0] for keys in kinds if key in keys), key)


def refuse_control_plane(request: EksRequest, sent: Record, details: Record) -> None:
    """Refuse what a request sends; `details` is the cluster as it would be."""
    for message in (*_groups(request, sent, details), *_tier(sent), *_settings(sent, details)):
        raise _refusal(request, message)


def refuse_way_back(request: EksRequest, details: Record, changed: Record) -> None:
    """Refuse an egress mode that goes back, and the standard tier while a setting needs another."""
    old, new = details["resourcesVpcConfig"], changed.get("resourcesVpcConfig") or {}
    row = RESTRICTION["egress-mode"]
    if row.refuses(old.get("controlPlaneEgressMode"), new.get("controlPlaneEgressMode")):
        raise _refusal(request, row.answer)
    row = RESTRICTION["tier-exit"]
    before = details["controlPlaneScalingConfig"]["tier"]
    after = (changed.get("controlPlaneScalingConfig") or {}).get("tier")
    if row.refuses(before, after) and _sync_period(details) != SYNC_PERIOD:
        raise _refusal(request, row.answer)


def _refusal(request: EksRequest, message: str) -> InvalidParameterException:
    name = request.path.get("name") or request.body.get("name")
    return InvalidParameterException(clusterName=name, message=message)


def _groups(request: EksRequest, sent: Record, details: Record) -> Iterator[str]:
    network = sent.get("resourcesVpcConfig") or {}
    ids, vpc = network.get("securityGroupIds") or [], details["resourcesVpcConfig"]["vpcId"]
    if len(ids) > SECURITY_GROUPS_PER_CLUSTER:
        yield f"You can specify at most {SECURITY_GROUPS_PER_CLUSTER} security groups"
    ec2 = ec2_backends[request.account][request.region]
    for id in ids:
        group = ec2.get_security_group_from_id(id)
        if group is None:
            yield f"The security group ID '{id}' does not exist"
        elif group.vpc_id != vpc:
            yield f"Security group {id} is not in the VPC of the subnets, {vpc}"
    mode = network.get("controlPlaneEgressMode")
    if mode not in (None, *EGRESS.values()):
        yield f"Invalid controlPlaneEgressMode {mode}"


def _tier(sent: Record) -> Iterator[str]:
    tier = (sent.get("controlPlaneScalingConfig") or {}).get("tier")
    if tier not in (None, *get_args(Tier)):
        yield f"Invalid control plane scaling tier {tier}"


def _settings(sent: Record, details: Record) -> Iterator[str]:
    server = sent.get("kubeApiServerConfig") or {}
    yield from _duration("eventTtl", server.get("eventTtl"), EVENT_SECONDS)
    if server.get("serviceNodePortRange"):
        ports = details["kubeApiServerConfig"]["serviceNodePortRange"]
        low, high = ports["minPort"], ports["maxPort"]
        if not NODE_PORTS[0] <= low <= high <= NODE_PORTS[1]:
            yield f"serviceNodePortRange must be a range within {NODE_PORTS[0]} to {NODE_PORTS[1]}"
    fit = (sent.get("kubeSchedulerConfig") or {}).get("nodeResourcesFit") or {}
    yield from _scoring(fit.get("scoringStrategy") or {})
    period = _sync_period(sent)
    yield from _duration("horizontalPodAutoscalerSyncPeriod", period, SYNC_SECONDS)
    if period and not is_provisioned(details["controlPlaneScalingConfig"]["tier"]):
        yield "horizontalPodAutoscalerSyncPeriod requires a Provisioned Control Plane scaling tier"


def _duration(name: str, value: Any, bounds: tuple[int, int]) -> Iterator[str]:
    length = seconds(str(value))
    if value is not None and (length is None or not bounds[0] <= length <= bounds[1]):
        yield f"{name} must be a duration of {bounds[0]} to {bounds[1]} seconds"


def _scoring(strategy: Record) -> Iterator[str]:
    if strategy.get("type") not in (None, SCORING, "MostAllocated"):
        yield f"Unsupported scoring strategy {strategy['type']}"
    for resource in strategy.get("resources") or ():
        known = resource.get("name") in get_args(ScoredResource)
        if not known or not WEIGHTS[0] <= resource.get("weight", 0) <= WEIGHTS[1]:
            yield f"Unsupported resource weight {resource}"


def _sync_period(config: Record) -> str | None:
    manager = config.get("kubeControllerManagerConfig") or {}
    autoscaler = manager.get("horizontalPodAutoscalerControllerConfig") or {}
    period: str | None = autoscaler.get("horizontalPodAutoscalerSyncPeriod")
    return period
