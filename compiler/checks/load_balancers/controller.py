"""Rules for what a controller needs that makes load balancers, or registers pods with those of Terraform.

The security group of the nodes needs no rule of the spec: the control plane reaches the webhooks of the
controller on unprivileged ports, and the controller itself lets its load balancers in.
"""

from __future__ import annotations

from collections.abc import Iterator

from ....schemas.cluster import ClusterSpec
from ....schemas.load_balancers import LoadBalancer
from ...diagnostics import Path, Severity
from ...resolve.addons import addons_of
from ...resolve.controllers import (
    PROGRAM,
    controller_account,
    ingress_controller,
    is_ingress,
)
from ...resolve.load_balancers import balancer_zones
from ...resolve.network import subnets_of
from ...resolve.target_groups import rule_targets
from ..finding import Finding
from .walk import balancers

ACCOUNT = f"identity: {{serviceAccounts: {{kube-system/{PROGRAM}: {{wellKnown: [{PROGRAM}]}}}}}}"
_DNS = "external-dns"


def controller_present(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that something makes load balancers from Ingresses."""
    for path, balancer in balancers(spec):
        if is_ingress(balancer) and ingress_controller(spec) is None:
            yield Finding(
                "missing-controller",
                (*path, "managedBy"),
                f"nothing makes load balancer `{path[1]}` from its Ingresses",
                "no controller",
                note="the AWS Load Balancer Controller needs permissions; EKS Auto Mode has a controller",
                help=f"add `{ACCOUNT}` and install the controller with this account; or write "
                "`managedBy: terraform`",
            )


def record_made(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that something makes the DNS records of Ingresses: Terraform does not know the host names."""
    accounts = spec.identity.service_accounts.items()
    named = any(_DNS in (*one.well_known, key.rpartition("/")[2]) for key, one in accounts)
    present = named or any(name == _DNS for name, _ in addons_of(spec))
    for path, balancer in balancers(spec):
        if is_ingress(balancer) and balancer.dns is not None and not present:
            yield Finding(
                "missing-controller",
                (*path, "dns"),
                f"nothing makes the record {balancer.dns.name}",
                "no external-dns",
                note="a controller makes the load balancer, so Terraform does not know its host name",
                help=f"add `identity: {{serviceAccounts: {{{_DNS}/{_DNS}: {{wellKnown: [{_DNS}]}}}}}}` and "
                "install external-dns with this account; or make the record elsewhere",
            )


def controller_needed(spec: ClusterSpec) -> Iterator[Finding]:
    """Say which controller does the work, and which manifest tells it what to do."""
    for path, balancer in balancers(spec):
        controller = ingress_controller(spec)
        if is_ingress(balancer) and controller is not None:
            yield Finding(
                "needs-controller",
                (*path, "managedBy"),
                f"{controller.name} makes load balancer `{path[1]}`, not Terraform",
                note="manifests/ingresses.yaml tells it which; apply that file with kubectl",
                severity=Severity.NOTE,
            )
        elif balancer.managed_by == "terraform":
            yield from _registers_pods(spec, path, balancer)


def _registers_pods(spec: ClusterSpec, path: Path, balancer: LoadBalancer) -> Iterator[Finding]:
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
            help="" if controller_account(spec) else f"unless it has permissions already, add `{ACCOUNT}`",
            severity=Severity.NOTE,
        )


def policies_admit(spec: ClusterSpec) -> Iterator[Finding]:
    """Say from where requests come to pods, where network policies may keep them out."""
    if spec.kubernetes.network_policy == "none":
        return
    for path, balancer in balancers(spec):
        if balancer.targets.service is not None and balancer.targets.node_groups is None:
            tier = "private" if balancer.scheme == "internal" else "public"
            subnets = subnets_of(spec).get(tier, {})
            ranges = [str(subnets[zone].value) for zone in balancer_zones(spec, balancer) if zone in subnets]
            source = f" of {', '.join(ranges)}" if ranges else ""
            yield Finding(
                "policy-for-balancer",
                (*path, "targets", "service"),
                f"pods of {balancer.targets.service} get requests from addresses of `{path[1]}`",
                note=f"network policies that select these pods must admit its {tier} subnets{source}",
                others=((("kubernetes", "networkPolicy"), "network policies are in force"),),
                severity=Severity.NOTE,
            )
