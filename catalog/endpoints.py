"""VPC endpoints (PrivateLink): short names, kinds, and the full service name in every partition.

Goes in: a short name ("ecr.api") and a region. Comes out: the `service_name` of an `aws_vpc_endpoint`.

In China the name of an interface endpoint starts with `cn.` for some services and not for others; the set
is the same in both regions as far as it is listed here. Sources (read 2026-11-24): aws-cdk,
`vpc-endpoint.ts` (from DescribeVpcEndpointServices; also for the other partitions); for `eks-auth` in
China, less surely, a public Terraform test of 2026; eksctl #3081 for the gateway endpoints there; EKS user
guide, "Deploy private clusters with limited internet access", for the preset.
"""

from .partitions import partition_of_region

GATEWAY_ENDPOINTS: tuple[str, ...] = ("dynamodb", "s3")
"""Endpoints that are an entry in a route table, free of charge; all others are network interfaces."""

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
"""Interface endpoints a cluster and its usual workloads call."""

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
"""Names that stand for several.

`private-cluster`: what nodes of a VPC without a way out call with the base add-ons, pod identity, a load
balancer controller and Session Manager. Not in it: `ec2messages`, which the SSM agent no longer needs
(3.3.40) and newer regions lack; `autoscaling`, for the Cluster Autoscaler; `kms`, for pods that call it
themselves.
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
# Per region: the reversed host name that replaces com.amazonaws, and for which services.
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


def endpoint_names() -> tuple[str, ...]:
    """Every short name known, presets apart, sorted."""
    return tuple(sorted((*GATEWAY_ENDPOINTS, *INTERFACE_ENDPOINTS)))


def is_gateway(short: str) -> bool:
    """Whether the endpoint called `short` is of the gateway kind."""
    return short in GATEWAY_ENDPOINTS


def expand(names: tuple[str, ...] | list[str]) -> tuple[str, ...]:
    """`names` with each preset replaced by what it stands for; sorted, each once."""
    return tuple(sorted({short for name in names for short in PRESETS.get(name, (name,))}))


def service_name(short: str, region: str) -> str:
    """The full service name, for example "com.amazonaws.us-west-2.ecr.api"; raises ValueError for no region.

    A short name this table does not know gets the usual form.
    """
    partition_of_region(region)
    prefix, services = _OTHER_PREFIX.get(region, ("com.amazonaws", frozenset()))
    return f"{prefix if short in services else 'com.amazonaws'}.{region}.{short}"
