"""What policies are written for: a cluster of a spec, or any cluster with names in place of its own.

In: a compilation. Out: a `Target`, with the names and patterns of names that its resources have in AWS.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from ...catalog.iam.permissions import PERMISSIONS
from ...catalog.limits import NAME_LENGTHS
from ...catalog.regions.partitions import partition_of_region
from ...schemas.cluster import ClusterSpec
from ..emit.modules import module_files
from ..resolve.names import trail_name
from ..resolve.roles import MadeRole, made_roles, roles_of
from ..resolve.state import account_of, fill_in

if TYPE_CHECKING:
    from ..pipeline import Compilation

_KEY = re.compile(r"arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+")
_TYPE = re.compile(rb'^(resource|data) "(aws_\w+)"', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class State:
    """Where the state is in S3: as ARNs; `role` is what Terraform assumes to reach it, "" for none."""

    bucket: str
    object: str
    locked: bool = True
    region: str = ""
    kms_key: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """The resources of a cluster: `types` as in `PERMISSIONS`; `roles`, `trails`, `queues` and `buckets` are
    patterns of names; `passed_roles` are ARNs of roles that exist, `boundaries` those that all roles have,
    `foreign_keys` ARNs of KMS keys in other accounts, and `instances` ids of IAM Identity Center.
    """

    partition: str
    region: str
    account: str
    cluster: str
    types: frozenset[str]
    roles: tuple[str, ...]
    trails: tuple[str, ...]
    queues: tuple[str, ...]
    buckets: tuple[str, ...]
    passed_roles: tuple[str, ...] = ()
    boundaries: tuple[str, ...] = ()
    foreign_keys: tuple[str, ...] = ()
    instances: tuple[str, ...] = ()
    state: State | None = None


EXAMPLE_REGIONS = {
    "aws": "us-west-2",
    "aws-cn": "cn-north-1",
    "aws-us-gov": "us-gov-west-1",
    "aws-eusc": "eusc-de-east-1",
}
ACCOUNT, CLUSTER, BUCKET, KEY = "111122223333", "CLUSTER", "STATE-BUCKET", "STATE-KEY"


def any_target(partition: str) -> Target:
    """Return a cluster with everything that the modules can make, and words in place of its names."""
    region = EXAMPLE_REGIONS[partition]
    state = State(
        f"arn:{partition}:s3:::{BUCKET}",
        f"arn:{partition}:s3:::{BUCKET}/eks/{ACCOUNT}/{region}/{CLUSTER}.tfstate",
        region=region,
        kms_key=f"arn:{partition}:kms:{region}:{ACCOUNT}:key/{KEY}",
    )
    return Target(
        partition,
        region,
        ACCOUNT,
        CLUSTER,
        frozenset(PERMISSIONS),
        roles=(f"{CLUSTER}-{region}-*",),
        trails=(f"{CLUSTER}-{region}-*",),
        queues=(f"{CLUSTER}-*",),
        buckets=_buckets(ACCOUNT, region),
        instances=("*",),
        state=state,
    )


def target_of(compilation: Compilation) -> Target:
    """Return the resources of a compiled spec."""
    spec = compilation.cluster.spec
    region, account = spec.metadata.region, account_of(spec)
    types = (module_types(call.module, call.variant) for call in compilation.calls)
    return Target(
        partition_of_region(region).name,
        region,
        account,
        spec.metadata.name,
        frozenset[str]().union(*types),
        roles=tuple(_role_patterns(spec)),
        trails=(trail_name(spec),),
        queues=(_beginning(spec.metadata.name, NAME_LENGTHS["karpenter"]),),
        buckets=_buckets(account, region),
        passed_roles=tuple(sorted({iam.role for _, iam in roles_of(spec) if iam.role})),
        boundaries=_boundaries(spec),
        foreign_keys=tuple(
            sorted({arn for arn in _KEY.findall(spec.model_dump_json()) if f":{account}:" not in arn})
        ),
        instances=_instances(spec),
        state=_state(spec),
    )


@cache
def module_types(module: str, variant: tuple[str, ...] = ()) -> frozenset[str]:
    """Return the types in a copy of a module, those of data sources with `data.` before them."""
    found = (match for text in module_files(module, variant).values() for match in _TYPE.findall(text))
    return frozenset(("data." if kind == b"data" else "") + name.decode() for kind, name in found)


def _buckets(account: str, region: str) -> tuple[str, ...]:
    """Return the patterns of the buckets of trails and of access logs, see `compiler/resolve/names.py`."""
    return (f"*-logs-{account}-*", f"eks-audit-{account}-{region}-*")


def _beginning(name: str, limit: int) -> str:
    """Return the pattern of names that begin with `name`, which is cut where they would be too long."""
    return f"{name[: limit - 9].rstrip('-')}-*"


def _role_patterns(spec: ClusterSpec) -> Iterator[str]:
    """Yield the roles of the cluster with their paths: those of today, and those of tomorrow."""
    own = _beginning(f"{spec.metadata.name}-{spec.metadata.region}", NAME_LENGTHS["iam_role"])
    paths = {_path(spec, role) for role in made_roles(spec)} | {spec.iam_defaults.path}
    yield from (f"{path.lstrip('/')}{own}" for path in sorted(paths))
    yield from sorted(
        {f"{_path(spec, role).lstrip('/')}{role.name}" for role in made_roles(spec) if role.iam.role_name}
    )


def _path(spec: ClusterSpec, role: MadeRole) -> str:
    return role.iam.path or spec.iam_defaults.path


def _boundaries(spec: ClusterSpec) -> tuple[str, ...]:
    """Return the boundaries of the roles; none if a role has none."""
    default = spec.iam_defaults.permissions_boundary
    found = {role.iam.permissions_boundary or default for role in made_roles(spec)} | {default}
    return () if None in found else tuple(sorted(filter(None, found)))


def _instances(spec: ClusterSpec) -> tuple[str, ...]:
    """Return the instance of IAM Identity Center whose users sign in to Argo CD."""
    argo_cd = spec.capabilities.argocd
    return () if argo_cd is None else (argo_cd.configuration.aws_idc.idc_instance_arn.rpartition("/")[2],)


def _state(spec: ClusterSpec) -> State | None:
    s3 = spec.terraform.backend.s3
    if s3 is None or s3.profile is not None:
        return None
    bucket = f"arn:{partition_of_region(spec.metadata.region).name}:s3:::{s3.bucket}"
    region = s3.region or spec.metadata.region
    return State(
        bucket, f"{bucket}/{fill_in(s3.key, spec)}", s3.lockfile, region, s3.kms_key or "", s3.role or ""
    )
