"""Principals whose ARN has a path, through plan, apply, drift and destroy."""

from __future__ import annotations

from collections.abc import Callable

from eksgen.sandbox.leftovers import leftovers

from .conftest import EXAMPLES, Project

ACCOUNT = "100000000032"
ROLE = "role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_AdministratorAccess_0123456789abcdef"


def test_an_administrator_of_identity_center(new_project: Callable[..., Project]) -> None:
    spec = (EXAMPLES / "quickstart.yaml").read_text("utf-8").replace("role/PlatformAdmin", ROLE)
    project = new_project("identity-center", ACCOUNT, spec=spec)
    project.eksgen("apply", "--yes")
    principal = f"arn:aws:iam::{ACCOUNT}:{ROLE}"
    eks = project.client("eks")
    assert principal in eks.list_access_entries(clusterName="quickstart")["accessEntries"]
    project.eksgen("plan")
    eks.disassociate_access_policy(
        clusterName="quickstart", principalArn=principal,
        policyArn="arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
    )  # fmt: skip
    (finding,) = project.counted_findings("--who", code=3)
    assert finding["spec"]["field"] == "access.admins[0]"
    assert (finding["who"]["name"], finding["who"]["event"]) == ("sandbox", "DisassociateAccessPolicy")
    project.eksgen("destroy", "--yes")
    assert leftovers(project.sandbox, project.account, project.region) == ()
