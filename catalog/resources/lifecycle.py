"""Which objects `preventDestroy` protects, and which ones that were created in part are kept.

Terraform marks an object as tainted if its creation was interrupted or failed after AWS had begun it, and
would replace it. AWS goes on creating it all the same.
"""

from __future__ import annotations

from . import RESOURCE_TYPES

PROTECTED = tuple(sorted(row.name for row in RESOURCE_TYPES.values() if row.protected))
"""The types that `terraform.preventDestroy` protects: `overrides/prevent_destroy.tf` of the modules."""

CREATING = "CREATING"
FAILED = "FAILED"
"""The status of a cluster that EKS could not create; it holds nothing and cannot be repaired."""


def kept_while(resource_type: str) -> frozenset[str] | None:
    """Return the statuses in which a tainted object is kept: the empty set is any status, None is never."""
    row = RESOURCE_TYPES.get(resource_type)
    return row.kept_while if row else None
