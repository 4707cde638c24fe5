"""Names that other tools have for the fields of EKS Capabilities."""

from __future__ import annotations

from collections.abc import Iterator

from ..addons.capabilities import TYPES
from .row import OTHER_FORM, ForeignName, renamed

_EKSCTL, _API, _PROVIDER = "eksctl", "the EKS API", "the AWS provider"
_CONFIGURATION = "capabilities.argocd.configuration"
_NOT_THERE = "no version of the AWS provider sets it"


def _of_each(key: str) -> Iterator[ForeignName]:
    one = f"capabilities.{key}.{{}}"
    yield from renamed(_EKSCTL, {"roleArn": "role", "attachPolicyARNs": "policies"}, one, one)
    yield from renamed(_API, {"capabilityName": "name"}, one, one)
    yield from renamed(_PROVIDER, {"capability_name": "name", "role_arn": "role"}, one, one)
    for place, field in (
        ("attachPolicy", "statements"),
        ("accessPolicies", "access"),
        ("access.*.policyARN", "access.*.name"),
    ):
        yield ForeignName(one.format(place), one.format(field), _EKSCTL, OTHER_FORM)
    namespaces = one.format("access.*.namespaces")
    yield ForeignName(one.format("access.*.accessScope.namespaces"), namespaces, _EKSCTL)
    for name, tool in (
        ("deletePropagationPolicy", _EKSCTL),
        ("delete_propagation_policy", _PROVIDER),
        ("deletion", _API),
    ):
        yield ForeignName(one.format(name), one.format("deletion"), tool, values={"RETAIN": "retain"})


CAPABILITIES: tuple[ForeignName, ...] = (
    *(row for key in sorted(TYPES) for row in _of_each(key)),
    *(
        ForeignName(f"{_CONFIGURATION}.{name}", _CONFIGURATION, tool, OTHER_FORM)
        for name, tool in (("argocd", _EKSCTL), ("argoCd", _API), ("argo_cd", _PROVIDER))
    ),
    *renamed(
        _PROVIDER,
        {"aws_idc": "awsIdc", "rbac_role_mapping": "rbacRoleMappings", "network_access": "networkAccess"},
        f"{_CONFIGURATION}.{{}}",
        f"{_CONFIGURATION}.{{}}",
    ),
    ForeignName(
        "capabilities.ack.configuration", "", _API, note=f"{_NOT_THERE}; `aws eks update-capability` does"
    ),
    ForeignName(f"{_CONFIGURATION}.endpointPrefix", "", _API, note=_NOT_THERE),
)
