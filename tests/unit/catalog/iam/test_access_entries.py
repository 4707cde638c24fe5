"""The principals that EKS accepts."""

from __future__ import annotations

import shlex

import pytest

from eksgen.catalog.iam.access_entries import principal_account, principal_refusal

ROLE = "arn:aws:iam::111122223333:role/"


@pytest.mark.parametrize(
    ("arn", "label"),
    [
        (f"{ROLE}Admin", None),
        (f"{ROLE}development/apps/my-role", None),
        ("arn:aws-eusc:iam::111122223333:role/Admin", None),
        ("arn:aws:iam::111122223333:user/ops/break-glass", None),
        (f"{ROLE}aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_1f9ff11932198c00", None),
        (f"{ROLE}aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Admin_1f9ff11932198c00", None),
        (f"{ROLE}AWSReservedSSO_Admin_1f9ff11932198c00", "path is missing"),
        (f"{ROLE}team/AWSReservedSSO_Admin_1f9ff11932198c00", "path is missing"),
        (f"{ROLE}aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS", "a service-linked role"),
        (f"{ROLE}*", "a wildcard"),
        (f"{ROLE}Admin?", "a wildcard"),
        ("arn:aws:iam::*:role/Admin", "neither a role nor a user"),
        ("arn:aws:iam:::role/Admin", "no account"),
        ("arn:aws:iam::111122223333:root", "neither a role nor a user"),
        ("arn:aws:iam::111122223333:group/admins", "neither a role nor a user"),
        (ROLE, "neither a role nor a user"),
    ],
)
def test_an_access_entry_names_one_role_or_user(arn: str, label: str | None) -> None:
    refusal = principal_refusal(arn)
    assert (refusal and refusal[1]) == label


def test_the_account_of_a_principal() -> None:
    assert principal_account(f"{ROLE}a/b") == "111122223333"
    assert principal_account("arn:aws:iam:::role/Admin") == ""
    assert principal_account("arn:aws:iam::111122223333:root") == ""


def test_a_command_of_the_help_is_one_command_whatever_the_name() -> None:
    refusal = principal_refusal("arn:aws:iam::111122223333:role/AWSReservedSSO_$(id);id")
    assert refusal is not None
    command = refusal[3].split("`")[1]
    assert shlex.split(command)[-1] == "AWSReservedSSO_$(id);id"
    assert "'AWSReservedSSO_$(id);id'" in command
