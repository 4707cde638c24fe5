"""Access logs: Elastic Load Balancing tries to write to a bucket before it accepts it.

Sources (read 2026-11-30): elbv2 API reference, ModifyLoadBalancerAttributes; user guides of the three types,
"Access logs", for who writes. Buckets of the real account, which are not in the local one, are accepted.
"""

from __future__ import annotations

import json
from typing import Any

from moto.elb import models as elb
from moto.elb.exceptions import ELBClientError as ClassicError
from moto.elbv2 import models as elbv2
from moto.elbv2.exceptions import ELBClientError
from moto.iam.access_control import IAMPolicy, PermissionResult
from moto.s3.models import FakeBucket, s3_backends

from ...catalog.load_balancers.kinds import LOG_WRITERS
from .patch import Function, Patch

_SERVICE = "logdelivery.elasticloadbalancing.amazonaws.com"
_DELIVERY = "delivery.logs.amazonaws.com"


def _modify(modify: Function) -> Function:
    """The policy of a bucket lets the load balancer write."""

    def patched(self: Any, arn: str, attrs: dict[str, Any]) -> Any:
        balancer = self.load_balancers.get(arn)
        bucket = attrs.get("access_logs.s3.bucket", "")
        if balancer and attrs.get("access_logs.s3.enabled") == "true" and bucket:
            writers = {_DELIVERY} if balancer.type == "network" else _writers(self)
            if not _lets_write(self, bucket, writers):
                message = f"Access Denied for bucket: {bucket}. Please check S3bucket permission"
                raise ELBClientError("InvalidConfigurationRequest", message)
        return modify(self, arn, attrs)

    return patched


def _modify_classic(modify: Function) -> Function:
    """The policy of a bucket lets the load balancer write."""

    def patched(self: Any, load_balancer_name: str, access_log: Any = None, **others: Any) -> Any:
        settings = {key.lower(): value for key, value in (access_log or {}).items()}
        bucket = settings.get("s3_bucket_name") or settings.get("s3bucketname") or ""
        if str(settings.get("enabled")).lower() == "true" and not _lets_write(self, bucket, _writers(self)):
            message = f"Access Denied for bucket: {bucket}. Please check S3bucket permission"
            raise ClassicError("InvalidConfigurationRequest", message)
        return modify(self, load_balancer_name, access_log=access_log, **others)

    return patched


def _writers(backend: Any) -> set[str]:
    account = LOG_WRITERS.get(backend.region_name)
    return {_SERVICE, f"arn:{backend.partition}:iam::{account}:root"} if account else {_SERVICE}


def _lets_write(backend: Any, bucket: str, writers: set[str]) -> bool:
    found = s3_backends[backend.account_id][backend.partition].buckets.get(bucket)
    if found is None:
        return True
    policy = found.policy
    statements = (
        json.loads(policy if isinstance(policy, str) else policy.decode())["Statement"] if policy else []
    )
    return any(
        statement["Effect"] == "Allow"
        and "s3:PutObject" in statement["Action"]
        and not writers.isdisjoint(_principals(statement["Principal"]))
        for statement in statements
    )


def _principals(principal: Any) -> set[str]:
    values = principal.values() if isinstance(principal, dict) else [principal]
    return {name for value in values for name in ([value] if isinstance(value, str) else value)}


def _get_permission(_: Function) -> Function:
    """Requests to the sandbox count as encrypted, so a policy that refuses others refuses none of them."""

    def patched(self: Any, action: str, resource: str) -> Any:
        if self.policy is None:
            return PermissionResult.NEUTRAL
        document = json.loads(self.policy.decode())
        plain = {"Bool": {"aws:SecureTransport": "false"}}
        statements = [item for item in document["Statement"] if item.get("Condition") != plain]
        if not statements:
            return PermissionResult.NEUTRAL
        return IAMPolicy(json.dumps({**document, "Statement": statements})).is_action_permitted(
            action, resource
        )

    return patched


PATCHES = (
    Patch(FakeBucket, "get_permission", _get_permission),
    Patch(elbv2.ELBv2Backend, "modify_load_balancer_attributes", _modify),
    Patch(elb.ELBBackend, "modify_load_balancer_attributes", _modify_classic),
)
