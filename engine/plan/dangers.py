"""Find the changes of a plan to review first, most serious first. Pure; values are redacted already.

A value that is known only after apply counts as dangerous if it could be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ...catalog.kubernetes.versions import version_step_text
from ...catalog.resources import NODE_ROLLING
from ...catalog.resources.nouns import type_rank
from ...catalog.resources.types.ec2 import OUTBOUND_ADDRESS
from ...catalog.resources.types.eks import OPEN_TO_ALL
from ...compiler.cidr import admitted_addresses, holds_everyone
from ...compiler.diagnostics import Path
from ...compiler.paths import overlap, starts_with, without_indexes
from ..redact import UNKNOWN
from .attribute_diff import value_at
from .result import Action, AttributeChange, ChangeOrigin, Danger, DangerKind, ObjectChange, Value

KEPT = "Terraform forgets it, and it stays in AWS"
"""What is said of an object with `skip_destroy`."""
_PUBLIC: Path = ("vpc_config", 0, "endpoint_public_access")
_CIDRS: Path = ("vpc_config", 0, "public_access_cidrs")


def find_dangers(changes: Iterable[ObjectChange]) -> tuple[Danger, ...]:
    """Return everything in a plan that deserves a review before it is applied."""
    changes = tuple(changes)
    dangers = (danger for find in _FINDERS for danger in find(changes))
    order = list(DangerKind)

    def rank(danger: Danger) -> tuple[int, tuple[int, str], str, str]:
        address = danger.address
        return order.index(danger.kind), type_rank(address.resource_type), address.text, danger.change.deposed

    return tuple(sorted(dangers, key=rank))


def opens_wider(before: Iterable[str], after: Iterable[str]) -> bool:
    """Return whether `after` admits an address that `before` did not."""
    return bool(admitted_addresses(before, after))


def _replacements(changes: tuple[ObjectChange, ...]) -> Iterator[Danger]:
    for change in changes:
        if change.action is Action.REPLACE:
            forcing = tuple(a for a in change.attributes if a.forces_replacement)
            order = "the new one first" if change.replace_first == "create" else "the old one goes first"
            yield _danger(DangerKind.REPLACE, change, forcing, order)


def _deletions(changes: tuple[ObjectChange, ...]) -> Iterator[Danger]:
    for change in changes:
        if change.action is Action.DELETE:
            why = OUTBOUND_ADDRESS if change.address.resource_type == "aws_eip" else ""
            why = KEPT if change.values.get("skip_destroy") is True else why
            yield _danger(DangerKind.DESTROY, change, (), why)


def _version_steps(changes: tuple[ObjectChange, ...]) -> Iterator[Danger]:
    for change in changes:
        step = next((a for a in change.attributes if a.path == ("version",)), None)
        if change.address.resource_type == "aws_eks_cluster" and change.action is Action.UPDATE and step:
            yield _danger(
                DangerKind.VERSION_STEP, change, (step,), _version_step_text(step.before, step.after)
            )


def _version_step_text(before: Value, after: Value) -> str:
    """Return what a change of the Kubernetes version means."""
    if not (isinstance(before, str) and isinstance(after, str)):
        return "the new version is known only after apply"
    return version_step_text(before, after)


def _node_rolls(changes: tuple[ObjectChange, ...]) -> Iterator[Danger]:
    for change in changes:
        how = _ROLLED.get(change.address.resource_type)
        if how is None or change.action is not Action.UPDATE or not _replaces_nodes(change):
            continue
        rolling = tuple(a for a in change.attributes if _rolls_nodes(change, a))
        if rolling:
            causes = tuple(a for a in rolling if not a.unknown) + _template_changes(change, changes)
            yield _danger(DangerKind.NODE_ROLL, change, causes or rolling, how)


_ROLLED = {
    "aws_autoscaling_group": "every node is replaced, without being drained",
    "aws_eks_node_group": "every node is drained and replaced",
}


def _replaces_nodes(change: ObjectChange) -> bool:
    """Return whether nodes follow their group; those of an Auto Scaling group without a refresh do not."""
    is_managed = change.address.resource_type == "aws_eks_node_group"
    return is_managed or bool(_desired(change, ("instance_refresh",)))


def _rolls_nodes(change: ObjectChange, attribute: AttributeChange) -> bool:
    names, rolling = without_indexes(attribute.path), NODE_ROLLING[change.address.resource_type]
    return any(overlap(path, names) for path in rolling)


def _template_changes(group: ObjectChange, changes: tuple[ObjectChange, ...]) -> tuple[AttributeChange, ...]:
    """Return the changes of a node group's launch template, without its own tags, which roll no nodes."""
    return tuple(
        attribute
        for change in changes
        if change.address.resource_type == "aws_launch_template"
        and change.address.module_call == group.address.module_call
        for attribute in change.attributes
        if attribute.origin is not ChangeOrigin.DERIVED
        and attribute.path[:1] not in (("tags",), ("tags_all",))
    )


