"""Codes of findings in parts of load balancers: targets, rules, certificates, zones and records."""

from __future__ import annotations

from ..code import Code


def _with_ports(count: int) -> str:
    targets = ", ".join(f"{{protocol: tcp, port: {n}, targetPort: 30080}}" for n in range(1, count))
    return f"""
loadBalancers:
  edge:
    type: network
    targets: {{nodeGroups: [web]}}
    listeners: [{targets}]
  more:
    type: network
    targets: {{nodeGroups: [web]}}
    listeners: [{{protocol: tcp, port: 80, targetPort: 30080}}]
"""


CODES: dict[str, Code] = {
    "duplicate-certificate": Code(
        "A listener has a certificate twice.",
        "AWS lists the certificate of a listener among the additional ones, so Terraform would "
        "plan it again and again.",
        "Delete one of the two.",
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
        additionalCertificates:
          - arn:aws:acm:us-west-2:111122223333:certificate/0f4c1b7e-0000-4000-8000-000000000001
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
        additionalCertificates:
          - arn:aws:acm:us-west-2:111122223333:certificate/0f4c1b7e-0000-4000-8000-000000000002
""",
    ),
    "duplicate-priority": Code(
        "Two rules of a listener have the same priority.",
        "A listener has one rule for each priority. eksgen decides priorities by what rules "
        "compare, so that other rules never change them; two of many rules of one kind can get the same.",
        "Write another `priority` for one of the two. Lower numbers are tried first.",
        """
loadBalancers:
  shop:
    type: application
    targets: {nodeGroups: [web]}
    listeners:
      - port: 80
        protocol: http
        targetPort: 30080
        rules:
          - {host: a.example.com, priority: 10, targets: [{port: 30081}]}
          - {host: b.example.com, priority: 10, targets: [{port: 30082}]}
""",
        """
loadBalancers:
  shop:
    type: application
    targets: {nodeGroups: [web]}
    listeners:
      - port: 80
        protocol: http
        targetPort: 30080
        rules:
          - {host: a.example.com, priority: 10, targets: [{port: 30081}]}
          - {host: b.example.com, priority: 11, targets: [{port: 30082}]}
""",
    ),
    "duplicate-record": Code(
        "Two load balancers have the same DNS record.",
        "A record leads to one of them; Route 53 refuses the second.",
        "Change the name of one of the two.",
        """
loadBalancers:
  one:
    type: network
    targets: {nodeGroups: [web]}
    listeners: [{port: 80, protocol: tcp, targetPort: 30080}]
    dns: {zone: Z0123456789ABCDEFGHIJ, name: shop.example.com}
  two:
    type: network
    targets: {nodeGroups: [web]}
    listeners: [{port: 80, protocol: tcp, targetPort: 30081}]
    dns: {zone: Z0123456789ABCDEFGHIJ, name: shop.example.com}
""",
        """
loadBalancers:
  one:
    type: network
    targets: {nodeGroups: [web]}
    listeners: [{port: 80, protocol: tcp, targetPort: 30080}]
    dns: {zone: Z0123456789ABCDEFGHIJ, name: shop.example.com}
  two:
    type: network
    targets: {nodeGroups: [web]}
    listeners: [{port: 80, protocol: tcp, targetPort: 30081}]
    dns: {zone: Z0123456789ABCDEFGHIJ, name: shop-two.example.com}
""",
    ),
    "duplicate-rule": Code(
        "Two rules of a listener have the same conditions.",
        "Only the first of them would ever match.",
        "Delete one of the two, or list both targets in one rule.",
        """
loadBalancers:
  shop:
    type: application
    targets: {nodeGroups: [web]}
    listeners:
      - port: 80
        protocol: http
        targetPort: 30080
        rules:
          - {host: api.example.com, targets: [{port: 30081}]}
          - {host: api.example.com, targets: [{port: 30082}]}
""",
        """
loadBalancers:
  shop:
    type: application
    targets: {nodeGroups: [web]}
    listeners:
      - port: 80
        protocol: http
        targetPort: 30080
        rules:
          - {host: api.example.com, targets: [{port: 30081}, {port: 30082}]}
""",
    ),
    "service-taken": Code(
        "The AWS Load Balancer Controller takes a Service that is meant for the cloud provider.",
        "A classic load balancer is made by the cloud provider of Kubernetes. The webhook of the controller "
        "sets its own class on every new Service of type LoadBalancer, and makes a network load balancer.",
        "Install the controller with `enableServiceMutatorWebhook: false` and allow the warning, or let "
        "Terraform make the load balancer.",
        """
identity:
  serviceAccounts:
    kube-system/aws-load-balancer-controller: {wellKnown: [aws-load-balancer-controller]}
loadBalancers:
  edge:
    type: classic
    managedBy: kubernetes
    listeners: [{port: 80, protocol: tcp}]
    service: {selector: {app: web}}
""",
        """
identity:
  serviceAccounts:
    kube-system/aws-load-balancer-controller: {wellKnown: [aws-load-balancer-controller]}
loadBalancers:
  edge:
    type: classic
    targets: {nodeGroups: [web]}
    listeners: [{port: 80, protocol: tcp, targetPort: 30080}]
""",
        level="warning",
    ),
    "too-few-zones": Code(
        "An application load balancer stands in one zone only.",
        "AWS requires two zones or more.",
        "Add a zone, or use a network load balancer.",
        """
loadBalancers:
  shop:
    type: application
    subnets: {zones: [us-west-2a]}
    targets: {nodeGroups: [web]}
    listeners: [{port: 80, protocol: http, targetPort: 30080}]
""",
        """
loadBalancers:
  shop:
    type: application
    subnets: {zones: [us-west-2a, us-west-2b]}
    targets: {nodeGroups: [web]}
    listeners: [{port: 80, protocol: http, targetPort: 30080}]
""",
    ),
    "too-many-target-groups": Code(
        "A load balancer has more target groups, or a node group is in more, than AWS accepts.",
        "An application load balancer has 100 target groups at most. An Auto Scaling group is in 50 target "
        "groups at most, and in 50 classic load balancers. AWS raises none of these quotas, and refuses the "
        "rest in the middle of an apply.",
        "Let listeners and rules share targets, divide the traffic among load balancers or node groups, or "
        "use pods as targets.",
        _with_ports(51),
        _with_ports(50),
    ),
    "wrong-rule": Code(
        "A rule has conditions or weights that AWS does not accept.",
        "A rule has one condition or more, with at most 5 values and 5 wildcards together.",
        "Add a condition, or divide the rule into several. The host of a request belongs in `host`, not in "
        "`header`. One target or more has a weight above 0.",
        """
loadBalancers:
  shop:
    type: application
    targets: {nodeGroups: [web]}
    listeners:
      - port: 80
        protocol: http
        targetPort: 30080
        rules:
          - {targets: [{port: 30081}]}
""",
        """
loadBalancers:
  shop:
    type: application
    targets: {nodeGroups: [web]}
    listeners:
      - port: 80
        protocol: http
        targetPort: 30080
        rules:
          - {path: /api/*, targets: [{port: 30081}]}
""",
    ),
    "wrong-targets": Code(
        "The targets of a load balancer or of a rule are incomplete, or of two kinds.",
        "Targets are instances of node groups, which have NodePorts, or the pods of a Service, "
        "which has ports of its own. A classic load balancer has instances only.",
        "Name node groups, or a `service` and its `port`.",
        """
loadBalancers:
  edge:
    type: network
    targets: {nodeGroups: [web], service: shop/web, port: http}
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
}
