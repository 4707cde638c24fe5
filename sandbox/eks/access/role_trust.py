"""Which services may take a role: EKS refuses roles that do not trust the one that is to have it."""

from __future__ import annotations

from moto.eks.exceptions import InvalidParameterException
from moto.iam.models import iam_backends

from ..request import EksRequest


def check_trust(request: EksRequest, arn: str, service: str) -> None:
    """Refuse a role that EKS may not pass, and one that does not trust a service.

    Roles that were not made in the sandbox are taken for granted. Source of the message: aws/aws-cdk issue
    31522.
    """
    request.check_role(arn)
    roles = iam_backends[request.account][request.partition].roles.values()
    role = next((role for role in roles if role.arn == arn), None)
    if role is not None and service not in str(role.assume_role_policy_document):
        raise InvalidParameterException(
            clusterName=request.path["name"],
            message="Trust policy of the role provided is invalid. "
            "Follow the official documentation to resolve the issue.",
        )
