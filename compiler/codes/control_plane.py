"""Codes of findings in the control plane: its security groups, size, settings and way out."""

from __future__ import annotations

from .code import Code

FORMS: dict[str, Code] = {
    "invalid-duration": Code(
        "A value is not a duration.",
        "EKS reads durations with one unit only: `90s`, `30m` or `1h`, and not `1h30m`.",
        "Write one number and one unit.",
        """
controlPlane:
  components: {apiServer: {eventTtl: 0.5h}}
""",
        """
controlPlane:
  components: {apiServer: {eventTtl: 30m}}
""",
    ),
}

CODES: dict[str, Code] = {
    "control-plane-way-out": Code(
        "The control plane uses its subnets to go out, and they have no way out.",
        "With `egress: own` the API server calls webhooks and OIDC issuers from its network interfaces. In "
        "subnets without a default route it reaches only what is inside the VPC and the networks that have "
        "routes. AWS accepts that; what is outside then fails: webhooks, and logins with OIDC.",
        "Put the interfaces into private subnets with NAT gateways, or add a route.",
        """
controlPlane:
  egress: own
""",
        """
network:
  subnets: {intra: none}
controlPlane:
  egress: own
""",
        level="warning",
    ),
    "duplicate-group": Code(
        "A security group is listed twice.",
        "A network interface has a security group once; EKS takes five at most.",
        "Delete one of the two.",
        """
controlPlane:
  securityGroups: {additional: [sg-0123456789abcdef0, sg-0123456789abcdef0]}
""",
        """
controlPlane:
  securityGroups: {additional: [sg-0123456789abcdef0]}
""",
    ),
    "group-exists": Code(
        "Sources are listed for a security group that exists.",
        "A group in `controlPlane.securityGroups.existing` belongs to somebody else, so eksgen adds no rules "
        "to it. Who reaches the private endpoint is decided by the rules that it has.",
        "Add the rules to that group, and delete `from`.",
        """
controlPlane:
  endpoint: {from: [10.0.0.0/8]}
  securityGroups: {existing: sg-0123456789abcdef0}
""",
        """
controlPlane:
  securityGroups: {existing: sg-0123456789abcdef0}
""",
    ),
    "refused-setting": Code(
        "EKS refuses a setting of the control plane.",
        "The ports of Services are a range, each resource has one weight, and pod autoscalers decide more "
        "often only in a control plane that is provisioned, because that costs it requests.",
        "Correct the setting, or choose a `scalingTier` above standard.",
        """
controlPlane:
  components:
    controllerManager: {horizontalPodAutoscalerControllerConfig: {horizontalPodAutoscalerSyncPeriod: 10s}}
""",
        """
controlPlane:
  scalingTier: tier-xl
  components:
    controllerManager: {horizontalPodAutoscalerControllerConfig: {horizontalPodAutoscalerSyncPeriod: 10s}}
""",
    ),
}
