"""Codes of findings in the region, the Kubernetes version and its support."""

from __future__ import annotations

from .code import Code

CODES: dict[str, Code] = {
    "foreign-account": Code(
        "A role, policy or certificate is in another account than the cluster.",
        "AWS lets a service use roles of its own account only, attaches policies of the account or of AWS, "
        "and takes certificates of the account. Only KMS keys may be in another account.",
        "Write the ARN of one in the account of the cluster.",
        """
nodeGroups:
  web: {iam: {role: arn:aws:iam::444455556666:role/nodes}}
""",
        """
nodeGroups:
  web: {iam: {role: arn:aws:iam::111122223333:role/nodes}}
""",
    ),
    "not-in-catalog": Code(
        "AWS may know this name; this version of eksgen does not.",
        "AWS adds versions, instance types, endpoints, add-ons and TLS policies all the time. eksgen passes "
        "on a name that it does not know, and cannot check its support dates, addresses or permissions.",
        "Check the name. If AWS has it, allow the warning on its line, or update eksgen.",
        """
kubernetes:
  version: "1.39"
""",
        """
kubernetes:
  version: "1.39" # eksgen: allow(not-in-catalog) because EKS released it last week
""",
        level="warning",
    ),
    "not-in-partition": Code(
        "AWS does not offer this in the partition of the region.",
        "China, GovCloud and the European Sovereign Cloud lack some features of EKS, some managed policies "
        "and some VPC endpoints. AWS would refuse them in the middle of an apply.",
        "Use something else, such as node groups, or write the policy as `statements`. AWS adds features "
        "over time: if it has this one by now, allow the warning on its line.",
        """
metadata: {name: demo, region: us-gov-west-1}
access:
  admins: [arn:aws-us-gov:iam::111122223333:role/PlatformAdmin]
fargateProfiles:
  jobs: {selectors: [{namespace: jobs}]}
""",
        """
metadata: {name: demo, region: us-gov-west-1}
access:
  admins: [arn:aws-us-gov:iam::111122223333:role/PlatformAdmin]
nodeGroups:
  jobs: {}
""",
        level="warning",
    ),
    "unknown-region": Code(
        "EKS is not available in this region.",
        "The cluster could not be created.",
        "Correct the region; the finding suggests similar names.",
        """
metadata: {name: demo, region: us-west-22}
""",
        """
metadata: {name: demo, region: us-west-2}
""",
    ),
    "unknown-version": Code(
        "EKS does not offer this Kubernetes version.",
        "The cluster could not be created.",
        "Use one of the versions listed in the finding.",
        """
kubernetes:
  version: "1.3"
""",
        """
kubernetes:
  version: "1.34"
""",
    ),
    "version-costs-soon": Code(
        "Extended support for the Kubernetes version, which costs more, begins within 60 days.",
        "With `support: extended`, which is the default, the cluster keeps its version. AWS then charges "
        "several times the usual price for the control plane.",
        "Plan the upgrade, one minor version at a time. With `support: standard`, EKS upgrades the cluster "
        "automatically instead.",
        """
kubernetes:
  version: "1.34"
""",
        """
kubernetes:
  version: "1.35"
""",
        level="note",
        day="2026-11-10",
    ),
    "version-ended": Code(
        "AWS no longer supports the Kubernetes version.",
        "EKS creates no clusters with this version, and has upgraded existing ones automatically.",
        "Write the version that the cluster has now, or a newer one.",
        """
kubernetes:
  version: "1.31"
  support: extended
""",
        """
kubernetes:
  version: "1.36"
""",
        day="2027-01-10",
    ),
    "version-ends-soon": Code(
        "Support for the Kubernetes version ends within 60 days.",
        "After that, EKS upgrades the control plane automatically: with `support: standard` when standard "
        "support ends, else when extended support ends. Upgrades go one minor version at a time and need "
        "planning.",
        "Plan the upgrade.",
        """
kubernetes:
  version: "1.34"
  support: standard
""",
        """
kubernetes:
  version: "1.35"
  support: standard
""",
        level="warning",
        day="2026-11-10",
    ),
    "version-extended": Code(
        "Standard support for the Kubernetes version has ended.",
        "With `support: extended`, AWS charges several times the usual price for the control plane; "
        "with `support: standard`, EKS upgrades it automatically.",
        "Upgrade, one minor version at a time.",
        """
kubernetes:
  version: "1.33"
  support: extended
""",
        """
kubernetes:
  version: "1.35"
""",
        level="warning",
        day="2026-10-02",
    ),
    "wrong-partition": Code(
        "An ARN belongs to a different AWS partition than the region.",
        "Partitions (AWS, China, GovCloud, the European Sovereign Cloud) share no accounts, roles or keys.",
        "Use the ARN of a resource in the cluster's partition.",
        """
metadata: {name: demo, region: cn-north-1}
access:
  admins: [arn:aws:iam::111122223333:role/PlatformAdmin]
""",
        """
metadata: {name: demo, region: cn-north-1}
access:
  admins: [arn:aws-cn:iam::111122223333:role/PlatformAdmin]
""",
    ),
    "wrong-region": Code(
        "A KMS key or certificate is in another region.",
        "KMS keys and ACM certificates can be used only in their own region.",
        "Use a key or certificate in the cluster's region.",
        """
logs:
  kmsKey: arn:aws:kms:eu-west-1:111122223333:key/0f4c1b7e-0000-4000-8000-000000000001
""",
        """
logs:
  kmsKey: arn:aws:kms:us-west-2:111122223333:key/0f4c1b7e-0000-4000-8000-000000000001
""",
    ),
}
