"""Every diagnostic code with its explanation. Codes are never renamed.

Tests check that each code has a fixture in tests/diagnostics and a section in docs/codes.md, that each
example produces the finding it explains, and that each code of a run is raised somewhere.
"""

from __future__ import annotations

from . import control_plane, lock, logs, region, settings
from .access import access as cluster_access
from .access import identity, rbac
from .addons import capabilities, configuration
from .code import Code, Group
from .compute import groups, images, karpenter, others, self_managed
from .load_balancers import balancers, kubernetes, parts
from .runs import errors, hcp_terraform, outputs, refusals, updates, working_folder
from .spec import files, forms, shape, text
from .terraform import backends, drift
from .vpc import network, ranges

_RUNS = dict(sorted((errors.CODES | outputs.CODES).items()))
_FORMS = dict(
    sorted(
        (
            forms.CODES
            | backends.FORMS
            | images.FORMS
            | self_managed.FORMS
            | control_plane.FORMS
            | rbac.FORMS
        ).items()
    )
)
_LOAD_BALANCERS = dict(sorted((balancers.CODES | parts.CODES | kubernetes.CODES).items()))

GROUPS: tuple[Group, ...] = (
    Group("YAML text", text.CODES),
    Group("Structure of the spec", shape.CODES),
    Group("Format of values", _FORMS),
    Group("Region and Kubernetes version", region.CODES),
    Group("Pinned versions and the lock file", lock.CODES),
    Group("Network and Kubernetes API", network.CODES),
    Group("Ranges, NAT gateways, routes", ranges.CODES),
    Group("Control plane", control_plane.CODES),
    Group("Node groups", groups.CODES),
    Group("Images and instances", images.CODES),
    Group("Self-managed node groups", self_managed.CODES),
    Group("Auto Mode, Fargate, hybrid nodes", others.CODES),
    Group("Karpenter", karpenter.CODES),
    Group("EKS Capabilities", capabilities.CODES),
    Group("Load balancers", _LOAD_BALANCERS),
    Group("Access and add-ons", cluster_access.CODES),
    Group("Access entries and RBAC", rbac.CODES),
    Group("Settings of add-ons", configuration.CODES),
    Group("AWS permissions of pods", identity.CODES),
    Group("Tags, logs, Terraform", settings.CODES),
    Group("Backends of the state", backends.CODES),
    Group("Log groups, trail, registries", logs.CODES),
    Group("Drift rules", drift.CODES),
    Group("Extended files and allow comments", files.CODES),
    Group("Several specs", files.BETWEEN_CODES),
    Group("Refused plans", refusals.CODES),
    Group("The working folder", working_folder.CODES),
    Group("Updates and upgrades", updates.CODES),
    Group("HCP Terraform", hcp_terraform.CODES),
    Group("Errors that stop a run", _RUNS),
)

RUN_CODES: dict[str, Code] = (
    refusals.CODES | working_folder.CODES | updates.CODES | hcp_terraform.CODES | _RUNS
)
"""Codes of errors that stop a run, by name."""

BETWEEN_CODES: dict[str, Code] = files.BETWEEN_CODES
"""Codes of findings between specs, by name."""

SPEC_CODES: dict[str, Code] = {
    name: code
    for group in GROUPS
    if group.codes
    not in (refusals.CODES, working_folder.CODES, updates.CODES, hcp_terraform.CODES, _RUNS, BETWEEN_CODES)
    for name, code in group.codes.items()
}
"""Codes of findings in a spec, by name."""

CODES: dict[str, Code] = SPEC_CODES | BETWEEN_CODES | RUN_CODES
"""All codes by name."""
