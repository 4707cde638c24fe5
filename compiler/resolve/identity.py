"""Resolve `identity`: how each service account gets its IAM role, and what the role may do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...catalog.addons.addons import addon_or_default
from ...catalog.iam.well_known import PROGRAMS, program_statements
from ...catalog.iam.well_known.cni import CNI_IPV6, CNI_POLICY, cni_ipv6_statements
from ...catalog.iam.well_known.program import Place
from ...catalog.regions.partitions import managed_policy_arn, partition_of_region
from ...schemas.cluster import ClusterSpec
from ...schemas.identity import Identity, Mode, OidcProvider, ServiceAccount
from ..diagnostics import Path
from .addons import account_keys, addons_of, automatic_accounts, cni_account
from .documents import canonical_json, policy_document
from .model import ResolvedIdentity, ResolvedServiceAccount
from .names import role_name
from .network import has_ipv6
from .state import account_of

ACCOUNTS: Path = ("identity", "serviceAccounts")
AUDIENCE = "sts.amazonaws.com"
"""The audience that the SDKs of AWS and the webhook of EKS ask for, in every partition."""
TARGET_POLICY = "target-role"
"""The name of the inline policy that lets a role assume the target role."""


def resolve_identity(spec: ClusterSpec) -> ResolvedIdentity | None:
    """Return the service accounts sorted by name, and the audiences; None without either."""
    audiences = audiences_of(spec.identity)
    accounts = tuple(_accounts(spec))
    return ResolvedIdentity(audiences, accounts) if audiences or accounts else None


def mode_of(identity: Identity, account: ServiceAccount) -> Mode:
    """Return how pods of a service account get its role."""
    return account.mode or identity.mode


def audiences_of(identity: Identity) -> tuple[str, ...]:
    """Return the audiences of the OIDC provider, sorted; none if the cluster needs no provider."""
    accounts = identity.service_accounts.values()
    if identity.oidc_provider is None and not any(mode_of(identity, a) == "irsa" for a in accounts):
        return ()
    return tuple(sorted({*(identity.oidc_provider or OidcProvider()).audiences}))


def addons_by_account(spec: ClusterSpec) -> dict[str, str]:
    """Return the add-on that a service account belongs to, for all accounts of add-ons in the spec."""
    return {key: name for name, settings in addons_of(spec) for key in account_keys(name, settings)}


def named_addon_accounts(spec: ClusterSpec) -> Iterator[tuple[str, ServiceAccount, str]]:
    """Yield the named service accounts that belong to an add-on: key, account, add-on."""
    addons = addons_by_account(spec) if spec.identity.service_accounts else {}
    for key, account in spec.identity.service_accounts.items():
        if key in addons:
            yield key, account, addons[key]


def uses_pod_identity(spec: ClusterSpec) -> bool:
    """Return whether a service account gets its role by EKS Pod Identity."""
    named = spec.identity.service_accounts.values()
    by_itself = any(automatic_accounts(spec, *addon) for addon in addons_of(spec))
    return by_itself or any(mode_of(spec.identity, account) == "pod-identity" for account in named)


def role_of(spec: ClusterSpec, key: str) -> str:
    """Return the default name of the role of a service account; a namespace has no dot in it."""
    return role_name(spec, "pod", key.replace("/", ".", 1))


def role_arn_of(spec: ClusterSpec, key: str) -> str:
    """Return the ARN of the role of a service account, which is known before the role exists."""
    account = spec.identity.service_accounts[key]
    path = account.path or spec.iam_defaults.path
    name = account.role_name or role_of(spec, key)
    partition = partition_of(spec)
    return account.role or f"arn:{partition}:iam::{account_of(spec)}:role{path}{name}"


def policies_of(spec: ClusterSpec, key: str, addons: Mapping[str, str]) -> tuple[str, ...]:
    """Return the policies of AWS that a service account gets besides those that are written, sorted.

    `addons` are those of `addons_by_account`. The account of an add-on keeps what the add-on needs, unless
    it has permissions of its own.
    """
    account = spec.identity.service_accounts[key]
    partition = partition_of(spec)
    programs = {policy for name in account.well_known for policy in PROGRAMS[name].policies_in(partition)}
    return tuple(sorted({*programs, *_kept(spec, key, addons.get(key))}))


def _kept(spec: ClusterSpec, key: str, addon: str | None) -> tuple[str, ...]:
    if has_permissions(spec.identity.service_accounts[key]):
        return ()
    if key == cni_account(spec):
        return () if has_ipv6(spec) else (CNI_POLICY,)
    accounts = addon_or_default(addon).service_accounts if addon else {}
    return accounts.get(key.partition("/")[2], ())


def has_permissions(account: ServiceAccount) -> bool:
    """Return whether a service account has a role, or permissions for the one that eksgen makes."""
    own = (account.role, account.policies, account.statements, account.well_known, account.target_role)
    return any(own)


def has_session_options(account: ServiceAccount) -> bool:
    """Return whether a service account has an option of version 6 of the AWS provider."""
    return account.target_role is not None or account.session_tags is not None


def inline_policies(spec: ClusterSpec, key: str) -> dict[str, tuple[str, str]]:
    """Return the inline policies of a role: the field that each comes from, and its document, by name."""
    account = spec.identity.service_accounts[key]
    documents: dict[str, tuple[str, str]] = {}
    if (own := policy_document(account.statements)) is not None:
        documents["statements"] = ("statements", own)
    for name in account.well_known:
        if statements := program_statements(name, place_of(spec)):
            documents[name] = ("wellKnown", _document(statements))
    if account.target_role is not None:
        documents[TARGET_POLICY] = ("targetRole", _document([_assume(account)]))
    if key == cni_account(spec) and has_ipv6(spec) and not has_permissions(account):
        documents[CNI_IPV6] = ("", _document(cni_ipv6_statements(place_of(spec))))
    return dict(sorted(documents.items()))


def partition_of(spec: ClusterSpec) -> str:
    """Return the partition of the region, `aws` if the region has none."""
    try:
        return partition_of_region(spec.metadata.region).name
    except ValueError:
        return "aws"


def place_of(spec: ClusterSpec) -> Place:
    """Return the place that the policies of programs are written for."""
    region = spec.metadata.region
    return Place(partition_of(spec), region, account_of(spec), spec.metadata.name)


def _document(statements: list[dict[str, Any]]) -> str:
    return canonical_json({"Version": "2012-10-17", "Statement": statements})


def _assume(account: ServiceAccount) -> dict[str, Any]:
    actions = ["sts:AssumeRole", "sts:TagSession"]
    return {"Effect": "Allow", "Action": actions, "Resource": account.target_role}


def _accounts(spec: ClusterSpec) -> Iterator[ResolvedServiceAccount]:
    addons = addons_by_account(spec)
    partition = partition_of(spec)
    for key, account in sorted(spec.identity.service_accounts.items()):
        policies = tuple(managed_policy_arn(partition, policy) for policy in policies_of(spec, key, addons))
        yield ResolvedServiceAccount(
            key=key,
            path=(*ACCOUNTS, key),
            spec=account,
            irsa=mode_of(spec.identity, account) == "irsa",
            addon=addons.get(key),
            policies=policies,
            documents=inline_policies(spec, key),
        )


def nodes_have_cni_policy(spec: ClusterSpec, policies: tuple[str, ...]) -> bool:
    """Return whether a role of nodes has the permissions of the VPC CNI; `policies` are those written for it.

    They are on the nodes unless the service account of the VPC CNI is named, or the policy is written.
    """
    written = any(policy.rpartition("/")[2] == CNI_POLICY for policy in policies)
    return written or cni_account(spec) not in spec.identity.service_accounts
