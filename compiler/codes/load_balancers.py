"""Codes on load balancers."""

from __future__ import annotations

from .code import Code

CODES: dict[str, Code] = {
    "duplicate-port": Code(
        "Two listeners share a port.",
        "A load balancer has one listener a port.",
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
        "It can be attached once.",
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
    "missing-certificate": Code(
        "An encrypted listener has no certificate.",
        "AWS would refuse it.",
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
    "missing-target-port": Code(
        "A listener forwards to no port.",
        "Its traffic would go nowhere.",
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
        "Clients would be sent to a port on which nobody listens, and the targets get no traffic.",
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
        "An internet-facing load balancer answers plain HTTP.",
        "Traffic can be read and changed on its way.",
        "Redirect to https, with `redirect: https` and a second listener.",
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
        "A name refers to nothing in the spec.",
        "There is nothing to connect to.",
        "Correct the name; the finding lists those that exist.",
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
        "A listener that encrypts nothing has a certificate or TLS policy.",
        "It would have no effect, and the line looks as if traffic were encrypted.",
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
        "A health check does not fit the type of the load balancer, or cannot end in time.",
        "AWS would refuse it: application load balancers check with http and https only, a path is "
        "for these two, and a check must end before the next begins.",
        "Use a protocol and times that fit.",
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
        "An option does not exist for this type of load balancer.",
        "It would have no effect.",
        "Delete the line, or use another type.",
        """
loadBalancers:
  shop:
    type: application
    proxyProtocol: true
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
        "AWS would refuse the listener.",
        "Use one of the protocols that the finding lists, or another type.",
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
        "A redirect stands where none is possible.",
        "Only http listeners of application load balancers redirect to https.",
        "Delete `redirect:` and forward, or use an application load balancer.",
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
