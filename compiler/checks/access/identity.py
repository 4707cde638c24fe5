"""Rules for `identity`."""

from __future__ import annotations

import json
from collections.abc import Iterator

from ....catalog.addons.addons import addon_or_default
from ....catalog.compute.ami import OS_FAMILIES
from ....catalog.iam.well_known.cni import CNI_POLICY
from ....schemas.cluster import ClusterSpec
from ....schemas.identity import ServiceAccount
from ...diagnostics import Path, Severity
from ...resolve.addons import account_keys, addons_of, automatic_accounts, cni_account
from ...resolve.identity import (
    ACCOUNTS,
    AUDIENCE,
    audiences_of,
    has_permissions,
    mode_of,
    named_addon_accounts,
    nodes_have_cni_policy,
    partition_of,
)
from ..finding import Finding

_AGENT = "pod-identity-agent"
_PATTERNS = 100
"""How many selectors of Fargate profiles with wildcards are compared with the namespaces."""


def accounts(spec: ClusterSpec, mode: str) -> Iterator[tuple[Path, str, ServiceAccount]]:
    """Yield the service accounts of a mode, each with its path and key."""
    for key, account in spec.identity.service_accounts.items():
        if mode_of(spec.identity, account) == mode:
            yield (*ACCOUNTS, key), key, account


