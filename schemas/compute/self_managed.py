"""Fields of node groups with `kind: self-managed`: what EC2 Auto Scaling does with their instances."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from ...catalog.compute.auto_scaling import SECONDS_PER_LIFETIME, SPOT_POOLS, WEIGHTS
from ..base import ArnOf, Model, arn_of, matching, shape, within
from ..values import Present

_LOWEST, _HIGHEST = SECONDS_PER_LIFETIME
MaxInstanceLifetime = Annotated[int, Field(ge=_LOWEST, le=_HIGHEST)]
TargetGroupArn = Annotated[
    str,
    arn_of(
        "a target group",
        ArnOf(
            "elasticloadbalancing",
            "[a-z]{2,4}(-[a-z]+)+-[0-9]",
            "[0-9]{12}",
            r"targetgroup/[A-Za-z0-9-]{1,32}/[0-9a-f]{16}",
            "arn:aws:elasticloadbalancing:us-west-2:111122223333:targetgroup/web/0123456789abcdef",
        ),
    ),
]
ClassicLoadBalancerName = Annotated[
    str,
    matching(
        r"[A-Za-z0-9]([A-Za-z0-9-]{0,30}[A-Za-z0-9])?",
        "invalid-name",
        "the name of a classic load balancer",
        "at most 32 letters, digits and hyphens, not starting or ending with a hyphen",
    ),
]
Price = Annotated[
    str,
    matching(
        r"((0|[1-9][0-9]{0,5})\.[0-9]{1,6}|[1-9][0-9]{0,5})",
        "invalid-price",
        "a price",
        'a price is US dollars for an hour of an instance, in quotes: "0.05"',
    ),
    Field(examples=["0.05"]),
]
InstanceTypePattern = Annotated[
    str,
    matching(
        r"[a-zA-Z0-9.*-]{1,30}",
        "invalid-name",
        "an instance type or a pattern of types",
        "at most 30 letters, digits, dots, hyphens and `*`, such as `m5.*`",
    ),
]
ScalingProcess = Literal[
    "Launch",
    "Terminate",
    "AddToLoadBalancer",
    "AlarmNotification",
    "AZRebalance",
    "HealthCheck",
    "InstanceRefresh",
    "ReplaceUnhealthy",
    "ScheduledActions",
]
GroupMetric = Literal[
    "GroupMinSize",
    "GroupMaxSize",
    "GroupDesiredCapacity",
    "GroupInServiceInstances",
    "GroupPendingInstances",
    "GroupStandbyInstances",
    "GroupTerminatingInstances",
    "GroupTotalInstances",
    "GroupInServiceCapacity",
    "GroupPendingCapacity",
    "GroupStandbyCapacity",
    "GroupTerminatingCapacity",
    "GroupTotalCapacity",
    "WarmPoolDesiredCapacity",
    "WarmPoolWarmedCapacity",
    "WarmPoolPendingCapacity",
    "WarmPoolTerminatingCapacity",
    "WarmPoolTotalCapacity",
    "GroupAndWarmPoolDesiredCapacity",
    "GroupAndWarmPoolTotalCapacity",
]
Metrics = Annotated[
    Annotated[Literal["all"], Tag("<text>")]
    | Annotated[tuple[GroupMetric, ...], Field(min_length=1), Tag("<list>")],
    Discriminator(shape),
]
_TYPES = 400


class Bounds(Model):
    """A least and a greatest value."""

    min: int = Field(ge=0, description="Least value.")
    max: int | None = Field(None, ge=0, description="Greatest value. Default: none.")


class Requirements(Model):
    """What an instance type must have; EC2 Auto Scaling chooses the types."""

    vcpu_count: Bounds = Field(alias="vCpuCount", description="Number of vCPUs.")
    memory_mib: Bounds = Field(alias="memoryMiB", description="Memory in MiB.")
    cpu_manufacturers: tuple[Literal["intel", "amd", "amazon-web-services"], ...] = Field(
        ("intel", "amd"),
        min_length=1,
        description="Manufacturers of the processor: intel and amd (x86_64), or amazon-web-services (arm64).",
    )
    instance_generations: tuple[Literal["current", "previous"], ...] = Field(
        ("current",), min_length=1, description="Generations of instance types."
    )
    burstable_performance: Literal["excluded", "included", "required"] = Field(
        "excluded", description="Whether burstable types may be chosen."
    )
    bare_metal: Literal["excluded", "included", "required"] = Field(
        "excluded", description="Whether bare metal types may be chosen."
    )
    local_storage: Literal["excluded", "included", "required"] = Field(
        "included", description="Whether types with local disks may be chosen."
    )
    allowed_instance_types: tuple[InstanceTypePattern, ...] = Field(
        (), max_length=_TYPES, description="Types that may be chosen, such as `m5.*`; all others may not."
    )
    excluded_instance_types: tuple[InstanceTypePattern, ...] = Field(
        (), max_length=_TYPES, description="Types that may not be chosen, such as `t*`."
    )


class MixedInstances(Model):
    """Several instance types and ways to pay in one group."""

    on_demand_base: int = Field(0, ge=0, description="Instances, or units, that are on demand at least.")
    on_demand_percent: int | None = Field(
        None,
        ge=0,
        le=100,
        description="Percentage on demand above the base. Default: 100; 0 with `capacity: spot`.",
    )
    spot_strategy: Literal[
        "price-capacity-optimized", "capacity-optimized", "capacity-optimized-prioritized", "lowest-price"
    ] = Field("price-capacity-optimized", description="How EC2 chooses among pools of spot capacity.")
    spot_pools: int | None = Field(
        None,
        ge=SPOT_POOLS[0],
        le=SPOT_POOLS[1],
        description="Number of pools that share the spot capacity; `lowest-price` only. Default: 2.",
    )
    max_price: Price | None = Field(
        None, description="Highest price of spot capacity. Default: the price on demand."
    )
    weights: dict[str, Annotated[int, Field(ge=WEIGHTS[0], le=WEIGHTS[1])]] = Field(
        default_factory=dict,
        description="How many units of `scaling` an instance of each type counts for; all types, or none.",
    )
    requirements: Requirements | None = Field(
        None, description="What a type must have, instead of `instanceTypes`; needs `ami`."
    )
    capacity_rebalance: Present | None = Field(
        None, description="`{}`: start a new spot instance when EC2 warns that it may interrupt one."
    )


class InstanceRefresh(Model):
    """EC2 Auto Scaling replaces all instances when the launch template changes; it drains no node."""

    min_healthy_percentage: Annotated[int, within("autoscaling.IntPercent")] = Field(
        90,
        description="Least percentage of the group that stays in service.",
    )
    max_healthy_percentage: Annotated[int, within("autoscaling.IntPercent100To200")] | None = Field(
        None,
        description="Greatest percentage of the group during the refresh. Default: 100; above it, new "
        "instances start first.",
    )
    instance_warmup: int | None = Field(
        None, ge=0, le=86400, description="Seconds after which a new instance counts. Default: 300."
    )


class WarmPool(Model):
    """Instances that have been started once, for faster scaling."""

    min: int = Field(0, ge=0, description="Least number of instances in the pool.")
    max: int | None = Field(
        None,
        ge=0,
        description="Greatest number of instances of group and pool together. Default: `scaling.max`.",
    )
    state: Literal["stopped", "running"] = Field("stopped", description="State of the instances in it.")
