"""Who makes a load balancer of a Service of Kubernetes, and what each of them cannot do.

Three makers read a Service of type LoadBalancer: the AWS cloud provider of Kubernetes, which runs in the
control plane of every cluster (classic load balancers, and network load balancers of instances), the AWS Load
Balancer Controller, and EKS Auto Mode.

Sources (read 2026-11-30): kubernetes/cloud-provider-aws, `pkg/providers/v1` (`EnsureLoadBalancer`,
`buildListener`, `ensureLoadBalancerv2`, `getExpectedHealthCheck`); AWS Load Balancer Controller, "Service
annotations", `pkg/service`, `webhooks/core/service_mutator.go`; EKS user guide, "Use Service Annotations to
configure Network Load Balancers" and "Enable EKS Auto Mode on existing EKS clusters" (migration reference).

Without ranges, all of them let everyone in, also to internal load balancers. The page of the controller says
otherwise, but its `buildCIDRsFromSourceRanges` does so (issue 3706 of the controller, open; the change of
pull request 3996 was not merged). The same function refuses a Service with an IPv6 range unless the load
balancer has addresses of both kinds.
"""

from __future__ import annotations

from typing import Literal

Maker = Literal["classic", "network", "controller", "auto-mode"]
MAKERS: dict[Maker, str] = {
    "classic": "the cloud provider of Kubernetes",
    "network": "the cloud provider of Kubernetes",
    "controller": "the AWS Load Balancer Controller",
    "auto-mode": "EKS Auto Mode",
}
"""Who makes a load balancer; the first two are the types that the cloud provider makes."""
LOAD_BALANCER_CLASSES: dict[Maker, str] = {
    "controller": "service.k8s.aws/nlb",
    "auto-mode": "eks.amazonaws.com/nlb",
}
"""`spec.loadBalancerClass` of a Service; the cloud provider makes those of Services without one."""
SERVICE_PREFIX = "service.beta.kubernetes.io/"
INGRESS_PREFIX = "alb.ingress.kubernetes.io/"
HOST_NAME = "external-dns.alpha.kubernetes.io/hostname"
"""The annotation from which external-dns makes a record (external-dns, "Annotations", read 2026-11-30)."""
NODE_GROUP_LABEL = "eks.amazonaws.com/nodegroup"
"""The label that EKS sets on the nodes of a managed group (EKS user guide, "Manage node groups")."""
BACKEND_PROTOCOLS: dict[str, dict[str, str]] = {
    "http": {"https": "http", "http": "http"},
    "https": {"https": "https", "tcp": "tcp"},
    "ssl": {"ssl": "ssl", "tcp": "tcp"},
    "tcp": {"ssl": "tcp", "tcp": "tcp"},
}
"""Protocols to the targets by that of the listener, for each backend protocol of a classic load balancer: a
Service has one for all of its ports (`buildListener` and `backendProtocolMapping` of the cloud provider)."""

_OWN_GROUP = "uses the security groups that are named in place of its own"
REFUSED: dict[Maker, dict[str, str]] = {
    "classic": {"stickiness": "the cloud provider of Kubernetes sets no cookies on classic load balancers"},
    "network": {
        name: f"the cloud provider of Kubernetes cannot set `{name}` of network load balancers"
        for name in (
            "proxyProtocol",
            "draining",
            "idleTimeout",
            "preserveClientIp",
            "stickiness",
            "deletionProtection",
            "securityGroups.additional",
        )
    },
    "controller": {"securityGroups.additional": f"the AWS Load Balancer Controller {_OWN_GROUP}"},
    "auto-mode": {
        "securityGroups.additional": f"EKS Auto Mode {_OWN_GROUP}",
        "idleTimeout": "EKS Auto Mode cannot set attributes of listeners",
    },
}
"""Options of the type that a maker cannot express, with the message of the finding `wrong-option`."""
FIXED_INTERVAL = "network load balancers write logs every 5 minutes"

ATTRIBUTES = "aws-load-balancer-attributes"
TARGET_ATTRIBUTES = "aws-load-balancer-target-group-attributes"
LISTENER_ATTRIBUTES = "aws-load-balancer-listener-attributes"
"""Followed by protocol and port of the listener: `.TCP-80`."""
NETWORK_IDLE_TIMEOUT = 350
"""Seconds of a TCP listener that sets none (ELB API reference, ListenerAttribute, read 2026-11-30)."""