def accounts_permitted(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that a service account may do something; that of an add-on has what the add-on needs."""
    of_addons = {key: addon for key, _, addon in named_addon_accounts(spec)}
    for key, account in spec.identity.service_accounts.items():
        known = addon_or_default(of_addons[key]) if key in of_addons else None
        if not has_permissions(account) and (known is None or known.own_policy):
            yield Finding(
                "missing-permissions",
                (*ACCOUNTS, key),
                "this service account has no AWS permissions",
                "would have no permissions",
                note=f"it needs {known.own_policy}" if known else "",
                help="give it `wellKnown`, `policies`, `statements` or a `role`",
            )


def agent_present(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the agent is there through which pods get their credentials; Auto Mode has its own."""
    first = next(accounts(spec, "pod-identity"), None)
    present = any(name in (_AGENT, "eks-pod-identity-agent") for name, _ in addons_of(spec))
    if first is None or present or spec.control_plane.auto_mode is not None:
        return
    off = spec.addons.pod_identity_agent == "none"
    yield Finding(
        "missing-addon",
        first[0],
        f"Pod Identity needs the add-on `{_AGENT}`",
        "its pods would have no credentials",
        ((("addons", _AGENT), "turned off here"),) if off else (),
        help=f"delete `{_AGENT}: none`, or write `mode: irsa`"
        if off
        else f"add `{_AGENT}: {{}}` to `addons`, or write `mode: irsa`",
    )


def pods_have_agent(spec: ClusterSpec) -> Iterator[Finding]:
    """Warn about pods that cannot use Pod Identity: on Fargate, and on Windows.

    Source: EKS user guide, "Learn how EKS Pod Identity grants pods access to AWS services" (restrictions;
    read 2026-11-30).
    """
    exact, patterns = _fargate_namespaces(spec)
    for path, key, _ in accounts(spec, "pod-identity") if exact or patterns else ():
        namespace = key.partition("/")[0]
        place = exact.get(namespace) or next((p for text, p in patterns if _matches(namespace, text)), None)
        if place is not None:
            yield _no_pod_identity(path, "Fargate", place, "a Fargate profile selects the namespace")
    of_addons = {key for key, _, _ in named_addon_accounts(spec)}
    others = (path for path, key, _ in accounts(spec, "pod-identity") if key not in of_addons)
    group = next((name for name, group in spec.node_groups.items() if OS_FAMILIES[group.os].windows), None)
    if group is not None and (first := next(others, None)) is not None:
        yield _no_pod_identity(first, "Windows", ("nodeGroups", group), "nodes with Windows")


def _no_pod_identity(path: Path, where: str, other: Path, label: str) -> Finding:
    allow = "add `# eksgen: allow(no-pod-identity) because REASON` to the line if its pods run elsewhere"
    change = "write `mode: irsa`" if where == "Fargate" else "accounts of pods on Windows need `mode: irsa`"
    return Finding(
        "no-pod-identity",
        path,
        f"pods on {where} get no credentials by Pod Identity",
        "Pod Identity",
        ((other, label),),
        help=f"{change}, or {allow}",
        severity=Severity.WARNING,
    )


def _fargate_namespaces(spec: ClusterSpec) -> tuple[dict[str, Path], list[tuple[str, Path]]]:
    """Return the namespaces of Fargate profiles by name, and those with wildcards."""
    exact: dict[str, Path] = {}
    patterns: dict[str, Path] = {}
    for name, profile in spec.fargate_profiles.items():
        for index, selector in enumerate(profile.selectors):
            found = patterns if {"*", "?"} & set(selector.namespace) else exact
            found.setdefault(selector.namespace, ("fargateProfiles", name, "selectors", index, "namespace"))
    return exact, list(patterns.items())[:_PATTERNS]


def _matches(text: str, pattern: str) -> bool:
    """Return whether a pattern matches a text; `*` is any text, `?` one character."""
    ends = {0}
    for char in pattern:
        if char == "*":
            ends = set(range(min(ends), len(text) + 1)) if ends else ends
        else:
            ends = {end + 1 for end in ends if end < len(text) and char in ("?", text[end])}
    return len(text) in ends


def options_of_associations(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that options of an association are not those of IRSA, nor of an add-on, whose association "
    "EKS makes."""
    of_addons = {key: addon for key, _, addon in named_addon_accounts(spec)}
    for key, account in spec.identity.service_accounts.items():
        irsa = mode_of(spec.identity, account) == "irsa"
        for field, value in (("targetRole", account.target_role), ("sessionTags", account.session_tags)):
            if value is not None and (irsa or key in of_addons):
                reason = (
                    "with IRSA, EKS does not take part" if irsa else "EKS makes the one of an add-on itself"
                )
                yield Finding(
                    "association-option",
                    (*ACCOUNTS, key, field),
                    f"`{field}` is an option of an association of Pod Identity",
                    "has no effect",
                    note=reason,
                    help="delete it" if not irsa else "write `mode: pod-identity`, or delete it",
                )


def addon_accounts(spec: ClusterSpec) -> Iterator[Finding]:
    """Check what a service account of an add-on cannot have: a manifest, and IRSA beside other accounts."""
    settings = dict(addons_of(spec)) if spec.identity.service_accounts else {}
    for key, account, addon in named_addon_accounts(spec):
        if account.object is not None:
            yield _addon_account(
                (*ACCOUNTS, key, "object"), "EKS makes this service account with its add-on", addon
            )
        own = settings[addon]
        if mode_of(spec.identity, account) == "irsa" and len(account_keys(addon, own)) > 1:
            message = f"`{addon}` has several service accounts, and takes one role by IRSA"
            yield _addon_account((*ACCOUNTS, key), message, addon, "write `mode: pod-identity`")
        if not automatic_accounts(spec, addon, own) and (own.role or own.policies or own.statements):
            message = f"the role of `{addon}` is described twice"
            yield _addon_account((*ACCOUNTS, key), message, addon, "describe it here only")


def _addon_account(path: Path, message: str, addon: str, help: str = "delete it") -> Finding:
    return Finding(
        "addon-account", path, message, "of an add-on", ((("addons", addon), "the add-on"),), help=help
    )


def accounts_once(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the account of Karpenter's controller is not named too; EKS refuses a second association."""
    if spec.karpenter is None:
        return
    key = f"{spec.karpenter.namespace}/karpenter"
    if key in spec.identity.service_accounts:
        yield Finding(
            "duplicate-account",
            (*ACCOUNTS, key),
            "the service account of Karpenter has its role by `karpenter`",
            "second role",
            ((("karpenter",), "first role"),),
            note="EKS refuses it: `Association already exists`",
            help="delete one of the two",
        )


def programs_once(spec: ClusterSpec) -> Iterator[Finding]:
    """Warn about permissions that are listed twice, or that an add-on already has."""
    served = {program: addon for addon, program in _PROGRAMS_OF_ADDONS.items()}
    present = {addon_or_default(name).name: (name, settings) for name, settings in addons_of(spec)}
    of_addons = {key for key, _, _ in named_addon_accounts(spec)}
    for key, account in spec.identity.service_accounts.items():
        for index, program in enumerate(account.well_known):
            path = (*ACCOUNTS, key, "wellKnown", index)
            addon = present.get(served.get(program, ""))
            if program in account.well_known[:index]:
                yield _repeated(path, f"`{program}` is listed twice")
            elif addon is not None and key not in of_addons and automatic_accounts(spec, *addon):
                message = f"the add-on `{addon[0]}` already has the permissions of `{program}`"
                yield _repeated(path, message)


_PROGRAMS_OF_ADDONS = {
    "ebs-csi": "ebs-csi",
    "efs-csi": "efs-csi",
    "cloudwatch-observability": "cloudwatch-agent",
    "external-dns": "external-dns",
}
"""The add-ons that get permissions by themselves, with the name of the same permissions."""


def _repeated(path: Path, message: str) -> Finding:
    return Finding(
        "repeated-permissions", path, message, "again", help="delete it", severity=Severity.WARNING
    )


def audience_trusted(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that IAM trusts the audience that pods with IRSA ask for."""
    first = next(accounts(spec, "irsa"), None)
    if first is not None and AUDIENCE not in audiences_of(spec.identity):
        yield Finding(
            "missing-audience",
            ("identity", "oidcProvider", "audiences"),
            f"IAM would refuse the tokens of pods, whose audience is `{AUDIENCE}`",
            "missing audience",
            ((first[0], "uses IRSA"),),
            help=f"add `{AUDIENCE}`",
        )


def own_roles_trusted(spec: ClusterSpec) -> Iterator[Finding]:
    """Say which trust policy a role that exists needs for IRSA; eksgen changes no such role."""
    partition = partition_of(spec)
    for path, key, account in accounts(spec, "irsa"):
        if account.role is not None:
            owner = account.role.split(":")[4]
            yield Finding(
                "own-trust-policy",
                (*path, "role"),
                "the trust policy of this role is yours",
                "must trust the service account",
                note=f"ISSUER is the output `cluster_oidc_issuer` without `https://`: "
                f"{_trust(partition, owner, key)}",
                severity=Severity.NOTE,
            )


def _trust(partition: str, owner: str, key: str) -> str:
    subject = f"system:serviceaccount:{key.replace('/', ':', 1)}"
    statement = {
        "Effect": "Allow",
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Principal": {"Federated": f"arn:{partition}:iam::{owner}:oidc-provider/ISSUER"},
        "Condition": {"StringEquals": {"ISSUER:aud": AUDIENCE, "ISSUER:sub": subject}},
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]}, separators=(",", ":"))


def cni_moves_safely(spec: ClusterSpec) -> Iterator[Finding]:
    """Say that nodes lose the permissions of the VPC CNI when its service account gets a role."""
    roles = [group.iam for group in spec.node_groups.values()]
    if spec.karpenter is not None:
        roles.append(spec.karpenter.node_role)
    if any(not iam.role and not nodes_have_cni_policy(spec, iam.policies) for iam in roles):
        yield Finding(
            "cni-permissions-move",
            (*ACCOUNTS, cni_account(spec)),
            "the nodes lose the permissions of the VPC CNI: its service account gets them",
            "moves them",
            note="in a cluster that runs, the nodes lose them while the pods of `aws-node` are replaced; "
            "until then new pods may get no address",
            help=f"to move them without a gap, first apply with `policies: [{CNI_POLICY}]` in the `iam` of "
            "each node group, then without",
            severity=Severity.NOTE,
        )
