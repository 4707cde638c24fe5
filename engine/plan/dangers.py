"""The changes of a plan -> what to look at first, heaviest first. Pure; values are redacted already.

A value that only the apply will tell counts as dangerous where it could be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ...catalog.kubernetes import version_step_text
from ...catalog.resource_nouns import type_rank
from ...catalog.resources.eks import NODE_ROLLING, OPEN_TO_ALL
from ...compiler.cidr import admitted_addresses, network
from ...compiler.diagnostics import Path
from ...compiler.paths import overlap, starts_with, without_indexes
from ..redact import UNKNOWN
from .attribute_diff import value_at
from .result import Action, AttributeChange, ChangeOrigin, Danger, DangerKind, ObjectChange, Value

_PUBLIC: Path = ("vpc_config", 0, "endpoint_public_access")
_CIDRS: Path = ("vpc_config", 0, "public_access_cidrs")


def find_dangers(changes: Iterable[ObjectChange]) -> tuple[Danger, ...]:
    """Everything in a plan that deserves a look before it is applied."""
    changes = tuple(changes)
    found = [danger for look in _LOOKS for danger in look(changes)]
    order = list(DangerKind)
    found.sort(
        key=lambda d: (
            order.index(d.kind),
            type_rank(d.address.resource_type),
            d.address.text,
            d.change.deposed,
        )
    )
    return tuple(found)


def opens_wider(before: Iterable[str], after: Iterable[str]) -> bool:
    """Whether `after` lets in an address that `before` did not."""
    return bool(admitted_addresses(before, after))


def _replaced(changes: tuple[ObjectChange, ...]) -> Iterator[Danger]:
    for change in changes:
        if change.action is Action.REPLACE:
            forcing = tuple(a for a in change.attributes if a.forces_replacement)
            order = "the new one first" if change.replace_first == "create" else "the old one goes first"
            yield _danger(DangerKind.REPLACE, change, forcing, order)


def _destroyed(changes: tuple[ObjectChange, ...]) -> Iterator[Danger]:
    for change in changes:
        if change.action is Action.DELETE:
            yield _danger(DangerKind.DESTROY, change, (), "")


def _version_steps(changes: tuple[ObjectChange, ...]) -> Iterator[Danger]:
    for change in changes:
        step = next((a for a in change.attributes if a.path == ("version",)), None)
        if change.address.resource_type == "aws_eks_cluster" and change.action is Action.UPDATE and step:
            yield _danger(DangerKind.VERSION_STEP, change, (step,), _step(step.before, step.after))


def _step(before: Value, after: Value) -> str:
    """Return what a step from one Kubernetes version to another means."""
    if not (isinstance(before, str) and isinstance(after, str)):
        return "which version it becomes is known only after apply"
    return version_step_text(before, after)


def _rolling(changes: tuple[ObjectChange, ...]) -> Iterator[Danger]:
    for change in changes:
        if change.address.resource_type != "aws_eks_node_group" or change.action is not Action.UPDATE:
            continue
        own = tuple(a for a in change.attributes if _rolls(a))
        if own:
            causes = tuple(a for a in own if not a.unknown) + _template(change, changes)
            yield _danger(DangerKind.NODE_ROLL, change, causes or own, "every node is drained and replaced")


def _rolls(attribute: AttributeChange) -> bool:
    names = without_indexes(attribute.path)
    return any(starts_with(rolling, names) for rolling in NODE_ROLLING)


def _template(group: ObjectChange, changes: tuple[ObjectChange, ...]) -> tuple[AttributeChange, ...]:
    """What changes in the launch template beside a node group; tags of the template itself roll nothing."""
    return tuple(
        attribute
        for change in changes
        if change.address.resource_type == "aws_launch_template"
        and change.address.module_call == group.address.module_call
        for attribute in change.attributes
        if attribute.origin is not ChangeOrigin.DERIVED
        and attribute.path[:1] not in (("tags",), ("tags_all",))
    )


def _opened(changes: tuple[ObjectChange, ...]) -> Iterator[Danger]:
    for change in changes:
        if change.address.resource_type != "aws_eks_cluster":
            continue
        if change.action not in (Action.UPDATE, Action.REPLACE):
            continue
        why = _opening(change)
        if why:
            causes = tuple(
                a for a in change.attributes if overlap(a.path, _PUBLIC) or overlap(a.path, _CIDRS)
            )
            yield _danger(DangerKind.ENDPOINT, change, causes, why)


def _opening(change: ObjectChange) -> str:
    """Why the Kubernetes API can be reached by more than before, or an empty text."""
    public, was_public = _now(change, _PUBLIC), _before(change, _PUBLIC)
    if public is not True and public is not UNKNOWN:
        return ""
    cidrs = _now(change, _CIDRS)
    if public is UNKNOWN or cidrs is UNKNOWN:
        changed = any(overlap(a.path, p) for a in change.attributes for p in (_PUBLIC, _CIDRS))
        return "who reaches the Kubernetes API is known only after apply" if changed else ""
    allowed = _texts(cidrs) or OPEN_TO_ALL
    everyone = any((n := network(c)) is not None and n.prefixlen == 0 for c in allowed)
    who = "the whole internet" if everyone else "more addresses"
    if was_public is not True:
        return f"the Kubernetes API opens to {'the whole internet' if everyone else ', '.join(allowed)}"
    if opens_wider(_texts(_before(change, _CIDRS)) or OPEN_TO_ALL, allowed):
        return f"the Kubernetes API opens to {who}"
    return ""


def _reverted(changes: tuple[ObjectChange, ...]) -> Iterator[Danger]:
    for change in changes:
        outside = tuple(
            a for a in change.attributes if a.origin in (ChangeOrigin.OUTSIDE, ChangeOrigin.CONFLICT)
        )
        if change.deleted_outside:
            yield _danger(DangerKind.REVERT, change, (), "deleted outside, will be made again")
        elif outside:
            conflict = any(a.origin is ChangeOrigin.CONFLICT for a in outside)
            why = (
                "changed outside and in the spec; the spec wins" if conflict else "changed outside, set back"
            )
            yield _danger(DangerKind.REVERT, change, outside, why)


_LOOKS = (_replaced, _destroyed, _version_steps, _rolling, _opened, _reverted)


def _danger(
    kind: DangerKind, change: ObjectChange, attributes: tuple[AttributeChange, ...], why: str
) -> Danger:
    written = (a.spec for a in attributes if a.spec and a.spec.written)
    anywhere = (a.spec for a in attributes if a.spec)
    return Danger(kind, change, attributes, why, next(written, None) or next(anywhere, None) or change.spec)


def _now(change: ObjectChange, path: Path) -> Value:
    """The desired value at a path; what is known only after apply is `UNKNOWN`."""
    found = _changed(change, path)
    return value_at(found.after, path[len(found.path) :]) if found else value_at(dict(change.values), path)


def _before(change: ObjectChange, path: Path) -> Value:
    """The live value at a path, which equals the desired one where nothing changes."""
    found = _changed(change, path)
    return value_at(found.before, path[len(found.path) :]) if found else value_at(dict(change.values), path)


def _changed(change: ObjectChange, path: Path) -> AttributeChange | None:
    return next((a for a in change.attributes if starts_with(path, a.path)), None)


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(v for v in value if isinstance(v, str)) if isinstance(value, list) else ()
