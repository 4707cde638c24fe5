"""The sandbox refuses what AWS refuses: each restriction of the catalog through the API, and a whole run."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from eksgen.catalog.immutable import RESTRICTIONS
from eksgen.catalog.kubernetes.versions import VERSIONS, support_state

from .conftest import EKS_ACCOUNT, REGION, ROLE, Client, ExpectError, Project

KEY = f"arn:aws:kms:{REGION}:{EKS_ACCOUNT}:key/0f4c1b7e-0000-4000-8000-00000000000b"
NODE_ROLE = f"arn:aws:iam::{EKS_ACCOUNT}:role/nodes"


@pytest.fixture
def name(create_cluster: Any, subnets: list[str]) -> str:
    """A cluster in two zones."""
    created = create_cluster(
        version="1.33",
        resourcesVpcConfig={"subnetIds": subnets[:2]},
        encryptionConfig=[{"resources": ["secrets"], "provider": {"keyArn": KEY}}],
    )
    return str(created["name"])


@pytest.fixture
def vpc(client: Client) -> Iterator[str]:
    ec2 = client("ec2")
    vpc_id = str(ec2.create_vpc(CidrBlock="10.99.0.0/16")["Vpc"]["VpcId"])
    yield vpc_id
    in_vpc = [{"Name": "vpc-id", "Values": [vpc_id]}]
    for subnet in ec2.describe_subnets(Filters=in_vpc)["Subnets"]:
        ec2.delete_subnet(SubnetId=subnet["SubnetId"])
    for group in ec2.describe_security_groups(Filters=in_vpc)["SecurityGroups"]:
        if group["GroupName"] != "default":
            ec2.delete_security_group(GroupId=group["GroupId"])
    ec2.delete_vpc(VpcId=vpc_id)


def node_group(eks: Any, name: str, subnets: list[str], **settings: Any) -> None:
    parameters = {
        "scalingConfig": {"minSize": 1, "maxSize": 3, "desiredSize": 2},
        "subnets": subnets[:2],
        **settings,
    }
    eks.create_nodegroup(clusterName=name, nodegroupName="web", nodeRole=NODE_ROLE, **parameters)


def log_group(client: Client) -> tuple[Any, str]:
    logs, group = client("logs"), "/immutable/class"
    if not logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"]:
        logs.create_log_group(logGroupName=group)
    return logs, group


Attempt = Callable[[Client, str, list[str], str], tuple[Any, dict[str, Any]]]
"""Client, cluster, subnets, VPC -> a call that must fail, and its parameters."""


def update(**settings: Any) -> Attempt:
    return lambda client, name, *_: (client("eks").update_cluster_config, {"name": name, **settings})


def _associate(client: Client, name: str, *_: Any) -> tuple[Any, dict[str, Any]]:
    config = [{"resources": ["secrets"], "provider": {"keyArn": f"{KEY[:-1]}c"}}]
    return client("eks").associate_encryption_config, {"clusterName": name, "encryptionConfig": config}


def _zones(client: Client, name: str, subnets: list[str], _: str) -> tuple[Any, dict[str, Any]]:
    config = {"subnetIds": subnets[:3]}
    return client("eks").update_cluster_config, {"name": name, "resourcesVpcConfig": config}


def _again(client: Client, name: str, subnets: list[str], **settings: Any) -> Any:
    """Create the cluster again with other settings."""
    eks, config = client("eks"), {"subnetIds": subnets[:2]}
    eks.delete_cluster(name=name)
    eks.create_cluster(name=name, roleArn=ROLE, resourcesVpcConfig=config, **settings)
    return eks


def _from_config_map(client: Client, name: str, subnets: list[str], _: str) -> tuple[Any, dict[str, Any]]:
    eks = _again(client, name, subnets, accessConfig={"authenticationMode": "CONFIG_MAP"})
    return eks.update_cluster_config, {"name": name, "accessConfig": {"authenticationMode": "API"}}


def _into_extended_support(
    client: Client, name: str, subnets: list[str], _: str
) -> tuple[Any, dict[str, Any]]:
    today = datetime.now(UTC).date()
    old = next(version.name for version in VERSIONS if support_state(version, today) == "extended")
    new = f"1.{int(old[2:]) + 1}"
    eks = _again(client, name, subnets, version=old, upgradePolicy={"supportType": "STANDARD"})
    eks.update_cluster_version(name=name, version=new)
    return eks.update_cluster_version, {"name": name, "version": old}


def _skip_back(client: Client, name: str, *_: Any) -> tuple[Any, dict[str, Any]]:
    for version in ("1.34", "1.35"):
        client("eks").update_cluster_version(name=name, version=version)
    return client("eks").update_cluster_version, {"name": name, "version": "1.33"}


def _skip(client: Client, name: str, *_: Any) -> tuple[Any, dict[str, Any]]:
    return client("eks").update_cluster_version, {"name": name, "version": "1.35"}


def _rollback(client: Client, name: str, subnets: list[str], _: str) -> tuple[Any, dict[str, Any]]:
    eks = client("eks")
    eks.update_cluster_version(name=name, version="1.34")
    node_group(eks, name, subnets)
    return eks.update_cluster_version, {"name": name, "version": "1.33"}


def _vpc_cni_step(client: Client, name: str, *_: Any) -> tuple[Any, dict[str, Any]]:
    addon = {"clusterName": name, "addonName": "vpc-cni"}
    client("eks").create_addon(**addon, addonVersion="v1.19.6-eksbuild.7")
    return client("eks").update_addon, {**addon, "addonVersion": "v1.21.1-eksbuild.1"}


def _auto_mode_role(client: Client, name: str, *_: Any) -> tuple[Any, dict[str, Any]]:
    on, pools = {"enabled": True}, {"enabled": True, "nodePools": ["system"]}
    others = {
        "kubernetesNetworkConfig": {"elasticLoadBalancing": on},
        "storageConfig": {"blockStorage": on},
    }
    eks = client("eks")
    eks.update_cluster_config(name=name, computeConfig={**pools, "nodeRoleArn": NODE_ROLE}, **others)
    compute = {**pools, "nodeRoleArn": f"{NODE_ROLE}-other"}
    return eks.update_cluster_config, {"name": name, "computeConfig": compute, **others}


def _own_way_out(client: Client, name: str, *_: Any) -> tuple[Any, dict[str, Any]]:
    eks = client("eks")
    own, back = ({"controlPlaneEgressMode": mode} for mode in ("CUSTOMER_ROUTED", "AWS_MANAGED"))
    eks.update_cluster_config(name=name, resourcesVpcConfig=own)
    return eks.update_cluster_config, {"name": name, "resourcesVpcConfig": back}


def _tier_exit(client: Client, name: str, *_: Any) -> tuple[Any, dict[str, Any]]:
    eks = client("eks")
    autoscaler = {"horizontalPodAutoscalerSyncPeriod": "10s"}
    manager = {"horizontalPodAutoscalerControllerConfig": autoscaler}
    eks.update_cluster_config(name=name, controlPlaneScalingConfig={"tier": "tier-xl"})
    eks.update_cluster_config(name=name, kubeControllerManagerConfig=manager)
    return eks.update_cluster_config, {"name": name, "controlPlaneScalingConfig": {"tier": "standard"}}


def _protected_cluster(client: Client, name: str, *_: Any) -> tuple[Any, dict[str, Any]]:
    client("eks").update_cluster_config(name=name, deletionProtection=True)
    return client("eks").delete_cluster, {"name": name}


def _same_addon(client: Client, name: str, *_: Any) -> tuple[Any, dict[str, Any]]:
    """UpdateAddon has no namespace; a second add-on of the name is refused."""
    addon = {"clusterName": name, "addonName": "cert-manager"}
    client("eks").create_addon(**addon)
    return client("eks").create_addon, {**addon, "namespaceConfig": {"namespace": "certs"}}


def _log_class(client: Client, *_: Any) -> tuple[Any, dict[str, Any]]:
    """CloudWatch has no call that changes the class; a second group of the name is refused."""
    logs, group = log_group(client)
    return logs.create_log_group, {"logGroupName": group, "logGroupClass": "INFREQUENT_ACCESS"}


def _protected_log_group(client: Client, *_: Any) -> tuple[Any, dict[str, Any]]:
    logs, group = client("logs"), {"logGroupName": "/immutable/protected"}
    logs.create_log_group(**group)
    logs.put_log_group_deletion_protection(
        logGroupIdentifier=group["logGroupName"], deletionProtectionEnabled=True
    )
    return logs.delete_log_group, group


def _subnet_in_use(client: Client, _: str, subnets: list[str], __: str) -> tuple[Any, dict[str, Any]]:
    return client("ec2").delete_subnet, {"SubnetId": subnets[0]}


def _second_subnet(client: Client, _: str, __: list[str], vpc: str) -> tuple[Any, dict[str, Any]]:
    """EC2 has no call that changes the range; a new subnet must not overlap the one that exists."""
    client("ec2").create_subnet(VpcId=vpc, CidrBlock="10.99.0.0/24")
    return client("ec2").create_subnet, {"VpcId": vpc, "CidrBlock": "10.99.0.0/25"}


def _outside(client: Client, _: str, __: list[str], vpc: str) -> tuple[Any, dict[str, Any]]:
    """The subnets of another range do not fit into the VPC that exists."""
    return client("ec2").create_subnet, {"VpcId": vpc, "CidrBlock": "10.98.0.0/24"}


def _balancer(client: Client, _: str, subnets: list[str], __: str) -> tuple[Any, dict[str, Any]]:
    elb = client("elbv2")
    created = elb.create_load_balancer(Name="protected", Subnets=subnets[:2], Type="network")
    arn = created["LoadBalancers"][0]["LoadBalancerArn"]
    attributes = [{"Key": "deletion_protection.enabled", "Value": "true"}]
    elb.modify_load_balancer_attributes(LoadBalancerArn=arn, Attributes=attributes)
    return elb.delete_load_balancer, {"LoadBalancerArn": arn}


def _size(**scaling: int) -> Attempt:
    def attempt(client: Client, name: str, subnets: list[str], _: str) -> tuple[Any, dict[str, Any]]:
        eks = client("eks")
        node_group(eks, name, subnets)
        return eks.update_nodegroup_config, {
            "clusterName": name, "nodegroupName": "web", "scalingConfig": scaling
        }  # fmt: skip

    return attempt


def _same_cluster(client: Client, name: str, subnets: list[str], _: str) -> tuple[Any, dict[str, Any]]:
    config = {"subnetIds": subnets[:2]}
    role = f"arn:aws:iam::{EKS_ACCOUNT}:role/other"
    return client("eks").create_cluster, {"name": name, "roleArn": role, "resourcesVpcConfig": config}


def _same_role(client: Client, *_: Any) -> tuple[Any, dict[str, Any]]:
    role = {"RoleName": "immutable", "AssumeRolePolicyDocument": "{}"}
    if "immutable" not in {found["RoleName"] for found in client("iam").list_roles()["Roles"]}:
        client("iam").create_role(**role)
    return client("iam").create_role, role


def _same_profile(client: Client, *_: Any) -> tuple[Any, dict[str, Any]]:
    profile = {"InstanceProfileName": "immutable"}
    if not client("iam").list_instance_profiles()["InstanceProfiles"]:
        client("iam").create_instance_profile(**profile)
    return client("iam").create_instance_profile, profile


def _same_group(client: Client, _: str, __: list[str], vpc: str) -> tuple[Any, dict[str, Any]]:
    group = {"GroupName": "immutable", "Description": "a", "VpcId": vpc}
    ec2 = client("ec2")
    ec2.create_security_group(**group)
    return ec2.create_security_group, {**group, "Description": "b"}


def _same_template(client: Client, *_: Any) -> tuple[Any, dict[str, Any]]:
    template = {"LaunchTemplateName": "immutable", "LaunchTemplateData": {"InstanceType": "m7i.large"}}
    client("ec2").create_launch_template(**template)
    return client("ec2").create_launch_template, template


def _second_entry(client: Client, name: str, _: list[str], __: str) -> tuple[Any, dict[str, Any]]:
    eks, entry = client("eks"), {"clusterName": name, "principalArn": NODE_ROLE}
    eks.create_access_entry(**entry, type="EC2_LINUX")
    return eks.create_access_entry, {**entry, "type": "EC2_WINDOWS"}


def _same_node_group(client: Client, name: str, subnets: list[str], _: str) -> tuple[Any, dict[str, Any]]:
    eks = client("eks")
    node_group(eks, name, subnets)
    return eks.create_nodegroup, {
        "clusterName": name, "nodegroupName": "web", "nodeRole": NODE_ROLE, "subnets": subnets[:2]
    }  # fmt: skip


def _same_target_group(client: Client, _: str, __: list[str], vpc: str) -> tuple[Any, dict[str, Any]]:
    group = {"Name": "immutable", "Protocol": "TCP", "Port": 80, "VpcId": vpc}
    client("elbv2").create_target_group(**group)
    return client("elbv2").create_target_group, {**group, "Port": 81}


def _no_role_of_addon(client: Client, name: str, *_: Any) -> tuple[Any, dict[str, Any]]:
    """Send the empty role that boto3 itself refuses, and Terraform sends."""

    def without_role(params: dict[str, Any], **_: Any) -> None:
        params["body"] = json.dumps({**json.loads(params["body"]), "serviceAccountRoleArn": ""}).encode()

    eks, addon = client("eks"), {"clusterName": name, "addonName": "coredns"}
    eks.create_addon(**addon, serviceAccountRoleArn=f"arn:aws:iam::{EKS_ACCOUNT}:role/irsa")
    eks.meta.events.register("before-call.eks.UpdateAddon", without_role)
    return eks.update_addon, addon


def _same_account(client: Client, name: str, *_: Any) -> tuple[Any, dict[str, Any]]:
    """An update without a target role keeps it; a second association is refused."""
    account = {"clusterName": name, "namespace": "shop", "serviceAccount": "uploader", "roleArn": NODE_ROLE}
    eks = client("eks")
    made = eks.create_pod_identity_association(**account, targetRoleArn=f"{NODE_ROLE}-target")["association"]
    found = {"clusterName": name, "associationId": made["associationId"]}
    assert (
        "targetRoleArn"
        in eks.update_pod_identity_association(**found, disableSessionTags=True)["association"]
    )
    changed = eks.update_pod_identity_association(**found, targetRoleArn="")["association"]
    assert not {"targetRoleArn", "externalId"} & set(changed)
    return eks.create_pod_identity_association, account


def argo_cd(name: str, **settings: Any) -> dict[str, Any]:
    """The parameters of a capability with Argo CD."""
    center = {"idcInstanceArn": "arn:aws:sso:::instance/ssoins-0123456789abcdef"}
    return {
        "clusterName": name,
        "capabilityName": "argocd",
        "type": "ARGOCD",
        "roleArn": NODE_ROLE,
        "deletePropagationPolicy": "RETAIN",
        "configuration": {"argoCd": {"awsIdc": center, **settings}},
    }


def _second_capability(client: Client, name: str, *_: Any) -> tuple[Any, dict[str, Any]]:
    """An update has no such parameter; a second capability of the type is refused."""
    eks = client("eks")
    eks.create_capability(**argo_cd(name))
    return eks.create_capability, {**argo_cd(name, namespace="gitops"), "capabilityName": "gitops"}


def _private_capability(client: Client, name: str, *_: Any) -> tuple[Any, dict[str, Any]]:
    """An update without network access keeps it; an empty list removes it."""
    eks, found = client("eks"), {"clusterName": name, "capabilityName": "argocd"}

    def endpoints(**settings: Any) -> Any:
        eks.update_capability(**found, configuration={"argoCd": settings})
        configuration = eks.describe_capability(**found)["capability"]["configuration"]["argoCd"]
        return configuration.get("networkAccess")

    eks.create_capability(**argo_cd(name, networkAccess={"vpceIds": ["vpce-1"]}))
    assert endpoints(rbacRoleMappings={}) == {"vpceIds": ["vpce-1"]}
    assert endpoints(networkAccess={"vpceIds": []}) is None
    return eks.create_capability, argo_cd(name)


INVALID = "InvalidParameterException"
ATTEMPTS: dict[str, tuple[Attempt, str]] = {
    "service-range": (update(kubernetesNetworkConfig={"serviceIpv4Cidr": "10.100.0.0/16"}), INVALID),
    "ip-family": (update(kubernetesNetworkConfig={"ipFamily": "ipv6"}), INVALID),
    "secrets-encryption-off": (_same_cluster, "ResourceInUseException"),
    "secrets-encryption-key": (_associate, "InvalidRequestException"),
    "control-plane-zones": (_zones, INVALID),
    "access-mode": (update(accessConfig={"authenticationMode": "API_AND_CONFIG_MAP"}), INVALID),
    "access-mode-step": (_from_config_map, INVALID),
    "access-entry-type": (_second_entry, "ResourceInUseException"),
    "auto-mode-role": (_auto_mode_role, INVALID),
    "remote-networks": (_same_cluster, "ResourceInUseException"),
    "zonal-shift": (update(), INVALID),
    "egress-mode": (_own_way_out, INVALID),
    "tier-exit": (_tier_exit, INVALID),
    "cluster-protection": (_protected_cluster, "InvalidRequestException"),
    "log-class": (_log_class, "ResourceAlreadyExistsException"),
    "log-group-protection": (_protected_log_group, "ValidationException"),
    "vpc-cni-step": (_vpc_cni_step, INVALID),
    "addon-namespace": (_same_addon, "ResourceInUseException"),
    "version-skip": (_skip, INVALID),
    "version-skip-back": (_skip_back, INVALID),
    "version-rollback": (_rollback, "InvalidRequestException"),
    "version-rollback-support": (_into_extended_support, "InvalidRequestException"),
    "network-range": (_outside, "InvalidSubnet.Range"),
    "private-subnet-range": (_second_subnet, "InvalidSubnet.Conflict"),
    "public-subnet-range": (_second_subnet, "InvalidSubnet.Conflict"),
    "intra-subnet-range": (_subnet_in_use, "DependencyViolation"),
    "pods-subnet-range": (_subnet_in_use, "DependencyViolation"),
    "load-balancer-protection": (_balancer, "OperationNotPermitted"),
    "minimum-size": (_size(minSize=3), INVALID),
    "maximum-size": (_size(maxSize=1), INVALID),
    "addon-irsa-role": (_no_role_of_addon, INVALID),
    "pod-identity-target": (_same_account, "ResourceInUseException"),
    "capability-identity-center": (_second_capability, "ResourceInUseException"),
    "capability-identity-region": (_second_capability, "ResourceInUseException"),
    "capability-namespace": (_second_capability, "ResourceInUseException"),
    "capability-private-access": (_private_capability, "ResourceInUseException"),
    "eks_cluster-name": (_same_cluster, "ResourceInUseException"),
    "cloudwatch_log_group-name": (_log_class, "ResourceAlreadyExistsException"),
    "iam_instance_profile-name": (_same_profile, "EntityAlreadyExists"),
    "iam_role-name": (_same_role, "EntityAlreadyExists"),
    "security_group-name": (_same_group, "InvalidGroup.Duplicate"),
    "launch_template-name": (_same_template, "InvalidLaunchTemplateName.AlreadyExistsException"),
    "eks_node_group-name": (_same_node_group, "ResourceInUseException"),
    "lb_target_group-name": (_same_target_group, "DuplicateTargetGroupName"),
}


def test_every_restriction_is_tried() -> None:
    assert list(ATTEMPTS) == [row.key for row in RESTRICTIONS]


@pytest.mark.parametrize("key", ATTEMPTS)
def test_the_sandbox_refuses_what_aws_refuses(
    key: str, client: Client, expect_error: ExpectError, name: str, subnets: list[str], vpc: str
) -> None:
    attempt, code = ATTEMPTS[key]
    call, parameters = attempt(client, name, subnets, vpc)
    try:
        assert expect_error(call, **parameters)[0] == code
    finally:
        if key == "cluster-protection":
            client("eks").update_cluster_config(name=name, deletionProtection=False)


def test_a_version_is_rolled_back_once_the_nodes_are(eks: Any, name: str, subnets: list[str]) -> None:
    eks.update_cluster_version(name=name, version="1.34")
    node_group(eks, name, subnets)
    eks.update_nodegroup_version(clusterName=name, nodegroupName="web", version="1.33")
    update = eks.update_cluster_version(name=name, version="1.33")["update"]
    assert update["type"] == "VersionRollback"
    assert eks.describe_cluster(name=name)["cluster"]["version"] == "1.33"


def test_a_cluster_that_was_not_upgraded_cannot_go_back(
    eks: Any, name: str, expect_error: ExpectError
) -> None:
    assert expect_error(eks.update_cluster_version, name=name, version="1.32")[0] == INVALID


SPEC = """apiVersion: eksgen/v1alpha1
kind: Cluster
metadata: {name: fixed, region: us-west-2}
kubernetes: {version: "1.35"}
network: {zones: [us-west-2a, us-west-2b]}
access: {admins: [arn:aws:iam::100000000077:role/Admin], mode: api}
nodeGroups:
  web: {scaling: {min: 1, max: 3, desired: 1, autoscaled: true}}
