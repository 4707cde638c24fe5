"""The real Terraform and the real AWS provider against the local AWS.

One stack with every resource type that eksgen's modules use is applied once; the tests look at it,
change it in place and destroy it, in this order. The provider waits about a minute for a load
balancer and up to a minute for the end of a cluster, whatever the API answers.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from eksgen.sandbox.environment import OVERRIDE_FILE, override_hcl, terraform_environment
from eksgen.sandbox.boto_clients import boto_client
from eksgen.sandbox.leftovers import leftovers
from eksgen.sandbox.server_file import Sandbox

FIXTURES = Path(__file__).parent / "fixtures"
ACCOUNT = "100000000006"
REGION = "eu-west-1"
CHANGED = {
    "description": "as changed",
    "retention_days": 90,
    "public_cidrs": ["203.0.113.0/24"],
    "log_types": ["audit"],
    "max_nodes": 6,
    "node_labels": {"role": "api", "tier": "front"},
    "addon_replicas": 3,
    "volume_gib": 80,
    "kubernetes_version": "1.34",
    "admin_namespaces": ["apps"],
}


def plugin_directory() -> str | None:
    """A filesystem mirror of providers under the roots for add-on software, if this machine has one."""
    roots = ("/opt", "/usr/share", "/usr/local/share")
    found = sorted(mirror for root in roots for mirror in Path(root).glob("*/registry.terraform.io"))
    return str(found[0].parent) if found else None


@dataclass
class Workspace:
    """A folder of Terraform files that is run against the sandbox."""

    folder: Path
    sandbox: Sandbox
    region: str = REGION
    account: str = ACCOUNT
    outer: dict[str, str] = field(default_factory=dict)

    def copy(self, *patterns: str) -> None:
        for pattern in patterns:
            for file in sorted(FIXTURES.glob(pattern)):
                shutil.copy(file, self.folder)
        (self.folder / OVERRIDE_FILE).write_text(override_hcl(self.region))

    def set(self, **values: Any) -> None:
        (self.folder / "terraform.tfvars.json").write_text(json.dumps(values))

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        base = {key: value for key, value in os.environ.items() if not key.startswith("TF_")}
        environment = terraform_environment({**base, **self.outer}, self.sandbox, self.account, self.region)
        return subprocess.run(
            ["terraform", *command],
            cwd=self.folder,
            env={**environment, "TF_IN_AUTOMATION": "1", "CHECKPOINT_DISABLE": "1"},
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )

    def must(self, *command: str) -> str:
        done = self.run(*command)
        assert done.returncode == 0, f"terraform {' '.join(command)}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def init(self) -> None:
        mirror = plugin_directory()
        self.must("init", "-no-color", *([f"-plugin-dir={mirror}"] if mirror else []))

    def apply(self) -> str:
        return self.must("apply", "-auto-approve", "-no-color")

    def planned_changes(self) -> str:
        """What a plan would do; empty if nothing."""
        done = self.run("plan", "-detailed-exitcode", "-no-color")
        lines = (done.stdout + done.stderr).splitlines()
        told = [line for line in lines if ": Refreshing state..." not in line]
        return "" if done.returncode == 0 else "\n".join(told)


@pytest.fixture(scope="session")
def stack(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = Workspace(tmp_path_factory.mktemp("stack"), sandbox)
    workspace.copy("stack/*.tf")
    workspace.set(account_id=ACCOUNT, region=REGION, partition="aws")
    workspace.init()
    workspace.apply()
    return workspace


def test_a_plan_after_the_apply_is_empty(stack: Workspace) -> None:
    assert stack.planned_changes() == ""


def test_the_auto_scaling_group_of_the_nodes_is_attached_to_every_balancer(stack: Workspace) -> None:
    groups = boto_client(stack.sandbox, "autoscaling", ACCOUNT, REGION).describe_auto_scaling_groups()
    (web,) = [
        group for group in groups["AutoScalingGroups"] if group["AutoScalingGroupName"].startswith("eks-web-")
    ]
    assert (web["MinSize"], web["DesiredCapacity"], web["MaxSize"]) == (1, 2, 3)
    assert web["LoadBalancerNames"] == ["stack-classic"]
    assert len(web["TargetGroupARNs"]) == 2
    assert web["Instances"] == []


def test_every_change_is_made_in_place_and_then_a_plan_is_empty(stack: Workspace) -> None:
    stack.set(account_id=ACCOUNT, region=REGION, partition="aws", **CHANGED)
    output = stack.apply()
    # The scope of an access policy is the one thing that the provider replaces.
    assert "1 added, 9 changed, 1 destroyed" in output
    assert stack.planned_changes() == ""
    eks = boto_client(stack.sandbox, "eks", ACCOUNT, REGION)
    cluster = eks.describe_cluster(name="stack")["cluster"]
    assert cluster["version"] == "1.34"
    assert cluster["resourcesVpcConfig"]["publicAccessCidrs"] == ["203.0.113.0/24"]
    assert [group["types"] for group in cluster["logging"]["clusterLogging"] if group["enabled"]] == [
        ["audit"]
    ]
    group = eks.describe_nodegroup(clusterName="stack", nodegroupName="web")["nodegroup"]
    assert group["launchTemplate"]["version"] == "2"
    assert group["scalingConfig"] == {"minSize": 1, "maxSize": 6, "desiredSize": 2}
    assert group["labels"] == {"role": "api", "tier": "front"}
    addon = eks.describe_addon(clusterName="stack", addonName="coredns")["addon"]
    assert json.loads(addon["configurationValues"]) == {"replicaCount": 3}


def test_a_change_made_outside_is_seen(stack: Workspace) -> None:
    logs = boto_client(stack.sandbox, "logs", ACCOUNT, REGION)
    logs.put_retention_policy(logGroupName="/stack/flow", retentionInDays=7)
    assert "retention_in_days = 7 -> 90" in " ".join(stack.planned_changes().split())


def test_after_the_destroy_nothing_is_left(stack: Workspace) -> None:
    before = leftovers(stack.sandbox, ACCOUNT, REGION)
    assert any(":role/stack-node" in arn for arn in before)
    assert any(arn.startswith("nat-") for arn in before)
    stack.must("destroy", "-auto-approve", "-no-color")
    assert leftovers(stack.sandbox, ACCOUNT, REGION) == ()


@pytest.mark.parametrize(
    ("region", "partition"), [("cn-northwest-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov")]
)
def test_other_partitions_apply_and_plan_empty(
    sandbox: Sandbox, tmp_path: Path, region: str, partition: str
) -> None:
    workspace = Workspace(tmp_path, sandbox, region)
    workspace.copy(*(f"stack/{name}.tf" for name in ("main", "network", "logs", "cluster")))
    workspace.set(account_id=ACCOUNT, region=region, partition=partition)
    workspace.init()
    workspace.apply()
    assert workspace.planned_changes() == ""
    found = boto_client(sandbox, "eks", ACCOUNT, region).describe_cluster(name="stack")["cluster"]
    assert found["arn"] == f"arn:{partition}:eks:{region}:{ACCOUNT}:cluster/stack"


def test_backend_profile_role_proxy_and_real_credentials_stay_outside(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    outer = {
        "AWS_PROFILE": "production",
        "AWS_ACCESS_KEY_ID": "real",
        "AWS_SECRET_ACCESS_KEY": "real",
        "AWS_SESSION_TOKEN": "real",
        "AWS_ENDPOINT_URL_STS": "http://192.0.2.1:9",
        "HTTP_PROXY": "http://192.0.2.1:9",
        "http_proxy": "http://192.0.2.1:9",
    }
    workspace = Workspace(tmp_path, sandbox, outer=outer)
    workspace.copy("assumed/*.tf")
    workspace.init()
    workspace.apply()
    outputs = json.loads(workspace.must("output", "-json"))
    # The role of the provider block is assumed, in the local AWS, and leads to its own account.
    assert outputs["account"]["value"] == "444455556666"
    assert outputs["image"]["value"].startswith("ami-")
    assert workspace.planned_changes() == ""
    assert (tmp_path / "terraform.tfstate").is_file()
    assert any("/assumed" in arn for arn in leftovers(sandbox, "444455556666", REGION))
    assert not any("/assumed" in arn for arn in leftovers(sandbox, ACCOUNT, REGION))
