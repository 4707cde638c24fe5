"""Codes of findings in the format of a single value."""

from __future__ import annotations

from ..code import Code

CODES: dict[str, Code] = {
    "invalid-account": Code(
        "An account ID is not twelve digits.",
        "AWS account IDs have twelve digits; `plan` and `apply` compare this one with the current account.",
        "Write all twelve digits in quotes, with leading zeros and without hyphens.",
        """
metadata: {name: demo, region: us-west-2, accountId: "1111-2222-3333"}
""",
        """
metadata: {name: demo, region: us-west-2, accountId: "111122223333"}
""",
    ),
    "invalid-arn": Code(
        "A value is not an ARN, or is an ARN of another service.",
        "The field identifies one AWS resource, including its account and partition.",
        "Copy the full ARN from the AWS console or the AWS CLI.",
        """
access:
  admins: [PlatformAdmin]
""",
        """
access:
  admins: [arn:aws:iam::111122223333:role/PlatformAdmin]
""",
    ),
    "invalid-bucket": Code(
        "A value is not the name of an S3 bucket.",
        "S3 accepts 3 to 63 lowercase letters, digits, hyphens and single dots. Some names it keeps for "
        "itself.",
        "Correct the name.",
        """
terraform:
  backend:
    s3: {bucket: Acme_State}
""",
        """
terraform:
  backend:
    s3: {bucket: acme-state}
""",
    ),
    "invalid-cidr": Code(
        "A value is not a CIDR block.",
        "A CIDR block is an address and a prefix length, with no host bits set. With host bits, it is "
        "unclear whether one address or the block around it is meant.",
        "Write it like 10.20.0.0/16; write a single address with /32. A source of "
        "traffic may also be an IPv6 block in its shortest spelling, such as 2001:db8::/32.",
        """
network:
  cidr: 10.20.3.0/16
""",
        """
network:
  cidr: 10.20.0.0/16
""",
    ),
    "invalid-constraint": Code(
        "A version constraint cannot be read.",
        "Terraform would reject it on the first run.",
        "Write comparisons separated by commas, such as `>= 5.95, < 7`.",
        """
terraform:
  awsProvider: newest
""",
        """
terraform:
  awsProvider: ">= 5.95, < 7"
""",
    ),
    "invalid-description": Code(
        "The description of a rule has characters that EC2 does not accept.",
        "EC2 takes letters from a to z, digits, spaces and ._-:/()#,@[]+=&;{}!$*, at most 255.",
        "Write it with these characters.",
        """
network:
  nodeIngress: [{from: 10.0.0.0/8, ports: 9100, description: "metrics > all"}]
""",
        """
network:
  nodeIngress: [{from: 10.0.0.0/8, ports: 9100, description: metrics of all}]
""",
    ),
    "invalid-id": Code(
        "A value is not the ID of an AWS object of the right kind.",
        "AWS names objects by a prefix that says what they are, and hexadecimal digits.",
        "Copy the ID from AWS; the message says which kinds are possible.",
        """
network:
  routes: [{to: 10.0.0.0/8, via: i-0123456789abcdef0}]
""",
        """
network:
  routes: [{to: 10.0.0.0/8, via: tgw-0123456789abcdef0}]
""",
    ),
    "invalid-label": Code(
        "The key or value of a label or taint is not valid in Kubernetes.",
        "Nodes with it could not register with the cluster.",
        "Use at most 63 letters, digits, `-`, `_` and `.`, starting and ending with a letter or "
        "digit; a key may have a DNS prefix and `/` before it.",
        """
nodeGroups:
  web:
    labels: {my role: web}
""",
        """
nodeGroups:
  web:
    labels: {my-role: web}
""",
    ),
    "invalid-name": Code(
        "A name is not valid in AWS or Terraform.",
        "Names become part of AWS names, which are limited in length, and of Terraform addresses, which "
        "allow few characters.",
        "Use at most 30 lowercase letters, digits and hyphens, starting and ending with a letter or digit; "
        "a cluster name may have 100 characters and uppercase letters.",
        """
nodeGroups:
  Web_1: {}
""",
        """
nodeGroups:
  web-1: {}
""",
    ),
    "invalid-percentage": Code(
        "A value is not a percentage.",
        "A percentage is text: a whole number from 1 to 100 and a percent sign.",
        'Write it in quotes, such as `"33%"`; a plain number is a number of nodes.',
        """
nodeGroups:
  web:
    update: {maxUnavailable: "33 percent"}
""",
        """
nodeGroups:
  web:
    update: {maxUnavailable: "33%"}
""",
    ),
    "invalid-ports": Code(
        "A text is not a range of ports.",
        "Ports go from 0 to 65535, the smaller one first.",
        "Write both in quotes; a single port is a number without quotes.",
        """
network:
  nodeIngress: [{from: 10.0.0.0/8, ports: "32767-30000"}]
""",
        """
network:
  nodeIngress: [{from: 10.0.0.0/8, ports: "30000-32767"}]
""",
    ),
    "invalid-quantity": Code(
        "A value is not a quantity of Kubernetes.",
        "A quantity is a number with or without a unit: m, k, M, G, T, P, E, or Ki, Mi, Gi, Ti, Pi, Ei.",
        "Write it as Kubernetes does, such as `400Gi` or `500m`.",
        """
nodeGroups:
  web: {}
karpenter:
  nodePools:
    general: {limits: {memory: 400 GB}}
""",
        """
nodeGroups:
  web: {}
karpenter:
  nodePools:
    general: {limits: {memory: 400G}}
""",
    ),
    "invalid-retention": Code(
        "CloudWatch has no log retention of this many days.",
        "It accepts only certain values: 1, 3, 5, 7, 14, 30, 60, 90 and so on.",
        "Use one of the nearest values, which the finding lists.",
        """
logs:
  retentionDays: 45
""",
        """
logs:
  retentionDays: 60
""",
    ),
    "invalid-source": Code(
        "A value is not the ID of a security group or a prefix list.",
        "A source of traffic is a CIDR block, or such an ID.",
        "Copy the ID from AWS: `sg-` or `pl-`, then 8 to 17 hexadecimal digits.",
        """
controlPlane:
  endpoint: {from: [sg-web]}
""",
        """
controlPlane:
  endpoint: {from: [sg-0123456789abcdef0]}
""",
    ),
    "invalid-statement": Code(
        "A part of an IAM statement is not what IAM accepts.",
        "IAM refuses the policy: an action begins with the name of a service, a resource is an ARN, and a "
        "condition operator is one of a list.",
        "Correct the value, as the finding shows.",
        """
nodeGroups:
  web:
    iam:
      statements: [{actions: [GetObject], resources: ["arn:aws:s3:::shop/*"]}]
""",
        """
nodeGroups:
  web:
    iam:
      statements: [{actions: ["s3:GetObject"], resources: ["arn:aws:s3:::shop/*"]}]
""",
    ),
    "invalid-tag": Code(
        "A tag key or value is not valid in AWS.",
        "Tags are set on every resource, and IAM has the strictest rules: letters, digits, spaces and "
        "`_.:/=+-@`; keys have 1 to 128 characters and do not start with `aws:`, values have at most 256.",
        "Shorten or rename it.",
        """
metadata: {name: demo, region: us-west-2, tags: {"aws:team": platform}}
""",
        """
metadata: {name: demo, region: us-west-2, tags: {team: platform}}
""",
    ),
    "invalid-zone": Code(
        "A value is not the name of an availability zone.",
        "The name of a zone is its region followed by a letter.",
        "Write it like us-west-2a. Zone IDs such as usw2-az1 are not names.",
        """
network:
  zones: [us-west-2a, usw2-az2]
""",
        """
network:
  zones: [us-west-2a, us-west-2b]
""",
    ),
    "unknown-ssl-policy": Code(
        "The type of load balancer has no TLS policy of this name.",
        "Elastic Load Balancing would refuse the listener.",
        "Write the name that the finding suggests.",
        """
nodeGroups:
  web: {}
loadBalancers:
  edge:
    type: network
    targets: {nodeGroups: [web]}
    listeners:
      - port: 443
        protocol: tls
        certificate: arn:aws:acm:us-west-2:111122223333:certificate/0f4c1b7e-0000-4000-8000-000000000001
        sslPolicy: ELBSecurityPolicy-TLS13-1-2-2021-6
        targetPort: 30443
""",
        """
nodeGroups:
  web: {}
loadBalancers:
  edge:
    type: network
    targets: {nodeGroups: [web]}
    listeners:
      - port: 443
        protocol: tls
        certificate: arn:aws:acm:us-west-2:111122223333:certificate/0f4c1b7e-0000-4000-8000-000000000001
        sslPolicy: ELBSecurityPolicy-TLS13-1-2-2021-06
        targetPort: 30443
""",
    ),
}
