"""Who is behind a CloudTrail identity."""

from __future__ import annotations

from typing import Any

import pytest

from eksgen.engine.aws.actor import actor_of


def session(role: str, name: str, **more: Any) -> dict[str, Any]:
    return {
        "type": "AssumedRole",
        "arn": f"arn:aws:sts::111122223333:assumed-role/{role}/{name}",
        "sessionContext": {"sessionIssuer": {"type": "Role", "userName": role}},
        **more,
    }


@pytest.mark.parametrize(
    ("identity", "expected"),
    [
        (
            session("AWSReservedSSO_AdminAccess_0123456789abcdef", "alice@corp.example"),
            ("alice@corp.example", "SSO AdminAccess"),
        ),
        (
            session("AWSReservedSSO_Read_Only_0123456789abcdef", "bob"),
            ("bob", "SSO Read_Only"),
        ),
        (session("Deploy", "ci-17"), ("ci-17", "role Deploy")),
        (
            session("Deploy", "i-0abc", sessionContext={"sourceIdentity": "carol"}),
            ("carol", "role Deploy"),
        ),
        (
            session("Stacks", "x", invokedBy="cloudformation.amazonaws.com"),
            ("x", "role Stacks, by cloudformation.amazonaws.com"),
        ),
        ({"type": "IAMUser", "userName": "dave"}, ("dave", "IAM user")),
        ({"type": "Root", "arn": "arn:aws:iam::111122223333:root"}, ("root", "root user")),
        (
            {"type": "FederatedUser", "arn": "arn:aws:sts::111122223333:federated-user/erin"},
            ("erin", "federated user"),
        ),
        (
            {"type": "WebIdentityUser", "userName": "repo:x", "identityProvider": "github"},
            ("repo:x", "github"),
        ),
        (
            {"type": "AWSService", "invokedBy": "autoscaling.amazonaws.com"},
            ("autoscaling.amazonaws.com", "AWS service"),
        ),
        (
            {"type": "IdentityCenterUser", "onBehalfOf": {"userId": "u-1"}},
            ("u-1", "IAM Identity Center"),
        ),
        ({"type": "AWSAccount", "accountId": "444455556666"}, ("account 444455556666", "another account")),
        ({}, ("", "")),
        ({"type": "AssumedRole", "sessionContext": None, "arn": None}, ("", "role")),
    ],
)
def test_an_identity_becomes_a_name_and_a_way_in(identity: dict[str, Any], expected: tuple[str, str]) -> None:
    assert actor_of(identity) == expected
