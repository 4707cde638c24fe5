"""A role gets policies of the account that the sandbox has never seen; what IAM refuses in roles is refused."""

from __future__ import annotations

from typing import Any

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


POLICY_OF_OTHERS = "arn:aws:iam::999988887777:policy/boundary"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"RoleName": "TAKEN"}, "already exists"),
        ({"RoleName": "r", "PermissionsBoundary": POLICY_OF_OTHERS}, "does not exist or is not attachable"),
        (
            {"RoleName": "r", "Tags": [{"Key": key, "Value": "x"} for key in ("Name", "name")]},
            "Duplicate tag keys",
        ),
    ],
)
def test_iam_refuses_a_role(local_aws: Sandbox, arguments: dict[str, Any], message: str) -> None:
    iam = boto_client(local_aws, "iam", "333344447778", "us-west-2")
    if "Taken" not in {role["RoleName"] for role in iam.list_roles()["Roles"]}:
        iam.create_role(RoleName="Taken", AssumeRolePolicyDocument="{}")
    with pytest.raises(ClientError, match=message):
        iam.create_role(AssumeRolePolicyDocument="{}", **arguments)


def test_iam_takes_a_boundary_of_the_account_or_of_aws_only(local_aws: Sandbox) -> None:
    iam = boto_client(local_aws, "iam", ACCOUNT, "us-west-2")
    own = f"arn:aws:iam::{ACCOUNT}:policy/boundary"
    iam.create_role(RoleName="bound", AssumeRolePolicyDocument="{}", PermissionsBoundary=own)
    iam.put_role_permissions_boundary(
        RoleName="bound", PermissionsBoundary="arn:aws:iam::aws:policy/ReadOnlyAccess"
    )
    with pytest.raises(ClientError, match="not attachable"):
        iam.put_role_permissions_boundary(RoleName="bound", PermissionsBoundary=POLICY_OF_OTHERS)
