"""Logs: log groups and their subscriptions, flow logs, trails.

Sources, read 2026-11: EKS best practices, "Detective controls"; CIS Amazon EKS Benchmark 1.7, section 2.1;
CloudTrail user guide, "Validating CloudTrail log file integrity"; CloudWatch Logs user guide, "Log
group-level subscription filters".
"""

from __future__ import annotations

from ..resource_type import (
    MISSING,
    OFF,
    SMALLER,
    Attribute,
    Noun,
    ResourceType,
    high_severity,
    low_severity,
    medium_severity,
)
from ..risk import Risk

LOGS: tuple[ResourceType, ...] = (
    ResourceType(
        "aws_cloudtrail",
        Noun("trail", "trails"),
        severity=(
            high_severity(Risk.AUDIT, "nobody writes down what happens", MISSING),
            high_severity(Risk.AUDIT, "it decides what is written down"),
        ),
        attributes=(
            Attribute("enable_logging", (high_severity(Risk.AUDIT, "nobody writes down what happens", OFF),)),
            Attribute(
                "enable_log_file_validation",
                (high_severity(Risk.AUDIT, "nobody can tell whether log files were changed", OFF),),
            ),
        ),
    ),
    ResourceType(
        "aws_cloudwatch_log_group",
        Noun("log group", "log groups"),
        severity=(high_severity(Risk.LOSS, "logs are lost", MISSING),),
        attributes=(
            Attribute("kms_key_id", (high_severity(Risk.DATA, "logs are encrypted with another key"),)),
            Attribute(
                "retention_in_days",
                (
                    medium_severity("logs are lost sooner", SMALLER, Risk.AUDIT),
                    low_severity("logs are kept, and paid for, longer"),
                ),
            ),
        ),
    ),
    ResourceType(
        "aws_cloudwatch_log_subscription_filter",
        Noun("log subscription", "log subscriptions"),
        severity=(
            high_severity(Risk.LOSS, "logs no longer reach their destination", MISSING),
            high_severity(Risk.DATA, "it decides where logs are sent"),
        ),
    ),
    ResourceType(
        "aws_flow_log",
        Noun("flow log", "flow logs", ()),
        severity=(high_severity(Risk.AUDIT, "nobody writes down what happens", MISSING),),
    ),
    ResourceType(
        "aws_lambda_permission",
        Noun("permission of function", "permissions of functions", ("function_name",)),
        severity=(
            high_severity(Risk.LOSS, "logs no longer reach the function", MISSING),
            medium_severity("it decides who may call the function", risk=Risk.RIGHTS),
        ),
    ),
)
