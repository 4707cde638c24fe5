"""Programs that handle volumes, names, certificates, secrets, images and metrics.

Sources (read 2026-11-30): AWS managed policy reference, AmazonEBSCSIDriverPolicyV2 (without `service-role/`;
it replaces AmazonEBSCSIDriverPolicy, and is only seen in the partition `aws` so far),
AmazonEFSCSIDriverPolicy, CloudWatchAgentServerPolicy, AWSXrayWriteOnlyAccess and
AmazonEC2ContainerRegistryPowerUser (which eksctl gives to `imageBuilder`); ExternalDNS, "Setting up
ExternalDNS for Services on AWS" (it reads the tags of zones one by one, and since PR 5058 of
kubernetes-sigs/external-dns those of several at once); cert-manager, "ACME DNS01: Route 53"; External
Secrets Operator, "AWS Secrets Manager" and "AWS Parameter Store".
"""

from __future__ import annotations

from typing import Any

from .program import Place, Program, allow

EBS_POLICY = "AmazonEBSCSIDriverPolicyV2"
OLDER_EBS_POLICY = "service-role/AmazonEBSCSIDriverPolicy"
EBS_TAG = "ebs.csi.aws.com/cluster"
"""The tag of the volumes that the newer policy is about; its value is `true`."""


def _external_dns(place: Place) -> list[dict[str, Any]]:
    zones = f"arn:{place.partition}:route53:::hostedzone/*"
    of_zones = ["ChangeResourceRecordSets", "ListResourceRecordSets"]
    tags = ["ListTagsForResource", "ListTagsForResources"]
    return [
        allow("ChangeRecords", [f"route53:{action}" for action in (*of_zones, *tags)], [zones]),
        allow("ListZones", ["route53:ListHostedZones"], ["*"]),
    ]


def _cert_manager(place: Place) -> list[dict[str, Any]]:
    zones = f"arn:{place.partition}:route53:::hostedzone/*"
    only_txt = {"ForAllValues:StringEquals": {"route53:ChangeResourceRecordSetsRecordTypes": ["TXT"]}}
    return [
        allow("ReadChanges", ["route53:GetChange"], [f"arn:{place.partition}:route53:::change/*"]),
        allow("ChangeTxtRecords", ["route53:ChangeResourceRecordSets"], [zones], only_txt),
        allow("ReadRecords", ["route53:ListResourceRecordSets"], [zones]),
        allow("ListZones", ["route53:ListHostedZonesByName"], ["*"]),
    ]


def _external_secrets(place: Place) -> list[dict[str, Any]]:
    of_secrets = ["DescribeSecret", "GetResourcePolicy", "GetSecretValue", "ListSecretVersionIds"]
    of_parameters = ["GetParameter", "GetParameters", "GetParametersByPath", "ListTagsForResource"]
    hosts = [f"{service}.{place.region}.*" for service in ("secretsmanager", "ssm")]
    through = {"StringLike": {"kms:ViaService": hosts}}
    return [
        allow(
            "ReadSecrets",
            [f"secretsmanager:{action}" for action in of_secrets],
            [place.arn("secretsmanager", "secret:*")],
        ),
        allow("ListSecrets", ["secretsmanager:BatchGetSecretValue", "secretsmanager:ListSecrets"], ["*"]),
        allow(
            "ReadParameters", [f"ssm:{action}" for action in of_parameters], [place.arn("ssm", "parameter/*")]
        ),
        allow("ListParameters", ["ssm:DescribeParameters"], ["*"]),
        allow("DecryptSecrets", ["kms:Decrypt"], [place.arn("kms", "key/*")], through),
    ]


PROGRAMS: dict[str, Program] = {
    "cert-manager": Program(statements=_cert_manager),
    "cloudwatch-agent": Program(("AWSXrayWriteOnlyAccess", "CloudWatchAgentServerPolicy")),
    "ebs-csi": Program(
        (EBS_POLICY,),
        by_partition=dict.fromkeys(("aws-cn", "aws-us-gov", "aws-eusc"), (OLDER_EBS_POLICY,)),
    ),
    "efs-csi": Program(("service-role/AmazonEFSCSIDriverPolicy",)),
    "external-dns": Program(statements=_external_dns),
    "external-secrets": Program(statements=_external_secrets),
    "image-builder": Program(("AmazonEC2ContainerRegistryPowerUser",)),
}
