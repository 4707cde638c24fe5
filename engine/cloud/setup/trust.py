"""The trust policies with which runs of a workspace, and nothing else, assume roles in AWS. Pure.

Source: HCP Terraform documentation, "Use dynamic credentials with the AWS provider" (read 2026-11-30).
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from ...workdir.cloud_block import CloudTarget

AUDIENCE = "aws.workload.identity"
AUTH = "TFC_AWS_PROVIDER_AUTH"
PLAN_ROLE, APPLY_ROLE, RUN_ROLE = "TFC_AWS_PLAN_ROLE_ARN", "TFC_AWS_APPLY_ROLE_ARN", "TFC_AWS_RUN_ROLE_ARN"


@dataclass(frozen=True, slots=True)
class Trust:
    """What a trust policy of a workspace depends on; `project` is its name."""

    target: CloudTarget
    project: str
    partition: str
    account: str

    @property
    def provider(self) -> str:
        """The ARN of the identity provider of the host."""
        return f"arn:{self.partition}:iam::{self.account}:oidc-provider/{self.target.hostname}"

    def subject(self, phase: str) -> str:
        """Return the subject of the tokens of a phase, plan or apply."""
        names = f"organization:{self.target.organization}:project:{self.project}"
        return f"{names}:workspace:{self.target.name}:run_phase:{phase}"

    def policy(self, phase: str) -> str:
        """Return the trust policy of the role of a phase, as JSON."""
        host = self.target.hostname
        statement = {
            "Effect": "Allow",
            "Principal": {"Federated": self.provider},
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Condition": {
                "StringEquals": {f"{host}:aud": AUDIENCE, f"{host}:sub": self.subject(phase)},
            },
        }
        return json.dumps({"Version": "2012-10-17", "Statement": [statement]}, indent=2)

    @property
    def create_provider(self) -> str:
        """The command that makes the identity provider, once an account."""
        url = f"https://{self.target.hostname}"
        return f"aws iam create-open-id-connect-provider --url {url} --client-id-list {AUDIENCE}"
