"""Stage 3: check a spec. In: a spec and its tree. Out: the findings of all rules, each at its place.

A rule is a function from a spec to findings, listed in `RULES`. It speaks spec paths and knows no lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from ...schemas.cluster import ClusterSpec
from ..diagnostics import Diagnostic, Label, Path
from ..paths import overlap
from ..source.tree import Node, locate
from . import (
    addons,
    calendar,
    capacity,
    disks,
    drift,
    load_balancers,
    network,
    nodes,
    offers,
    region,
    settings,
    tags,
)
from .finding import Finding, Rule

RULES: tuple[Rule, ...] = (
    region.region_known,
    region.version_known,
    region.arns_in_partition,
    region.keys_in_region,
    network.network_size,
    network.service_range,
    network.zones_usable,
    network.subnets_fit,
    network.subnets_inside,
    network.subnets_apart,
    network.endpoints_known,
    network.way_out,
    network.endpoint_reachable,
    network.endpoint_restricted,
    network.nodes_use_private_endpoint,
    network.public_ranges,
    addons.addons_known,
    addons.addons_complete,
    addons.addons_permitted,
    nodes.instance_types_known,
    nodes.one_architecture,
    nodes.scaling_ordered,
    nodes.one_update_limit,
    nodes.update_limit,
    nodes.credentials_kept,
    disks.disk_options_agree,
    disks.plain_disk,
    offers.types_offered,
    offers.spot_sold,
    offers.pods_fit,
    offers.accelerators_kept,
    nodes.zones_of_network,
    nodes.taints_once,
    nodes.labels_allowed,
    nodes.taints_allowed,
    addons.coredns_placed,
    capacity.addresses_suffice,
    load_balancers.targets_exist,
    load_balancers.protocols_fit,
    load_balancers.certificates_present,
    load_balancers.ssl_policies_known,
    load_balancers.forwards_somewhere,
    load_balancers.one_listener_a_port,
    load_balancers.something_forwards,
    load_balancers.health_check_fits,
    load_balancers.options_fit,
    load_balancers.sources_public,
    load_balancers.plain_http,
    settings.admins_once,
    settings.admins_are_principals,
    settings.account_known,
    settings.admins_in_account,
    settings.retention_accepted,
    settings.log_types_once,
    settings.constraints_readable,
    settings.constraints_possible,
    settings.one_backend,
    settings.placeholders_known,
    tags.tags_free,
    tags.ignored_tags_unset,
    tags.tags_few,
    drift.ignored_paths_exist,
)


DATED_RULES: tuple[Callable[[ClusterSpec, date], Iterator[Finding]], ...] = (
    calendar.version_supported,
    drift.ignores_in_force,
)


def check(
    spec: ClusterSpec, tree: Node, today: date | None = None, faulty: tuple[Path, ...] = ()
) -> tuple[Diagnostic, ...]:
    """Return the findings of all rules, each at its place in the file.

    Without `today`, the rules that depend on the date are skipped. `faulty` are paths whose invalid values
    were replaced by placeholders; findings that involve them are dropped.
    """
    findings = [finding for rule in RULES for finding in rule(spec)]
    if today is not None:
        findings += [finding for rule in DATED_RULES for finding in rule(spec, today)]
    return tuple(
        dict.fromkeys(_diagnostic(finding, tree) for finding in findings if not _involves(finding, faulty))
    )


def _involves(finding: Finding, faulty: tuple[Path, ...]) -> bool:
    """Return whether a path of the finding contains, or is inside, a faulty value."""
    paths = (finding.path, *(path for path, _ in finding.others))
    return any(overlap(path, fault) for path in paths for fault in faulty)


def _diagnostic(finding: Finding, tree: Node) -> Diagnostic:
    others = tuple(Label(locate(tree, path).span, text) for path, text in finding.others)
    return Diagnostic(
        code=finding.code,
        severity=finding.severity,
        message=finding.message,
        primary=Label(locate(tree, finding.path).span, finding.label),
        secondary=others,
        notes=(finding.note,) if finding.note else (),
        helps=(finding.help,) if finding.help else (),
    )
