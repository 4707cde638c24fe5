"""The story of an update: ask AWS and the provider's source what is newest, and choose what fits."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ...catalog.addons.addons import addon_or_default
from ...compiler.resolve.addons import addons_of
from ...schemas.cluster import ClusterSpec
from ...schemas.lock import Lock
from ..aws.offers import ask_offers, require_account
from ..terraform.provider_lock import newest_provider
from ..versions.moves import VersionUpdate, open_groups, update_lock
from ..versions.offers import Offers
from ..workdir.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Found:
    """What AWS offers, and the lock that follows from it."""

    offers: Offers
    update: VersionUpdate


def find_update(workspace: Workspace, spec: ClusterSpec, held: Lock | None) -> Found:
    """Return the newest versions that fit the Kubernetes version of a spec that no lock was applied to.

    `EksgenError` if AWS does not answer, or if the credentials are of another account.
    """
    region = workspace.region
    require_account(workspace, region, workspace.account)
    addons = {name: addon_or_default(name).eks_name for name, _ in addons_of(spec)}
    offers = ask_offers(
        workspace, region, spec.kubernetes.version, addons, open_groups(spec), workspace.cluster
    )
    provider = newest_provider(
        workspace.program,
        workspace.providers,
        workspace.environment,
        workspace.folder,
        held.provider if held else None,
    )
    update = update_lock(spec, held, offers, provider.provider)
    return Found(offers, replace(update, remarks=provider.remarks))
