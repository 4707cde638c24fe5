"""What an attacker could do with a difference: the order in which findings of one level are listed.

The order follows how few steps stand between a stranger and the cluster. Sources, read 2026-11: EKS best
practices guides, "Identity and access management", "Network security", "Detective controls" and "Data
encryption and secrets management"; MITRE ATT&CK Containers Matrix (initial access, persistence, privilege
escalation, defense evasion, impact).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Risk(StrEnum):
    """The kinds of difference, the worst first."""

    OPEN_API = "open-api"
    """Anybody on the internet reaches the Kubernetes API."""
    OPEN_NETWORK = "open-network"
    """Anybody on the internet reaches nodes or load balancers."""
    CLUSTER_ACCESS = "cluster-access"
    """Somebody uses the Kubernetes API who should not."""
    TRUST = "trust"
    """Somebody takes on a role who should not."""
    RIGHTS = "rights"
    """Something that runs already may do more in AWS."""
    CODE = "code"
    """Other code, or another login, on the nodes."""
    REACH = "reach"
    """More addresses reach a part of the cluster, or traffic takes another way."""
    DATA = "data"
    """Data is read, sent elsewhere, or no longer encrypted."""
    AUDIT = "audit"
    """Nobody sees what happens."""
    LOSS = "loss"
    """Something that the spec asks for is missing."""
    OPERATION = "operation"
    """Sizes, versions and settings."""
    LABEL = "label"
    """Tags and descriptions."""

    @property
    def rank(self) -> int:
        """Position in the order, 1 for the worst."""
        return _RANKS[self]


_RANKS: Mapping[Risk, int] = {risk: number for number, risk in enumerate(Risk, 1)}
