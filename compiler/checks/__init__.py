"""Stage 3: check a spec. In: a spec and its tree. Out: the findings of all rules, each at its place.

A rule is a function from a spec to findings, listed in `RULES`. It speaks spec paths and knows no lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from ...schemas.cluster import ClusterSpec
from ..diagnostics import MAX_FIXES, Diagnostic, Fix, Label, Path
from ..source.tree import Node, locate
from ..suggest import SUGGESTION, renaming, suggestion
from . import logs, registries, settings, tags
from .access import entries, identity, rbac, roles
from .addons import addons as addon_rules
from .addons import capabilities, placement
from .addons import configuration as addon_configuration
from .compute import ip_family, karpenter, kube_proxy, network_policy, remote_networks, zones
from .finding import Finding, Rule, follows
from .kubernetes import control_plane, pins, versions
from .load_balancers import (
    certificates,
    controller,
    listeners,
    options,
    places,
    quotas,
    rules,
    service_options,
    services,
    targets,
)
from .load_balancers import ingress as balancer_ingress
from .nodes import disks, groups, images, launch, offers, self_managed, subnets, user_data
from .regions import partition, region
from .terraform import backends, drift
from .vpc import capacity, existing, ingress, nat, network, ranges, routes, way_out
from .vpc import endpoints as vpc_endpoints

RULES: tuple[Rule, ...] = (
    region.region_known,
    partition.features_offered,
    partition.endpoints_offered,
    partition.policies_offered,
    versions.version_known,
    region.arns_in_partition,
    region.resources_in_partition,
    region.arns_in_account,
    region.keys_in_region,
    network.network_size,
    network.network_range,
    network.service_range,
    network.zones_usable,
    network.subnets_fit,
    network.subnets_inside,
    network.subnets_apart,
    network.control_plane_placed,
    ranges.ranges_sized,
    ranges.ranges_accepted,
    ranges.ranges_apart,
    ranges.ranges_few,
    ranges.pods_networked,
    existing.fields_used,
    existing.gateways_named,
    existing.pods_in_vpc,
    existing.subnets_once,
    existing.subnets_in_vpc,
    existing.control_plane_zones,
    existing.tiers_hold_users,
    nat.addresses_used,
    nat.addresses_complete,
    routes.routes_once,
    routes.routes_lead_out,
    routes.tiers_exist,
    routes.routes_few,
    vpc_endpoints.policies_used,
    vpc_endpoints.policies_readable,
    vpc_endpoints.flow_logs_placed,
    way_out.endpoints_known,
    way_out.way_out,
    ingress.endpoint_reachable,
    ingress.endpoint_restricted,
    ingress.nodes_use_private_endpoint,
    ingress.public_ranges,
    ingress.sources_in_use,
    ingress.sources_once,
    ingress.ports_fit,
    ingress.sources_have_a_way,
    ingress.someone_can_connect,
    control_plane.groups_once,
    control_plane.own_group_opened,
    control_plane.settings_in_partition,
    control_plane.control_plane_goes_out,
    control_plane.settings_accepted,
    addon_rules.addons_known,
    addon_rules.addons_complete,
    addon_rules.addons_permitted,
    addon_rules.addons_needed,
    addon_configuration.configurations_valid,
    addon_configuration.own_settings_agree,
    kube_proxy.mode_possible,
    kube_proxy.mode_current,
    kube_proxy.mode_fast_enough,
    network_policy.policies_enforced,
    network_policy.policies_everywhere,
    zones.profile_zones,
    zones.auto_mode_zones,
    remote_networks.remote_ranges_accepted,
    remote_networks.remote_ranges_apart,
    remote_networks.remote_family,
    remote_networks.remote_endpoint,
    ip_family.family_offered,
    ip_family.subnets_have_ipv6,
    ip_family.nodes_have_ipv6,
    ip_family.addons_have_ipv6,
    ip_family.balancers_have_ipv6,
    groups.instance_types_known,
    groups.one_architecture,
    groups.scaling_ordered,
    groups.update_limit,
    groups.credentials_kept,
    subnets.subnets_of_network,
    disks.disk_options_agree,
    disks.plain_disk,
    offers.types_offered,
    offers.spot_sold,
    offers.pods_fit,
    offers.accelerators_kept,
    images.image_exists,
    images.own_image_complete,
    images.disk_holds_image,
    pins.releases_fit,
    pins.kube_proxy_fits,
    images.drivers_present,
    images.renamed_from_nobody,
    user_data.bootstrap_possible,
    user_data.kubelet_fields_free,
    user_data.texts_writable,
    user_data.user_data_fits,
    user_data.pods_have_addresses,
    user_data.local_disks_present,
    launch.logins_complete,
    launch.logins_restricted,
    launch.extra_disks_agree,
    launch.hardware_has_options,
    launch.efa_possible,
    launch.placement_possible,
    launch.spread_has_room,
    launch.capacity_block_complete,
    launch.reservations_agree,
    launch.repair_limits_agree,
    self_managed.fields_of_kind,
    self_managed.mixed_instances_possible,
    self_managed.warm_pool_possible,
    self_managed.refresh_possible,
    self_managed.processes_run,
    self_managed.node_roles_unused,
    self_managed.group_tags_few,
    groups.zones_of_network,
    groups.taints_once,
    groups.labels_allowed,
    groups.taints_allowed,
    placement.addons_placed,
    addon_rules.base_addons_replaced,
    addon_rules.roles_delivered,
    addon_rules.volumes_attachable,
    addon_rules.storage_class_made,
    addon_rules.addons_wait_for_nodes,
    identity.accounts_permitted,
    identity.agent_present,
    identity.pods_have_agent,
    identity.options_of_associations,
    identity.addon_accounts,
    identity.accounts_once,
    identity.programs_once,
    identity.audience_trusted,
    identity.own_roles_trusted,
    identity.cni_moves_safely,
    karpenter.controller_permitted,
    karpenter.controller_placed,
    karpenter.node_role_its_own,
    karpenter.labels_accepted,
    karpenter.disk_accepted,
    karpenter.capacity_once,
    karpenter.spot_sold,
    capabilities.capabilities_offered,
    capabilities.names_once,
    capabilities.argocd_accepted,
    capabilities.policies_of_eks_kept,
    capabilities.capabilities_can_work,
    capacity.public_subnets_exist,
    capacity.addresses_suffice,
    capacity.subnets_hold_balancers,
    targets.targets_complete,
    targets.targets_exist,
    targets.rule_targets_complete,
    services.makers_present,
    services.services_complete,
    services.service_targets,
    services.node_ports_once,
    places.zones_exist,
    places.zones_enough,
    places.records_once,
    listeners.protocols_fit,
    certificates.certificates_present,
    certificates.certificates_once,
    certificates.certificates_few,
    certificates.ssl_policies_known,
    listeners.forwards_somewhere,
    listeners.one_listener_a_port,
    listeners.something_forwards,
    rules.rules_of_type,
    rules.conditions_accepted,
    rules.targets_receive,
    rules.rules_once,
    rules.rules_few,
    quotas.target_groups_few,
    quotas.memberships_few,
    options.health_check_fits,
    options.options_fit,
    options.parts_fit,
    service_options.service_options,
    service_options.service_listeners,
    service_options.service_health,
    balancer_ingress.ingress_targets,
    balancer_ingress.ingress_options,
    controller.controller_present,
    controller.record_made,
    controller.controller_needed,
    controller.policies_admit,
    ingress.sources_public,
    listeners.plain_http,
    quotas.client_rules_few,
    quotas.node_rules_few,
    entries.principals_once,
    settings.admins_are_principals,
    settings.roles_described_once,
    roles.role_names_once,
    roles.policies_few,
    roles.policy_fits,
    settings.addons_take_roles,
    settings.account_known,
    settings.admins_in_account,
    entries.entries_are_principals,
    entries.entries_in_account,
    entries.options_fit_types,
    entries.user_names_accepted,
    entries.policies_known,
    entries.full_access_in_whole_cluster,
    entries.policies_once,
    entries.entries_give_something,
    rbac.bound_roles_exist,
    rbac.bindings_have_subjects,
    rbac.manifest_limited,
    rbac.built_in_roles_kept,
    rbac.roles_limited,
    rbac.groups_have_members,
    rbac.oidc_groups_have_a_prefix,
    settings.retention_accepted,
    settings.log_types_once,
    logs.group_names_once,
    logs.subscriptions_have_groups,
    logs.subscriptions_possible,
    logs.subscriptions_few,
    logs.metrics_extracted,
    logs.insights_logs_expire,
    logs.subscriptions_end,
    logs.kept_logs_readable,
    logs.own_bucket_admits_trail,
    logs.own_streams_admit_subscriptions,
    registries.pullers_once,
    registries.policies_fit,
    settings.constraints_readable,
    settings.constraints_possible,
    backends.one_backend,
    backends.backend_region_known,
    backends.workspace_named,
    backends.runs_have_own_credentials,
    backends.runs_have_an_account,
    settings.own_keys_admit_services,
    backends.placeholders_known,
    tags.tags_free,
    tags.role_tags_once,
    tags.ignored_tags_unset,
    tags.tags_few,
    drift.ignored_paths_exist,
)


DATED_RULES: tuple[Callable[[ClusterSpec, date], Iterator[Finding]], ...] = (
    versions.version_supported,
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
    fix = _fix(help, finding, tree) if slow else None
    place = locate(tree, _written_place(tree, finding.path))
    advice = not SUGGESTION.match(help)
    return Diagnostic(
        code=finding.code,
        severity=finding.severity,
        message=finding.message,
        primary=Label(place.key_span if finding.of_key else place.span, finding.label),
        secondary=others,
        notes=(finding.note,) if finding.note else (),
        helps=(help,) if help and advice else (),
        fixes=(fix,) if fix else (),
    )


def _written_place(tree: Node, path: Path) -> Path:
    """Return the path, or that of the cluster's name if the part of the file that it is in is not written."""
    written = any(locate(tree, part).written for part in (path, path[:1]))
    return path if written else ("metadata", "name")


def _fix(help: str, finding: Finding, tree: Node) -> Fix | None:
    """Return the change that a help describes."""
    return renaming(help, finding.path, tree) if finding.of_key else suggestion(help, finding.path)
