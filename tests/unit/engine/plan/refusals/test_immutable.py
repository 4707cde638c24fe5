"""Each restriction of the catalog is refused in a plan, at the line of the spec, with a way that works."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from eksgen.catalog.immutable import RESTRICTIONS
from eksgen.catalog.immutable.restriction import Rule
from eksgen.compiler.diagnostics import Diagnostic
from eksgen.compiler.emit.modules import FOLDER
from eksgen.compiler.pipeline import check_text, compile_spec
from eksgen.engine.plan.document import parse_document, read_plan_json
from eksgen.engine.plan.refusals.immutable import refusals
from eksgen.engine.source_map.reading import load_trace
from eksgen.engine.source_map.trace import Trace

SPEC = """\
apiVersion: eksgen/v1alpha1
kind: Cluster
metadata: {name: demo, region: us-west-2}
kubernetes:
  version: "1.34"
  serviceCidr: 172.20.0.0/16
access:
  admins: [arn:aws:iam::111122223333:role/Admin]
  mode: api
network:
  cidr: 10.20.0.0/16
  zones: [us-west-2a, us-west-2b]
  subnets:
    private: {prefix: 19}
    public: {prefix: 22}
    intra: {prefix: 26}
  podCidr: 100.64.0.0/16
controlPlane:
  logs:
    class: standard
  secretsEncryption:
    managed
nodeGroups:
  web:
    scaling:
      min: 2
      max: 6
      autoscaled: true
identity:
  serviceAccounts:
    shop/uploader:
      policies: [AmazonS3ReadOnlyAccess]
    kube-system/ebs-csi-controller-sa: {}
capabilities:
  argocd:
    configuration:
      awsIdc:
        idcInstanceArn: arn:aws:sso:::instance/ssoins-0123456789abcdef
        idcRegion: us-east-1
      namespace: argocd