def _endpoint_openings(changes: tuple[ObjectChange, ...]) -> Iterator[Danger]:
    for change in changes:
        if change.address.resource_type != "aws_eks_cluster":
            continue
        if change.action not in (Action.UPDATE, Action.REPLACE):
            continue
        if why := _opening_text(change):
            yield _danger(DangerKind.ENDPOINT, change, _endpoint_attributes(change), why)


def _endpoint_attributes(change: ObjectChange) -> tuple[AttributeChange, ...]:
    return tuple(a for a in change.attributes if any(overlap(a.path, p) for p in (_PUBLIC, _CIDRS)))


def _opening_text(change: ObjectChange) -> str:
    """Return how the Kubernetes API becomes reachable for more addresses, or an empty text."""
    public, was_public = _desired(change, _PUBLIC), _live(change, _PUBLIC)
    if public is not True and public is not UNKNOWN:
        return ""
    cidrs = _desired(change, _CIDRS)
    if public is UNKNOWN or cidrs is UNKNOWN:
        changed = bool(_endpoint_attributes(change))
        return "who can reach the Kubernetes API is known only after apply" if changed else ""
    allowed = _texts(cidrs) or OPEN_TO_ALL
    everyone = holds_everyone(allowed)
    who = "the whole internet" if everyone else "more addresses"
    if was_public is not True:
        return f"the Kubernetes API opens to {'the whole internet' if everyone else ', '.join(allowed)}"
    if opens_wider(_texts(_live(change, _CIDRS)) or OPEN_TO_ALL, allowed):
        return f"the Kubernetes API opens to {who}"
    return ""


def _reverts(changes: tuple[ObjectChange, ...]) -> Iterator[Danger]:
    for change in changes:
        outside = tuple(
            a for a in change.attributes if a.origin in (ChangeOrigin.OUTSIDE, ChangeOrigin.CONFLICT)
        )
        if change.deleted_outside:
            yield _danger(DangerKind.REVERT, change, (), "deleted outside Terraform, will be recreated")
        elif outside:
            conflict = any(a.origin is ChangeOrigin.CONFLICT for a in outside)
            rest = " and in the spec; the spec wins" if conflict else ", reverted by the apply"
            why = f"changed outside Terraform{rest}"
            yield _danger(DangerKind.REVERT, change, outside, why)


_FINDERS = (_replacements, _deletions, _version_steps, _node_rolls, _endpoint_openings, _reverts)


def _danger(
    kind: DangerKind, change: ObjectChange, attributes: tuple[AttributeChange, ...], why: str
) -> Danger:
    written = (a.spec for a in attributes if a.spec and a.spec.written)
    anywhere = (a.spec for a in attributes if a.spec)
    return Danger(kind, change, attributes, why, next(written, None) or next(anywhere, None) or change.spec)


def _desired(change: ObjectChange, path: Path) -> Value:
    """Return the desired value at a path, `UNKNOWN` if it is known only after apply."""
    attribute = _attribute_change(change, path)
    if attribute is None:
        return value_at(dict(change.values), path)
    return value_at(attribute.after, path[len(attribute.path) :])


def _live(change: ObjectChange, path: Path) -> Value:
    """Return the live value at a path, which is the desired one if nothing changes."""
    attribute = _attribute_change(change, path)
    if attribute is None:
        return value_at(dict(change.values), path)
    return value_at(attribute.before, path[len(attribute.path) :])


def _attribute_change(change: ObjectChange, path: Path) -> AttributeChange | None:
    return next((a for a in change.attributes if starts_with(path, a.path)), None)


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(v for v in value if isinstance(v, str)) if isinstance(value, list) else ()
