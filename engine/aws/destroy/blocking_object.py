"""An object that stops a destroy or is left behind by it, and the error that names all of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ....compiler.errors import EksgenError
from ....compiler.plural import plural
from ...truncate import join_some, take_some

_SHOWN = 20
_NAMED = 6


@dataclass(frozen=True, slots=True)
class BlockingObject:
    """An object in AWS; `name` is what people call it, `owner` the Kubernetes object that it belongs to.

    `blocks` is the call that AWS refuses while it exists, "" if it is deleted with the cluster; `commands`
    remove it, or `note` says what to do.
    """

    noun: str
    id: str
    name: str = ""
    blocks: str = ""
    commands: tuple[str, ...] = ()
    owner: str = ""
    note: str = ""

    def __str__(self) -> str:
        name = f" ({self.name})" if self.name else ""
        return f"{self.noun} {self.id}{name}" + (f", of {self.owner}" if self.owner else "")


Objects = tuple[BlockingObject, ...]


def blocked_error(
    objects: Objects, of_kubernetes: Objects, cluster: str, remarks: tuple[str, ...] = ()
) -> EksgenError | None:
    """Return the error, with the commands that remove the objects, if a destroy would stop or leave any.

    Objects of Kubernetes come first, as they can be removed while the nodes run its controllers.
    """
    blockers = [item for item in objects if item.blocks]
    kubernetes_notes, kubernetes_helps = _of_kubernetes(of_kubernetes) if of_kubernetes else ((), ())
    if blockers:
        verb = "blocks" if len(blockers) == 1 else "block"
        return EksgenError(
            f"a destroy of {cluster} would stop half way: {plural(len(blockers), 'object')} {verb} it",
            code="destroy-blocked",
            notes=(*kubernetes_notes, *take_some([*map(_blocking_note, blockers)], _SHOWN), *remarks),
            helps=(
                *kubernetes_helps,
                *_commands(blockers),
                "run these commands in this order, wait until the objects are deleted, then destroy again",
                "or `eksgen destroy --no-unmanaged`, which destroys until AWS refuses",
            ),
        )
    if not of_kubernetes:
        return None
    count = plural(len(of_kubernetes), "object")
    return EksgenError(
        f"a destroy of {cluster} would leave {count} created by Kubernetes",
        code="kubernetes-objects",
        notes=(*kubernetes_notes, *remarks),
        helps=kubernetes_helps,
    )


def _of_kubernetes(objects: Objects) -> tuple[tuple[str, ...], tuple[str, ...]]:
    notes = (
        *take_some([*map(str, objects)], _SHOWN),
        "load balancers, security groups and network interfaces also block the deletion of the VPC",
    )
    return notes, (*_commands(objects), "or pass `--leave-kubernetes-objects` to destroy anyway")


def _blocking_note(item: BlockingObject) -> str:
    return f"{item} blocks {item.blocks}" + (f"; {item.note}" if item.note else "")


def _commands(objects: Iterable[BlockingObject]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(command for item in objects for command in item.commands))[:_SHOWN]


def deleted_with_cluster(objects: Objects) -> tuple[str, ...]:
    """Return a remark that names what EKS deletes together with the cluster."""
    names = [str(item) for item in objects if not item.blocks]
    if not names:
        return ()
    return (f"EKS deletes with the cluster what is not in the spec: {join_some(names, _NAMED)}",)