"""
CLUSTER = "module.eks.aws_eks_cluster.this"
GROUP = "module.nodes_web.aws_eks_node_group.this"
ADDON = 'module.addons_before_nodes.aws_eks_addon.this["vpc-cni"]'
COREDNS = 'module.addons_after_nodes.aws_eks_addon.this["coredns"]'
LOGS = 'module.log_groups.aws_cloudwatch_log_group.this["control-plane"]'
KEY = "arn:aws:kms:us-west-2:111122223333:key/0f4c1b7e-0000-4000-8000-00000000000a"
ARGO_CD = 'module.capabilities.aws_eks_capability.this["argocd"]'
ROLE = "arn:aws:iam::111122223333:role/demo-web"
ZONES = "us-west-2a", "us-west-2b", "us-west-2c"
TODAY = date(2026, 11, 28)
"""1.32 and 1.33 are in extended support, later versions in standard support."""


@pytest.fixture(scope="module")
def trace(tmp_path_factory: pytest.TempPathFactory) -> Trace:
    folder = tmp_path_factory.mktemp("compiled")
    checked = check_text(SPEC.encode(), "cluster.yaml")
    assert not checked.failed, checked.findings
    (folder / "eksgen.map.json").write_bytes(compile_spec(checked).files["eksgen.map.json"])
    return load_trace(folder, FOLDER / "interface.json")


def change(
    address: str, before: Any, after: Any, *, actions: tuple[str, ...] = ("update",), **more: Any
) -> dict[str, Any]:
    return {
        "address": address,
        "change": {"actions": list(actions), "before": before, "after": after, **more},
    }


def updated(address: str, **attributes: tuple[Any, Any]) -> dict[str, Any]:
    """An update of attributes, each with its value before and after."""
    before = {name: values[0] for name, values in attributes.items()}
    return change(address, before, {name: values[1] for name, values in attributes.items()})


def replaced(address: str, forced_by: str, **attributes: Any) -> dict[str, Any]:
    """A replacement that keeps its name, the new object first."""
    actions = ("create", "delete")
    return change(address, attributes, attributes, actions=actions, replace_paths=[[forced_by]])


def subnet(zone: str, *actions: str, tier: str = "intra", cidr: str = "10.20.1.0/26") -> dict[str, Any]:
    before = {"id": f"subnet-{zone}", "availability_zone": zone, "cidr_block": cidr}
    after = {key: before[key] for key in ("availability_zone", "cidr_block")}
    address = f'module.vpc.aws_subnet.{tier}["{zone}"]'
    return change(
        address, None if "create" in actions else before, None if "delete" in actions else after,
        actions=actions or ("no-op",),
    )  # fmt: skip


def forced(path: list[Any], **attributes: tuple[Any, Any]) -> dict[str, Any]:
    """A replacement of the cluster, the old one first."""
    change_ = updated(CLUSTER, **attributes)
    change_["change"] |= {"actions": ["delete", "create"], "replace_paths": [path]}
    return change_


def sync_period(period: str) -> list[dict[str, Any]]:
    autoscaler = {"horizontal_pod_autoscaler_sync_period": period}
    return [{"horizontal_pod_autoscaler_controller_config": [autoscaler]}]


def remote(*cidrs: str) -> list[dict[str, Any]]:
    return [{"remote_node_networks": [{"cidrs": list(cidrs)}], "remote_pod_networks": []}]


def encryption(key: str | None) -> list[dict[str, Any]]:
    return [{"resources": ["secrets"], "provider": [{"key_arn": key}]}] if key else []


def argo_cd(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """A change of the settings of Argo CD."""
    return updated(
        ARGO_CD,
        configuration=([{"argo_cd": [before]}], [{"argo_cd": [after]}]),
        cluster_name=("demo", "demo"),
        capability_name=("argocd", "argocd"),
    )


def center(arn: str, region: str) -> dict[str, Any]:
    return {"aws_idc": [{"idc_instance_arn": arn, "idc_region": region}]}


def moved(address: str, before: str, after: str) -> dict[str, Any]:
    change_ = updated(address, cidr_block=(before, after))
    change_["change"] |= {"actions": ["create", "delete"], "replace_paths": [["cidr_block"]]}
    return change_


@dataclass(frozen=True)
class Case:
    """A plan that AWS refuses; `line` is that of the field in `SPEC`, `help` a part of the advice."""

    changes: tuple[dict[str, Any], ...]
    message: str
    line: int
    help: str


def _sizes(low: int, high: int, live: int) -> list[dict[str, int]]:
    return [{"min_size": low, "max_size": high, "desired_size": live}]


def group(before: list[dict[str, int]], after: list[dict[str, int]]) -> dict[str, Any]:
    names = {"node_group_name": ("demo-web-1", "demo-web-1"), "cluster_name": ("demo", "demo")}
    return updated(GROUP, scaling_config=(before, after), **names)


def unique(address: str, noun: str, line: int, name: str = "name", forced_by: str = "path") -> Case:
    message = f"the {noun} would be replaced by one of the same name, demo-1, before it is deleted"
    return Case((replaced(address, forced_by, **{name: "demo-1"}),), message, line, "undo the edit")


CASES: dict[str, Case] = {
    "service-range": Case(
        (
            updated(
                CLUSTER,
                kubernetes_network_config=(
                    [{"service_ipv4_cidr": "10.100.0.0/16"}],
                    [{"service_ipv4_cidr": "172.20.0.0/16"}],
                ),
            ),
        ),
        "EKS cannot change the service range of a cluster: 10.100.0.0/16 to 172.20.0.0/16",
        6,
        "set `kubernetes.serviceCidr` to `10.100.0.0/16` again",
    ),
    "ip-family": Case(
        (updated(CLUSTER, kubernetes_network_config=([{"ip_family": "ipv4"}], [{"ip_family": "ipv6"}])),),
        "EKS cannot change the IP family of a cluster: ipv4 to ipv6",
        4,
        "the cluster keeps ipv4",
    ),
    "secrets-encryption-off": Case(
        (updated(CLUSTER, encryption_config=(encryption(KEY), [])),),
        "EKS cannot turn off the encryption of Kubernetes secrets with a KMS key",
        22,
        "undo the edit of `controlPlane.secretsEncryption`",
    ),
    "secrets-encryption-key": Case(
        (updated(CLUSTER, encryption_config=(encryption(KEY), encryption(f"{KEY}b"))),),
        "EKS cannot change the KMS key of Kubernetes secrets",
        22,
        "undo the edit of `controlPlane.secretsEncryption`",
    ),
    "control-plane-zones": Case(
        (
            change(
                CLUSTER,
                {"vpc_config": [{"subnet_ids": [f"subnet-{zone}" for zone in ZONES[:2]]}]},
                {"vpc_config": [{}]},
                after_unknown={"vpc_config": [{"subnet_ids": True}]},
            ),
            subnet(ZONES[0]),
            subnet(ZONES[1]),
            subnet(ZONES[2], "create"),
        ),
        "EKS cannot change the zones of the control plane: "
        "us-west-2a, us-west-2b to us-west-2a, us-west-2b, us-west-2c",
        12,
        "set `controlPlane.zones` to `[us-west-2a, us-west-2b]`",
    ),
    "access-mode": Case(
        (
            updated(
                CLUSTER,
                access_config=(
                    [{"authentication_mode": "API"}],
                    [{"authentication_mode": "API_AND_CONFIG_MAP"}],
                ),
            ),
        ),
        "EKS cannot change the access mode from api to api-and-config-map",
        9,
        "set `access.mode` to `api` again",
    ),
    "access-mode-step": Case(
        (
            updated(
                CLUSTER,
                access_config=(
                    [{"authentication_mode": "CONFIG_MAP"}],
                    [{"authentication_mode": "API"}],
                ),
            ),
        ),
        "EKS cannot change the access mode from CONFIG_MAP to api in one step",
        9,
        "set `access.mode` to `api-and-config-map` and apply that first, then set it to `api`",
    ),
    "access-entry-type": Case(
        (
            updated(
                'module.eks.aws_eks_access_entry.this["arn:aws:iam::111122223333:role/Admin"]',
                type=("EC2_LINUX", "STANDARD"),
            ),
        ),
        "EKS cannot change the type of an access entry: ec2-linux to standard",
        8,
        "set `access.admins[0]` to `ec2-linux` again",
    ),
    "auto-mode-role": Case(
        (
            forced(
                ["compute_config", 0, "node_role_arn"],
                compute_config=([{"node_role_arn": ROLE}], [{"node_role_arn": ""}]),
            ),
        ),
        "the node role of Auto Mode cannot be changed",
        18,
        'write `awsProvider: ">= 6.13, < 7"` in `terraform`',
    ),
    "remote-networks": Case(
        (
            forced(
                ["remote_network_config", 0, "remote_node_networks", 0, "cidrs"],
                remote_network_config=(remote("10.80.0.0/16"), remote("10.81.0.0/16")),
            ),
        ),
        "this version of the AWS provider replaces the cluster to change its remote networks",
        18,
        'write `awsProvider: ">= 6.11, < 7"` in `terraform`',
    ),
    "zonal-shift": Case(
        (updated(CLUSTER, zonal_shift_config=([{"enabled": True}], [])),),
        "EKS keeps zonal shift as it is unless the spec says what it should be",
        18,
        "to turn it off, write `zonalShift: none` in `controlPlane`, and leave it there",
    ),
    "egress-mode": Case(
        (
            updated(
                CLUSTER,
                vpc_config=(
                    [{"control_plane_egress_mode": "CUSTOMER_ROUTED"}],
                    [{"control_plane_egress_mode": "AWS_MANAGED"}],
                ),
            ),
        ),
        "EKS cannot change the way out of the control plane from own to aws",
        18,
        "set `controlPlane.egress` to `own` again",
    ),
    "tier-exit": Case(
        (
            updated(
                CLUSTER,
                control_plane_scaling_config=([{"tier": "tier-xl"}], [{"tier": "standard"}]),
                kube_controller_manager_config=(sync_period("10s"), sync_period("15s")),
            ),
        ),
        "EKS cannot move the control plane from tier-xl to standard while pod autoscalers decide more often than "
        "every 15s",
        18,
        "set `controlPlane.scalingTier` to `tier-xl` again and `horizontalPodAutoscalerSyncPeriod` to `15s`",
    ),
    "cluster-protection": Case(
        (change(CLUSTER, {"deletion_protection": True, "name": "demo"}, None, actions=("delete",)),),
        "the EKS cluster cannot be deleted: it has deletion protection",
        18,
        "`aws eks update-cluster-config --name demo --region us-west-2 --no-deletion-protection`",
    ),
    "log-class": Case(
        (updated(LOGS, log_group_class=("INFREQUENT_ACCESS", "STANDARD")),),
        "CloudWatch cannot change the class of log group control-plane: infrequent-access to standard",
        20,
        "set `controlPlane.logs.class` to `infrequent-access` again",
    ),
    "log-group-protection": Case(
        (
            change(
                LOGS,
                {"deletion_protection_enabled": True, "name": "/aws/eks/demo/cluster"},
                None,
                actions=("delete",),
            ),
        ),
        "log group /aws/eks/demo/cluster cannot be deleted: it has deletion protection",
        19,
        "`aws logs put-log-group-deletion-protection --log-group-identifier /aws/eks/demo/cluster "
        "--no-deletion-protection-enabled --region us-west-2`",
    ),
    "vpc-cni-step": Case(
        (
            updated(
                ADDON,
                addon_name=("vpc-cni", "vpc-cni"),
                addon_version=("v1.19.6-eksbuild.7", "v1.21.1-eksbuild.1"),
            ),
        ),
        "the VPC CNI goes from v1.19.6-eksbuild.7 to v1.21.1-eksbuild.1 in one step",
        1,
        "`aws eks describe-addon-versions --addon-name vpc-cni --region us-west-2`",
    ),
    "addon-namespace": Case(
        (
            updated(
                COREDNS,
                addon_name=("coredns", "coredns"),
                namespace_config=([{"namespace": "kube-system"}], [{"namespace": "dns"}]),
            ),
        ),
        "EKS cannot move add-on coredns to another namespace: kube-system to dns",
        1,
        "take the add-on out of the spec and apply that",
    ),
    "version-skip": Case(
        (updated(CLUSTER, version=("1.32", "1.34")),),
        "Kubernetes goes from 1.32 to 1.34 in one step",
        5,
        'write `version: "1.33"` and apply before the next step',
    ),
    "version-skip-back": Case(
        (updated(CLUSTER, version=("1.36", "1.34")),),
        "Kubernetes goes back from 1.36 to 1.34, more than one version",
        5,
        "only 1.35 is possible, within 7 days of the upgrade: write `version: \"1.35\"`",
    ),
    "version-rollback": Case(
        (
            updated(CLUSTER, version=("1.35", "1.34"), name=("demo", "demo")),
            updated(GROUP, version=("1.35", "1.34"), node_group_name=("demo-web-1", "demo-web-1")),
        ),
        "Kubernetes goes back from 1.35 to 1.34 before the nodes do",
        5,
        "aws eks update-nodegroup-version --cluster-name demo --nodegroup-name demo-web-1 "
        "--kubernetes-version 1.34 --region us-west-2",
    ),
    "version-rollback-support": Case(
        (
            updated(
                CLUSTER,
                version=("1.33", "1.32"),
                upgrade_policy=([{"support_type": "STANDARD"}], [{"support_type": "EXTENDED"}]),
            ),
        ),
        "Kubernetes goes back from 1.33 to 1.32, which is in extended support, "
        "and the cluster has standard support only",
        5,
        'write `support: extended` with `version: "1.33"` and apply that first, then go back',
    ),
    "network-range": Case(
        (
            moved("module.vpc.aws_vpc.this", "10.9.0.0/16", "10.20.0.0/16"),
            moved('module.vpc.aws_subnet.private["us-west-2a"]', "10.9.0.0/19", "10.20.0.0/19"),
        ),
        "EC2 cannot change the range of a VPC: 10.9.0.0/16 to 10.20.0.0/16",
        11,
        "set `network.cidr` to `10.9.0.0/16` again",
    ),
    **{
        f"{tier}-subnet-range": Case(
            (moved(f'module.vpc.aws_subnet.{tier}["us-west-2a"]', "10.20.9.0/24", "10.20.8.0/24"),),
            f"EC2 cannot change the range of {words} subnet us-west-2a: 10.20.9.0/24 to 10.20.8.0/24",
            line,
            f"undo the edit of `network.{field}`",
        )
        for tier, words, line, field in (
            ("private", "private", 14, "subnets.private"),
            ("public", "public", 15, "subnets.public"),
            ("intra", "control-plane", 16, "subnets.intra"),
            ("pods", "pod", 17, "podCidr"),
        )
    },
    "load-balancer-protection": Case(
        (
            change(
                'module.elb_edge.aws_lb.this["this"]',
                {"enable_deletion_protection": True},
                None,
                actions=("delete",),
            ),
        ),
        "load balancer edge cannot be deleted: it has deletion protection",
        1,
        "keep it without `deletionProtection`, apply, and only then remove or replace it",
    ),
    "minimum-size": Case(
        (group(_sizes(1, 6, 1), _sizes(2, 6, 1)),),
        "the live size of node group web is 1, and its minimum would be 2",
        26,
        "aws eks update-nodegroup-config --cluster-name demo --nodegroup-name demo-web-1 "
        "--scaling-config minSize=2,maxSize=6,desiredSize=2 --region us-west-2",
    ),
    "maximum-size": Case(
        (group(_sizes(2, 9, 8), _sizes(2, 6, 8)),),
        "the live size of node group web is 8, and its maximum would be 6",
        27,
        "--scaling-config minSize=2,maxSize=6,desiredSize=6 --region us-west-2",
    ),
    "addon-irsa-role": Case(
        (
            updated(
                'module.addons_after_nodes.aws_eks_addon.this["ebs-csi"]',
                service_account_role_arn=(ROLE, None),
                addon_name=("aws-ebs-csi-driver", "aws-ebs-csi-driver"),
                cluster_name=("demo", "demo"),
            ),
        ),
        "add-on aws-ebs-csi-driver cannot give up the role that it has by IRSA",
        33,
        "`aws eks update-addon --cluster-name demo --addon-name aws-ebs-csi-driver --region us-west-2 ",
    ),
    "pod-identity-target": Case(
        (
            updated(
                'module.identity.aws_eks_pod_identity_association.this["shop/uploader"]',
                target_role_arn=(ROLE, None),
                namespace=("shop", "shop"),
                service_account=("uploader", "uploader"),
                cluster_name=("demo", "demo"),
                association_id=("a-1", "a-1"),
            ),
        ),
        "the AWS provider cannot take the target role from shop/uploader",
        31,
        '--cluster-name demo --association-id a-1 --target-role-arn "" --region us-west-2`',
    ),
    "capability-identity-center": Case(
        (argo_cd(center("arn:old", "us-east-1"), center("arn:new", "us-east-2")),),
        "EKS cannot change the instance of Identity Center of Argo CD: arn:old to arn:new",
        38,
        "set `capabilities.argocd.configuration.awsIdc.idcInstanceArn` to `arn:old` again",
    ),
    "capability-identity-region": Case(
        (argo_cd(center("arn:old", "us-east-2"), center("arn:old", "us-east-1")),),
        "EKS cannot change the region of Identity Center of Argo CD: us-east-2 to us-east-1",
        39,
        "its server gets another address",
    ),
    "capability-namespace": Case(
        (argo_cd({"namespace": "gitops"}, {"namespace": "argocd"}),),
        "EKS cannot change the namespace of Argo CD: gitops to argocd",
        40,
        "take the capability out of the spec and apply, then add it again",
    ),
    "capability-private-access": Case(
        (argo_cd({"network_access": [{"vpce_ids": ["vpce-1"]}]}, {"network_access": []}),),
        "the AWS provider cannot put the server of Argo CD back on the internet",
        36,
        "`aws eks update-capability --cluster-name demo --capability-name argocd --region us-west-2`",
    ),
    "eks_cluster-name": unique(CLUSTER, "EKS cluster", 18),
    "cloudwatch_log_group-name": unique(LOGS, "log group control-plane", 19),
    "iam_instance_profile-name": unique(
        'module.nodes_web.aws_iam_instance_profile.this["this"]', "instance profile", 1
    ),
    "iam_role-name": unique('module.eks.aws_iam_role.cluster["this"]', "IAM role", 1),
    "security_group-name": unique("module.eks.aws_security_group.nodes", "security group", 18),
    "launch_template-name": unique("module.nodes_web.aws_launch_template.this", "launch template", 24),
    "eks_node_group-name": unique(GROUP, "node group", 24, "node_group_name"),
    "lb_target_group-name": unique(
        'module.elb_edge.aws_lb_target_group.this["443"]', "target group 443", 1, forced_by="vpc_id"
    ),
}  # fmt: skip


def refused(
    trace: Trace, *changes: dict[str, Any], deleted: tuple[dict[str, Any], ...] = ()
) -> tuple[Diagnostic, ...]:
    """Return the errors of a plan; `deleted` are objects that were deleted outside Terraform."""
    region = {"aws": {"expressions": {"region": {"constant_value": "us-west-2"}}}}
    raw = {
        "resource_changes": list(changes),
        "resource_drift": list(deleted),
        "configuration": {"provider_config": region},
    }
    return refusals(parse_document(raw), trace, TODAY)


def test_the_table_is_tested_row_by_row() -> None:
    assert list(CASES) == [row.key for row in RESTRICTIONS]


@pytest.mark.parametrize("key", CASES)
def test_a_plan_is_refused_at_the_line_of_the_spec_with_what_to_do(trace: Trace, key: str) -> None:
    case = CASES[key]
    (diagnostic,) = refused(trace, *case.changes)
    assert diagnostic.message == case.message
    assert (diagnostic.primary.span.file, diagnostic.primary.span.line) == ("cluster.yaml", case.line)
    assert case.help in " / ".join(diagnostic.helps)
    assert diagnostic.notes[0].startswith("AWS: ")


def test_the_path_of_the_role_of_an_account_changes_with_its_name(trace: Trace) -> None:
    role = 'module.identity.aws_iam_role.this["shop/uploader"]'
    (diagnostic,) = refused(trace, replaced(role, "path", name="demo-1"))
    assert diagnostic.primary.span.line == 31
    assert any("write another `roleName` as well" in help for help in diagnostic.helps)


@pytest.mark.parametrize("key", CASES)
def test_no_text_has_an_open_place_or_advises_to_delete(trace: Trace, key: str) -> None:
    """An object that is in the state is never to be deleted by hand."""
    (diagnostic,) = refused(trace, *CASES[key].changes)
    texts = (diagnostic.message, *diagnostic.notes, *diagnostic.helps)
    assert not any("{" in text or "UNKNOWN" in text for text in texts)
    assert not any("delete" in text.replace("deletion", "") for text in diagnostic.helps)


@pytest.mark.parametrize("key", [row.key for row in RESTRICTIONS if row.rule is not Rule.PROTECTED])
def test_a_new_object_and_an_unchanged_one_are_not_refused(trace: Trace, key: str) -> None:
    def unchanged(raw: dict[str, Any]) -> dict[str, Any]:
        old = raw["change"]["before"]
        return {**raw, "change": {"actions": ["no-op"], "before": old, "after": old}}

    def created(raw: dict[str, Any]) -> dict[str, Any]:
        return {**raw, "change": {**raw["change"], "actions": ["create"], "before": None}}

    changes = CASES[key].changes
    assert refused(trace, *(raw for raw in map(unchanged, changes) if raw["change"]["before"])) == ()
    assert refused(trace, *map(created, changes)) == ()


@pytest.mark.parametrize(
    "changes",
    [
        (updated(CLUSTER, version=("1.34", "1.35")),),
        *(
            (updated(ADDON, addon_name=(name, name), addon_version=versions),)
            for name, versions in (
                ("vpc-cni", ("v1.20.4-eksbuild.1", "v1.21.1-eksbuild.1")),
                ("vpc-cni", ("v1.21.1-eksbuild.1", "v1.20.4-eksbuild.1")),
                ("vpc-cni", (None, "v1.21.1-eksbuild.1")),
                ("coredns", ("v1.11.4-eksbuild.1", "v1.13.1-eksbuild.1")),
            )
        ),
        (updated(CLUSTER, version=(None, "1.35")),),
        (updated(CLUSTER, version=("1.35", None)),),
        (updated(CLUSTER, version=("1.35", "1.34")), updated(GROUP, version=("1.34", "1.34"))),
        (updated(CLUSTER, encryption_config=([], encryption(KEY))),),
        *(
            (change(CLUSTER, {"deletion_protection": True, "status": status}, None, actions=("delete",)),)
            for status in ("CREATING", "FAILED")
        ),
        (updated(CLUSTER, version=("1.35", "1.34"), upgrade_policy=([{"support_type": "STANDARD"}],) * 2),),
        (updated(CLUSTER, version=("1.33", "1.32"), upgrade_policy=([{"support_type": "EXTENDED"}],) * 2),),
        (
            updated(
                CLUSTER,
                access_config=(
                    [{"authentication_mode": "API_AND_CONFIG_MAP"}],
                    [{"authentication_mode": "API"}],
                ),
            ),
        ),
        (group(_sizes(1, 6, 3), _sizes(3, 9, 3)),),
        (group(_sizes(1, 6, 3), _sizes(1, 3, 3)),),
        (change('module.elb_a.aws_lb.this["this"]', {"enable_deletion_protection": False}, None),),
        (
            change(
                CLUSTER,
                {"vpc_config": [{"subnet_ids": [f"subnet-{zone}" for zone in ZONES]}]},
                {"vpc_config": [{"subnet_ids": [f"subnet-{zone}" for zone in reversed(ZONES)]}]},
            ),
            *map(subnet, ZONES),
        ),
        (change("module.eks.aws_iam_role.a", {"name": "a"}, {"name": "a"}, actions=("delete", "create")),),
        (change("module.eks.aws_iam_role.a", {"name": "a"}, {"name": "a"}, actions=("create", "delete")),),
    ],
)
def test_what_aws_accepts_is_not_refused(trace: Trace, changes: tuple[dict[str, Any], ...]) -> None:
    """The last one is tainted: no attribute forces the replacement."""
    assert refused(trace, *changes) == ()


def test_a_zone_that_leaves_the_network_is_refused(trace: Trace) -> None:
    (diagnostic,) = refused(
        trace,
        updated(
            CLUSTER,
            vpc_config=(
                [{"subnet_ids": [f"subnet-{zone}" for zone in ZONES]}],
                [{"subnet_ids": [f"subnet-{zone}" for zone in ZONES[:2]]}],
            ),
        ),
        *map(subnet, ZONES[:2]),
        subnet(ZONES[2], "delete"),
    )
    assert diagnostic.message.endswith("us-west-2a, us-west-2b, us-west-2c to us-west-2a, us-west-2b")


def unknown(address: str, attribute: str, recorded: str, name: str = "name") -> dict[str, Any]:
    """A replacement because an attribute will be known only after the apply."""
    return change(
        address, {name: "demo", attribute: recorded}, {name: "demo"}, actions=("create", "delete"),
        replace_paths=[[attribute]], after_unknown={attribute: True},
    )  # fmt: skip


KEY_UNKNOWN = change(
    CLUSTER, {"name": "demo", "encryption_config": encryption(KEY)},
    {"name": "demo", "encryption_config": [{"resources": ["secrets"], "provider": [{}]}]},
    actions=("create", "delete"),
    replace_paths=[["encryption_config", 0, "provider", 0, "key_arn"]],
    after_unknown={"encryption_config": [{"provider": [{"key_arn": True}]}]},
)  # fmt: skip


ROLE_GONE = change(
    "module.eks.aws_iam_role.this",
    {"arn": ROLE, "name": "demo-web", "path": "/", "assume_role_policy": '{"Version": "2012-10-17"}'},
    None,
    actions=("delete",),
)
TEMPLATE_UNKNOWN = change(
    GROUP, {"node_group_name": "demo", "launch_template": [{"id": "lt-1"}]},
    {"node_group_name": "demo", "launch_template": [{}]},
    actions=("create", "delete"),
    replace_paths=[["launch_template", 0, "id"]],
    after_unknown={"launch_template": [{"id": True}]},
)  # fmt: skip
TEMPLATE_GONE = change(
    "module.nodes_web.aws_launch_template.this", {"id": "lt-1", "name": "demo-web"}, None, actions=("delete",)
)
KEY_GONE = change(
    "module.key.aws_kms_key.this", {"arn": KEY, "id": "a", "key_id": "a"}, None, actions=("delete",)
)


@pytest.mark.parametrize(
    ("planned", "gone", "message", "help"),
    [
        (
            unknown(CLUSTER, "role_arn", ROLE),
            ROLE_GONE,
            "the EKS cluster would be replaced, because the IAM role demo-web was deleted outside Terraform",
            "`aws iam create-role --role-name demo-web --path / "
            """--assume-role-policy-document '{"Version": "2012-10-17"}'`""",
        ),
        (
            KEY_UNKNOWN,
            KEY_GONE,
            "the EKS cluster would be replaced, because the KMS key a was deleted outside Terraform",
            "`aws kms cancel-key-deletion --key-id a --region us-west-2; "
            "aws kms enable-key --key-id a --region us-west-2`",
        ),
        (
            TEMPLATE_UNKNOWN,
            TEMPLATE_GONE,
            "the node group would be replaced, because the launch template demo-web was deleted outside Terraform",
            "rename the node group in the spec: the new one is created",
        ),
        (
            unknown(GROUP, "node_role_arn", ROLE, "node_group_name"),
            ROLE_GONE,
            "the node group would be replaced, because the IAM role demo-web was deleted outside Terraform",
            "rename the node group in the spec: the new one is created",
        ),
    ],
)  # fmt: skip
def test_what_is_replaced_because_something_is_gone_is_refused_with_how_to_restore_it(
    trace: Trace, planned: dict[str, Any], gone: dict[str, Any], message: str, help: str
) -> None:
    """There is no edit to undo."""
    (diagnostic,) = refused(trace, planned, deleted=(gone,))
    assert diagnostic.message == message
    assert help in " / ".join(diagnostic.helps)
    assert "undo" not in " ".join(diagnostic.helps)


