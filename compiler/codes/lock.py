"""Codes of findings about pinned versions and the lock file."""

from __future__ import annotations

from .code import Code

_PINNED = """nodeGroups:
  web: {release: 1.34.1-20261101}
addons:
  coredns: {version: v1.12.4-eksbuild.1}
  ebs-csi: {version: v1.50.0-eksbuild.1}
  kube-proxy: {version: v1.34.1-eksbuild.2}
  pod-identity-agent: {version: v1.3.9-eksbuild.3}
  vpc-cni: {version: v1.20.4-eksbuild.1}
"""

CODES: dict[str, Code] = {
    "addon-version": Code(
        "The version of an add-on does not fit the Kubernetes version.",
        "kube-proxy may not be newer than the control plane, and at most three minor versions older.",
        "Use a version for this Kubernetes version; `eksgen update` finds the newest one.",
        """
addons:
  kube-proxy: {version: v1.35.0-eksbuild.2}
""",
        """
addons:
  kube-proxy: {version: v1.34.1-eksbuild.2}
""",
    ),
    "image-release": Code(
        "The release of an image is for another operating system or another Kubernetes version.",
        "EKS has an image for each release of an operating system and a Kubernetes version, and refuses a "
        "group with a release that does not exist.",
        "Use a release of this version, or leave it out.",
        """
nodeGroups:
  web: {release: 1.33.1-20261101}
""",
        """
nodeGroups:
  web: {release: 1.34.1-20261101}
""",
    ),
    "lock-provider": Code(
        "The lock file pins an AWS provider that the compiled folder does not accept.",
        "Terraform installs no provider outside `terraform.awsProvider`, or that lacks what the spec uses.",
        "Lock another version with `eksgen update`, or change `terraform.awsProvider`.",
        """
kubernetes: "1.34"
provider:
  version: 5.20.0
  hashes: ["h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="]
""",
        """
kubernetes: "1.34"
provider:
  version: 6.62.0
  hashes: ["h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="]
""",
        of_lock=True,
    ),
    "lock-stale": Code(
        "The lock file has versions of add-ons or node groups that the spec does not have.",
        "They were removed or renamed, are `none`, or have an image of their own. What replaced them may not "
        "be pinned.",
        "Write the lock file again with `eksgen update`.",
        """
kubernetes: "1.34"
nodeGroups:
  frontend: 1.34.1-20261101
""",
        """
kubernetes: "1.34"
nodeGroups:
  web: 1.34.1-20261101
""",
        level="note",
        of_lock=True,
    ),
    "lock-version": Code(
        "The lock file is for another Kubernetes version than the spec.",
        "The version of the spec was changed without the lock. The versions of add-ons and images in it are "
        "not used: add-ons that exist stay behind, and EKS chooses for what it creates.",
        "Run `eksgen update`, which finds the versions for the new Kubernetes version.",
        """
kubernetes: "1.33"
addons:
  coredns: v1.12.1-eksbuild.2
""",
        """
kubernetes: "1.34"
addons:
  coredns: v1.12.4-eksbuild.1
""",
        level="warning",
        of_lock=True,
    ),
    "provider-open": Code(
        "Nothing pins the AWS provider of remote runs.",
        "A run in HCP Terraform has no provider of its own: without a lock it takes the newest one that "
        "`terraform.awsProvider` allows on that day, so a run may plan with another version than the last.",
        "Pin it with `eksgen update`, which writes the lock file, and commit that file. One exact version in "
        "`terraform.awsProvider` also does, but proves nothing about the package.",
        f"""
metadata: {{name: demo, region: us-west-2, accountId: "111122223333"}}
terraform:
  backend:
    cloud: {{organization: acme}}
{_PINNED}""",
        f"""
metadata: {{name: demo, region: us-west-2, accountId: "111122223333"}}
terraform:
  awsProvider: "5.100.0"
  backend:
    cloud: {{organization: acme}}
{_PINNED}""",
        level="warning",
    ),
    "versions-open": Code(
        "Neither the spec nor a lock file names the versions of all add-ons and node images.",
        "EKS chooses them when it creates the objects, so two clusters of the same spec may differ, and a "
        "step of the Kubernetes version leaves add-ons behind.",
        "Pin them with `eksgen update`, which writes the lock file.",
        """
nodeGroups:
  web: {}
""",
        f"""
{_PINNED}""",
        level="note",
    ),
}
