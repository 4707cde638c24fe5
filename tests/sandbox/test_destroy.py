"""A destroy looks before it acts, and looks for the log group that EKS creates again.

A node group, a network interface and a security group of others, and deletion protection, stop it before
anything is deleted; the commands shown are run; a policy attached by hand does not stop it.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from eksgen.sandbox.leftovers import leftovers

from .aws_command import run_aws_command
from .conftest import Project

ACCOUNT, CLUSTER = "100000000072", "quickstart"
LOG_GROUP = f"/aws/eks/{CLUSTER}/cluster"


@pytest.fixture(scope="module")
def project(new_project: Callable[..., Project]) -> Project:
    project = new_project("destroy", ACCOUNT)
    project.eksgen("apply", "--yes")
    return project


def run_advice(project: Project, text: str) -> int:
    """Run the AWS commands in a text, in their order, and return how many there are."""
    commands = re.findall(rf"aws .+? --region {project.region}", text)
    for command in commands:
        run_aws_command(project.client, command)
    return len(commands)


@contextmanager
def log_group_comes_back(project: Project) -> Iterator[None]:
    """Create the log group of the control plane as soon as it is deleted, as EKS may do."""
    logs, ended = project.client("logs"), threading.Event()

    def watch() -> None:
        while not ended.is_set():
            if not logs.describe_log_groups(logGroupNamePrefix=LOG_GROUP)["logGroups"]:
                logs.create_log_group(logGroupName=LOG_GROUP)
                return
            time.sleep(0.2)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def test_a_destroy_names_what_would_stop_it_with_commands_that_work(project: Project) -> None:
    eks, ec2, iam = (project.client(service) for service in ("eks", "ec2", "iam"))
    group = eks.list_nodegroups(clusterName=CLUSTER)["nodegroups"][0]
    details = eks.describe_nodegroup(clusterName=CLUSTER, nodegroupName=group)["nodegroup"]
    eks.create_nodegroup(
        clusterName=CLUSTER, nodegroupName="by-hand", nodeRole=details["nodeRole"], subnets=details["subnets"]
    )
    eks.create_addon(clusterName=CLUSTER, addonName="metrics-server")
    vpc = ec2.describe_subnets(SubnetIds=details["subnets"])["Subnets"][0]["VpcId"]
    security = ec2.create_security_group(GroupName="by-hand", Description="by hand", VpcId=vpc)["GroupId"]
    interface = ec2.create_network_interface(SubnetId=details["subnets"][0], Groups=[security])
    interface_id = interface["NetworkInterface"]["NetworkInterfaceId"]
    role = details["nodeRole"].rpartition("/")[2]
    iam.attach_role_policy(RoleName=role, PolicyArn="arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess")
    statement = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    iam.put_role_policy(RoleName=role, PolicyName="by-hand", PolicyDocument=policy)
    eks.update_cluster_config(name=CLUSTER, deletionProtection=True)
    project.client("logs").put_log_group_deletion_protection(
        logGroupIdentifier=LOG_GROUP, deletionProtectionEnabled=True
    )

    shown = " ".join(project.eksgen("plan", "--destroy").split())
    assert "would stop half way: 5 objects block it" in shown, "a plan names them, and is shown"
    assert "node group by-hand blocks DeleteCluster" in shown
    _, stderr = project.run("destroy", "cluster.yaml", "--yes", code=1)
    assert "error[destroy-blocked]" in stderr
    assert "would stop half way: 5 objects block it" in stderr
    assert f"deletion protection of cluster {CLUSTER} blocks DeleteCluster" in stderr
    assert f"deletion protection of log group {LOG_GROUP} blocks DeleteLogGroup" in stderr
    assert "node group by-hand blocks DeleteCluster" in stderr
    assert f"network interface {interface_id} blocks DeleteSubnet" in stderr
    assert f"security group {security} blocks DeleteVpc" in stderr
    assert eks.describe_cluster(name=CLUSTER)["cluster"]["status"] == "ACTIVE", "nothing was destroyed"
    assert run_advice(project, stderr) == 5


def test_a_destroy_detaches_policies_and_finds_the_log_group_that_comes_back(project: Project) -> None:
    with log_group_comes_back(project):
        shown = project.eksgen("destroy", "--yes")
    text = " ".join(shown.split())
    assert "EKS deletes with the cluster what is not in the spec: add-on metrics-server" in text
    assert f"log group {LOG_GROUP} exists again" in text
    assert leftovers(project.sandbox, ACCOUNT, project.region) == (
        f"arn:aws:logs:{project.region}:{ACCOUNT}:log-group:{LOG_GROUP}:*",
    )
    assert run_advice(project, text) == 1
    assert leftovers(project.sandbox, ACCOUNT, project.region) == ()
