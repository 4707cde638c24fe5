"""EKS Capabilities: what Argo CD keeps from its creation on."""

from __future__ import annotations

from datetime import date
from typing import Any

from .restriction import KEEP, Restriction, Rule

_TYPE, _MODULE = "aws_eks_capability", "capabilities"
_ARGO_CD = ("configuration", 0, "argo_cd", 0)
_ARGUMENT = ("capabilities", "*", "argo_cd")
_READ = date(2026, 11, 30)
_UPDATED = "UpdateCapability changes role mappings and network access only"
_HELPS = (
    KEEP,
    "or take the capability out of the spec and apply, then add it again with the new value: its server gets "
    "another address, and what it made in the cluster stays",
)


def _emptied(recorded: Any, planned: Any) -> bool:
    return bool(recorded) and not planned


CAPABILITIES: tuple[Restriction, ...] = (
    Restriction(
        key="capability-identity-center",
        resource_type=_TYPE,
        attribute=(*_ARGO_CD, "aws_idc", 0, "idc_instance_arn"),
        message="EKS cannot change the instance of Identity Center of Argo CD: {recorded} to {planned}",
        answer=f"{_UPDATED}, not awsIdc",
        helps=_HELPS,
        source="EKS API reference, UpdateArgoCdConfig",
        read=_READ,
        module=_MODULE,
        argument=(*_ARGUMENT, "idc_instance_arn"),
    ),
    Restriction(
        key="capability-identity-region",
        resource_type=_TYPE,
        attribute=(*_ARGO_CD, "aws_idc", 0, "idc_region"),
        message="EKS cannot change the region of Identity Center of Argo CD: {recorded} to {planned}",
        answer=f"{_UPDATED}, not awsIdc",
        helps=_HELPS,
        source="EKS API reference, UpdateArgoCdConfig",
        read=_READ,
        module=_MODULE,
        argument=(*_ARGUMENT, "idc_region"),
        within="capability-identity-center",
    ),
    Restriction(
        key="capability-namespace",
        resource_type=_TYPE,
        attribute=(*_ARGO_CD, "namespace"),
        message="EKS cannot change the namespace of Argo CD: {recorded} to {planned}",
        answer=f"{_UPDATED}, not namespace",
        helps=_HELPS,
        source="EKS API reference, UpdateArgoCdConfig",
        read=_READ,
        module=_MODULE,
        argument=(*_ARGUMENT, "namespace"),
    ),
    Restriction(
        key="capability-private-access",
        resource_type=_TYPE,
        attribute=(*_ARGO_CD, "network_access", 0, "vpce_ids"),
        rule=Rule.ONE_WAY,
        refuses=_emptied,
        message="the AWS provider cannot put the server of Argo CD back on the internet",
        answer="UpdateCapability: an update without networkAccess keeps it; only an empty list of VPC "
        "endpoints removes it",
        helps=(
            "remove the VPC endpoints outside Terraform, then plan again: "
            "`aws eks update-capability --cluster-name {cluster_name} --capability-name {capability_name}"
            "{region}`, in whose "
            '`--configuration` they are an empty list ("Disable private access" in the EKS user guide)',
            "or undo the edit of `{field}`",
        ),
        source='EKS user guide, "Configure private endpoint access for Argo CD"; hashicorp/aws, '
        "capability.go of 6.x",
        read=_READ,
    ),
)
