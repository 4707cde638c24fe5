"""Events: queues, and the rules that send events to them.

Sources, read 2026-11-29: SQS developer guide, "Amazon SQS queue encryption" and "Amazon SQS policy examples";
EventBridge user guide, "Rules" (a disabled rule sends nothing); Karpenter, "Interruption".
"""

from __future__ import annotations

from ..resource_type import (
    EXTRA,
    MISSING,
    OFF,
    Attribute,
    Noun,
    ResourceType,
    high_severity,
    medium_severity,
)
from ..risk import Risk

_UNWARNED = "pods are not told that their node goes away"

EVENTS: tuple[ResourceType, ...] = (
    ResourceType(
        "aws_cloudwatch_event_rule",
        Noun("event rule", "event rules"),
        severity=(medium_severity(_UNWARNED, MISSING),),
        attributes=(
            Attribute("event_pattern", (medium_severity(_UNWARNED),)),
            Attribute("state", (medium_severity(_UNWARNED),)),
            Attribute("is_enabled", changed_by="it says what `state` says"),
        ),
    ),
    ResourceType(
        "aws_cloudwatch_event_target",
        Noun("target of an event rule", "targets of event rules", ("rule",)),
        severity=(medium_severity(_UNWARNED, MISSING), medium_severity(_UNWARNED)),
    ),
    ResourceType(
        "aws_sqs_queue",
        Noun("queue", "queues"),
        severity=(medium_severity(_UNWARNED, MISSING),),
        attributes=(
            Attribute(
                "policy",
                (high_severity(Risk.DATA, "it decides who may read and send the messages"),),
                changed_by="its policy is an object of its own",
            ),
            Attribute(
                "sqs_managed_sse_enabled", (medium_severity("messages are not encrypted", OFF, Risk.DATA),)
            ),
        ),
    ),
    ResourceType(
        "aws_sqs_queue_policy",
        Noun("queue policy", "queue policies", ("queue_url",)),
        severity=(
            medium_severity(_UNWARNED, MISSING),
            high_severity(Risk.DATA, "it decides who may read and send the messages", EXTRA),
            high_severity(Risk.DATA, "it decides who may read and send the messages"),
        ),
    ),
)
