"""Codes of findings in what Kubernetes does for load balancers."""

from __future__ import annotations

from ..code import Code

_INGRESS = """
loadBalancers:
  site:
    type: application
    managedBy: kubernetes
    targets: {service: shop/web, port: http}
    listeners: [{port: 80, protocol: http}]
"""
_OF_TERRAFORM = """
loadBalancers:
  site:
    type: application
    targets: {nodeGroups: [web]}
    listeners: [{port: 80, protocol: http, targetPort: 30080}]
"""

CODES: dict[str, Code] = {
    "missing-controller": Code(
        "Nothing in the cluster makes a load balancer or a DNS record that the spec describes.",
        "With `managedBy: kubernetes`, a controller makes them, which needs permissions in AWS. The objects "
        "in `manifests/` would wait for it without an error.",
        "Give the AWS Load Balancer Controller, or external-dns, permissions in `identity` and install it; "
        "or let Terraform make the load balancer.",
        _INGRESS,
        _OF_TERRAFORM,
    ),
    "needs-controller": Code(
        "A controller makes a load balancer or its record, or registers pods with one.",
        "With `managedBy: kubernetes`, the AWS Load Balancer Controller or EKS Auto Mode make the load "
        "balancer, and external-dns its record. Of load balancers that Terraform makes, the AWS Load "
        "Balancer Controller keeps the addresses of pods in target groups. The objects in `manifests/` say "
        "which.",
        "Install the controller, and apply the manifests. With instances as targets of a load balancer "
        "that Terraform makes, no controller is needed.",
        """
loadBalancers:
  edge:
    type: network
    targets: {service: shop/web, port: http}
    listeners: [{port: 80, protocol: tcp}]
""",
        """
loadBalancers:
  edge:
    type: network
    targets: {nodeGroups: [web]}
    listeners: [{port: 80, protocol: tcp, targetPort: 30080}]
""",
        level="note",
    ),
    "policy-for-balancer": Code(
        "Network policies are in force, and pods get requests from a load balancer.",
        "A load balancer with pods as targets sends requests and health checks from its own addresses. A "
        "policy that selects these pods and does not admit the subnets of the load balancer makes them "
        "unhealthy.",
        "Admit the subnets in the policies of these pods. Without network policies, or with NodePorts as "
        "targets, there is nothing to admit.",
        """
kubernetes: {version: "1.34", networkPolicy: vpc-cni}
loadBalancers:
  edge:
    type: network
    targets: {service: shop/web, port: http}
    listeners: [{port: 80, protocol: tcp}]
""",
        """
kubernetes: {version: "1.34", networkPolicy: vpc-cni}
loadBalancers:
  edge:
    type: network
    targets: {nodeGroups: [web]}
    listeners: [{port: 80, protocol: tcp, targetPort: 30080}]
""",
        level="note",
    ),
}
