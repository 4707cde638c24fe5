"""`logs`: defaults of every CloudWatch log group, further groups, and where their events are sent."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from ..catalog.limits.arguments import LIMITS
from ..catalog.logs.cloudwatch import RESERVED_NAMES
from .base import (
    ACCOUNT_PATTERN,
    ARN,
    REGION_PATTERN,
    ArnOf,
    Form,
    Model,
    Name,
    arn_of,
    matching,
    problem,
)
from .values import KmsKey

LogClass = Literal["standard", "infrequent-access"]

_NAME = LIMITS["logs.LogGroupName"]
LogGroupName = Annotated[
    str,
    matching(
        rf"(?=.{{{_NAME.low},{_NAME.high}}}$)(?!aws/){_NAME.pattern}",
        "invalid-name",
        "the name of a log group",
        f"at most {_NAME.high} letters, digits and characters of _/.#-, not starting with aws/",
    ),
    Field(examples=["/aws/containerinsights/prod/application"]),
]
GroupName = Annotated[
    Name,
    matching(
        rf"(?!({'|'.join(RESERVED_NAMES)})$).+",
        "invalid-name",
        "a free name",
        f"{', '.join(RESERVED_NAMES)} are the log groups that eksgen makes by itself",
    ),
]


def _destination(service: str, resource: str, example: str) -> ArnOf:
    arn = f"arn:aws:{service}:us-west-2:111122223333:{example}"
    return ArnOf(service, REGION_PATTERN, ACCOUNT_PATTERN, resource, arn)


_DESTINATION = arn_of(
    "a destination of log events",
    _destination("lambda", "function:[a-zA-Z0-9_-]{1,140}(:[a-zA-Z0-9_-]{1,128})?", "function:ship-logs"),
    _destination("kinesis", r"stream/[a-zA-Z0-9_.-]{1,128}", "stream/logs"),
    _destination("firehose", r"deliverystream/[a-zA-Z0-9_.-]{1,64}", "deliverystream/logs"),
    _destination("logs", r"destination:[^:*\s]{1,512}", "destination:siem"),
)


def _without_open_search(value: Any) -> Any:
    if (match := ARN.fullmatch(value)) and match[2] in ("es", "aoss"):
        problem(
            "invalid-arn",
            "CloudWatch Logs does not send events to OpenSearch by itself",
            f"ARN of `{match[2]}`",
            note="a Lambda function, or a Firehose stream, in between writes them to the domain",
            help="write the ARN of that function or stream",
        )
    return _DESTINATION.check(value)


Destination = Annotated[str, Form(_without_open_search, _DESTINATION.keywords)]
FilterPattern = Annotated[
    str,
    Field(max_length=LIMITS["logs.FilterPattern"].high),
    matching(r"[^\x00-\x1f\x7f]*", "invalid-value", "a filter pattern", "a pattern is one line of text"),
]


class OwnLogGroup(Model):
    """A log group that something in the cluster writes to."""

    name: LogGroupName = Field(description="Name of the log group.")
    retention_days: int | None = Field(None, description="Retention in days. Default: `logs.retentionDays`.")
    log_class: LogClass = Field(
        "standard",
        alias="class",
        description="Log class, which can never change; infrequent-access costs half and has no "
        "subscriptions, metric filters or live tail.",
    )


class Subscription(Model):
    """Log events of a group that are sent on as they arrive."""

    group: str = Field(
        description="The group whose events are sent: controlPlane, flowLogs, or a name in `logs.groups`.",
        examples=["controlPlane"],
    )
    destination: Destination = Field(
        description="ARN of a Lambda function, a Kinesis stream or a Firehose stream of this account and "
        "region, or of a destination of CloudWatch Logs in any account. OpenSearch gets events through a "
        "function or a Firehose stream.",
        examples=["arn:aws:firehose:us-west-2:111122223333:deliverystream/siem"],
    )
    filter: FilterPattern = Field(
        "",
        description="Which events are sent, as a CloudWatch filter pattern. Default: all.",
        examples=["ERROR"],
    )


class Logs(Model):
    """Log groups: defaults, further groups, and subscriptions."""

    retention_days: int = Field(
        90, description="Retention in days; one of the values that CloudWatch accepts."
    )
    kms_key: KmsKey = Field(
        "managed",
        description="Key of the log groups and of the trail: managed (one key for all logs), aws, or a KMS "
        "key ARN.",
    )
    groups: dict[GroupName, OwnLogGroup] = Field(
        default_factory=dict,
        description="Further log groups by name, made before something writes to them.",
        examples=[{"application": {"name": "/aws/containerinsights/prod/application"}}],
    )
    subscriptions: dict[Name, Subscription] = Field(
        default_factory=dict, description="Where log events are sent, by name; two at most for each group."
    )
