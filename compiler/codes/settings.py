"""Codes of findings in tags, logs and Terraform settings."""

from __future__ import annotations

from .code import Code


def _with_policies(count: int) -> str:
    arns = "".join(f"\n        - arn:aws:iam::111122223333:policy/p{number}" for number in range(count))
    return f"\nnodeGroups:\n  web:\n    iam:\n      policies:{arns}\n"


CODES: dict[str, Code] = {
    "duplicate-log-type": Code(
        "A log type is listed twice.",
        "A log type can be enabled only once.",
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
    "duplicate-role": Code(
        "Two IAM roles have one name.",
        "The name of a role is unique in its account, whatever its path and case; AWS refuses the second. "
        "Roles without `roleName` have names too, such as `demo-us-west-2-cluster`.",
        "Give each role a name of its own, or leave `roleName` out.",
        """
nodeGroups:
  web: {iam: {roleName: nodes}}
  batch: {iam: {roleName: nodes}}
""",
        """
nodeGroups:
  web: {iam: {roleName: web-nodes}}
  batch: {iam: {roleName: batch-nodes}}
""",
    ),
    "duplicate-tag": Code(
        "Two tag keys of an IAM role differ in case only.",
        "IAM refuses the role: `Duplicate tag keys found. Please note that Tag keys are case insensitive`. "
        "A role has the tags of `metadata`, of its part and of `iamDefaults`, its own, and `Name`.",
        "Write the key the same way everywhere.",
        """
metadata: {name: demo, region: us-west-2, tags: {team: platform}}
iamDefaults: {tags: {Team: platform}}
""",
        """
metadata: {name: demo, region: us-west-2, tags: {team: platform}}
iamDefaults: {tags: {team: platform}}
""",
    ),
    "ignored-tag": Code(
        "A tag that is set cannot be ignored.",
        "`network.ignoreTags` lists tags that others set. The AWS provider does not see them, so a tag that "
        "the spec sets as well would be planned again in every run.",
        "Delete the tag from one of the two places.",
        """
metadata:
  name: demo
  region: us-west-2
  tags: {team: platform}
network:
  ignoreTags: [team]
""",
        """
metadata:
  name: demo
  region: us-west-2
  tags: {team: platform}
network:
  ignoreTags: [cost-center]
""",
    ),
    "impossible-constraint": Code(
        "No version meets the constraint together with what the modules need.",
        "`terraform init` would find no version of Terraform or of the AWS provider.",
        "Write the range of the modules, or a part of it.",
        """
terraform:
  awsProvider: "~> 4.0"
""",
        """
terraform:
  awsProvider: "~> 6.2"
""",
    ),
    "many-policies": Code(
        "A role has more policies than the default quota of IAM.",
        "IAM attaches 10 managed policies to a role unless the quota of the account was raised, to 20 at "
        "most. The policies that the part needs count too.",
        "Join policies, use `statements`, or allow the warning if the quota was raised.",
        _with_policies(7),
        _with_policies(6),
        level="warning",
    ),
    "no-service-account": Code(
        "An add-on that gets no AWS permissions has an IAM role.",
        "No service account of the add-on is known to call AWS, so that nothing would use the role.",
        "Delete the fields of the role.",
        """
addons:
  metrics-server: {policies: [AmazonS3ReadOnlyAccess]}
""",
        """
addons:
  metrics-server: {}
""",
    ),
    "own-key": Code(
        "The policy of a KMS key of your own must admit a service.",
        "Disks of nodes are made by the service-linked role of Auto Scaling, and log groups are encrypted by "
        "CloudWatch Logs. Without their rights no node starts, and no log group can be created.",
        "Check the policy of the key, or write `managed`.",
        """
logs: {kmsKey: "arn:aws:kms:us-west-2:111122223333:key/0f4c1b7e-0000-4000-8000-000000000001"}
""",
        """
logs: {kmsKey: managed}
""",
        level="note",
    ),
    "policy-too-long": Code(
        "The statements of a role are longer than IAM allows.",
        "All inline policies of a role together have at most 10,240 characters, without white space.",
        "Move statements to a policy of the account, and name it in `policies`.",
        """
nodeGroups:
  web:
    iam:
      statements:
        - actions: ["s3:GetObject"]
          resources: ["arn:aws:s3:::shop/PATH*"]
""".replace("PATH", "a" * 10240),
        """
nodeGroups:
  web:
    iam:
      policies: [arn:aws:iam::111122223333:policy/shop]
""",
    ),
    "reserved-tag": Code(
        "A tag key is reserved.",
        "Kubernetes controllers find their resources by such tags, and eksgen sets `Name` on every resource.",
        "Use another key.",
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
    "role-exists": Code(
        "A role that exists is also described.",
        "A role in `role` is used as it is: eksgen neither changes it nor attaches policies to it.",
        "Delete `role`, so that eksgen makes one, or delete the other fields.",
        """
nodeGroups:
  web:
    iam: {role: arn:aws:iam::111122223333:role/nodes, policies: [AmazonS3ReadOnlyAccess]}
""",
        """
nodeGroups:
  web:
    iam: {policies: [AmazonS3ReadOnlyAccess]}
""",
    ),
    "too-many-policies": Code(
        "A role has more policies than IAM attaches.",
        "No role can have more than 20 managed policies. Those that the part needs count too.",
        "Join policies, or use `statements`.",
        _with_policies(17),
        _with_policies(6),
    ),
    "too-many-tags": Code(
        "A resource has more tags than AWS allows.",
        "AWS allows 50 tags per resource, and eksgen and EKS add some of their own.",
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
}
