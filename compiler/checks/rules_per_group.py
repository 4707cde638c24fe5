"""The rules of security groups, which the quota of an account limits."""

from __future__ import annotations

from collections.abc import Iterator

from ...catalog.limits import RULES_PER_SECURITY_GROUP
from ...schemas.cluster import ClusterSpec
from ..diagnostics import Severity
from .finding import Finding


def rules_few(spec: ClusterSpec) -> Iterator[Finding]:
    """Warn if a load balancer needs more inbound rules than the default quota: one a listener and source."""
    for name, balancer in spec.load_balancers.items():
        ports = sum(2 if listener.protocol == "tcp-udp" else 1 for listener in balancer.listeners)
        sources = len(set(balancer.security_groups.sources or ("all",)))
        if (count := ports * sources) > RULES_PER_SECURITY_GROUP:
            yield Finding(
                "many-rules",
                ("loadBalancers", name, "listeners"),
                f"{count} rules in one security group, but the default quota is {RULES_PER_SECURITY_GROUP}",
                "more than the default quota",
                note=f"one for each of {ports} ports and {sources} sources",
                help="join sources to larger blocks, or have the quota raised and allow the warning",
                severity=Severity.WARNING,
            )
