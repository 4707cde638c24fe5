"""Codes of findings in load balancers."""

from __future__ import annotations

from ..code import Code


def _with_sources(count: int) -> str:
    blocks = ", ".join(f"192.0.2.{number}/32" for number in range(count))
    return f"""
loadBalancers:
  edge:
    type: network
    targets: {{nodeGroups: [web]}}
    securityGroups: {{from: [{blocks}]}}
    listeners:
      - {{protocol: tcp, port: 80, targetPort: 30080}}
      - {{protocol: tcp, port: 81, targetPort: 30081}}
      - {{protocol: tcp, port: 82, targetPort: 30082}}
"""


CODES: dict[str, Code] = {
    "duplicate-port": Code(
        "Two listeners share a port.",
        "A load balancer can have only one listener per port.",
        "Change one of the ports.",
        """
loadBalancers:
  edge:
    type: network
    targets: {nodeGroups: [web]}
    listeners:
      - {port: 80, protocol: tcp, targetPort: 30080}
      - {port: 80, protocol: tcp, targetPort: 30081}
""",
        """
loadBalancers:
  edge:
    type: network
    targets: {nodeGroups: [web]}
    listeners:
      - {port: 80, protocol: tcp, targetPort: 30080}
      - {port: 81, protocol: tcp, targetPort: 30081}
""",
    ),
    "duplicate-target": Code(
        "A node group is listed twice as a target.",
        "It can be attached only once.",
        "Delete one of the two.",
        """
loadBalancers:
  edge:
    type: network
    targets: {nodeGroups: [web, web]}
    listeners: [{port: 80, protocol: tcp, targetPort: 30080}]
""",
        """
loadBalancers:
  edge:
    type: network
    targets: {nodeGroups: [web]}
    listeners: [{port: 80, protocol: tcp, targetPort: 30080}]
""",
    ),
    "many-rules": Code(
        "A load balancer needs more rules in its security group than the default quota.",
        "A security group has one rule for each listener and source, and 60 unless the quota of the account "
        "was raised. AWS refuses the rest in the middle of an apply.",
        "Join sources to larger blocks, or allow the warning if the quota was raised.",
        _with_sources(21),
        _with_sources(20),
        level="warning",
    ),
    "missing-certificate": Code(
        "A TLS or HTTPS listener has no certificate.",
        "AWS would reject it.",
        "Add `certificate:` with the ARN of an ACM certificate.",
        """
loadBalancers:
  edge:
    type: network
    targets: {nodeGroups: [web]}
    listeners:
      - {port: 443, protocol: tls, targetPort: 30443}
""",
        """
loadBalancers:
  edge:
    type: network
    targets: {nodeGroups: [web]}
    listeners:
      - port: 443
        protocol: tls
        targetPort: 30443
        certificate: arn:aws:acm:us-west-2:111122223333:certificate/0f4c1b7e-0000-4000-8000-000000000001
""",
    ),
    "missing-health-port": Code(
        "No target port can be used for the health check.",
        "AWS checks targets with TCP, HTTP or HTTPS; a port that only answers to UDP would never be healthy.",
        "Name a port of the instances that answers to TCP, such as a NodePort of the same Service.",
        """
loadBalancers:
  dns:
    type: network
    targets: {nodeGroups: [web]}
    listeners: [{port: 53, protocol: udp, targetPort: 30053}]
""",
        """
loadBalancers:
  dns:
    type: network
    targets: {nodeGroups: [web]}
    listeners: [{port: 53, protocol: udp, targetPort: 30053}]
    healthCheck: {port: 30080}
""",
    ),
    "missing-target-port": Code(
        "A listener has no target port.",
        "It would not know where to forward traffic.",
        "Add `targetPort:`, the NodePort of the Service on the instances.",
        """
loadBalancers:
  edge:
    type: network
    targets: {nodeGroups: [web]}
    listeners: [{port: 80, protocol: tcp}]
""",
        """
loadBalancers:
  edge:
    type: network
    targets: {nodeGroups: [web]}
    listeners: [{port: 80, protocol: tcp, targetPort: 30080}]
""",
    ),
    "only-redirects": Code(
        "All listeners of a load balancer redirect.",
        "Clients would be redirected to a port without a listener, and the targets would get no traffic.",
        "Add an https listener that forwards.",
        """
loadBalancers:
  shop:
    type: application
    targets: {nodeGroups: [web]}
    listeners:
      - {port: 80, protocol: http, redirect: https}
    healthCheck: {protocol: http}
""",
        """
loadBalancers:
  shop:
    type: application
    targets: {nodeGroups: [web]}
    listeners:
      - {port: 80, protocol: http, redirect: https}
      - port: 443
        protocol: https
        targetPort: 30080
        certificate: arn:aws:acm:us-west-2:111122223333:certificate/0f4c1b7e-0000-4000-8000-000000000001
    healthCheck: {protocol: http}
""",
    ),
    "plain-http": Code(
        "An internet-facing load balancer serves plain HTTP.",
        "Traffic can be read and modified in transit.",
        "Serve https with a certificate; an application load balancer can redirect http to it.",
        """
loadBalancers:
  shop:
    type: application
    scheme: internet-facing
    targets: {nodeGroups: [web]}
    listeners:
      - {port: 80, protocol: http, targetPort: 30080}
    healthCheck: {protocol: http}
""",
        """
loadBalancers:
  shop:
    type: application
    scheme: internet-facing
    targets: {nodeGroups: [web]}
    listeners:
      - {port: 80, protocol: http, redirect: https}
      - port: 443
        protocol: https
        targetPort: 30080
        certificate: arn:aws:acm:us-west-2:111122223333:certificate/0f4c1b7e-0000-4000-8000-000000000001
    healthCheck: {protocol: http}
""",
        level="warning",
    ),
    "unknown-reference": Code(
        "A name refers to an object that does not exist in the spec.",
        "The load balancer would have no targets.",
        "Correct the name; the finding lists the existing ones.",
        """
loadBalancers:
  edge:
    type: network
    targets: {nodeGroups: [wbe]}
    listeners: [{port: 80, protocol: tcp, targetPort: 30080}]
""",
        """
loadBalancers:
  edge:
    type: network
    targets: {nodeGroups: [web]}
    listeners: [{port: 80, protocol: tcp, targetPort: 30080}]
""",
    ),
    "unused-certificate": Code(
        "A listener without TLS has a certificate or TLS policy.",
        "It would have no effect, and suggests that traffic is encrypted.",
        "Change the protocol to tls or https, or delete the line.",
        """
loadBalancers:
  edge:
    type: network
    targets: {nodeGroups: [web]}
    listeners:
      - port: 443
        protocol: tcp
        targetPort: 30443
        certificate: arn:aws:acm:us-west-2:111122223333:certificate/0f4c1b7e-0000-4000-8000-000000000001
""",
        """
loadBalancers:
  edge:
    type: network
    targets: {nodeGroups: [web]}
    listeners:
      - port: 443
        protocol: tls
        targetPort: 30443
        certificate: arn:aws:acm:us-west-2:111122223333:certificate/0f4c1b7e-0000-4000-8000-000000000001
""",
    ),
    "wrong-health-check": Code(
        "A health check is not valid for the type of the load balancer.",
        "AWS would reject it: application load balancers support only http and https, only these two have a "
        "path, and the timeout must be shorter than the interval.",
        "Use a supported protocol, and a timeout shorter than the interval.",
        """
loadBalancers:
  shop:
    type: application
    targets: {nodeGroups: [web]}
    listeners: [{port: 80, protocol: http, targetPort: 30080}]
    healthCheck: {protocol: tcp}
""",
        """
loadBalancers:
  shop:
    type: application
    targets: {nodeGroups: [web]}
    listeners: [{port: 80, protocol: http, targetPort: 30080}]
    healthCheck: {protocol: http, path: /healthz}
""",
    ),
    "wrong-option": Code(
        "An option does not exist for this type of load balancer, or for what makes it.",
        "It would have no effect. With `managedBy: kubernetes`, the options are those that the AWS Load "
        "Balancer Controller, EKS Auto Mode or the cloud provider of Kubernetes has an annotation for.",
        "Delete the line, use another type, or write `managedBy: terraform`.",
        """
loadBalancers:
  shop:
    type: application
    proxyProtocol: {}
    targets: {nodeGroups: [web]}
    listeners: [{port: 80, protocol: http, targetPort: 30080}]
    healthCheck: {protocol: http}
""",
        """
loadBalancers:
  shop:
    type: application
    targets: {nodeGroups: [web]}
    listeners: [{port: 80, protocol: http, targetPort: 30080}]
    healthCheck: {protocol: http}
""",
    ),
    "wrong-protocol": Code(
        "A protocol does not exist for this type of load balancer.",
        "AWS would reject the listener.",
        "Use one of the protocols listed in the finding, or another type.",
        """
loadBalancers:
  edge:
    type: network
    targets: {nodeGroups: [web]}
    listeners: [{port: 80, protocol: http, targetPort: 30080}]
""",
        """
loadBalancers:
  edge:
    type: network
    targets: {nodeGroups: [web]}
    listeners: [{port: 80, protocol: tcp, targetPort: 30080}]
""",
    ),
    "wrong-redirect": Code(
        "A listener has a redirect that is not possible.",
        "Only http listeners of application load balancers can redirect, and only to an https listener.",
        "Replace `redirect:` with `targetPort:`, or use an application load balancer with an https listener.",
        """
loadBalancers:
  edge:
    type: network
    targets: {nodeGroups: [web]}
    listeners:
      - {port: 80, protocol: tcp, redirect: https}
      - {port: 443, protocol: tcp, targetPort: 30443}
""",
        """
loadBalancers:
  edge:
    type: network
    targets: {nodeGroups: [web]}
    listeners:
      - {port: 80, protocol: tcp, targetPort: 30080}
      - {port: 443, protocol: tcp, targetPort: 30443}
""",
    ),
}
