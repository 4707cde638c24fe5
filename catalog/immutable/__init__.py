"""What AWS never changes on an existing object: immutable, one-way, unique and bounded attributes.

Terraform would announce most of these as a replacement. That fails half way: node groups are created before
the old ones are deleted, Terraform does the same with everything they depend on, and AWS refuses a second
cluster, log group or subnet with the name or range of the first.

A plan is held against this table (`engine/plan/refusals/immutable.py`), and so is the comparison of two specs
(`compiler/diff/refusals.py`); the sandbox refuses the same requests.
"""

from __future__ import annotations

from collections.abc import Mapping

from .addons import ADDONS
from .capabilities import CAPABILITIES
from .cluster import CLUSTER
from .identity import IDENTITY
from .names import NAMES
from .network import NETWORK
from .nodes import NODES
from .restriction import Restriction
from .versions import VERSION_STEPS

RESTRICTIONS: tuple[Restriction, ...] = (
    *CLUSTER,
    *ADDONS,
    *VERSION_STEPS,
    *NETWORK,
    *NODES,
    *IDENTITY,
    *CAPABILITIES,
    *NAMES,
)
"""All restrictions, in the order of a report."""

RESTRICTION: Mapping[str, Restriction] = {row.key: row for row in RESTRICTIONS}
"""The restrictions by key."""
