"""Protected objects, and objects that an apply created in part: nothing is lost, and the next apply finishes."""

from __future__ import annotations

import json
import os
import re
import signal
import time
from collections.abc import Callable

import pytest

from eksgen.sandbox.server_api import FAULTS_PATH, request

from .conftest import Process, Project, wait_for_exit

ACCOUNT, REGION = "100000000041", "eu-west-1"
SPEC = f"""\
apiVersion: eksgen/v1alpha1
kind: Cluster
metadata: {{name: guarded, region: {REGION}, accountId: "{ACCOUNT}"}}
kubernetes: {{version: "1.35"}}
network: {{nat: single, flowLogs: none}}
access:
  admins: [arn:aws:iam::{ACCOUNT}:role/PlatformAdmin]
nodeGroups:
  web: {{scaling: {{min: 1, max: 4, desired: 1}}}}
terraform: {{preventDestroy: {{}}}}
"""
CLUSTER = "module.eks.aws_eks_cluster.this"
GROUP = 'module.nodes_web.aws_eks_node_group.this["this"]'
VPC = "module.vpc.aws_vpc.this"
ADDON = 'module.addons_before_nodes.aws_eks_addon.this["vpc-cni"]'


@pytest.fixture(scope="module")
def project(new_project: Callable[..., Project]) -> Project:
    return new_project("half-created", ACCOUNT, REGION, SPEC)


def wait_for_vpc(project: Project, process: Process) -> None:
    """Wait until the VPC exists; the provider still has to set its attributes."""
    ec2, deadline = project.client("ec2"), time.monotonic() + 600
    while time.monotonic() < deadline and process.poll() is None:
        if any(not vpc["IsDefault"] for vpc in ec2.describe_vpcs()["Vpcs"]):
            return
        time.sleep(0.05)
    pytest.fail("the VPC was not created")


def taint(project: Project, *addresses: str) -> None:
    """Mark objects as an interrupted or failed creation does."""
    file = project.work_folder / "terraform.tfstate"
    state = json.loads(file.read_text("utf-8"))
    state["serial"] += 1
    for resource in state["resources"]:
        for instance in resource["instances"]:
            key = f'["{instance["index_key"]}"]' if "index_key" in instance else ""
            address = f"{resource.get('module', '')}.{resource['type']}.{resource['name']}{key}"
            if address in addresses:
                instance["status"] = "tainted"
    file.write_text(json.dumps(state), "utf-8")


def ids(project: Project) -> tuple[str, str]:
    """Return what tells the VPC and the cluster from ones created again."""
    cluster = project.client("eks").describe_cluster(name="guarded")["cluster"]
    return cluster["resourcesVpcConfig"]["vpcId"], cluster["endpoint"]


def test_an_interrupted_first_apply_continues_with_the_same_vpc(project: Project) -> None:
    process = project.start("apply", "cluster.yaml", "--yes")
    wait_for_vpc(project, process)
    os.kill(process.pid, signal.SIGINT)
    _, stderr = wait_for_exit(process, 130)
    assert "context canceled" not in stderr, "the user knows what stopped the run"
    project.eksgen("apply", "--yes", "--import-orphans")
    project.eksgen("plan", "--detailed-exitcode")
    vpcs = [vpc for vpc in project.client("ec2").describe_vpcs()["Vpcs"] if not vpc["IsDefault"]]
    assert len(vpcs) == 1


def test_what_aws_goes_on_creating_is_kept_and_what_is_replaced_is_deleted_first(project: Project) -> None:
    before = ids(project)
    taint(project, CLUSTER, GROUP, VPC, ADDON)
    state = project.work_folder / "terraform.tfstate"
    tainted = state.read_text("utf-8")
    report = json.loads(project.eksgen("plan", "--format", "json"))
    changes = [(c["address"], c["action"], c["replaceFirst"]) for c in report["changes"]]
    assert changes == [(ADDON, "replace", "delete")]
    assert any("3 objects created in part by the last apply will be kept" in r for r in report["remarks"])
    assert state.read_text("utf-8") == tainted, "a plan only reads the state"
    project.eksgen("apply", "--yes")
    assert ids(project) == before


@pytest.mark.parametrize(
    ("edit", "place"),
    [
        (("network: {", "network: {cidr: 10.99.0.0/16, "), "cluster.yaml:5:17"),
        # Without its module call, Terraform's own prevent_destroy does not protect the key.
        (("access:", "logs: {kmsKey: aws}\naccess:"), "preventDestroy: {}"),
    ],
)
def test_an_edit_that_would_destroy_a_protected_object_is_refused_with_the_plan(
    project: Project, edit: tuple[str, str], place: str
) -> None:
    project.spec.write_text(SPEC.replace(*edit), "utf-8")
    for verb in ("plan", "apply"):
        stdout, stderr = project.run(verb, "cluster.yaml", *(["--yes"] * (verb == "apply")), code=1)
        assert "error[protected]" in stderr
        assert ("error[immutable]" in stderr) is ("cidr" in edit[1]), "each reason is reported"
        assert place in stderr
        assert "protects" in stderr
        assert "Look at these first" in stdout
    protected = project.work_folder.glob("modules/*/prevent_destroy_override.tf")
    assert all("prevent_destroy = true" in file.read_text("utf-8") for file in protected)
    project.spec.write_text(SPEC, "utf-8")


def test_a_replacement_of_which_one_step_failed_is_one_object_and_the_advice_works(project: Project) -> None:
    fault = {"kind": "denied", "operation": "eks:DeleteNodegroup", "times": 1, "account": ACCOUNT}
    request(project.sandbox, FAULTS_PATH, post=True, body=[fault])
    project.spec.write_text(SPEC.replace("web: {", "web: {instanceTypes: [m7g.large], "), "utf-8")
    stdout, stderr = project.run("apply", "cluster.yaml", "--yes", code=1)
    failure = " ".join(stdout.partition("Apply failed")[2].split())
    assert "0 of 1 object done, 1 replaced in part" in failure
    assert "the new one exists, the old one is not deleted yet" in failure
    assert "unknown result" not in failure
    assert stderr.count("AccessDenied") == 1, "each failure is reported once"
    assert "[1/2]" in stderr
    assert "[2/2]" not in stderr
    assert "run the same command again" in stderr
    stdout, _ = project.run("apply", "cluster.yaml", "--yes")
    assert "Converged" in stdout
    assert len(project.client("eks").list_nodegroups(clusterName="guarded")["nodegroups"]) == 1
    project.spec.write_text(SPEC, "utf-8")


def test_a_destroy_is_refused_and_the_advice_works(project: Project) -> None:
    stdout, stderr = project.run("destroy", "cluster.yaml", "--yes", code=1)
    assert "error[protected]" in stderr
    assert "Destroy plan" in stdout
    advice = re.search(r"delete `(preventDestroy)`", stderr)
    assert advice is not None
    project.spec.write_text(SPEC.replace(f"{advice[1]}: {{}}", ""), "utf-8")
    project.eksgen("destroy", "--yes")
