"""The controllers that make application load balancers from Ingresses, and the annotations that they read.

Scheme, group, tags, address type and attributes of the load balancer are in the IngressClassParams: there
they hold for all Ingresses of the class, and values may contain commas.

Sources (read 2026-11-30): AWS Load Balancer Controller, "Ingress annotations", "IngressClass" and
pkg/ingress (model_build_listener_rules.go: rules keep the order of the Ingress, and the hosts and paths of
`conditions` are added to those of the rule; enhanced_backend_builder.go: backends with `use-annotation`;
model_builder.go: certificates, TLS policies and default backends count per port); the same, "Installation"
(webhooks on port 9443) and "TargetGroupBinding" (`targetGroupName` since version 2.11); EKS user guide,
"Create an IngressClass to configure an Application Load Balancer" (differences of Auto Mode), "Learn about
identity and access in EKS Auto Mode" (custom tags) and "EKS Auto Mode" (load balancing).
"""

from __future__ import annotations

from dataclasses import dataclass

PREFIX = "alb.ingress.kubernetes.io/"
"""Prefix of the annotations of both controllers."""
ACTION, CONDITIONS = f"{PREFIX}actions.", f"{PREFIX}conditions."
"""Prefixes of annotations that describe the action and further conditions of a backend, by its name."""
BY_ANNOTATION = "use-annotation"
"""Port of a backend that is no Service: the annotation with its name is the action."""
NAMESPACE_LABEL = "kubernetes.io/metadata.name"
"""Label that Kubernetes sets on each namespace: its name (well-known labels of Kubernetes)."""
HOST_NAME_SOURCE = "external-dns.alpha.kubernetes.io/ingress-hostname-source"
ONLY_ANNOTATION = "annotation-only"
"""With this value external-dns makes no record of the hosts of rules."""


@dataclass(frozen=True, slots=True)
class Controller:
    """A controller: what an IngressClass names, and the API of its parameters.

    With `sets_tags`, the policies that it has by default let it set tags of the user.
    """

    name: str
    of_class: str
    api_group: str
    api_version: str
    sets_tags: bool


OPEN_CONTROLLER = Controller(
    "the AWS Load Balancer Controller", "ingress.k8s.aws/alb", "elbv2.k8s.aws", "v1beta1", sets_tags=True
)
AUTO_MODE = Controller("EKS Auto Mode", "eks.amazonaws.com/alb", "eks.amazonaws.com", "v1", sets_tags=False)


def ingress_group_of(balancer: str) -> str:
    """Return the name of the group, the class and its parameters: never `alb`, the class of the chart."""
    return f"alb-{balancer}"
