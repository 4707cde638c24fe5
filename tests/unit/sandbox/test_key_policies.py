"""The sandbox refuses a key policy that names a service-linked role which does not exist, as KMS does."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from eksgen.catalog.iam.service_linked_roles import AUTOSCALING_ROLE, INVALID_PRINCIPAL
from eksgen.sandbox.boto_clients import boto_client
from eksgen.sandbox.server_file import Sandbox

ACCOUNT = "333344445555"
ROOT = f"arn:aws:iam::{ACCOUNT}:root"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/{AUTOSCALING_ROLE}"
USE = {"Effect": "Allow", "Action": "kms:*", "Resource": "*"}


def policy(*principals: Any, **condition: Any) -> str:
    more = {"Condition": condition} if condition else {}
    statements = [{**USE, "Principal": {"AWS": principal}, **more} for principal in principals]
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


@pytest.mark.parametrize("principal", [ROLE, [ROOT, ROLE]], ids=["one", "among others"])
def test_a_role_that_does_not_exist_is_no_principal(local_aws: Sandbox, principal: Any) -> None:
    kms = boto_client(local_aws, "kms", ACCOUNT, "us-west-2")
    with pytest.raises(ClientError, match=INVALID_PRINCIPAL) as refused:
        kms.create_key(Policy=policy(principal))
    assert refused.value.response["Error"]["Code"] == "MalformedPolicyDocumentException"
    key = kms.create_key(Policy=policy(ROOT))["KeyMetadata"]["KeyId"]
    with pytest.raises(ClientError, match=INVALID_PRINCIPAL):
        kms.put_key_policy(KeyId=key, Policy=policy(principal))


def test_a_condition_may_name_it(local_aws: Sandbox) -> None:
    kms = boto_client(local_aws, "kms", ACCOUNT, "us-west-2")
    assert kms.create_key(Policy=policy("*", StringEquals={"aws:PrincipalArn": ROLE}))


def test_a_role_that_exists_is_a_principal(local_aws: Sandbox) -> None:
    account = "333344446666"
    iam = boto_client(local_aws, "iam", account, "us-west-2")
    iam.create_service_linked_role(AWSServiceName="autoscaling.amazonaws.com")
    kms = boto_client(local_aws, "kms", account, "us-west-2")
    assert kms.create_key(Policy=policy(ROLE.replace(ACCOUNT, account)))
