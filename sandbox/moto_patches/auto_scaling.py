"""Auto Scaling groups of nodes: instances that exist in the group only, settings that moto drops, refusals.

moto's instances would take time and leave network interfaces behind, and nothing that Terraform manages needs
them. Answers: EC2 Auto Scaling API reference; error texts of PutWarmPool as users report them (aws/karpenter
and kubernetes/kops issues, AWS re:Post, read 2026-11-29).
"""

from __future__ import annotations

import secrets
from types import SimpleNamespace
from typing import Any

from moto.autoscaling.exceptions import AutoscalingClientError, ValidationError
from moto.autoscaling.models import AutoScalingBackend, FakeAutoScalingGroup, InstanceState
from moto.autoscaling.responses import AutoScalingResponse
from moto.core.responses import ActionResult
from moto.ssm.models import ssm_backends

from ...catalog.compute.auto_scaling import CLASSIC_LOAD_BALANCERS, SECONDS_PER_LIFETIME, TARGET_GROUPS
from .image_parameters import image_parameter
from .patch import Function, Patch

_SETTINGS = {"MaxInstanceLifetime": "max_instance_lifetime", "CapacityRebalance": "capacity_rebalance"}


def _set_desired_capacity(_: Function) -> Function:
    """Instances are in service at once; those that are protected stay when the group scales in."""

    def patched(self: Any, new_capacity: int | None) -> None:
        self.desired_capacity = self.min_size if new_capacity is None else new_capacity
        wanted = -(-(self.desired_capacity or 0) // _weight(self))
        self.instance_states += [_state(self) for _ in range(wanted - len(self.instance_states))]
        surplus = max(0, len(self.instance_states) - wanted)
        ended = [state for state in self.instance_states if not state.protected_from_scale_in][:surplus]
        self.instance_states = [state for state in self.instance_states if state not in ended]

    return patched


def _weight(group: Any) -> int:
    policy = group.mixed_instances_policy or {}
    overrides = policy.get("LaunchTemplate", {}).get("Overrides") or [{}]
    return int(overrides[0].get("WeightedCapacity") or 1)


def _state(group: Any) -> InstanceState:
    instance: Any = SimpleNamespace(
        id=f"i-{secrets.token_hex(8)}{secrets.token_hex(1)[:1]}",
        instance_type=group.instance_type or "m5.large",
        placement=SimpleNamespace(zone=group.availability_zones[0]),
        autoscaling_group=group,
    )
    return InstanceState(instance, protected_from_scale_in=group.new_instances_protected_from_scale_in)


def _keep_settings(call: Function) -> Function:
    """moto does not read these two; a request without them leaves them as they are."""

    def patched(self: Any) -> Any:
        lifetime = self._get_int_param("MaxInstanceLifetime")
        low, high = SECONDS_PER_LIFETIME
        if lifetime and not low <= lifetime <= high:
            raise ValidationError(
                f"Max instance lifetime must be between {low} and {high}, or 0 to remove the setting"
            )
        _refuse_policy(self._get_params().get("MixedInstancesPolicy") or {})
        answer = call(self)
        group = self.autoscaling_backend.autoscaling_groups[self._get_param("AutoScalingGroupName")]
        for name, attribute in _SETTINGS.items():
            if (value := self._get_param(name)) is not None:
                setattr(group, attribute, value or None)
        return answer

    return patched


def _refuse_policy(policy: dict[str, Any]) -> None:
    distribution = policy.get("InstancesDistribution") or {}
    strategy = distribution.get("SpotAllocationStrategy", "lowest-price")
    if distribution.get("SpotInstancePools") and strategy != "lowest-price":
        raise ValidationError(
            "SpotInstancePools option is only available with the lowest-price allocation strategy."
        )
    overrides = policy.get("LaunchTemplate", {}).get("Overrides") or []
    weighted = ["WeightedCapacity" in override for override in overrides]
    if any(weighted) and not all(weighted):
        raise ValidationError(
            "If any override specifies a weighted capacity, all overrides must specify one."
        )
    if strategy == "capacity-optimized-prioritized" and any("InstanceRequirements" in o for o in overrides):
        raise ValidationError(
            "capacity-optimized-prioritized is not supported with attribute-based instance type selection."
        )


def _update(update: Function) -> Function:
    """What a request leaves out stays: moto removes the policy for mixed instances."""

    def patched(self: Any, *arguments: Any, **named: Any) -> None:
        policy = self.mixed_instances_policy
        update(self, *arguments, **named)
        if not named.get("launch_template") and not named.get("mixed_instances_policy"):
            self.mixed_instances_policy = policy

    return patched


def _set_launch_configuration(choose: Function) -> Function:
    """The image of the launch template must exist, also behind a parameter of Systems Manager."""

    def patched(self: Any, *arguments: Any, **named: Any) -> None:
        choose(self, *arguments, **named)
        image = str(self.image_id or "") if self.ec2_launch_template else ""
        name = image.removeprefix("resolve:ssm:")
        parameters = ssm_backends[self.account_id][self.region]
        exists = image_parameter(name, self.account_id) is not None or bool(parameters.get_parameters([name]))
        if name != image and not exists:
            raise ValidationError(
                f"You must use a valid fully-formed launch template. Parameter {name} not found."
            )

    return patched


def _put_warm_pool(put: Function) -> Function:
    """A warm pool has no spot capacity."""

    def patched(self: Any, group_name: str, *arguments: Any, **named: Any) -> None:
        group = self.autoscaling_groups[group_name]
        distribution = (group.mixed_instances_policy or {}).get("InstancesDistribution") or {}
        if int(distribution.get("OnDemandPercentageAboveBaseCapacity", 100)) < 100:
            raise ValidationError(
                "You can't add a warm pool to an Auto Scaling group that has a mixed instances policy or a "
                "launch template or launch configuration that requests Spot Instances."
            )
        put(self, group_name, *arguments, **named)

    return patched


def _start_instance_refresh(_: Any) -> Function:
    def patched(self: Any) -> ActionResult:
        name = self._get_param("AutoScalingGroupName")
        if name not in self.autoscaling_backend.autoscaling_groups:
            raise ValidationError("AutoScalingGroup name not found - null")
        return ActionResult({"InstanceRefreshId": f"{secrets.token_hex(4)}-{name[:1]}"})

    return patched


def _describe_instance_refreshes(_: Any) -> Function:
    """A refresh is over at once."""
    return lambda _self: ActionResult({"InstanceRefreshes": []})


def _set_protection(protect: Function) -> Function:
    """A group scales in as soon as an instance is no longer protected from it."""

    def patched(self: Any, group_name: str, *arguments: Any, **named: Any) -> None:
        protect(self, group_name, *arguments, **named)
        group = self.autoscaling_groups[group_name]
        group.set_desired_capacity(group.desired_capacity)

    return patched


def _attach(attach: Function) -> Function:
    """A group is in so many target groups at most."""

    def patched(self: Any, group_name: str, target_group_arns: list[str]) -> None:
        _limit({*self.autoscaling_groups[group_name].target_group_arns, *target_group_arns}, TARGET_GROUPS)
        attach(self, group_name, target_group_arns)

    return patched


def _attach_classic(attach: Function) -> Function:
    """The same for classic load balancers."""

    def patched(self: Any, group_name: str, load_balancer_names: list[str]) -> None:
        names = {*self.autoscaling_groups[group_name].load_balancer_names, *load_balancer_names}
        _limit(names, CLASSIC_LOAD_BALANCERS)
        attach(self, group_name, load_balancer_names)

    return patched


def _limit(names: set[str], most: int) -> None:
    if len(names) > most:
        message = "You have already reached a limit for your Amazon EC2 Auto Scaling resources"
        raise AutoscalingClientError("LimitExceededFault", message)


def _detach(_: Function) -> Function:
    """No instance is registered, so only the group forgets the target groups."""

    def patched(self: Any, group_name: str, target_group_arns: list[str]) -> None:
        group = self.autoscaling_groups[group_name]
        group.target_group_arns = [arn for arn in group.target_group_arns if arn not in target_group_arns]

    return patched


def _detach_classic(_: Function) -> Function:
    """The same for classic load balancers."""

    def patched(self: Any, group_name: str, load_balancer_names: list[str]) -> None:
        group = self.autoscaling_groups[group_name]
        group.load_balancer_names = [n for n in group.load_balancer_names if n not in load_balancer_names]

    return patched


def _no_registration(_: Function) -> Function:
    """Instances that EC2 does not have cannot be registered with a load balancer."""
    return lambda _self, _name: None


PATCHES = (
    Patch(FakeAutoScalingGroup, "set_desired_capacity", _set_desired_capacity),
    Patch(FakeAutoScalingGroup, "update", _update),
    Patch(FakeAutoScalingGroup, "_set_launch_configuration", _set_launch_configuration),
    Patch(AutoScalingBackend, "put_warm_pool", _put_warm_pool),
    Patch(AutoScalingBackend, "set_instance_protection", _set_protection),
    Patch(AutoScalingBackend, "attach_load_balancer_target_groups", _attach),
    Patch(AutoScalingBackend, "attach_load_balancers", _attach_classic),
    Patch(AutoScalingBackend, "detach_load_balancer_target_groups", _detach),
    Patch(AutoScalingBackend, "detach_load_balancers", _detach_classic),
    Patch(AutoScalingBackend, "update_attached_elbs", _no_registration),
    Patch(AutoScalingBackend, "update_attached_target_groups", _no_registration),
    Patch(AutoScalingResponse, "create_auto_scaling_group", _keep_settings),
    Patch(AutoScalingResponse, "update_auto_scaling_group", _keep_settings),
    Patch(AutoScalingResponse, "start_instance_refresh", _start_instance_refresh),
    Patch(AutoScalingResponse, "describe_instance_refreshes", _describe_instance_refreshes),
)
