"""Render the user data of nodes, one file for each family of operating systems. Pure.

In: `NodeFacts`. Out: lines, in which the address and the certificate of the cluster are references. A managed
group with an image of EKS gets what EKS does not add by itself: no user data at all for most specs.
"""

from __future__ import annotations

from collections.abc import Callable

from ...values import Value
from .bottlerocket import bottlerocket
from .facts import NodeFacts, lines_of
from .nodeadm import nodeadm
from .powershell import powershell

_RENDERERS: dict[str, Callable[[NodeFacts], str]] = {
    "al2023": nodeadm,
    "bottlerocket": bottlerocket,
    "bottlerocket-fips": bottlerocket,
    "custom": lambda facts: facts.bootstrap.user_data or "",
}


def user_data(os: str, facts: NodeFacts) -> tuple[Value, ...]:
    """Return the lines of the user data; () if the nodes need none."""
    text = _RENDERERS.get(os, powershell)(facts)
    return lines_of(facts, text) if text else ()
