"""Rules for what a controller needs that makes load balancers, or registers pods with those of Terraform.

The security group of the nodes needs no rule of the spec: the control plane reaches the webhooks of the
controller on unprivileged ports, and the controller itself lets its load balancers in.
"""

from __future__ import annotations

from collections.abc import Iterator

from ....schemas.cluster import ClusterSpec
from ....schemas.load_balancers import LoadBalancer
from ...diagnostics import Path, Severity
from ...resolve.controllers import (
    PROGRAM,
    controller_account,
    ingress_controller,
    is_ingress,
)
from ...resolve.load_balancers import balancer_zones
from ...resolve.network import subnets_of
from ...resolve.services import (
    has_external_dns,
    is_service,
    sends_to_pods,
    service_name,
    service_settings,
)
from ...resolve.target_groups import rule_targets
from ..finding import Finding
from .walk import balancers

ACCOUNT = f"identity: {{serviceAccounts: {{kube-system/{PROGRAM}: {{wellKnown: [{PROGRAM}]}}}}}}"
_DNS = "external-dns"


def controller_present(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that something makes load balancers from Ingresses."""
    controller = ingress_controller(spec)
    for path, balancer in balancers(spec):
        if is_ingress(balancer) and controller is None:
            yield Finding(
                "missing-controller",
                (*path, "managedBy"),
                f"nothing makes load balancer `{path[1]}` from its Ingresses",
                "no controller",
                note="the AWS Load Balancer Controller needs permissions; EKS Auto Mode has a controller",
                help=f"give it permissions, `{ACCOUNT}`, and install it with this account; or write "
                "`managedBy: terraform`",
            )


def record_made(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that something makes the DNS records of Ingresses: Terraform does not know the host names."""
    present = has_external_dns(spec)
    for path, balancer in balancers(spec):
        if not is_ingress(balancer) or balancer.dns is None:
            continue
        if present:
            yield Finding(
                "needs-controller",
                (*path, "dns"),
                f"external-dns must run in the cluster to make the record {balancer.dns.name}",
                note=f"it finds the zone by the name of the record; {balancer.dns.zone} must be that one",
                severity=Severity.NOTE,
            )
        else:
            yield Finding(
                "missing-controller",
                (*path, "dns"),
                f"nothing makes the record {balancer.dns.name}",
                "no external-dns",
                note="a controller makes the load balancer, so Terraform does not know its host name",
                help=f"give the cluster the add-on `{_DNS}: {{}}`, or make the record elsewhere",
            )


def controller_needed(spec: ClusterSpec) -> Iterator[Finding]:
    """Say which controller does the work, and which manifest it reads."""
    controller, permitted = ingress_controller(spec), controller_account(spec) is not None
    for path, balancer in balancers(spec):
        if is_ingress(balancer) and controller is not None:
            yield Finding(
                "needs-controller",
                (*path, "managedBy"),
                f"{controller.name} makes load balancer `{path[1]}`, not Terraform",
                note="manifests/ingresses.yaml tells it which; apply that file with kubectl",
                severity=Severity.NOTE,
            )
        elif balancer.managed_by == "terraform":
            yield from _registers_pods(path, balancer, permitted)


def _registers_pods(path: Path, balancer: LoadBalancer, permitted: bool) -> Iterator[Finding]:
    """Yield a note if pods are targets: Terraform makes the target group, a controller fills it."""
    services = [((*path, "targets", "service"), balancer.targets.service)]
    services += [((*place, "service"), target.service) for place, _, target in rule_targets(path, balancer)]
    first = next((item for item in services if item[1] is not None), None)
    if first is not None:
        place, service = first
        yield Finding(
            "needs-controller",
            place,
            f"the AWS Load Balancer Controller must run in the cluster to register pods of {service}",
            note="manifests/target-group-bindings.yaml tells it which; apply that file with kubectl",
            help="" if permitted else f"unless it has permissions already, add `{ACCOUNT}`",
            severity=Severity.NOTE,
        )


def policies_admit(spec: ClusterSpec) -> Iterator[Finding]:
    """Say from where requests come to pods, where network policies may keep them out."""
    if spec.kubernetes.network_policy == "none":
        return
    tiers = subnets_of(spec)
    for path, balancer in balancers(spec):
        if pods := _pods(spec, str(path[1]), balancer):
            place, name = pods
            tier = "private" if balancer.scheme == "internal" else "public"
            subnets = tiers.get(tier, {})
            ranges = [str(subnets[zone].value) for zone in balancer_zones(spec, balancer) if zone in subnets]
            source = f" of {', '.join(ranges)}" if ranges else ""
            yield Finding(
                "policy-for-balancer",
                (*path, *place),
                f"pods of {name} get requests from addresses of `{path[1]}`",
                note=f"network policies that select these pods must admit its {tier} subnets{source}",
                others=((("kubernetes", "networkPolicy"), "network policies are in force"),),
                severity=Severity.NOTE,
            )


def _pods(spec: ClusterSpec, name: str, balancer: LoadBalancer) -> tuple[Path, str] | None:
    """Return the Service whose pods are targets, and the field that says so; None if instances are."""
    if is_service(balancer):
        own = f"{service_settings(balancer).namespace}/{service_name(name, balancer)}"
        return (("managedBy",), own) if sends_to_pods(spec, balancer) else None
    service = balancer.targets.service if balancer.targets.node_groups is None else None
    return (("targets", "service"), service) if service else None
