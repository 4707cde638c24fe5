"""The CloudTrail events that can have caused a difference: by resource type, and by attribute of it.

Sources (read 2026-11-28): the Service Authorization Reference and the API references of EKS, EC2, IAM, KMS,
CloudWatch Logs and Elastic Load Balancing for the calls and their parameters; the CloudTrail user guide,
"Viewing CloudTrail event history" (90 days), "CloudTrail record contents" and "AWS global services" (the
region of IAM events); the CloudTrail API reference, LookupEvents (one attribute per call, two calls per
second). CloudTrail writes parameters in camel case, those of newer EC2 calls below `<Call>Request` in pascal
case; names are therefore compared without case. It writes lists of EC2 as `items`, those of newer calls as
one or several `{"tag": NUMBER, "content": ITEM}`, and parameters in the path of a request encoded, as in
`arn%3Aaws%3Aiam` (events recorded by Stratus Red Team, "Create Admin EKS Access Entry", and by pypanther,
`AWSVPCFlowLogsDeleted`, read 2026-11-29).
"""

from __future__ import annotations

from collections.abc import Mapping

from ...regions.partitions import partition_of_region
from .ec2 import EC2
from .eks import EKS
from .elb import ELB
from .event import AuditedType
from .other import IAM, OTHER
from .storage import STORAGE

CALLS_PER_SECOND = 2
_GLOBAL_REGION = {
    "aws": "us-east-1",
    "aws-cn": "cn-north-1",
    "aws-us-gov": "us-gov-west-1",
    "aws-eusc": "eusc-de-east-1",
}

AUDITED: Mapping[str, AuditedType] = {**EKS, **EC2, **OTHER, **ELB, **STORAGE}


def event_region(source: str, region: str) -> str:
    """Return the region that has the events of a source; IAM has one region per partition."""
    if source != IAM:
        return region
    return _GLOBAL_REGION.get(partition_of_region(region).name, region)
