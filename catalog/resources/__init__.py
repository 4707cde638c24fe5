"""Facts about Terraform resource types: one row a type, one file an area of AWS.

`severity.py`, `noise.py`, `sensitive.py`, `nouns.py` and `lifecycle.py` answer questions from these rows.
Type names are those of the AWS provider documentation (5.x and 6.x), nouns those of the AWS documentation, as
of 2026-11; each file names the sources of the rest.
"""

from __future__ import annotations

from collections.abc import Mapping

from .resource_type import ResourceType
from .types.ec2 import EC2
from .types.eks import EKS
from .types.elb import ELB
from .types.events import EVENTS
from .types.iam import IAM
from .types.kms import KMS
from .types.logs import LOGS
from .types.other import OTHER
from .types.storage import STORAGE

RESOURCE_TYPES: Mapping[str, ResourceType] = {
    row.name: row for row in (*EKS, *EC2, *ELB, *EVENTS, *IAM, *KMS, *LOGS, *STORAGE, *OTHER)
}

NODE_ROLLING: Mapping[str, frozenset[tuple[str, ...]]] = {
    row.name: rolling
    for row in RESOURCE_TYPES.values()
    if (rolling := frozenset(attribute.path for attribute in row.attributes if attribute.rolls_nodes))
}
"""Attributes of a group of nodes whose update replaces all its nodes, by resource type."""
