"""CloudWatch Container Insights of a cluster: the log groups that the add-on of CloudWatch fills.

Sources, read 2026-11-30: CloudWatch user guide, "Container Insights performance log reference" (the agent
makes the group of the performance events, from which CloudWatch takes the metrics by their embedded metric
format), "Sending logs to Amazon CloudWatch" and "Set log retention" (without it events stay for ever); Helm
chart amazon-cloudwatch-observability of aws-observability/helm-charts, which the add-on is made from (names
of the groups, `auto_create_group`, `containerLogs.enabled`; the agent uses the network of its node, so that a
hop limit of 1 is enough); CloudWatch Logs user guide, "Log classes" (Infrequent Access has no embedded metric
format). Version 6 of the chart adds metrics by OpenTelemetry, which are in no log group, and logs by
OpenTelemetry, which are off and go to `/aws/otel/containerinsights/NAME/`.
"""

import re
from typing import Any

ADDON = "cloudwatch-observability"
"""The short name of the add-on with the agent."""
METRICS = "performance"
LOGS = ("application", "dataplane", "host")
"""What Fluent Bit of the add-on sends: logs of pods, of the components on the nodes, and of the nodes."""

_NAME = re.compile(r"/aws/containerinsights/([^/]+)/(application|dataplane|host|performance)")


def log_groups(cluster: str, configuration: Any = None) -> tuple[str, ...]:
    """Return the log groups that the add-on fills with a configuration, sorted by name."""
    logs = configuration.get("containerLogs") if isinstance(configuration, dict) else None
    off = isinstance(logs, dict) and logs.get("enabled") is False
    kinds = (METRICS,) if off else (*LOGS, METRICS)
    return tuple(f"{log_group_prefix(cluster)}{kind}" for kind in kinds)


def log_group_prefix(cluster: str) -> str:
    """Return how the names of all of them begin."""
    return f"/aws/containerinsights/{cluster}/"


def kind_of(group: str) -> str:
    """Return what a log group of Container Insights holds, such as `performance`; "" for any other group."""
    found = _NAME.fullmatch(group)
    return found[2] if found else ""