"""


@pytest.fixture(scope="module")
def project(new_project: Callable[..., Project]) -> Project:
    project = new_project("fixed", "100000000077", spec=SPEC)
    project.eksgen("apply", "--yes", "--no-verify")
    return project


def test_a_run_is_refused_before_it_applies_and_the_advice_works(project: Project) -> None:
    def refused(old: str, new: str) -> str:
        project.spec.write_text(SPEC.replace(old, new), "utf-8")
        return project.run("plan", project.spec.name, code=1)[1]

    zones = refused("[us-west-2a, us-west-2b]", "[us-west-2a, us-west-2b, us-west-2c]")
    assert "error[immutable]: EKS cannot change the zones of the control plane" in zones
    assert "cluster.yaml:5" in zones
    sizes = refused("min: 1, max: 3, desired: 1", "min: 2, max: 3, desired: 2")
    assert "error[live-size]: the live size of node group web is 1" in sizes
    assert "aws eks update-nodegroup-config --cluster-name fixed --nodegroup-name" in sizes
    wider = SPEC.replace("[us-west-2a, us-west-2b]", "[us-west-2a, us-west-2b, us-west-2c]")
    project.spec.write_text(f"{wider}controlPlane: {{zones: [us-west-2a, us-west-2b]}}\n", "utf-8")
    assert "us-west-2c" in project.eksgen("plan", "--format", "json")
    project.spec.write_text(SPEC, "utf-8")


def delete_role(project: Project, part: str) -> None:
    """Delete the role that has a word in its name, as somebody does outside Terraform."""
    iam = project.client("iam")
    (name,) = (role["RoleName"] for role in iam.list_roles()["Roles"] if part in role["RoleName"])
    for policy in iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"]:
        iam.detach_role_policy(RoleName=name, PolicyArn=policy["PolicyArn"])
    for policy in iam.list_role_policies(RoleName=name)["PolicyNames"]:
        iam.delete_role_policy(RoleName=name, PolicyName=policy)
    iam.delete_role(RoleName=name)


def test_what_a_lost_role_would_replace_is_refused_and_the_advice_works(project: Project) -> None:
    delete_role(project, "-cluster")
    _, stderr = project.run("plan", project.spec.name, code=1)
    assert "the EKS cluster would be replaced, because the IAM role" in stderr
    command = re.search(r"`aws iam create-role ([^`]*)`", stderr)
    assert command is not None
    words = shlex.split(command[1])
    options = dict(zip(words[::2], words[1::2], strict=True))
    project.client("iam").create_role(
        RoleName=options["--role-name"],
        Path=options["--path"],
        AssumeRolePolicyDocument=options["--assume-role-policy-document"],
    )
    delete_role(project, "-web")
    _, stderr = project.run("plan", project.spec.name, code=1)
    assert "the EKS cluster" not in stderr
    assert "the node group would be replaced, because the IAM role" in stderr
    assert "rename the node group in the spec: the new one" in stderr
    project.spec.write_text(SPEC.replace("  web:", "  pool:"), "utf-8")
    project.eksgen("plan")
