"""The trust policies with which runs of a workspace, and nothing else, assume roles in AWS. Pure.

Source: HCP Terraform documentation, "Use dynamic credentials with the AWS provider" (read 2026-11-30): the
audience is the same in all partitions, and may be set with a variable. IAM API reference,
CreateOpenIDConnectProvider (read 2026-11-30): a thumbprint is optional.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from ...workdir.cloud_block import CloudTarget

AUDIENCE = "aws.workload.identity"
AUDIENCE_VARIABLE = "TFC_AWS_WORKLOAD_IDENTITY_AUDIENCE"
AUTH = "TFC_AWS_PROVIDER_AUTH"
PLAN_ROLE, APPLY_ROLE, RUN_ROLE = "TFC_AWS_PLAN_ROLE_ARN", "TFC_AWS_APPLY_ROLE_ARN", "TFC_AWS_RUN_ROLE_ARN"


def lets_assume_roles(names: Collection[str]) -> bool:
    """Return whether variables with these names let plans and applies assume roles."""
    roles = (RUN_ROLE in names or role in names for role in (PLAN_ROLE, APPLY_ROLE))
    return AUTH in names and all(roles)


@dataclass(frozen=True, slots=True)
class Trust:
    """What a trust policy of a workspace depends on; `project` is its name, `audience` that of its tokens."""

    target: CloudTarget
    project: str
    partition: str
    account: str
    audience: str = AUDIENCE

    @property
    def provider(self) -> str:
        """The ARN of the identity provider of the host."""
        return f"arn:{self.partition}:iam::{self.account}:oidc-provider/{self.target.hostname}"

    def subject(self, phase: str) -> str:
        """Return the subject of the tokens of a phase, plan or apply."""
        names = f"organization:{self.target.organization}:project:{self.project}"
        return f"{names}:workspace:{self.target.name}:run_phase:{phase}"

    def policy(self, phase: str) -> dict[str, Any]:
        """Return the trust policy of the role of a phase."""
        host = self.target.hostname
        statement = {
            "Effect": "Allow",
            "Principal": {"Federated": self.provider},
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Condition": {
                "StringEquals": {f"{host}:aud": self.audience, f"{host}:sub": self.subject(phase)},
            },
        }
        return {"Version": "2012-10-17", "Statement": [statement]}

    @property
    def create_provider(self) -> tuple[str, ...]:
        """The command that makes the identity provider, once an account, as arguments."""
        url = f"https://{self.target.hostname}"
        options = ("--url", url, "--client-id-list", self.audience)
        return ("aws", "iam", "create-open-id-connect-provider", *options)

    @property
    def example_role(self) -> str:
        """The ARN of a role, without its name."""
        return f"arn:{self.partition}:iam::{self.account}:role/NAME"
