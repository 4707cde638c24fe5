"""VPC endpoints (PrivateLink): short names, kinds, and the full service name in every partition.

In China the name of an interface endpoint starts with `cn.` for some services only; the services listed here
are the same in both regions. Sources (read 2026-11-24, for the European Sovereign Cloud 2026-11-30): aws-cdk,
`vpc-endpoint.ts` (from DescribeVpcEndpointServices; also for the other partitions); for `eks-auth` in
China a public Terraform test of 2026 (less certain); eksctl #3081 for the gateway endpoints there; EKS user
guide, "Deploy private clusters with limited internet access", for the preset, and "Configure private endpoint
access for Argo CD" (read 2026-11-30) for `eks-capabilities`; "Getting Started with Amazon Web Services in
China", "Elastic Load Balancing" (it has no VPC endpoint there; read 2026-11-30).
"""

import re

from .partitions import partition_of_region

GATEWAY_ENDPOINTS: tuple[str, ...] = ("dynamodb", "s3")
"""Endpoints that are entries of a route table, free of charge; all others are network interfaces."""

ENDPOINT_NAME = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*")
"""The form of the end of a service name."""

INTERFACE_ENDPOINTS: tuple[str, ...] = (
    "acm-pca",
    "aps-workspaces",
    "autoscaling",
    "cloudformation",
    "ebs",
    "ec2",
    "ec2messages",
    "ecr.api",
    "ecr.dkr",
    "eks",
    "eks-auth",
    "eks-capabilities",
    "elasticfilesystem",
    "elasticloadbalancing",
    "events",
    "guardduty-data",
    "kms",
    "lambda",
    "logs",
    "monitoring",
    "secretsmanager",
    "sns",
    "sqs",
    "ssm",
    "ssmmessages",
    "sts",
    "xray",
)
"""Interface endpoints that a cluster and common workloads use."""

PRESETS: dict[str, tuple[str, ...]] = {
    "private-cluster": (
        "ec2",
        "ecr.api",
        "ecr.dkr",
        "eks",
        "eks-auth",
        "elasticloadbalancing",
        "logs",
        "s3",
        "ssm",
        "ssmmessages",
        "sts",
    ),
}
"""Names of groups of endpoints.

`private-cluster`: what nodes without internet access need for the base add-ons, pod identity, a load
balancer controller and Session Manager. Not included: `ec2messages`, which the SSM agent no longer needs
(3.3.40) and newer regions lack; `autoscaling`, for the Cluster Autoscaler; `kms`, for pods that call it
themselves. Where a service has no endpoint, the preset leaves it out.
"""

_CHINA = frozenset(
    {
        "autoscaling",
        "cloudformation",
        "ebs",
        "ec2",
        "ecr.api",
        "ecr.dkr",
        "eks",
        "eks-auth",
        "elasticfilesystem",
        "lambda",
        "monitoring",
        "sqs",
        "sts",
        "xray",
    }
)
_ECR = frozenset({"ecr.api", "ecr.dkr"})
_ISO_EAST = _ECR | {"autoscaling", "ebs", "ec2", "elasticfilesystem", "sns", "sqs"}
# Region: the prefix that replaces com.amazonaws, and the services that have it.
_OTHER_PREFIX: dict[str, tuple[str, frozenset[str]]] = {
    "cn-north-1": ("cn.com.amazonaws", _CHINA),
    "cn-northwest-1": ("cn.com.amazonaws", _CHINA),
    "eusc-de-east-1": ("eu.amazonaws", _ECR),
    "eu-isoe-west-1": ("uk.adc-e.cloud", _ECR | {"ebs"}),
    "us-iso-east-1": ("gov.ic.c2s", _ISO_EAST),
    "us-iso-west-1": ("gov.ic.c2s", _ISO_EAST | {"monitoring"}),
    "us-isob-east-1": ("gov.sgov.sc2s", _ISO_EAST),
    "us-isob-west-1": ("gov.sgov.sc2s", _ECR),
    "us-isof-east-1": ("gov.ic.hci.csp", _ECR | {"ebs"}),
    "us-isof-south-1": ("gov.ic.hci.csp", _ECR | {"ebs"}),
}

_NOT_OFFERED: dict[str, frozenset[str]] = {"aws-cn": frozenset({"elasticloadbalancing"})}


def endpoint_names() -> tuple[str, ...]:
    """Return all short names without presets, sorted."""
    return tuple(sorted((*GATEWAY_ENDPOINTS, *INTERFACE_ENDPOINTS)))


def is_gateway(short: str) -> bool:
    """Return whether an endpoint is a gateway endpoint."""
    return short in GATEWAY_ENDPOINTS


def endpoint_offered(short: str, region: str) -> bool:
    """Return whether a service has a VPC endpoint in a region, as far as is known."""
    return short not in _NOT_OFFERED.get(_partition_name(region), ())


def expand(names: tuple[str, ...] | list[str], region: str) -> tuple[str, ...]:
    """Return `names` with presets replaced by the endpoints that they have in a region, sorted and without
    duplicates."""
    return tuple(sorted({short for name in names for short in _of_preset(name, region)}))


def _of_preset(name: str, region: str) -> tuple[str, ...]:
    if name not in PRESETS:
        return (name,)
    return tuple(short for short in PRESETS[name] if endpoint_offered(short, region))


def _partition_name(region: str) -> str:
    """Return the partition of a region, or "" for a name that is none of a region."""
    try:
        return partition_of_region(region).name
    except ValueError:
        return ""


def service_name(short: str, region: str) -> str:
    """Return the full service name, for example "com.amazonaws.us-west-2.ecr.api".

    An unknown short name gets the usual form. Raises ValueError if `region` is not the name of a region.
    """
    partition_of_region(region)
    prefix, services = _OTHER_PREFIX.get(region, ("com.amazonaws", frozenset()))
    return f"{prefix if short in services else 'com.amazonaws'}.{region}.{short}"
