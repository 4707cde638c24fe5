"""The statements of policies. In: a `Target`. Out: statements as JSON values, in a stable order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import Any

from ...catalog.iam.permissions import PERMISSIONS
from ...catalog.iam.permissions.own import (
    DESTROY_READS,
    FAILED_APPLY_READS,
    OWN_READS,
    STATE_BUCKET,
    STATE_KEY,
    STATE_LOCK,
    STATE_READ,
    STATE_WRITE,
)
from ...catalog.iam.permissions.scopes import BOUNDED, READ_SCOPES, UNBOUND, WRITE_SCOPES, Scope
from ...catalog.regions.partitions import partition_of_region, service_principals
from .target import State, Target

Statement = dict[str, Any]

_LISTS = ("roles", "trails", "queues", "buckets", "foreign_keys", "instances")
_LOCK_FILE = ".tflock"


def plan_statements(target: Target) -> tuple[Statement, ...]:
    """Return what plan, drift and doctor need: they read, and write nothing but the lock of the state."""
    needed = {action for name in target.types for action in PERMISSIONS[name].read}
    reads = sorted(needed.union(OWN_READS, DESTROY_READS))
    return (*_scoped(reads, READ_SCOPES, target), *_state_statements(target, write=False))


def apply_statements(target: Target) -> tuple[Statement, ...]:
    """Return what apply and destroy need in addition to `plan_statements`."""
    writes = {action for name in target.types for action in PERMISSIONS[name].write}
    if target.boundaries:
        writes.discard(UNBOUND)
    return (
        *_scoped(sorted(FAILED_APPLY_READS), READ_SCOPES, target),
        *_scoped(sorted(writes), WRITE_SCOPES, target),
        *_pass_roles(target),
        *_linked_roles(target),
        *_state_statements(target, write=True),
    )


def _scoped(actions: Iterable[str], scopes: tuple[Scope, ...], target: Target) -> Iterator[Statement]:
    """Yield a statement for each kind of scope that has any of the actions."""
    by_sid: dict[str, tuple[Scope, list[str]]] = {}
    for action in actions:
        scope = next(scope for scope in scopes if scope.has(action))
        if scope.needs and not getattr(target, scope.needs):
            continue
        by_sid.setdefault(scope.sid, (scope, []))[1].append(action)
    for sid in dict.fromkeys(scope.sid for scope in scopes):
        if sid in by_sid:
            scope, chosen = by_sid[sid]
            condition = _filled(scope.condition, target)
            if target.boundaries and chosen[0] in BOUNDED:
                condition = {"StringEquals": {"iam:PermissionsBoundary": list(target.boundaries)}}
            resources = [text for template in scope.resources for text in _resources(template, target)]
            yield _statement(sid, chosen, resources, condition)


def _resources(template: str, target: Target) -> Iterator[str]:
    lists = [name for name in _LISTS if f"{{{name}}}" in template]
    for values in product(*(getattr(target, name) for name in lists)):
        yield _fill(template, target, dict(zip(lists, values, strict=True)))


def _fill(template: str, target: Target, more: Mapping[str, str]) -> str:
    names = {
        "partition": target.partition,
        "region": target.region,
        "account": target.account,
        "cluster": target.cluster,
    }
    return template.format_map({**names, **more})


def _filled(value: Any, target: Target) -> Any:
    if isinstance(value, Mapping):
        return {key: _filled(inner, target) for key, inner in value.items()}
    return _fill(value, target, {})


def _pass_roles(target: Target) -> Iterator[Statement]:
    services = {service for name in target.types for service in PERMISSIONS[name].passed_to}
    principals = {p for service in services for p in _principals(service, target.region)}
    own = _resources("arn:{partition}:iam::{account}:role/{roles}", target)
    if principals:
        condition = {"StringEquals": {"iam:PassedToService": sorted(principals)}}
        yield _statement("PassRoles", ["iam:PassRole"], [*own, *target.passed_roles], condition)


def _principals(service: str, region: str) -> tuple[str, ...]:
    """Return the names under which a service gets a role: of the partition, and the global name."""
    return (*service_principals(service, region), f"{service}.amazonaws.com")


def _linked_roles(target: Target) -> Iterator[Statement]:
    services = {service for name in target.types for service in PERMISSIONS[name].linked}
    if services:
        resource = _fill("arn:{partition}:iam::{account}:role/aws-service-role/*", target, {})
        condition = {"StringEquals": {"iam:AWSServiceName": sorted(services)}}
        yield _statement("ServiceLinkedRoles", ["iam:CreateServiceLinkedRole"], [resource], condition)


def _state_statements(target: Target, *, write: bool) -> Iterator[Statement]:
    """Yield what the state needs: a plan reads it and holds its lock, an apply also writes it."""
    state = target.state
    if state is None:
        return
    if state.role:
        if not write:
            yield _statement("AssumeRoleOfState", ["sts:AssumeRole"], [state.role], {})
    elif write:
        yield _statement("WriteState", STATE_WRITE, [state.object], {})
    else:
        yield _statement("ListState", STATE_BUCKET, [state.bucket], {})
        yield _statement("ReadState", STATE_READ, [state.object], {})
        if state.locked:
            yield _statement("LockState", STATE_LOCK, [state.object + _LOCK_FILE], {})
        if state.kms_key:
            yield _statement("KeyOfState", STATE_KEY, [state.kms_key], _through_s3(state))


def _through_s3(state: State) -> Statement:
    """Return the condition that S3 uses the key, under either suffix: AWS does not document which it has."""
    suffixes = sorted({partition_of_region(state.region).dns_suffix, "amazonaws.com"})
    return {"StringEquals": {"kms:ViaService": [f"s3.{state.region}.{suffix}" for suffix in suffixes]}}


def _statement(
    sid: str, actions: Iterable[str], resources: Iterable[str], condition: Mapping[str, Any]
) -> Statement:
    statement: Statement = {
        "Sid": sid,
        "Effect": "Allow",
        "Action": list(actions),
        "Resource": list(resources),
    }
    return {**statement, "Condition": dict(condition)} if condition else statement
