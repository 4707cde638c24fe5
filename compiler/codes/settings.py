"""Codes on access, logs and the Terraform side."""

from __future__ import annotations

from .code import Code

CODES: dict[str, Code] = {
    "duplicate-addon": Code(
        "One EKS add-on stands in the spec under two names.",
        "Terraform would make it twice, and EKS refuses the second.",
        "Write its settings under the short name.",
        """
addons:
  aws-ebs-csi-driver: {version: v1.50.1-eksbuild.1}
""",
        """
addons:
  ebs-csi: {version: v1.50.1-eksbuild.1}
""",
    ),
    "duplicate-log-type": Code(
        "A log type is listed twice.",
        "Each type is on or off.",
        "Delete one of the two.",
        """
controlPlane:
  logs: {types: [api, audit, api]}
""",
        """
controlPlane:
  logs: {types: [api, audit]}
""",
    ),
    "duplicate-principal": Code(
        "A principal is listed twice.",
        "EKS keeps one access entry a principal.",
        "Delete one of the two.",
        """
access:
  admins:
    - arn:aws:iam::111122223333:role/PlatformAdmin
    - arn:aws:iam::111122223333:role/PlatformAdmin
""",
        """
access:
  admins:
    - arn:aws:iam::111122223333:role/PlatformAdmin
""",
    ),
    "invalid-addon-version": Code(
        "The version of an add-on has another form than EKS gives them.",
        "EKS names add-on versions by the version of the software and its own build.",
        "Take one of those that `aws eks describe-addon-versions` lists.",
        """
addons:
  coredns: {version: "1.11"}
""",
        """
addons:
  coredns: {version: v1.12.4-eksbuild.1}
""",
    ),
    "missing-addon": Code(
        "An add-on needs another one that is not there.",
        "Its pods would wait for it, and the add-on would stay degraded.",
        "Add the other one.",
        """
addons:
  adot: {}
""",
        """
addons:
  adot: {}
  cert-manager: {}
""",
    ),
    "not-a-principal": Code(
        "An administrator is neither a role nor a user.",
        "EKS access entries take nothing else: no groups, no account roots.",
        "Name an IAM role or user.",
        """
access:
  admins: [arn:aws:iam::111122223333:root]
""",
        """
access:
  admins: [arn:aws:iam::111122223333:role/PlatformAdmin]
""",
    ),
    "reserved-tag": Code(
        "A tag has a name that is given by somebody else.",
        "Kubernetes controllers find their resources by such tags, and every resource gets its own `Name`.",
        "Choose another name.",
        """
metadata:
  name: demo
  region: us-west-2
  tags: {kubernetes.io/cluster/demo: owned}
""",
        """
metadata:
  name: demo
  region: us-west-2
  tags: {cluster: demo}
""",
    ),
    "too-many-tags": Code(
        "A resource would carry more tags than AWS takes.",
        "A resource has at most 50 tags, and eksgen and EKS add some.",
        "Delete some tags.",
        """
metadata:
  name: demo
  region: us-west-2
  tags:
    t00: x
    t01: x
    t02: x
    t03: x
    t04: x
    t05: x
    t06: x
    t07: x
    t08: x
    t09: x
    t10: x
    t11: x
    t12: x
    t13: x
    t14: x
    t15: x
    t16: x
    t17: x
    t18: x
    t19: x
    t20: x
    t21: x
    t22: x
    t23: x
    t24: x
    t25: x
    t26: x
    t27: x
    t28: x
    t29: x
    t30: x
    t31: x
    t32: x
    t33: x
    t34: x
    t35: x
    t36: x
    t37: x
    t38: x
    t39: x
    t40: x
    t41: x
    t42: x
    t43: x
    t44: x
    t45: x
""",
        """
metadata:
  name: demo
  region: us-west-2
  tags:
    t00: x
    t01: x
    t02: x
""",
    ),
    "two-backends": Code(
        "Two backends are given.",
        "Terraform keeps its state in one place.",
        "Delete one of the two.",
        """
terraform:
  backend:
    s3: {bucket: acme-state, key: demo.tfstate}
    local: {path: demo.tfstate}
""",
        """
terraform:
  backend:
    s3: {bucket: acme-state, key: demo.tfstate}
""",
    ),
}
