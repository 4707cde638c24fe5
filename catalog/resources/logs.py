"""Logs: log groups, flow logs, trails.

Sources, read 2026-11: EKS best practices, "Detective controls"; CIS Amazon EKS Benchmark 1.7, section 2.1.
"""

from __future__ import annotations

from .resource_type import (
    GENERAL,
    MISSING,
    SMALLER,
    Attribute,
    Noun,
    ResourceType,
    high_severity,
    low_severity,
    medium_severity,
)

LOGS: tuple[ResourceType, ...] = (
    ResourceType(
        "aws_cloudtrail",
        Noun("trail", "trails"),
        severity=(
            high_severity("nobody writes down what happens", MISSING),
            high_severity("it decides what is written down"),
        ),
    ),
    ResourceType(
        "aws_cloudwatch_log_group",
        Noun("log group", "log groups"),
        severity=(high_severity("logs are lost", MISSING),),
        attributes=(
            Attribute("kms_key_id", (high_severity("logs are encrypted with another key"),)),
            Attribute(
                "retention_in_days",
                (
                    medium_severity("logs are lost sooner", SMALLER),
                    low_severity("logs are kept, and paid for, longer"),
                ),
            ),
        ),
    ),
    ResourceType(
        "aws_cloudwatch_log_subscription_filter",
        Noun("log subscription", "log subscriptions"),
        severity=GENERAL,
    ),
    ResourceType(
        "aws_flow_log",
        Noun("flow log", "flow logs", ()),
        severity=(high_severity("nobody writes down what happens", MISSING),),
    ),
)
