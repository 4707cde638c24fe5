"""Add-ons."""

from __future__ import annotations

from .restriction import Restriction

ADDONS: tuple[Restriction, ...] = (
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
