"""AWS WAF: web ACLs of the real account, which are not in the local one, and what they can protect."""

from __future__ import annotations

from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.wafv2 import models

from .patch import Function, Patch


class _InvalidParameter(JsonRESTError):
    code = 400

    def __init__(self, message: str) -> None:
        super().__init__("WAFInvalidParameterException", message)


def _associate(associate: Function) -> Function:
    """Every web ACL exists, and protects application load balancers only (WAF API, AssociateWebACL)."""

    def patched(self: Any, web_acl_arn: str, resource_arn: str) -> None:
        if ":loadbalancer/" in resource_arn and ":loadbalancer/app/" not in resource_arn:
            raise _InvalidParameter(
                f"Error reason: The ARN isn't valid., field: RESOURCE_ARN, parameter: {resource_arn}"
            )
        if web_acl_arn not in self.wacls:
            self.wacls[web_acl_arn] = _web_acl(web_acl_arn)
        self.disassociate_web_acl(resource_arn)
        associate(self, web_acl_arn, resource_arn)

    return patched


def _web_acl(arn: str) -> models.FakeWebACL:
    name, id_ = arn.split("/")[-2:]
    visibility = {"SampledRequestsEnabled": False, "CloudWatchMetricsEnabled": False, "MetricName": name}
    return models.FakeWebACL(name, arn.split(":")[4], arn, id_, visibility, {"Allow": {}}, "", [])


PATCHES = (Patch(models.WAFV2Backend, "associate_web_acl", _associate),)
