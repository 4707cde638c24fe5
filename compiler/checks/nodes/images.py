"""Rules for the images of nodes: EKS has one for the hardware, or the spec names another one."""

from __future__ import annotations

from collections.abc import Iterator

from ....catalog.compute.ami import OS_FAMILIES, not_started_by
from ....catalog.compute.type_names import accelerator_of, architecture_of, usable
from ....schemas.cluster import ClusterSpec
from ....schemas.nodes import NodeGroup
from ...diagnostics import Path, Severity
from ...resolve.compute.disks import disk_size
from ...resolve.nodes import accelerator, image_type
from ..finding import Finding
from .groups import groups

WINDOWS_DISK_GIB = 50
"""Size of the images of Windows (EKS API reference, CreateNodegroup, `diskSize`)."""


def image_exists(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that EKS has an image of the operating system for the instance types."""
    for path, group in groups(spec):
        first = group.instance_types[0]
        if image_type(group) is None and usable(first):
            hardware = " with ".join(filter(None, (architecture_of(first), _accelerated(group))))
            yield Finding(
                "no-image",
                (*path, "os"),
                f"EKS has no {group.os} image for {hardware}",
                "no such image",
                (((*path, "instanceTypes", 0), hardware),),
                help=_other_image(group),
            )
        for index, name in enumerate(group.instance_types):
            if group.ami is None and not_started_by(group.os, name):
                yield Finding(
                    "no-image",
                    (*path, "instanceTypes", index),
                    f"the {group.os} images of EKS do not start on {name}",
                    "not supported by the image",
                    (((*path, "os"), group.os),),
                    help="use a newer type of the same size",
                )


def _accelerated(group: NodeGroup) -> str:
    names = {"nvidia": "an NVIDIA GPU", "neuron": "Neuron devices"}
    return names.get(accelerator(group), "")


def _other_image(group: NodeGroup) -> str:
    if OS_FAMILIES[group.os].windows:
        return "use x86_64 types, and `accelerator: none` where no driver is needed"
    return "use `os: al2023`, other types, or an image of your own in `ami`"


def own_image_complete(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that `ami`, `os: custom`, `userData` and `release` fit together (EKS user guide, "Limits and
    conditions when specifying an AMI ID")."""
    for path, group in groups(spec):
        data, place = group.bootstrap.user_data, (*path, "bootstrap", "userData")
        if group.os == "custom" and group.ami is None:
            yield _incomplete((*path, "os"), "`os: custom` needs an image", "no `ami`", "add `ami: ami-…`")
        if group.os == "custom" and data is None:
            message = "nodes of `os: custom` need their whole user data"
            written = "bootstrap" in group.model_fields_set
            others = (((*path, "bootstrap"), "has no `userData`"),) if written else ()
            label, help = "no `bootstrap.userData`", "add `bootstrap.userData`"
            yield _incomplete((*path, "os"), message, label, help, others)
        if group.os != "custom" and data is not None:
            message = f"user data of your own needs `os: custom`, not {group.os}"
            yield _incomplete(place, message, "would be ignored", "use the other fields of `bootstrap`")
        if group.ami is not None and group.release is not None:
            message = "an image in `ami` has no release of EKS"
            yield _incomplete((*path, "release"), message, "refused by EKS", "delete `release`")


def _incomplete(
    path: Path, message: str, label: str, help: str, others: tuple[tuple[Path, str], ...] = ()
) -> Finding:
    return Finding("own-image", path, message, label, others, help=help)


def disk_holds_image(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the disk is as large as the images of Windows."""
    for path, group in groups(spec):
        if OS_FAMILIES[group.os].windows and disk_size(group.disk) < WINDOWS_DISK_GIB:
            yield Finding(
                "disk-option",
                (*path, "disk", "size"),
                f"the images of Windows need a disk of {WINDOWS_DISK_GIB} GiB",
                f"not {disk_size(group.disk)}",
                (((*path, "os"), group.os),),
                help=f"write `size: {WINDOWS_DISK_GIB}` or more",
            )


def drivers_present(spec: ClusterSpec) -> Iterator[Finding]:
    """Warn if the image lacks the drivers of the hardware, or has drivers of other hardware."""
    for path, group in groups(spec):
        chosen, first = group.accelerator, group.instance_types[0]
        if chosen in ("nvidia", "neuron") and usable(first) and accelerator_of(first) != chosen:
            yield Finding(
                "other-accelerator",
                (*path, "accelerator"),
                f"the image has drivers for {chosen}, and {first} has no such device",
                "other hardware",
                (((*path, "instanceTypes", 0), first),),
                help="delete `accelerator`; the type decides it",
                severity=Severity.WARNING,
            )


def renamed_from_nobody(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the former name of a group is not the name of another one, or of two."""
    former: dict[str, Path] = {}
    for path, group in groups(spec):
        place = (*path, "renamedFrom")
        if group.renamed_from is None:
            continue
        taken: Path | None = former.setdefault(group.renamed_from, place)
        if group.renamed_from in spec.node_groups:
            taken = ("nodeGroups", group.renamed_from)
        if taken != place and taken is not None:
            yield Finding(
                "renamed-from",
                place,
                f"`{group.renamed_from}` is the name of another group",
                "names a group that exists",
                ((taken, "the other group"),),
                help="delete `renamedFrom`, or the other group",
            )
