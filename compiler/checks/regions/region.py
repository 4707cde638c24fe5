"""Rules for the region, and for the partition, account and region of ARNs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ....catalog.iam.access_entries import principal_account
from ....catalog.regions.partitions import MODULE_PARTITIONS, partition_of_region
from ....catalog.regions.regions import region, region_names, regions_like
from ....schemas.base import ARN, printable
from ....schemas.cluster import ClusterSpec
from ....schemas.compute.disks import Disk, RootDisk
from ....schemas.reflection.walk import same_word
from ...diagnostics import Path
from ...resolve.identity import mode_of
from ...resolve.roles import roles_of
from ..finding import Finding
from ..nodes.groups import groups, groups_and_pools


def region_known(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that EKS is available in the region."""
    name = spec.metadata.region
    known = region(name)
    if known is not None and known.partition.name not in MODULE_PARTITIONS:
        yield Finding(
            "unknown-region",
            ("metadata", "region"),
            f"eksgen does not support region `{name}`",
            "not supported",
            note=f"the modules are made for the partitions {', '.join(sorted(MODULE_PARTITIONS))}, not for "
            f"`{known.partition.name}`",
        )
    if known is None:
        meant, near = same_word(name, region_names()), regions_like(name)
        note = f"similar: {', '.join(near)}" if near else f"regions: {', '.join(region_names())}"
        yield Finding(
            "unknown-region",
            ("metadata", "region"),
            f"EKS is not available in region `{printable(name)}`",
            "unknown region",
            note="" if meant else note,
            help=f"write `{meant}`" if meant else "",
        )


