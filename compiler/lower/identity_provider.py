"""The call of module `identity_provider`: the OIDC provider whose users may use the Kubernetes API."""

from __future__ import annotations

from collections.abc import Iterator

from ...schemas.access import OidcProvider
from ..diagnostics import Path
from ..resolve.model import Cluster
from ..values import At, ModuleCall, Ref, Value, values_by_key
from .tags import tags

_OIDC: Path = ("access", "oidc")


def identity_provider(cluster: Cluster) -> Iterator[ModuleCall]:
    """Yield the call of the OIDC provider, which comes after the Fargate profiles; none without it."""
    own = cluster.spec.access.oidc
    if own is None:
        return
    arguments: dict[str, Value] = {
        "cluster_name": Ref("eks", "cluster_name"),
        "oidc": At(_provider(own), _OIDC),
        "after": (Ref("fargate", "ready"),) if cluster.fargate_profiles else (),
        "tags": tags(cluster),
    }
    yield ModuleCall("identity_provider", "identity_provider", _OIDC, arguments)


def _provider(own: OidcProvider) -> dict[str, Value]:
    claims, own_tags = (*_OIDC, "requiredClaims"), (*_OIDC, "tags")
    return {
        "name": At(own.name, (*_OIDC, "name")),
        "issuer_url": At(own.issuer, (*_OIDC, "issuer")),
        "client_id": At(own.client_id, (*_OIDC, "clientId")),
        "username_claim": At(own.username_claim, (*_OIDC, "usernameClaim")),
        "username_prefix": At(own.username_prefix, (*_OIDC, "usernamePrefix")),
        "groups_claim": At(own.groups_claim, (*_OIDC, "groupsClaim")),
        "groups_prefix": At(own.groups_prefix, (*_OIDC, "groupsPrefix")),
        "required_claims": At(values_by_key(own.required_claims, claims), claims),
        "tags": At(values_by_key(own.tags, own_tags), own_tags),
    }
