"""`audit`: the record of who called the EKS API, written by AWS CloudTrail."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from .base import ArnOf, Form, Model, arn_of, pattern_keywords, shape
from .terraform import BUCKET_PATTERN, BUCKET_RULE, bucket_name
from .values import Present

_ARN = ArnOf("s3", "", "", BUCKET_PATTERN, "arn:aws:s3:::acme-audit")
_OF_A_BUCKET = arn_of("an S3 bucket", _ARN)


def _bucket(value: str) -> str:
    return str(_OF_A_BUCKET.check(value)) if value.startswith("arn:") else bucket_name(value)


def _bucket_shape(value: Any) -> str:
    return "<choice>" if value == "managed" else shape(value)


TrailBucket = Annotated[
    Annotated[Literal["managed"], Tag("<choice>")]
    | Annotated[
        str,
        Form(
            _bucket,
            pattern_keywords(
                f"({BUCKET_PATTERN}|{_ARN.pattern})", f"not the name or ARN of a bucket: {BUCKET_RULE}"
            ),
        ),
        Tag("<text>"),
    ],
    Discriminator(_bucket_shape),
]


class Trail(Model):
    """A trail of CloudTrail for management events, which all calls of the EKS API are."""

    bucket: TrailBucket = Field(
        "managed",
        description="Where the log files go: managed (a bucket that only CloudTrail writes to), or the name "
        "or ARN of a bucket whose policy lets CloudTrail write.",
        examples=["acme-audit"],
    )
    multi_region: bool = Field(
        False, description="Record the calls in all regions, not only in that of the cluster."
    )
    to_cloud_watch: Present | None = Field(
        None,
        alias="toCloudWatch",
        description="`{}`: also send the events to a CloudWatch log group, with the defaults of `logs`.",
    )
    events: Literal["management"] = Field(
        "management", description="Which events are recorded: management events, of reads and of writes."
    )


class Audit(Model):
    """The record of who called the EKS API."""

    trail: Trail = Field(description="The trail of CloudTrail.", examples=[{}])
