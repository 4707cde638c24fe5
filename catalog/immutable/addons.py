"""Add-ons: EKS moves the VPC CNI one minor version at a time, and no add-on to another namespace."""

from __future__ import annotations

import re
from typing import Any

from ..kubernetes.versions import minor_versions_between
from .restriction import Reader, Restriction, Rule


def _more_than_one(recorded: Any, planned: Any) -> bool:
    return abs(minor_versions_between(_minor(recorded), _minor(planned)) or 0) > 1


def _minor(version: Any) -> str:
    found = re.match(r"v(\d{1,4}\.\d{1,4})\.", str(version))
    return found.group(1) if found else ""


ADDONS: tuple[Restriction, ...] = (
    Restriction(
        key="vpc-cni-step",
        resource_type="aws_eks_addon",
        attribute=("addon_version",),
        rule=Rule.ONE_WAY,
        reader=Reader.VPC_CNI,
        refuses=_more_than_one,
        code="addon-step",
        label="the cluster runs {recorded}",
        message="the VPC CNI goes from {recorded} to {planned} in one step",
        answer="Updating VPC-CNI can only go up or down 1 minor version at a time",
        helps=(
            "take a version of the next minor version first, apply, and repeat; `eksgen update` chooses one",
            "`aws eks describe-addon-versions --addon-name vpc-cni{region}` lists all versions",
        ),
        source="error of UpdateAddon in public issues; EKS user guide, Update the Amazon VPC CNI",
        module="addons",
        argument=("addons", "vpc-cni", "version"),
    ),
    Restriction(
        key="addon-namespace",
        resource_type="aws_eks_addon",
        attribute=("namespace_config", 0, "namespace"),
        message="EKS cannot move {subject} to another namespace: {recorded} to {planned}",
        answer="UpdateAddon has no namespace: it is set when an add-on is created",
        helps=(
            "set `{field}` to `{recorded}`",
            "to move it, take the add-on out of the spec and apply that, then write it again with its new "
            "namespace; what it does is left undone in between",
        ),
        source="EKS user guide, Amazon EKS add-ons (custom namespace); EKS API reference, UpdateAddon",
        module="addons",
        argument=("addons", "*", "namespace"),
    ),
)
