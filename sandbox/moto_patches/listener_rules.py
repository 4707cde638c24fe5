"""Rules of listeners: what Elastic Load Balancing refuses of their conditions, targets and number.

Sources (read 2026-11-30): elbv2 API reference, CreateRule, ModifyRule and HttpHeaderConditionConfig;
Application Load Balancers user guide, "Quotas".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from moto.elbv2 import models
from moto.elbv2.exceptions import ELBClientError

from ...catalog.limits import (
    RULE_CONDITION_VALUES,
    RULE_PRIORITIES,
    RULE_WEIGHTS,
    RULES_PER_LOAD_BALANCER,
    TARGET_GROUPS_PER_APPLICATION,
    TARGETS_PER_RULE,
)
from .patch import Function, Patch


def _create(create: Function) -> Function:
    """A rule is valid, its priority in range, and the load balancer has not too many."""

    def patched(
        self: Any, listener_arn: str, conditions: Any, priority: int, actions: Any, **others: Any
    ) -> Any:
        lowest, highest = RULE_PRIORITIES
        if not lowest <= int(priority) <= highest:
            message = f"Priority '{priority}' must be between '{lowest}' and '{highest}' inclusive"
            raise ELBClientError("ValidationError", message)
        _check(conditions, actions)
        balancer = listener_arn.replace(":listener/", ":loadbalancer/").rsplit("/", 1)[0]
        found = self.load_balancers.get(balancer)
        listeners = found.listeners.values() if found else ()
        if sum(len(_own_rules(listener)) for listener in listeners) >= RULES_PER_LOAD_BALANCER:
            message = "The maximum number of rules has been reached"
            raise ELBClientError("TooManyRules", message)
        _check_groups(found, actions)
        return create(self, listener_arn, conditions, priority, actions, **others)

    return patched


def _modify(modify: Function) -> Function:
    """A rule stays valid."""

    def patched(self: Any, rule_arn: str, conditions: Any, actions: Any) -> Any:
        _check(conditions, actions, new=False)
        return modify(self, rule_arn, conditions, actions)

    return patched


def _create_listener(create: Function) -> Function:
    """A load balancer has not too many target groups."""

    def patched(self: Any, load_balancer_arn: str, **named: Any) -> Any:
        _check_groups(self.load_balancers.get(load_balancer_arn), named.get("actions") or ())
        return create(self, load_balancer_arn=load_balancer_arn, **named)

    return patched


def _check_groups(balancer: Any, actions: Sequence[Any]) -> None:
    if balancer is None or balancer.type != "application":
        return
    known = [action.data for listener in balancer.listeners.values() for action in _actions(listener)]
    if len(_target_groups([*known, *actions])) > TARGET_GROUPS_PER_APPLICATION:
        message = (
            "You've reached the limit on the number of unique target groups per load balancer across all "
            "listeners. If a target group is used by multiple actions for a load balancer, it is counted as "
            "only one use."
        )
        raise ELBClientError("TooManyUniqueTargetGroupsPerLoadBalancer", message)


def _actions(listener: Any) -> Iterator[Any]:
    yield from listener.default_actions
    for rule in listener.rules.values():
        yield from rule.actions


def _target_groups(actions: Sequence[Any]) -> set[str]:
    forwards = [target for a in actions for target in a.get("ForwardConfig", {}).get("TargetGroups", [])]
    return {str(item["TargetGroupArn"]) for item in (*actions, *forwards) if item.get("TargetGroupArn")}


def _own_rules(listener: Any) -> list[Any]:
    """Return the rules of a listener without the one for requests that match no other."""
    return [rule for rule in listener.rules.values() if rule.priority != "default"]


def _check(conditions: Sequence[Any] | None, actions: Sequence[Any] | None, new: bool = True) -> None:
    for condition in conditions or ():
        if str(condition.get("HttpHeaderConfig", {}).get("HttpHeaderName", "")).lower() == "host":
            message = "The header 'host' cannot be used in an HTTP header condition; use a host condition"
            raise ELBClientError("ValidationError", message)
    values = list(_values(conditions or ()))
    if new and not values:
        raise ELBClientError("ValidationError", "A condition must be specified")
    if len(values) > RULE_CONDITION_VALUES:
        message = f"Rules cannot have more than '{RULE_CONDITION_VALUES}' condition values"
        raise ELBClientError("ValidationError", message)
    if sum(value.count("*") + value.count("?") for value in values) > RULE_CONDITION_VALUES:
        message = f"Rules cannot have more than '{RULE_CONDITION_VALUES}' wildcard characters"
        raise ELBClientError("ValidationError", message)
    for action in actions or ():
        _check_targets(action.get("ForwardConfig", {}).get("TargetGroups", []))


def _check_targets(targets: Sequence[Any]) -> None:
    lowest, highest = RULE_WEIGHTS
    if len(targets) > TARGETS_PER_RULE:
        message = f"An action cannot have more than '{TARGETS_PER_RULE}' target groups"
        raise ELBClientError("TooManyUniqueTargetGroupsPerLoadBalancer", message)
    for target in targets:
        if not lowest <= int(target.get("Weight", lowest)) <= highest:
            message = f"Weight '{target['Weight']}' must be between '{lowest}' and '{highest}' inclusive"
            raise ELBClientError("ValidationError", message)


def _values(conditions: Sequence[Any]) -> Iterator[str]:
    for condition in conditions:
        yield from condition.get("Values", ())
        for key in ("HostHeaderConfig", "PathPatternConfig", "HttpHeaderConfig"):
            yield from condition.get(key, {}).get("Values", ())


PATCHES = (
    Patch(models.ELBv2Backend, "create_listener", _create_listener),
    Patch(models.ELBv2Backend, "create_rule", _create),
    Patch(models.ELBv2Backend, "modify_rule", _modify),
)
