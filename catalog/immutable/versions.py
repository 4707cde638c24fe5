"""The Kubernetes version of a cluster: one minor version up, or one back soon after the upgrade."""

from __future__ import annotations

from typing import Any

from ..kubernetes.versions import ROLLBACK_DAYS, minor_versions_between
from .restriction import Reader, Restriction, Rule

_ROLLBACK = "EKS user guide, Rollback cluster to previous Kubernetes version"
_STAY = 'or stay: write `version: "{recorded}"` again'
_RUNS = "the cluster runs {recorded}"


def _skips(recorded: Any, planned: Any) -> bool:
    return (minor_versions_between(recorded, planned) or 0) > 1


def _skips_back(recorded: Any, planned: Any) -> bool:
    return (minor_versions_between(recorded, planned) or 0) < -1


def _one_back(recorded: Any, planned: Any) -> bool:
    return minor_versions_between(recorded, planned) == -1


def _step(key: str, **fields: Any) -> Restriction:
    return Restriction(
        key=key,
        resource_type="aws_eks_cluster",
        attribute=("version",),
        rule=Rule.ONE_WAY,
        code="version-step",
        label=_RUNS,
        **fields,
    )


VERSION_STEPS: tuple[Restriction, ...] = (
    _step(
        "version-skip",
        refuses=_skips,
        message="Kubernetes goes from {recorded} to {planned} in one step",
        answer="unsupported Kubernetes minor version update",
        helps=('write `version: "{step}"` and apply before the next step',),
        source="EKS user guide, Update existing cluster to new Kubernetes version",
        module="eks",
        argument=("kubernetes_version",),
    ),
    _step(
        "version-skip-back",
        refuses=_skips_back,
        message="Kubernetes goes back from {recorded} to {planned}, more than one version",
        answer="EKS rolls back one minor version, and only the one of the last upgrade",
        helps=(
            f"only {{step}} is possible, within {ROLLBACK_DAYS} days of the upgrade: "
            'write `version: "{step}"`',
            _STAY,
        ),
        source=_ROLLBACK,
        module="eks",
        argument=("kubernetes_version",),
    ),
    _step(
        "version-rollback",
        reader=Reader.NODE_VERSIONS,
        refuses=_one_back,
        message="Kubernetes goes back from {recorded} to {planned} before the nodes do",
        answer=f"EKS rolls back one minor version within {ROLLBACK_DAYS} days of the upgrade, "
        "if no node is newer",
        helps=(
            f"roll the nodes back first, within {ROLLBACK_DAYS} days of the upgrade, then plan again: "
            "{command}",
            _STAY,
        ),
        notes=(
            "EKS also refuses it while its rollback insights have errors, such as an add-on that is too new; "
            "Terraform changes the cluster before its add-ons, so change such an add-on with "
            "`aws eks update-addon --cluster-name {name}{region} --addon-name NAME --addon-version VERSION` "
            "first",
            "a cluster that EKS itself upgraded at the end of extended support cannot go back",
        ),
        source=_ROLLBACK,
    ),
    _step(
        "version-rollback-support",
        reader=Reader.EXTENDED_SUPPORT,
        refuses=_one_back,
        message="Kubernetes goes back from {recorded} to {planned}, which is in extended support, "
        "and the cluster has standard support only",
        answer="the upgrade policy must be EXTENDED before a rollback to a version in extended support",
        helps=(
            'write `support: extended` with `version: "{recorded}"` and apply that first, then go back',
            _STAY,
        ),
        source=_ROLLBACK,
    ),
)
