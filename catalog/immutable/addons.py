"""The versions of add-ons: EKS moves the VPC CNI one minor version at a time."""

from __future__ import annotations

import re
from typing import Any

from ..kubernetes import minor_versions_between
from .restriction import Reader, Restriction, Rule


def _more_than_one(recorded: Any, planned: Any) -> bool:
    return abs(minor_versions_between(_minor(recorded), _minor(planned)) or 0) > 1


def _minor(version: Any) -> str:
    found = re.match(r"v(\d{1,4}\.\d{1,4})\.", str(version))
    return found.group(1) if found else ""


ADDON_STEPS: tuple[Restriction, ...] = (
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
)
