"""The call of module `identity`: roles of service accounts, and how pods get them."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Path
from ..resolve.addons import cni_account
from ..resolve.identity import ACCOUNTS, has_session_options, nodes_have_cni_policy, role_of
from ..resolve.model import Cluster, ResolvedServiceAccount
from ..values import At, ModuleCall, Ref, RootOutput, Value
from .iam import role
from .tags import tags

_KEYS_OF_ROLE = ("arn", "name", "path", "permissions_boundary", "policy_arns", "tags")
SESSIONS = "sessions"
"""The override of the module for what EKS does with the sessions of pods, which needs provider 6."""


def identity(cluster: Cluster) -> Iterator[ModuleCall]:
    """Yield the call for the service accounts; none without them and without an OIDC provider."""
    if (own := cluster.identity) is None:
        return
    path: Path = ("identity",)
    yield ModuleCall(
        "identity",
        "identity",
        path,
        {
            "cluster_name": Ref("eks", "cluster_name"),
            "partition": cluster.partition,
            "region": At(cluster.region, ("metadata", "region")),
            "account_id": cluster.account_id,
            "oidc_issuer": Ref("eks", "oidc_issuer"),
            "oidc_audiences": At(own.audiences, (*path, "oidcProvider", "audiences")),
            "accounts": {
                account.key: At(_account(cluster, account), account.path) for account in own.accounts
            },
            "tags": tags(cluster),
        },
        variant=(SESSIONS,) if any(has_session_options(account.spec) for account in own.accounts) else (),
    )


def identity_outputs(cluster: Cluster) -> Iterator[RootOutput]:
    """Yield the ARN of the OIDC provider, which trust policies of other roles name."""
    if cluster.identity is not None and cluster.identity.audiences:
        yield RootOutput(
            "oidc_provider_arn",
            "IAM OIDC provider of the cluster, which trust policies name.",
            Ref("identity", "oidc_provider_arn"),
        )


def _account(cluster: Cluster, account: ResolvedServiceAccount) -> dict[str, Value]:
    own, path = account.spec, account.path
    namespace, name = account.key.split("/")
    described = role(cluster, own, path, role_of(cluster.spec, account.key), account.policies)
    if own.role is not None:
        described |= {"name": At(own.role.rpartition("/")[2], (*path, "role")), "path": "/"}
    documents: dict[str, Value] = {
        name: At(document, (*path, field) if field else path)
        for name, (field, document) in account.documents.items()
    }
    values: dict[str, Value] = {
        "namespace": namespace,
        "name": name,
        "irsa": At(account.irsa, (*path, "mode") if own.mode else ("identity", "mode")),
        "association": not account.irsa and account.addon is None,
        "role": {key: described[key] for key in _KEYS_OF_ROLE},
        "policies": documents,
        "target_role_arn": At(own.target_role, (*path, "targetRole")),
        "session_tags": At(own.session_tags is None, (*path, "sessionTags")),
    }
    return values


def addon_roles(cluster: Cluster, addon: str) -> dict[str, Value]:
    """Return the roles of the named service accounts of an add-on, by Pod Identity and by IRSA."""
    accounts = cluster.identity.accounts if cluster.identity else ()
    named = [account for account in accounts if account.addon == addon]
    arns: dict[str, Value] = {
        account.key.partition("/")[2]: At(_role_arn(account), account.path)
        for account in named
        if not account.irsa
    }
    by_irsa = [At(_role_arn(account) if account.irsa else None, account.path) for account in named]
    by_irsa.sort(key=lambda arn: arn.value is None)
    return {
        **({"other_roles": arns} if arns else {}),
        **({"service_role_arn": by_irsa[0]} if by_irsa else {}),
    }


def _role_arn(account: ResolvedServiceAccount) -> str | Ref:
    return account.spec.role or Ref("identity", "role_arns", (account.key,))


def cni_policy(cluster: Cluster, policies: tuple[str, ...]) -> At:
    """Return whether a role of nodes with these policies has the permissions of the VPC CNI."""
    account = cni_account(cluster.spec)
    named = (*ACCOUNTS, account) if account in cluster.spec.identity.service_accounts else ACCOUNTS
    return At(nodes_have_cni_policy(cluster.spec, policies), named)
