"""A key for disks in a new account, and roles as the spec describes them, from apply to destroy."""

from __future__ import annotations

import json
from collections.abc import Callable

from eksgen.catalog.iam.service_linked_roles import AUTOSCALING_ROLE
from eksgen.sandbox.leftovers import leftovers

from .conftest import Project

ACCOUNT, REGION = "100000000078", "eu-west-1"
SPEC = f"""\
apiVersion: eksgen/v1alpha1
kind: Cluster
metadata: {{name: keys, region: {REGION}, accountId: "{ACCOUNT}"}}
iamDefaults: {{path: /eks/, permissionsBoundary: "arn:aws:iam::{ACCOUNT}:policy/boundary", tags: {{owner: platform}}}}
kubernetes: {{version: "1.35"}}
network: {{flowLogs: {{role: {{policies: [CloudWatchReadOnlyAccess]}}}}}}
controlPlane: {{role: {{roleName: plane}}}}
access: {{admins: ["arn:aws:iam::{ACCOUNT}:role/PlatformAdmin"]}}
addons:
  kube-proxy: none
  ebs-csi: {{statements: [{{actions: ["kms:CreateGrant"], resources: ["*"]}}], tags: {{part: storage}}}}
nodeGroups:
  web:
    disk: {{kmsKey: managed}}
    iam: {{roleName: web, path: /eks/nodes/, policies: ["arn:aws:iam::{ACCOUNT}:policy/web"]}}
"""


def test_keys_and_roles_are_those_of_the_spec(new_project: Callable[..., Project]) -> None:
    project = new_project("keys", ACCOUNT, region=REGION, spec=SPEC)
    project.eksgen("apply", "--yes")
    assert "No changes" in project.eksgen("plan", "--detailed-exitcode")
    roles_are_described(project)
    key_of_disks_admits_auto_scaling(project)
    assert "kube-proxy" not in project.client("eks").list_addons(clusterName="keys")["addons"]
    assert project.counted_findings(code=0) == []
    project.eksgen("destroy", "--yes")
    assert leftovers(project.sandbox, project.account, project.region) == ()


def roles_are_described(project: Project) -> None:
    iam = project.client("iam")
    roles = {role["RoleName"]: role["Path"] for role in iam.list_roles()["Roles"]}
    made = {name: path for name, path in roles.items() if path.startswith("/eks/")}
    assert (made.pop("web"), made.pop("plane")) == ("/eks/nodes/", "/eks/")
    assert len(made) == 2
    for name in ("web", "plane", *made):
        role = iam.get_role(RoleName=name)["Role"]
        boundary = role["PermissionsBoundary"]["PermissionsBoundaryArn"]
        assert boundary == f"arn:aws:iam::{ACCOUNT}:policy/boundary"
        assert {"Key": "owner", "Value": "platform"} in role["Tags"]
    attached = iam.list_attached_role_policies(RoleName="web")["AttachedPolicies"]
    assert f"arn:aws:iam::{ACCOUNT}:policy/web" in {policy["PolicyArn"] for policy in attached}


def key_of_disks_admits_auto_scaling(project: Project) -> None:
    kms = project.client("kms")
    key = kms.describe_key(KeyId="alias/eks/keys/disks")["KeyMetadata"]["KeyId"]
    document = json.loads(kms.get_key_policy(KeyId=key, PolicyName="default")["Policy"])
    arn = f"arn:aws:iam::{ACCOUNT}:role/{AUTOSCALING_ROLE}"
    admitted = [
        statement["Condition"]
        for statement in document["Statement"]
        if statement.get("Condition", {}).get("StringEquals", {}).get("aws:PrincipalArn") == arn
    ]
    assert [condition.get("Bool") for condition in admitted] == [None, {"kms:GrantIsForAWSResource": "true"}]
