"""Rules for the control plane: its security groups, way out and the settings of its programs."""

from __future__ import annotations

from collections.abc import Iterator

from ....catalog.kubernetes.control_plane import PARTITIONS, is_provisioned
from ....schemas.cluster import ClusterSpec
from ...diagnostics import Path, Severity
from ...resolve.compute.components import scoring_of, sync_period_of
from ...resolve.identity import partition_of
from ...resolve.network import control_plane_subnets
from ...resolve.vpc.existing import has_given_subnets
from ...resolve.vpc.nat import has_nat
from ...resolve.vpc.routes import routes_of
from ..finding import Finding, not_in_catalog

_PLANE: Path = ("controlPlane",)
_GROUPS: Path = (*_PLANE, "securityGroups")
_COMPONENTS: Path = (*_PLANE, "components")
_SCORING: Path = (*_COMPONENTS, "scheduler", "nodeResourcesFit", "scoringStrategy")
_AUTOSCALER: Path = (*_COMPONENTS, "controllerManager", "horizontalPodAutoscalerControllerConfig")


def groups_once(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that each security group of the control plane is named once."""
    groups = spec.control_plane.security_groups
    named = [((*_GROUPS, "existing"), groups.existing)] if groups.existing else []
    named += [((*_GROUPS, "additional", index), id) for index, id in enumerate(groups.additional)]
    first: dict[str, Path] = {}
    for path, id in named:
        before = first.setdefault(id, path)
        if before != path:
            others = ((before, "first here"),)
            yield Finding("duplicate-group", path, f"{id} is named twice", "duplicate", others)


def own_group_opened(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that no sources are listed for a security group that gets no rules."""
    plane, path = spec.control_plane, ("controlPlane", "endpoint", "from")
    if plane.security_groups.existing and plane.endpoint.sources:
        yield Finding(
            "group-exists",
            path,
            "`from` would open a security group that eksgen does not change",
            "has no effect",
            (((*_GROUPS, "existing"), "gets no rules"),),
            help="add the rules to that group, and delete `from`",
        )


def settings_in_partition(spec: ClusterSpec) -> Iterator[Finding]:
    """Warn about settings that EKS may not have in the partition of the region."""
    plane, partition = spec.control_plane, partition_of(spec)
    if partition in PARTITIONS:
        return
    settings = {
        "zonalShift": plane.zonal_shift,
        "scalingTier": plane.scaling_tier,
        "egress": plane.egress,
        "components": plane.components,
    }
    for name, value in settings.items():
        if value is not None:
            note = f"it is known to exist in the partitions {', '.join(sorted(PARTITIONS))}"
            message = f"eksgen does not know whether EKS has `{name}` in the partition {partition}"
            yield not_in_catalog((*_PLANE, name), message, note)


def control_plane_goes_out(spec: ClusterSpec) -> Iterator[Finding]:
    """Warn if the control plane is to go out through subnets of eksgen that have no default route."""
    if spec.control_plane.egress != "own" or has_given_subnets(spec.network):
        return
    tier, _ = control_plane_subnets(spec)
    routed = any(route.tier == tier and route.to == "0.0.0.0/0" for route in routes_of(spec.network))
    if not routed and not (tier == "private" and has_nat(spec.network)):
        yield Finding(
            "control-plane-way-out",
            (*_PLANE, "egress"),
            f"the {tier} subnets of the control plane have no way out",
            "reaches nothing outside the VPC",
            note="webhooks and OIDC issuers outside are called from there",
            help="put its interfaces into private subnets: set `network.subnets.intra` to `none`"
            if tier == "intra"
            else "add NAT gateways, or a route to 0.0.0.0/0",
            severity=Severity.WARNING,
        )


def settings_accepted(spec: ClusterSpec) -> Iterator[Finding]:
    """Check what EKS refuses in settings of the control plane's programs."""
    components = spec.control_plane.components
    if components is None:
        return
    ports = components.api_server.service_node_port_range
    if ports and ports.min_port > ports.max_port:
        path = (*_COMPONENTS, "apiServer", "serviceNodePortRange")
        message = f"the range of ports ends at {ports.max_port}, before it begins"
        yield _refused((*path, "minPort"), message, "above `maxPort`")
    scoring = scoring_of(components.scheduler)
    first: dict[str, int] = {}
    for index, resource in enumerate(scoring.resources if scoring else ()):
        before = first.setdefault(resource.name, index)
        if before != index:
            others = (((*_SCORING, "resources", before), "first here"),)
            place = (*_SCORING, "resources", index)
            yield _refused(place, f"`{resource.name}` has two weights", "second weight", others)
    tier = spec.control_plane.scaling_tier
    if sync_period_of(components.controller_manager) and not is_provisioned(tier):
        yield _refused(
            (*_AUTOSCALER, "horizontalPodAutoscalerSyncPeriod"),
            "only a provisioned control plane lets pod autoscalers decide more often",
            "refused in the standard tier",
            (((*_PLANE, "scalingTier"), "standard"),) if tier else (),
            "write `scalingTier: tier-xl` in `controlPlane`, or delete it",
        )


def _refused(
    path: Path, message: str, label: str, others: tuple[tuple[Path, str], ...] = (), help: str = ""
) -> Finding:
    return Finding("refused-setting", path, message, label, others, help=help)
