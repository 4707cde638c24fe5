"""A role gets policies of the account that the sandbox has never seen, and none of AWS that do not exist."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from eksgen.sandbox.boto_clients import boto_client
from eksgen.sandbox.server_file import Sandbox

ACCOUNT = "333344447777"


@pytest.mark.parametrize("name", ["web", "team/web"])
def test_a_policy_of_the_account_is_attached_and_detached(local_aws: Sandbox, name: str) -> None:
    iam = boto_client(local_aws, "iam", ACCOUNT, "us-west-2")
    role, arn = name.replace("/", "-"), f"arn:aws:iam::{ACCOUNT}:policy/{name}"
    iam.create_role(RoleName=role, AssumeRolePolicyDocument="{}")
    iam.attach_role_policy(RoleName=role, PolicyArn=arn)
    (attached,) = iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"]
    assert attached == {"PolicyArn": arn, "PolicyName": name.rpartition("/")[2]}
    iam.detach_role_policy(RoleName=role, PolicyArn=arn)
    iam.delete_role(RoleName=role)
    assert iam.list_policies(Scope="Local")["Policies"] == [], "it is not an object of the sandbox"


def test_a_policy_of_aws_must_exist(local_aws: Sandbox) -> None:
    iam = boto_client(local_aws, "iam", ACCOUNT, "us-west-2")
    iam.create_role(RoleName="wrong", AssumeRolePolicyDocument="{}")
    with pytest.raises(ClientError, match="does not exist"):
        iam.attach_role_policy(RoleName="wrong", PolicyArn="arn:aws:iam::aws:policy/AmazonNoSuchPolicy")
