"""Which controller makes the load balancers that Kubernetes describes."""

from __future__ import annotations

from ...catalog.load_balancers.ingress_annotations import AUTO_MODE, OPEN_CONTROLLER, Controller
from ...schemas.cluster import ClusterSpec
from ...schemas.load_balancers import LoadBalancer
from ..diagnostics import Path
from .identity import has_permissions

PROGRAM = "aws-load-balancer-controller"
"""The AWS Load Balancer Controller: its name in `wellKnown`, and that of its service account."""


def is_ingress(balancer: LoadBalancer) -> bool:
    """Return whether a controller makes the load balancer from an Ingress."""
    return balancer.managed_by == "kubernetes" and balancer.type == "application"


def controller_account(spec: ClusterSpec) -> Path | None:
    """Return the service account that may act as the AWS Load Balancer Controller; None without one.

    It names the program, or has the name that the chart gives the account and some permissions.
    """
    for key, account in sorted(spec.identity.service_accounts.items()):
        named = key.rpartition("/")[2] == PROGRAM and has_permissions(account)
        if PROGRAM in account.well_known or named:
            return ("identity", "serviceAccounts", key)
    return None


def ingress_controller(spec: ClusterSpec) -> Controller | None:
    """Return the controller of Ingresses: the open one if it has permissions, else that of Auto Mode."""
    if controller_account(spec) is not None:
        return OPEN_CONTROLLER
    return AUTO_MODE if spec.control_plane.auto_mode is not None else None


def may_tag(spec: ClusterSpec, controller: Controller) -> bool:
    """Return whether a controller may set tags of the user; Auto Mode acts as the role of the cluster."""
    role = spec.control_plane.role
    return controller.sets_tags or bool(role.role or role.policies or role.statements)
