"""Logs: log groups, flow logs, trails.

Sources, read 2026-11: EKS best practices, "Detective controls"; CIS Amazon EKS Benchmark 1.7, section 2.1.
"""

from __future__ import annotations

from .resource_type import GENERAL, MISSING, SMALLER, Attribute, Noun, ResourceType, high, low, medium

LOGS: tuple[ResourceType, ...] = (
    ResourceType(
        "aws_cloudtrail",
        Noun("trail", "trails"),
        severity=(
            high("nobody writes down what happens", MISSING),
            high("it decides what is written down"),
        ),
    ),
    ResourceType(
        "aws_cloudwatch_log_group",
        Noun("log group", "log groups"),
        severity=(high("logs are lost", MISSING),),
        attributes=(
            Attribute("kms_key_id", (high("logs are encrypted with another key"),)),
            Attribute(
                "retention_in_days",
                (
                    medium("logs are lost sooner", SMALLER),
                    low("logs are kept, and paid for, longer"),
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
        severity=(high("nobody writes down what happens", MISSING),),
    ),
)
