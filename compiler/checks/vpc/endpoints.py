"""Rules for the policies of VPC endpoints, and for where flow logs go."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ....catalog.limits.vpc import POLICY_LENGTH
from ....catalog.regions.endpoints import expand
from ....schemas.base import printable
from ....schemas.cluster import ClusterSpec
from ...resolve.network import endpoints_of
from ...resolve.vpc.policies import canonical
from ..finding import Finding, closest

_POLICIES = ("network", "endpointPolicies")
_FLOW_LOGS = ("network", "flowLogs")
_PARTS = ("Effect", "Principal", "Action", "Resource")


def policies_used(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that each policy is that of an endpoint of the network, and short enough."""
    endpoints = sorted(expand(endpoints_of(spec.network), spec.metadata.region))
    for name, policy in spec.network.endpoint_policies.items():
        path = (*_POLICIES, name)
        if name not in endpoints:
            near = closest(name, endpoints, 0.8)
            help = f"write `{near}`" if near else f"add `{printable(name)}` to `network.endpoints`"
            message = f"the network has no endpoint `{printable(name)}`"
            note = f"endpoints of the network: {', '.join(endpoints) or 'none'}"
            yield Finding("endpoint-policy", path, message, "no such endpoint", note=note, help=help)
        if (length := len(canonical(policy))) > POLICY_LENGTH:
            message = f"the policy has {length} characters, and AWS takes {POLICY_LENGTH}"
            yield Finding("endpoint-policy", path, message, "too long")


def policies_readable(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that each statement of a policy says who may do what with what (IAM, "policy elements")."""
    for name, policy in spec.network.endpoint_policies.items():
        path = (*_POLICIES, name)
        statements = policy.get("Statement")
        entries = statements if isinstance(statements, list | tuple) else [statements]
        for statement in entries:
            if missing := _missing(statement):
                message = f"a statement of the policy has no {missing}"
                note = f"a statement has {', '.join(_PARTS)}; all but the first can be negated (`NotAction`)"
                yield Finding("endpoint-policy", path, message, f"`{missing}` is missing", note=note)
                break


def _missing(statement: Any) -> str:
    """Return the element that a statement lacks, or ""."""
    if not isinstance(statement, dict):
        return "Statement"
    return next((part for part in _PARTS if part not in statement and f"Not{part}" not in statement), "")


def flow_logs_placed(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that flow logs have the fields of their destination, and no others."""
    logs = spec.network.flow_logs
    if logs == "none":
        return
    bucket = (*_FLOW_LOGS, "bucket")
    if logs.to == "s3" and logs.bucket is None:
        help = "add `bucket: arn:aws:s3:::NAME`"
        yield Finding(
            "flow-logs-fields", (*_FLOW_LOGS, "to"), "flow logs have no bucket", "to which one", help=help
        )
    if logs.to == "cloudwatch" and logs.bucket is not None:
        message = "flow logs go to a log group, not to this bucket"
        yield Finding("flow-logs-fields", bucket, message, "has no effect", help="add `to: s3`")
    if logs.bucket is not None and "AWSLogs" in logs.bucket.partition(":::")[2].split("/")[1:]:
        message = "AWS keeps the prefix `AWSLogs` for itself"
        yield Finding("flow-logs-fields", bucket, message, "refused by AWS", help="leave it out: AWS adds it")
    if logs.to == "s3":
        for name, key in (("retention_days", "retentionDays"), ("kms_key", "kmsKey"), ("role", "role")):
            if name in logs.model_fields_set:
                message = f"`{key}` is a setting of a log group, and flow logs go to a bucket"
                help = "remove it; the bucket has its own lifecycle, encryption and policy"
                yield Finding("flow-logs-fields", (*_FLOW_LOGS, key), message, "has no effect", help=help)