def test_what_follows_from_a_refused_replacement_is_not_reported(trace: Trace) -> None:
    range_ = moved("module.vpc.aws_vpc.this", "10.9.0.0/16", "10.20.0.0/16")
    group = unknown("module.eks.aws_security_group.nodes", "vpc_id", "vpc-1")
    assert [d.message.split(":")[0] for d in refused(trace, range_, group)] == [
        "EC2 cannot change the range of a VPC"
    ]


def test_a_recorded_plan_with_a_moved_subnet_is_refused(fixtures: Path, trace: Trace) -> None:
    """That its node group would be replaced only follows from it."""
    document = read_plan_json((fixtures / "replace_subnet.json").read_text("utf-8"))
    (subnet,) = refusals(document, trace, TODAY)
    assert subnet.message.startswith("EC2 cannot change the range of private subnet us-west-2b: ")


@pytest.mark.parametrize(
    "attributes",
    [
        {"remote_network_config": (remote("10.80.0.0/16"), remote("10.81.0.0/16"))},
        {"compute_config": ([{"node_role_arn": ROLE}], [{"node_role_arn": ""}])},
    ],
    ids=lambda attributes: next(iter(attributes)),
)
def test_what_a_newer_provider_changes_in_place_is_no_refusal(
    attributes: dict[str, Any], trace: Trace
) -> None:
    document = parse_document({"resource_changes": [updated(CLUSTER, **attributes)]})
    assert refusals(document, trace, TODAY) == ()