def arns_in_partition(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that every ARN belongs to the partition of the region."""
    wanted = _partition(spec)
    for path, value in _arns(spec) if wanted else ():
        match = ARN.fullmatch(value)
        if match and match[1] != wanted:
            yield _wrong_partition(path, match[1], wanted)


def _wrong_partition(path: Path, found: str, wanted: str) -> Finding:
    return Finding(
        "wrong-partition",
        path,
        f"the ARN is in partition `{found}`, but the region is in `{wanted}`",
        "wrong partition",
        ((("metadata", "region"), f"partition `{wanted}`"),),
        help=f"if the same resource exists there, start the ARN with `arn:{wanted}:`",
    )


def resources_in_partition(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the resources of statements are in the partition of the region; IAM refuses others."""
    wanted = _partition(spec)
    for path, iam in roles_of(spec) if wanted else ():
        for number, statement in enumerate(iam.statements):
            for index, resource in enumerate(statement.resources):
                _, found, *_ = [*resource.split(":"), wanted]
                if found != wanted and found.startswith("aws") and "*" not in found:
                    place = (*path, "statements", number, "resources", index)
                    yield _wrong_partition(place, found, wanted)


def arns_in_account(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that roles, policies, certificates, web ACLs and target groups are in the account of the cluster.

    KMS keys may be in another one, whose key policy then admits the account. Sources (read 2026-11-29): EKS
    user guide, "Encrypt Kubernetes secrets with KMS" and "Cluster IAM role"; IAM user guide, "Permissions
    boundaries"; ACM user guide, "Services integrated with ACM".
    """
    own, wanted = _account(spec), _partition(spec)
    for path, value in _arns(spec) if own else ():
        match = ARN.fullmatch(value)
        if not match or _may_be_foreign(spec, path) or match[2] not in _OF_ONE_ACCOUNT or match[1] != wanted:
            continue
        if match[4] not in (own, "aws"):
            what = re.split("[:/]", match[5])[0]
            what = _NOUNS.get(what, what)
            why = _OTHER_WORK if path == ("terraform", "assumeRole") else _REFUSALS[what]
            yield _foreign(path, what, match[4], own, why)


def _may_be_foreign(spec: ClusterSpec, path: Path) -> bool:
    """Return whether an ARN may be in another account: principals, target roles, and roles by IRSA."""
    if path[:2] != ("identity", "serviceAccounts") or path[3] not in ("role", "targetRole"):
        return path[0] in _OF_ANY_ACCOUNT
    account = spec.identity.service_accounts[str(path[2])]
    return path[3] == "targetRole" or mode_of(spec.identity, account) == "irsa"


_OF_ONE_ACCOUNT = ("iam", "acm", "elasticloadbalancing", "lambda", "kinesis", "firehose", "wafv2")
_OF_ANY_ACCOUNT = ("access", "registries")
_OTHER_WORK = "Terraform would work in the account of the role"
_NOUNS = {"targetgroup": "target group", "deliverystream": "stream", "regional": "web ACL"}
_LOGS_OF_ACCOUNT = "CloudWatch Logs sends events to other accounts through one of its destinations only"
_REFUSALS = {
    "function": _LOGS_OF_ACCOUNT,
    "stream": _LOGS_OF_ACCOUNT,
    "certificate": "a load balancer takes certificates of its own account only",
    "server-certificate": "a load balancer takes certificates of its own account only",
    "role": "AWS lets a service use roles of its own account only: `Cross-account pass role is not allowed`",
    "policy": "IAM attaches policies of the account and those of AWS only",
    "web ACL": "a load balancer takes web ACLs of its own account only",
    "target group": "EC2 Auto Scaling registers instances in target groups of its own account only",
}


def _foreign(path: Path, what: str, account: str, own: str, why: str) -> Finding:
    return Finding(
        "foreign-account",
        path,
        f"the {what} is in account {account}, but the cluster is in {own}",
        "another account",
        note=why,
        help=f"write the ARN of one in account {own}",
    )


def _partition(spec: ClusterSpec) -> str:
    """Return the partition of the region, or "" if the region is unknown."""
    name = spec.metadata.region
    return partition_of_region(name).name if region(name) else ""


def _account(spec: ClusterSpec) -> str:
    """Return the account of the cluster, or "" if the administrators are in several."""
    accounts = {account for arn in spec.access.admins if (account := principal_account(arn))}
    return spec.metadata.account_id or (accounts.pop() if len(accounts) == 1 else "")


_REGIONAL = {
    "kms": "key",
    "acm": "certificate",
    "elasticloadbalancing": "target group",
    "lambda": "function",
    "kinesis": "stream",
    "firehose": "stream",
    "logs": "destination",
    "wafv2": "web ACL",
}


def keys_in_region(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that keys, certificates, web ACLs and target groups are in the region of the cluster."""
    wanted = spec.metadata.region
    if region(wanted) is None:
        return
    partition = partition_of_region(wanted).name
    for path, value in _arns(spec):
        match = ARN.fullmatch(value)
        if match and match[1] == partition and match[2] in _REGIONAL and match[3] != wanted:
            what = _REGIONAL[match[2]]
            yield Finding(
                "wrong-region",
                path,
                f"the {what} is in `{match[3]}`, but the cluster is in `{wanted}`",
                "wrong region",
                ((("metadata", "region"), "region of the cluster"),),
            )


def _arns(spec: ClusterSpec) -> Iterator[tuple[Path, str]]:
    """Yield every ARN in the spec with its path."""
    for index, admin in enumerate(spec.access.admins):
        yield ("access", "admins", index), admin
    for name, entry in spec.access.entries.items():
        yield ("access", "entries", name, "principal"), entry.principal
    yield from _if_arn(("logs", "kmsKey"), spec.logs.kms_key)
    yield from _if_arn(("controlPlane", "logs", "kmsKey"), spec.control_plane.logs.kms_key)
    yield from _if_arn(("controlPlane", "secretsEncryption"), spec.control_plane.secrets_encryption)
    yield from _arns_of_logs(spec)
    yield from _arns_of_network(spec)
    yield from _if_arn(("terraform", "assumeRole"), spec.terraform.assume_role)
    yield from _if_arn(("iamDefaults", "permissionsBoundary"), spec.iam_defaults.permissions_boundary)
    for path, iam in roles_of(spec):
        yield from _if_arn((*path, "role"), iam.role)
        yield from _if_arn((*path, "permissionsBoundary"), iam.permissions_boundary)
        for index, policy in enumerate(iam.policies):
            yield from _if_arn((*path, "policies", index), policy)
    for key, account in spec.identity.service_accounts.items():
        yield from _if_arn(("identity", "serviceAccounts", key, "targetRole"), account.target_role)
    yield from _arns_of_groups(spec)
    yield from _arns_of_balancers(spec)
    if (argo_cd := spec.capabilities.argocd) is not None:
        place = ("capabilities", "argocd", "configuration", "awsIdc", "idcInstanceArn")
        yield from _if_arn(place, argo_cd.configuration.aws_idc.idc_instance_arn)


def _arns_of_balancers(spec: ClusterSpec) -> Iterator[tuple[Path, str]]:
    for name, balancer in spec.load_balancers.items():
        for index, listener in enumerate(balancer.listeners):
            place = ("loadBalancers", name, "listeners", index)
            yield from _if_arn((*place, "certificate"), listener.certificate)
            for number, certificate in enumerate(listener.additional_certificates):
                yield from _if_arn((*place, "additionalCertificates", number), certificate)
        yield from _if_arn(("loadBalancers", name, "waf"), balancer.waf)


def _arns_of_logs(spec: ClusterSpec) -> Iterator[tuple[Path, str]]:
    for name, subscription in spec.logs.subscriptions.items():
        yield from _if_arn(("logs", "subscriptions", name, "destination"), subscription.destination)
    if spec.audit is not None:
        yield from _if_arn(("audit", "trail", "bucket"), spec.audit.trail.bucket)
    for name, registry in spec.registries.items():
        yield from _if_arn(("registries", name, "kmsKey"), registry.kms_key)
        for index, entry in enumerate(registry.pull_from):
            yield from _if_arn(("registries", name, "pullFrom", index), entry)


def _arns_of_network(spec: ClusterSpec) -> Iterator[tuple[Path, str]]:
    if spec.network.flow_logs != "none":
        yield from _if_arn(("network", "flowLogs", "kmsKey"), spec.network.flow_logs.kms_key)
        yield from _if_arn(("network", "flowLogs", "bucket"), spec.network.flow_logs.bucket)
    for index, route in enumerate(spec.network.routes):
        yield from _if_arn(("network", "routes", index, "via"), route.via)


def _arns_of_groups(spec: ClusterSpec) -> Iterator[tuple[Path, str]]:
    for path, group in groups_and_pools(spec):
        yield from _of_disks((*path, "disk"), group.disk)
    for path, group in groups(spec):
        for index, target_group in enumerate(group.target_groups):
            yield from _if_arn((*path, "targetGroups", index), target_group)


def _of_disks(path: Path, disk: RootDisk) -> Iterator[tuple[Path, str]]:
    yield from _if_arn((*path, "kmsKey"), disk.kms_key)
    for index, extra in enumerate(disk.extra if isinstance(disk, Disk) else ()):
        yield from _if_arn((*path, "extra", index, "kmsKey"), extra.kms_key)


def _if_arn(path: Path, value: str | None) -> Iterator[tuple[Path, str]]:
    if value is not None and value.startswith("arn:"):
        yield path, value
