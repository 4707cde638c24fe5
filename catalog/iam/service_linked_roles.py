"""Roles that AWS services make for themselves in an account, and how a KMS key policy may name them.

Sources, read 2026-11-29: Amazon EC2 Auto Scaling user guide, "Service-linked roles" (made with the first Auto
Scaling group of an account, so it can be missing in a new one) and "Required AWS KMS key policy for use with
encrypted volumes" (the two statements); KMS API reference, CreateKey ("The principals in the key policy must
exist and be visible to KMS", else MalformedPolicyDocumentException; terraform-aws-modules/eks issue 3013);
IAM user guide, "AWS global condition context keys" (`aws:PrincipalArn` is in every signed request; values of
conditions are not checked for existence).
"""

AUTOSCALING_ROLE = "aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling"
"""Path and name of the role with which Auto Scaling starts instances."""

SPOT_ROLE = "aws-service-role/spot.amazonaws.com/AWSServiceRoleForEC2Spot"
"""Path and name of the role with which EC2 starts spot instances (EC2 user guide, "Service-linked role for
Spot Instance requests", read 2026-11-29): it needs a grant for a customer managed key of a disk."""

SERVICE_LINKED_PATH = "aws-service-role/"
"""The path of all service-linked roles; only the services themselves make roles there."""

INVALID_PRINCIPAL = "Policy contains a statement with one or more invalid principals."
"""What KMS answers (MalformedPolicyDocumentException) if a principal of a key policy does not exist."""
