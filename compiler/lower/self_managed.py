"""Arguments of module `nodes` for a group whose nodes EC2 Auto Scaling starts."""

from __future__ import annotations

from ...catalog.compute.ami import OS_FAMILIES, image_parameter
from ...catalog.compute.auto_scaling import AUTOSCALER_TAG, METRICS
from ...schemas.compute.self_managed import Bounds, InstanceRefresh, MixedInstances, Requirements, WarmPool
from ..diagnostics import Path
from ..resolve.model import Cluster, ResolvedNodeGroup
from ..resolve.nodes import is_mixed, is_self_managed, on_demand_percent
from ..values import At, Value


def image(cluster: Cluster, group: ResolvedNodeGroup) -> At:
    """Return the image in the launch template: that of the spec, or one that EC2 looks up at each start."""
    spec, path = group.spec, group.path
    if spec.ami is not None or not is_self_managed(spec):
        return At(spec.ami, (*path, "ami"))
    parameter = image_parameter(group.ami_type, cluster.spec.kubernetes.version, spec.release)
    origin = (*path, "release") if spec.release else ("kubernetes", "version")
    return At(f"resolve:ssm:{parameter}", origin)


def self_managed(cluster: Cluster, group: ResolvedNodeGroup) -> At:
    """Return the settings of the Auto Scaling group; None for a group that EKS manages."""
    spec, path = group.spec, group.path
    if not is_self_managed(spec):
        return At(None, (*path, "kind"))
    values: dict[str, Value] = {
        "access_entry_type": At(_access_entry_type(cluster, group), (*path, "iam")),
        "mixed_instances": _mixed_instances(group),
        "instance_refresh": _instance_refresh(group),
        "max_instance_lifetime": At(spec.max_instance_lifetime, (*path, "maxInstanceLifetime")),
        "warm_pool": At(_warm_pool(spec.warm_pool, path), (*path, "warmPool")),
        "target_groups": At(tuple(sorted(set(spec.target_groups))), (*path, "targetGroups")),
        "classic_load_balancers": At(
            tuple(sorted(set(spec.classic_load_balancers))), (*path, "classicLoadBalancers")
        ),
        "suspended_processes": At(tuple(sorted(set(spec.suspend_processes))), (*path, "suspendProcesses")),
        "scale_in_protection": At(spec.scale_in_protection is not None, (*path, "scaleInProtection")),
        "metrics": At(_metrics(group), (*path, "metrics")),
        "autoscaler_tags": _autoscaler_tags(cluster, group),
    }
    return At(values, (*path, "kind"))


def _access_entry_type(cluster: Cluster, group: ResolvedNodeGroup) -> str | None:
    """Return the type of the access entry; None if the role gets it from another group."""
    role = group.spec.iam.role
    same = [other.name for other in cluster.node_groups if role is not None and other.spec.iam.role == role]
    if same and same[0] != group.name:
        return None
    return "EC2_WINDOWS" if OS_FAMILIES[group.spec.os].windows else "EC2_LINUX"


def _mixed_instances(group: ResolvedNodeGroup) -> At:
    spec, path = group.spec, (*group.path, "mixedInstances")
    mixed = spec.mixed_instances
    if not is_mixed(spec):
        return At(None, path)
    values: dict[str, Value] = {
        "on_demand_base": At(mixed.on_demand_base if mixed else 0, (*path, "onDemandBase")),
        "on_demand_percent": At(on_demand_percent(spec), (*path, "onDemandPercent")),
        "spot_strategy": At(
            mixed.spot_strategy if mixed else "price-capacity-optimized", (*path, "spotStrategy")
        ),
        "spot_pools": At(mixed.spot_pools if mixed else None, (*path, "spotPools")),
        "max_price": At(mixed.max_price if mixed else None, (*path, "maxPrice")),
        "weights": At(_weights(mixed, (*path, "weights")), (*path, "weights")),
        "capacity_rebalance": At(
            mixed is not None and mixed.capacity_rebalance is not None, (*path, "capacityRebalance")
        ),
        "requirements": At(
            _requirements(mixed.requirements, (*path, "requirements"))
            if mixed and mixed.requirements
            else None,
            (*path, "requirements"),
        ),
    }
    return At(values, path)


