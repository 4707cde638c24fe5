"""Rules for `addons`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ....catalog.addons.addons import (
    FIRST_WITH_STORAGE_CLASS,
    addon,
    addon_names,
    addon_or_default,
    addons_with_words,
)
from ....catalog.iam.well_known import PROGRAMS
from ....catalog.iam.well_known.data import EBS_POLICY, EBS_TAG, OLDER_EBS_POLICY
from ....schemas.base import printable
from ....schemas.cluster import ClusterSpec
from ...diagnostics import Path, Severity
from ...resolve.addons import addons_of, automatic_accounts, waiting_addons
from ...resolve.compute.kinds import other_nodes, unused_addons
from ...resolve.compute.own_settings import has_storage_class
from ...resolve.identity import ACCOUNTS, named_addon_accounts, partition_of
from ..finding import Finding, closest, not_in_catalog

_NAME = re.compile(r"[0-9A-Za-z][A-Za-z0-9_-]{0,99}")


def addons_known(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that each name is that of an add-on, or can be one that AWS or a vendor has added."""
    for name in sorted(spec.addons.__pydantic_extra__ or {}):
        path: Path = ("addons", name)
        near = closest(name, addon_names())
        if not _NAME.fullmatch(name):
            message = "the name of an add-on consists of letters, digits, `-` and `_`"
            yield Finding("invalid-name", path, message, "not an add-on name", of_key=True)
        elif addon(name) is None and near:
            message, help = f"there is no add-on `{printable(name)}`", f"write `{near}`"
            yield Finding("unknown-addon", path, message, "unknown add-on", help=help, of_key=True)
        elif addon(name) is None:
            note = "eksgen installs it after the node groups, and gives it no AWS permissions"
            similar = ", ".join(f"`{word}`" for word in addons_with_words(name))
            note += f"; it knows {similar}" if similar else ""
            yield not_in_catalog(path, f"eksgen does not know the add-on `{printable(name)}`", note)


def addons_complete(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the add-ons that an add-on depends on are present."""
    present = {addon_or_default(name).name for name, _ in addons_of(spec)}
    for name, _ in addons_of(spec):
        for needed in addon_or_default(name).needs:
            if needed not in present:
                yield Finding(
                    "missing-addon",
                    ("addons", name),
                    f"`{name}` needs the add-on `{needed}`",
                    "would stay degraded",
                    help=f"add `{needed}: {{}}` under `addons`",
                )


def addons_permitted(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that an add-on for which AWS has no policy has a role, policies or statements."""
    for name, settings in addons_of(spec):
        known = addon_or_default(name)
        accounts = automatic_accounts(spec, name, settings)
        if known.own_policy and accounts and not (settings.role or settings.policies or settings.statements):
            yield Finding(
                "missing-permissions",
                ("addons", name),
                f"`{name}` needs AWS permissions, and AWS has no policy for them",
                "would have no permissions",
                note=f"its service account {_names(tuple(accounts))} needs {known.own_policy}",
                help="give it `statements`, `policies` or a `role`",
            )


def base_addons_replaced(spec: ClusterSpec) -> Iterator[Finding]:
    """Warn about clusters without a base add-on for networking, which something else must replace."""
    for name, field, effect in (
        ("vpc-cni", "vpc_cni", "nodes become ready only with a CNI, and EKS waits for them"),
        (
            "kube-proxy",
            "kube_proxy",
            "nodes reach the addresses of Services only with kube-proxy or a replacement",
        ),
    ):
        if getattr(spec.addons, field) == "none":
            yield Finding(
                "missing-base-addon",
                ("addons", name),
                f"nothing in the spec replaces `{name}`",
                "left out",
                note=effect,
                help="if something else does its work, such as Cilium, add "
                "`# eksgen: allow(missing-base-addon) because REASON` to the line",
                severity=Severity.WARNING,
            )


def roles_delivered(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the agent is there through which the service accounts of add-ons get their roles."""
    named = [name for name, addon in addons_of(spec) if automatic_accounts(spec, name, addon)]
    if spec.addons.pod_identity_agent == "none" and named:
        yield Finding(
            "missing-addon",
            ("addons", "pod-identity-agent"),
            f"{_names(named)} {'get IAM roles' if len(named) > 1 else 'gets its IAM role'} through "
            "`pod-identity-agent`",
            "left out",
            tuple((("addons", name), "has an IAM role") for name in named),
            help="write `pod-identity-agent: {}`",
        )


def storage_class_made(spec: ClusterSpec) -> Iterator[Finding]:
    """Say that an old version of the EBS CSI driver cannot create the default StorageClass."""
    driver = spec.addons.ebs_csi
    if driver != "none" and driver.default_storage_class == "gp3" and not has_storage_class(driver):
        first = ".".join(map(str, FIRST_WITH_STORAGE_CLASS))
        yield Finding(
            "no-storage-class",
            ("addons", "ebs-csi", "version"),
            "this version of `ebs-csi` does not create a default StorageClass",
            f"v{first} and later do",
            help="create one with kubectl, or leave `version` out",
            severity=Severity.NOTE,
        )


def volumes_attachable(spec: ClusterSpec) -> Iterator[Finding]:
    """Say which volumes the EBS CSI driver can no longer attach with the newer policy of AWS.

    Source: AWS managed policy reference, AmazonEBSCSIDriverPolicyV2; kubernetes-sigs/aws-ebs-csi-driver issue
    2918 (read 2026-11-30).
    """
    if EBS_POLICY not in PROGRAMS["ebs-csi"].policies_in(partition_of(spec)):
        return
    older = OLDER_EBS_POLICY.rpartition("/")[2]
    for key, account, owner in named_addon_accounts(spec):
        named = "ebs-csi" in account.well_known and addon_or_default(owner).name == "ebs-csi"
        if named and older not in {policy.rpartition("/")[2] for policy in account.policies}:
            yield Finding(
                "untagged-volumes",
                (*ACCOUNTS, key, "wellKnown", account.well_known.index("ebs-csi")),
                f"{EBS_POLICY} takes the place of {older}",
                "only volumes with the tag of the driver",
                note="it attaches no volume that something else made, such as those of static "
                "PersistentVolumes",
                help=f"give these volumes the tag `{EBS_TAG}: true` first, or write "
                f"`policies: [{OLDER_EBS_POLICY}]` in place of `ebs-csi`",
                severity=Severity.NOTE,
            )


def addons_needed(spec: ClusterSpec) -> Iterator[Finding]:
    """Warn about base add-ons that are written, and that no node has a use for."""
    for name in sorted(unused_addons(spec).intersection(name for name, _ in addons_of(spec))):
        brought = other_nodes(spec)[0]
        yield Finding(
            "unneeded-addon",
            ("addons", name),
            f"no node has a use for the add-on `{name}`",
            "waits for nodes" if name in ("coredns", "ebs-csi") else "runs nowhere",
            ((brought, "without node groups"),),
            help=f"delete it: without `{name}` in `addons` it is installed when there are nodes for it",
            severity=Severity.WARNING,
        )


def addons_wait_for_nodes(spec: ClusterSpec) -> Iterator[Finding]:
    """Name the add-ons that are left out of a cluster without nodes."""
    if waiting := waiting_addons(spec):
        yield Finding(
            "no-nodes",
            ("nodeGroups",),
            "the cluster has no nodes",
            "no node group",
            note=f"left out until there is a node group: {_names(waiting)}",
            help="add a node group; the next apply installs them with it",
            severity=Severity.NOTE,
        )


def _names(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
