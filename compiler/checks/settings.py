"""Rules for `access`, IAM roles, `logs` and `terraform`."""

from __future__ import annotations

from collections.abc import Iterator

from ...catalog.addons.addons import addon_or_default
from ...catalog.iam.access_entries import principal_account, principal_refusal
from ...catalog.iam.service_linked_roles import AUTOSCALING_ROLE
from ...catalog.logs.cloudwatch import accepted_retention, nearest_retention
from ...catalog.logs.trails import SERVICE as TRAIL_SERVICE
from ...catalog.regions.partitions import service_principal
from ...catalog.regions.regions import region
from ...catalog.terraform.versions import TERRAFORM
from ...schemas.base import printable
from ...schemas.cluster import ClusterSpec
from ...schemas.iam import Iam
from ..diagnostics import Path, Severity
from ..resolve.provider import provider_needs
from ..resolve.roles import roles_of
from ..versions import overlap, readable
from .finding import Finding


def admins_are_principals(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that EKS accepts each administrator as the principal of an access entry."""
    for index, arn in enumerate(spec.access.admins):
        if (refusal := principal_refusal(arn)) is not None:
            message, label, note, help = refusal
            path: Path = ("access", "admins", index)
            yield Finding("not-a-principal", path, message, label, note=note, help=help)


def account_known(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the account of the cluster is known: `accountId`, or the one of all administrators."""
    accounts = sorted({account for arn in spec.access.admins if (account := principal_account(arn))})
    if spec.metadata.account_id is None and len(accounts) > 1:
        yield Finding(
            "missing-account",
            ("metadata",),
            "the AWS account of the cluster is unknown",
            f"the administrators are in {len(accounts)} accounts",
            ((("access", "admins"), ", ".join(accounts)),),
            help=f'add the account of the cluster to `metadata`, such as `accountId: "{accounts[0]}"`',
        )


def admins_in_account(spec: ClusterSpec) -> Iterator[Finding]:
    """Warn about administrators of another account than that of the cluster, which EKS accepts."""
    own = spec.metadata.account_id
    for index, arn in enumerate(spec.access.admins):
        account = principal_account(arn)
        if own is not None and account and account != own:
            yield Finding(
                "foreign-principal",
                ("access", "admins", index),
                f"this administrator is in account {account}, not in that of the cluster",
                "another account",
                ((("metadata", "accountId"), "account of the cluster"),),
                note="EKS accepts it: whoever controls that account controls the cluster",
                severity=Severity.WARNING,
            )


_OF_A_NEW_ROLE = {
    "role_name": "roleName",
    "path": "path",
    "policies": "policies",
    "statements": "statements",
    "permissions_boundary": "permissionsBoundary",
}
"""The fields that describe a role that eksgen makes; `tags` of an add-on are also its own."""


def roles_described_once(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that a role that exists is not described too: it is used as it is."""
    for path, iam in roles_of(spec):
        for key in _described(iam) if iam.role else ():
            yield Finding(
                "role-exists",
                (*path, key),
                f"`{key}` has no effect on a role that exists",
                "describes a role that eksgen makes",
                (((*path, "role"), "used as it is"),),
                help="delete one of the two",
            )


def _described(iam: Iam) -> list[str]:
    return [key for name, key in _OF_A_NEW_ROLE.items() if getattr(iam, name)]


def addons_take_roles(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that an add-on with a role has a service account that gets it."""
    for path, iam in roles_of(spec):
        keys = [*(["role"] if iam.role else []), *_described(iam)]
        if path[0] == "addons" and keys and not addon_or_default(str(path[1])).service_accounts:
            yield Finding(
                "no-service-account",
                (*path, keys[0]),
                f"add-on `{path[1]}` has no service account that gets a role",
                "has no effect",
            )


def retention_accepted(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that CloudWatch accepts the retention periods."""
    flow_logs = spec.network.flow_logs
    periods: tuple[tuple[Path, int | None], ...] = (
        (("logs", "retentionDays"), spec.logs.retention_days),
        (("controlPlane", "logs", "retentionDays"), spec.control_plane.logs.retention_days),
        (("network", "flowLogs", "retentionDays"), None if flow_logs == "none" else flow_logs.retention_days),
        *(
            (("logs", "groups", name, "retentionDays"), group.retention_days)
            for name, group in spec.logs.groups.items()
        ),
    )
    for path, days in periods:
        if days is not None and not accepted_retention(days):
            near = nearest_retention(days)
            yield Finding(
                "invalid-retention",
                path,
                f"CloudWatch does not support a retention of {days} days",
                "unsupported retention",
                note=f"the nearest supported values are {' and '.join(map(str, near))}",
                help=f"write `retentionDays: {near[-1]}` to keep at least {days} days"
                if near[-1] > days
                else "",
            )


def log_types_once(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that log types are listed once."""
    seen: dict[str, int] = {}
    for index, name in enumerate(spec.control_plane.logs.types):
        if seen.setdefault(name, index) != index:
            yield Finding(
                "duplicate-log-type",
                ("controlPlane", "logs", "types", index),
                f"log type `{name}` is listed twice",
                "duplicate",
            )


def constraints_readable(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that Terraform can read the version constraints."""
    for field, text, _, _ in _constraints(spec):
        if not readable(text):
            yield Finding(
                "invalid-constraint",
                ("terraform", field),
                f"`{field}` is not a version constraint",
                "not a constraint",
                note="a constraint looks like `>= 5.95, < 7`",
            )


def constraints_possible(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that a version meets each constraint together with what the modules and the region need."""
    for field, text, needed, why in _constraints(spec):
        if readable(text) and not overlap(text, needed):
            also = f" and `{needed}`, which is needed" if overlap(text) else ""
            yield Finding(
                "impossible-constraint",
                ("terraform", field),
                f"no version meets `{printable(text)}`{also}",
                "no version is left",
                note=why,
                help=f'write `{field}: "{needed}"`, or a part of this range',
            )


def _constraints(spec: ClusterSpec) -> Iterator[tuple[str, str, str, str]]:
    """Yield the field, its constraint, what is needed, and why."""
    yield "version", spec.terraform.version, TERRAFORM, "the modules work with these versions"
    needed, why = provider_needs(spec)[-1]
    yield "awsProvider", spec.terraform.aws_provider, needed, why


def own_keys_admit_services(spec: ClusterSpec) -> Iterator[Finding]:
    """Say what the policy of a key of the user's own must allow; that of a managed key does."""
    if region(spec.metadata.region) is None:
        return
    disks = [
        (("nodeGroups", name, "disk", "kmsKey"), group.disk.kms_key)
        for name, group in spec.node_groups.items()
    ]
    flow_logs = spec.network.flow_logs
    logs = [
        (("logs", "kmsKey"), spec.logs.kms_key),
        (("controlPlane", "logs", "kmsKey"), spec.control_plane.logs.kms_key),
        (("network", "flowLogs", "kmsKey"), flow_logs.kms_key if flow_logs != "none" else None),
    ]
    trail = [(("logs", "kmsKey"), spec.logs.kms_key)]
    has_trail = spec.audit is not None and spec.audit.trail.bucket == "managed"
    principal = service_principal("logs", spec.metadata.region)
    for keys, who, what in (
        (disks, f"the role {AUTOSCALING_ROLE.rpartition('/')[2]}", "no node starts"),
        (logs, f"the service {principal}", "no log group can be created"),
        (trail if has_trail else [], f"the service {TRAIL_SERVICE}", "no trail can be created"),
    ):
        own = [path for path, key in keys if key not in (None, "aws", "managed")]
        if own:
            yield Finding(
                "own-key",
                own[0],
                f"the policy of your key must allow {who} to use it",
                "a key of your own",
                tuple((path, "so must that of this key") for path in own[1:]),
                note=f"without that {what}; the policy of a key with `managed` allows it",
                severity=Severity.NOTE,
            )