def _weights(mixed: MixedInstances | None, path: Path) -> dict[str, Value]:
    weights = mixed.weights if mixed else {}
    return {name: At(weight, (*path, name)) for name, weight in sorted(weights.items())}


def _requirements(wanted: Requirements, path: Path) -> dict[str, Value]:
    return {
        "vcpu_count": At(_bounds(wanted.vcpu_count), (*path, "vCpuCount")),
        "memory_mib": At(_bounds(wanted.memory_mib), (*path, "memoryMiB")),
        "cpu_manufacturers": At(tuple(sorted(set(wanted.cpu_manufacturers))), (*path, "cpuManufacturers")),
        "instance_generations": At(
            tuple(sorted(set(wanted.instance_generations))), (*path, "instanceGenerations")
        ),
        "burstable_performance": At(wanted.burstable_performance, (*path, "burstablePerformance")),
        "bare_metal": At(wanted.bare_metal, (*path, "bareMetal")),
        "local_storage": At(wanted.local_storage, (*path, "localStorage")),
        "allowed_instance_types": At(
            tuple(sorted(set(wanted.allowed_instance_types))), (*path, "allowedInstanceTypes")
        ),
        "excluded_instance_types": At(
            tuple(sorted(set(wanted.excluded_instance_types))), (*path, "excludedInstanceTypes")
        ),
    }


def _bounds(bounds: Bounds) -> dict[str, Value]:
    return {"min": bounds.min, "max": bounds.max}


def _instance_refresh(group: ResolvedNodeGroup) -> At:
    refresh, path = group.spec.instance_refresh, (*group.path, "instanceRefresh")
    return At(None if refresh is None else _preferences(refresh, path), path)


def _preferences(refresh: InstanceRefresh, path: Path) -> dict[str, Value]:
    return {
        "min_healthy_percentage": At(refresh.min_healthy_percentage, (*path, "minHealthyPercentage")),
        "max_healthy_percentage": At(refresh.max_healthy_percentage, (*path, "maxHealthyPercentage")),
        "instance_warmup": At(refresh.instance_warmup, (*path, "instanceWarmup")),
    }


def _warm_pool(pool: WarmPool | None, path: Path) -> dict[str, Value] | None:
    at = (*path, "warmPool")
    if pool is None:
        return None
    return {
        "min": At(pool.min, (*at, "min")),
        "max": At(pool.max, (*at, "max")),
        "state": At(pool.state.capitalize(), (*at, "state")),
    }


def _metrics(group: ResolvedNodeGroup) -> tuple[Value, ...]:
    chosen = group.spec.metrics
    return tuple(sorted(METRICS if chosen == "all" else set(chosen or ())))


def _autoscaler_tags(cluster: Cluster, group: ResolvedNodeGroup) -> At:
    """Return the tags by which the Cluster Autoscaler finds the group, and knows nodes that do not exist."""
    path = (*group.path, "scaling", "autoscaled")
    if not group.spec.scaling.autoscaled:
        return At({}, path)
    tags: dict[str, Value] = {
        f"{AUTOSCALER_TAG}/enabled": At("true", path),
        f"{AUTOSCALER_TAG}/{cluster.name}": At("owned", path),
    }
    for key, value in group.spec.labels.items():
        tags[f"{AUTOSCALER_TAG}/node-template/label/{key}"] = At(value, (*group.path, "labels", key))
    for index, taint in enumerate(group.spec.taints):
        name = f"{AUTOSCALER_TAG}/node-template/taint/{taint.key}"
        tags.setdefault(name, At(f"{taint.value or ''}:{taint.effect}", (*group.path, "taints", index)))
    return At(dict(sorted(tags.items())), path)
