"""Names of fields and values in other tools and in earlier versions of the language, with eksgen's.

Sources: the schemas of eksctl 0.231 (`ClusterConfig`), kOps 1.37 (`Cluster`, `InstanceGroup`) and the
variables of terraform-aws-modules/eks 21, read in October 2026.
"""

from __future__ import annotations

from .access import ACCESS
from .aws import AWS
from .capabilities import CAPABILITIES
from .eksctl import EKSCTL
from .former import FORMER
from .kops import KOPS
from .row import LIST as LIST
from .row import ForeignName as ForeignName
from .terraform import TERRAFORM

FOREIGN_NAMES: tuple[ForeignName, ...] = (*FORMER, *EKSCTL, *KOPS, *TERRAFORM, *AWS, *ACCESS, *CAPABILITIES)
"""All rows; of several rows for one place, the first counts."""
