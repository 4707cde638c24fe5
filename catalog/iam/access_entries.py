"""Access entries of EKS: the policies that can be associated with one, and the principals that EKS accepts.

Sources: EKS user guide, "Review access policy permissions", and answers of ListAccessPolicies that users
published (read 2026-11-30); SageMaker developer guide, HyperPod (policies for Ray, training and inference;
read 2026-11-30); EKS user guide, "Create access entries" (one IAM role or user, other accounts, no
service-linked roles; read 2026-11-29) and "Set a custom username for EKS access entries" (prefixes, and the
colon before the name of a session; read 2026-11-30); EKS API reference, CreateAccessEntry (what each type
takes; the principals of nodes are roles in the account of the cluster; read 2026-11-30); hashicorp/aws #36447
and terraform-aws-modules/eks #2969 for the answers of EKS. The roles of IAM Identity Center have the path
`aws-reserved/sso.amazonaws.com/`, in most regions followed by that of the instance.
`partitions.access_policy_arn` returns the ARN of a policy.
"""

import re
import shlex

ACCESS_POLICIES: tuple[str, ...] = (
    "AIDevOpsAgentAccessPolicy",
    "AWSBackupFullAccessPolicyForBackup",
    "AWSBackupFullAccessPolicyForRestore",
    "AmazonAIOpsAssistantPolicy",
    "AmazonARCRegionSwitchScalingPolicy",
    "AmazonEKSACKPolicy",
    "AmazonEKSAdminPolicy",
    "AmazonEKSAdminViewPolicy",
    "AmazonEKSArgoCDClusterPolicy",
    "AmazonEKSArgoCDPolicy",
    "AmazonEKSAutoNodePolicy",
    "AmazonEKSBlockStorageClusterPolicy",
    "AmazonEKSBlockStoragePolicy",
    "AmazonEKSClusterAdminPolicy",
    "AmazonEKSClusterInsightsPolicy",
    "AmazonEKSComputeClusterPolicy",
    "AmazonEKSComputePolicy",
    "AmazonEKSEditPolicy",
    "AmazonEKSEventPolicy",
    "AmazonEKSHybridPolicy",
    "AmazonEKSKROPolicy",
    "AmazonEKSLoadBalancingClusterPolicy",
    "AmazonEKSLoadBalancingPolicy",
    "AmazonEKSNetworkingClusterPolicy",
    "AmazonEKSNetworkingPolicy",
    "AmazonEKSPodIdentityPolicy",
    "AmazonEKSSecretAdminPolicy",
    "AmazonEKSSecretReaderPolicy",
    "AmazonEKSViewPolicy",
    "AmazonEMRJobPolicy",
    "AmazonSagemakerHyperpodClusterPolicy",
    "AmazonSagemakerHyperpodControllerPolicy",
    "AmazonSagemakerHyperpodInferenceMonitoringPolicy",
    "AmazonSagemakerHyperpodInferencePolicy",
    "AmazonSagemakerHyperpodSpacePolicy",
    "AmazonSagemakerHyperpodSpaceTemplatePolicy",
    "AmazonSagemakerHyperpodSystemNamespacePolicy",
    "AmazonSagemakerHyperpodTrainingPolicy",
    "AmazonSagemakerHyperpodUserClusterPolicy",
)

ADMIN_POLICY = "AmazonEKSClusterAdminPolicy"
AUTO_NODE_POLICY = "AmazonEKSAutoNodePolicy"

TYPES: dict[str, str] = {
    "standard": "STANDARD",
    "ec2": "EC2",
    "ec2-linux": "EC2_LINUX",
    "ec2-windows": "EC2_WINDOWS",
    "fargate-linux": "FARGATE_LINUX",
    "hybrid-linux": "HYBRID_LINUX",
}
"""Types of access entries: as a spec and as EKS writes them."""

WITH_GROUPS = frozenset({"STANDARD"})
"""Types that take Kubernetes groups and a user name; EKS sets both for nodes."""
WITH_POLICIES = frozenset({"STANDARD", "EC2"})

REFUSED_USER_NAMES = ("system:", "eks:", "aws:", "amazon:", "iam:")
SESSION_NAMES = ("{{SessionName}}", "{{SessionNameRaw}}")

_PRINCIPAL = re.compile(r"arn:[^:]+:iam::(?P<account>\d*):(?P<kind>role|user)/(?P<path>.*/)?(?P<name>[^/]*)")
_SSO_PATH = "aws-reserved/sso.amazonaws.com/"


def principal_account(arn: str) -> str:
    """Return the account of a principal; "" if it names none."""
    match = _PRINCIPAL.fullmatch(arn)
    return match["account"] if match else ""


def is_user(arn: str) -> bool:
    """Return whether a principal is an IAM user."""
    match = _PRINCIPAL.fullmatch(arn)
    return match is not None and match["kind"] == "user"


def session_name_misplaced(username: str) -> bool:
    """Return whether EKS refuses a user name because no colon is before the name of the session."""
    return any(":" not in username[: username.find(word)] for word in SESSION_NAMES if word in username)


def principal_refusal(arn: str, what: str = "an administrator") -> tuple[str, str, str, str] | None:
    """Return why EKS refuses a principal (message, label, note, help); None if it accepts it.

    `what` names what the principal is for.
    """
    match = _PRINCIPAL.fullmatch(arn)
    if match is None or not match["name"]:
        note = "EKS access entries do not accept groups or account roots"
        return f"{what} must be an IAM role or user", "neither a role nor a user", note, ""
    if "*" in match["name"] or "?" in match["name"]:  # a path may have them
        return "an access entry names one principal, without wildcards", "a wildcard", "", "list each role"
    if not match["account"]:
        return "the ARN names no account", "no account", "", "copy the whole ARN"
    path, name = match["path"] or "", match["name"]
    if path.startswith("aws-service-role/"):
        note = "AWS gives service-linked roles their access by itself"
        return "EKS access entries do not accept service-linked roles", "a service-linked role", note, ""
    if name.startswith("AWSReservedSSO_") and not path.startswith(_SSO_PATH):
        note = f"EKS answers `invalid principal` without the path `{_SSO_PATH}`"
        help = f"write the whole ARN; `aws iam get-role --role-name {shlex.quote(name)}` prints it"
        return "the role of IAM Identity Center has no path", "path is missing", note, help
    return None
