"""Stage 3: check a spec. In: a spec and its tree. Out: the findings of all rules, each at its place.

A rule is a function from a spec to findings, listed in `RULES`. It speaks spec paths and knows no lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from ...schemas.cluster import ClusterSpec
from ..diagnostics import MAX_FIXES, Diagnostic, Label, Path
from ..source.tree import Node, locate
from ..suggest import SUGGESTION, suggestion
from . import (
    addons,
    calendar,
    capacity,
    disks,
    drift,
    endpoint,
    karpenter,
    load_balancers,
    network,
    nodes,
    offers,
    region,
    settings,
    tags,
)
from .finding import Finding, Rule
from .follow_ups import follows

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
    endpoint.endpoint_reachable,
    endpoint.endpoint_restricted,
    endpoint.nodes_use_private_endpoint,
    endpoint.public_ranges,
    endpoint.sources_in_use,
    endpoint.someone_can_connect,
    addons.addons_known,
    addons.addons_complete,
    addons.addons_permitted,
    nodes.instance_types_known,
    nodes.one_architecture,
    nodes.scaling_ordered,
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
    addons.addons_wait_for_nodes,
    karpenter.controller_permitted,
    karpenter.controller_placed,
    karpenter.node_role_its_own,
    karpenter.labels_accepted,
    karpenter.disk_accepted,
    karpenter.capacity_once,
    karpenter.spot_sold,
    capacity.public_subnets_exist,
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
    settings.roles_described_once,
    settings.role_names_once,
    settings.addons_take_roles,
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
    were replaced by placeholders; findings that may follow from them are dropped.
    """
    findings = [finding for rule in RULES for finding in rule(spec)]
    if today is not None:
        findings += [finding for rule in DATED_RULES for finding in rule(spec, today)]
    kept = [finding for finding in findings if not follows(finding, faulty)]
    return tuple(dict.fromkeys(_diagnostic(f, tree, slow=n < MAX_FIXES) for n, f in enumerate(kept)))


def _diagnostic(finding: Finding, tree: Node, *, slow: bool) -> Diagnostic:
    """Return the diagnostic of a finding; without `slow`, one without a help that takes time."""
    help = finding.help_text() if slow or isinstance(finding.help, str) else ""
    others = tuple(Label(locate(tree, path).span, text) for path, text in finding.others)
    fix = suggestion(help, finding.path) if slow else None
    advice = not SUGGESTION.match(help)
    return Diagnostic(
        code=finding.code,
        severity=finding.severity,
        message=finding.message,
        primary=Label(locate(tree, finding.path).span, finding.label),
        secondary=others,
        notes=(finding.note,) if finding.note else (),
        helps=(help,) if help and advice else (),
        fixes=(fix,) if fix else (),
    )
