"""The real Terraform and the real AWS provider in the sandbox.

A stack with every resource type of eksgen's modules is applied once; the tests check it, change it in place
and destroy it, in this order. The provider always waits about a minute for a load balancer and up to a minute
for the deletion of a cluster.
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

from eksgen.engine.paths import SANDBOX_OVERRIDE
from eksgen.sandbox.boto_clients import boto_client
from eksgen.sandbox.environment import override_hcl, terraform_environment
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
    """Return a filesystem mirror of providers, if this machine has one."""
    roots = ("/opt", "/usr/share", "/usr/local/share")
    mirrors = sorted(mirror for root in roots for mirror in Path(root).glob("*/registry.terraform.io"))
    return str(mirrors[0].parent) if mirrors else None


@dataclass
class TerraformFolder:
    """A folder of Terraform files, run in the sandbox."""

    folder: Path
    sandbox: Sandbox
    region: str = REGION
    account: str = ACCOUNT
    outer_environment: dict[str, str] = field(default_factory=dict)

    def copy(self, *patterns: str) -> None:
        for pattern in patterns:
            for file in sorted(FIXTURES.glob(pattern)):
                shutil.copy(file, self.folder)
        (self.folder / SANDBOX_OVERRIDE).write_text(override_hcl(self.region))

    def set_variables(self, **values: Any) -> None:
        (self.folder / "terraform.tfvars.json").write_text(json.dumps(values))

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        base = {key: value for key, value in os.environ.items() if not key.startswith("TF_")}
        environment = terraform_environment(
            {**base, **self.outer_environment}, self.sandbox, self.account, self.region
        )
        return subprocess.run(
            ["terraform", *command],
            cwd=self.folder,
            env={**environment, "TF_IN_AUTOMATION": "1", "CHECKPOINT_DISABLE": "1"},
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )

    def run_successfully(self, *command: str) -> str:
        done = self.run(*command)
        assert done.returncode == 0, f"terraform {' '.join(command)}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def init(self) -> None:
        mirror = plugin_directory()
        self.run_successfully("init", "-no-color", *([f"-plugin-dir={mirror}"] if mirror else []))

    def apply(self) -> str:
        return self.run_successfully("apply", "-auto-approve", "-no-color")

    def planned_changes(self) -> str:
        """Return the output of a plan; empty if it has no changes."""
        done = self.run("plan", "-detailed-exitcode", "-no-color")
        lines = (done.stdout + done.stderr).splitlines()
        changes = [line for line in lines if ": Refreshing state..." not in line]
        return "" if done.returncode == 0 else "\n".join(changes)


@pytest.fixture(scope="session")
def stack(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> TerraformFolder:
    terraform = TerraformFolder(tmp_path_factory.mktemp("stack"), sandbox)
    terraform.copy("stack/*.tf")
    terraform.set_variables(account_id=ACCOUNT, region=REGION, partition="aws")
    terraform.init()
    terraform.apply()
    return terraform


def test_a_plan_after_an_apply_has_no_changes(stack: TerraformFolder) -> None:
    assert stack.planned_changes() == ""


def test_the_auto_scaling_group_of_the_nodes_is_attached_to_every_load_balancer(
    stack: TerraformFolder,
) -> None:
    groups = boto_client(stack.sandbox, "autoscaling", ACCOUNT, REGION).describe_auto_scaling_groups()
    (web,) = [
        group for group in groups["AutoScalingGroups"] if group["AutoScalingGroupName"].startswith("eks-web-")
    ]
    assert (web["MinSize"], web["DesiredCapacity"], web["MaxSize"]) == (1, 2, 3)
    assert web["LoadBalancerNames"] == ["stack-classic"]
    assert len(web["TargetGroupARNs"]) == 2
    assert web["Instances"] == []


def test_changes_are_made_in_place_and_the_next_plan_has_no_changes(stack: TerraformFolder) -> None:
    stack.set_variables(account_id=ACCOUNT, region=REGION, partition="aws", **CHANGED)
    output = stack.apply()
    # The provider replaces only the access policy association, whose scope changed.
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


def test_a_change_outside_terraform_is_planned_back(stack: TerraformFolder) -> None:
    logs = boto_client(stack.sandbox, "logs", ACCOUNT, REGION)
    logs.put_retention_policy(logGroupName="/stack/flow", retentionInDays=7)
    assert "retention_in_days = 7 -> 90" in " ".join(stack.planned_changes().split())


def test_a_destroy_leaves_nothing(stack: TerraformFolder) -> None:
    before = leftovers(stack.sandbox, ACCOUNT, REGION)
    assert any(":role/stack-node" in arn for arn in before)
    assert any(arn.startswith("nat-") for arn in before)
    stack.run_successfully("destroy", "-auto-approve", "-no-color")
    assert leftovers(stack.sandbox, ACCOUNT, REGION) == ()


@pytest.mark.parametrize(
    ("region", "partition"), [("cn-northwest-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov")]
)
def test_an_apply_in_another_partition_is_followed_by_a_plan_without_changes(
    sandbox: Sandbox, tmp_path: Path, region: str, partition: str
) -> None:
    terraform = TerraformFolder(tmp_path, sandbox, region)
    terraform.copy(*(f"stack/{name}.tf" for name in ("main", "network", "logs", "cluster")))
    terraform.set_variables(account_id=ACCOUNT, region=region, partition=partition)
    terraform.init()
    terraform.apply()
    assert terraform.planned_changes() == ""
    cluster = boto_client(sandbox, "eks", ACCOUNT, region).describe_cluster(name="stack")["cluster"]
    assert cluster["arn"] == f"arn:{partition}:eks:{region}:{ACCOUNT}:cluster/stack"


def test_backend_profile_role_proxy_and_real_credentials_have_no_effect(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    outer_environment = {
        "AWS_PROFILE": "production",
        "AWS_ACCESS_KEY_ID": "real",
        "AWS_SECRET_ACCESS_KEY": "real",
        "AWS_SESSION_TOKEN": "real",
        "AWS_ENDPOINT_URL_STS": "http://192.0.2.1:9",
        "HTTP_PROXY": "http://192.0.2.1:9",
        "http_proxy": "http://192.0.2.1:9",
    }
    terraform = TerraformFolder(tmp_path, sandbox, outer_environment=outer_environment)
    terraform.copy("assumed/*.tf")
    terraform.init()
    terraform.apply()
    outputs = json.loads(terraform.run_successfully("output", "-json"))
    # The role of the provider block is assumed in the sandbox, which leads to the account of the role.
    assert outputs["account"]["value"] == "444455556666"
    assert outputs["image"]["value"].startswith("ami-")
    assert terraform.planned_changes() == ""
    assert (tmp_path / "terraform.tfstate").is_file()
    assert any("/assumed" in arn for arn in leftovers(sandbox, "444455556666", REGION))
    assert not any("/assumed" in arn for arn in leftovers(sandbox, ACCOUNT, REGION))
