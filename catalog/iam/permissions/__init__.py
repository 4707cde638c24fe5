"""What IAM must allow for the resources that the modules make: one row a Terraform type."""

from __future__ import annotations

from collections.abc import Mapping

from .balancing import BALANCING
from .compute import COMPUTE, EKS
from .identity import IDENTITY
from .network import NETWORK
from .permission import Permissions
from .storage import STORAGE

PERMISSIONS: Mapping[str, Permissions] = {
    row.type: row for row in (*NETWORK, *EKS, *COMPUTE, *IDENTITY, *BALANCING, *STORAGE)
}
"""By resource type, and `data.` with the type of a data source."""
