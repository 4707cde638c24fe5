"""Load balancers of both generations: attributes, listeners, names and certificates as AWS returns them."""

from __future__ import annotations

import contextlib
from typing import Any

from moto.elb import models as elb
from moto.elb.exceptions import CertificateNotFoundException
from moto.elb.exceptions import ELBClientError as ClassicError
from moto.elbv2 import models as elbv2
from moto.elbv2.exceptions import ELBClientError

from ...catalog.regions.partitions import partition_of_region
from .patch import Function, Patch


def _modify_classic_attributes(modify: Function) -> Function:
    """The draining timeout stays until another is sent, and so does the desync mode."""

    def patched(self: Any, load_balancer_name: str, connection_draining: Any = None, **others: Any) -> None:
        if connection_draining:
            old = self.get_load_balancer(load_balancer_name).attributes["connection_draining"]
            new = {key.lower(): value for key, value in connection_draining.items()}
            connection_draining = _DRAINING | old | new
            _check_draining_timeout(int(connection_draining["timeout"]))
        modify(self, load_balancer_name, connection_draining=connection_draining, **others)
        attributes = self.get_load_balancer(load_balancer_name).attributes
        # Of several attributes of one name, the first is the one that was set.
        first_of_each = dict(reversed(attributes["additional_attributes"]))
        attributes["additional_attributes"] = list(first_of_each.items())

    return patched


_DRAINING = {"timeout": 300}


def _default_attributes(default: Function) -> Function:
    """Draining is off at first, and has a timeout."""

    def patched(*_: Any) -> dict[str, Any]:
        attributes: dict[str, Any] = default()
        return {**attributes, "connection_draining": {"enabled": False, **_DRAINING}}

    return patched


def _check_draining_timeout(seconds: int) -> None:
    """The timeout has a value also while draining is off (Elastic Load Balancing API, ConnectionDraining)."""
    if not 1 <= seconds <= 3600:
        message = "ConnectionDraining timeout must be an integer between 1 and 3600"
        raise ClassicError("InvalidConfigurationRequest", message)


def _instance_protocol(_: property) -> property:
    """A listener of a classic load balancer may use another protocol to the instances."""
    return property(lambda self: getattr(self, "eksgen_instance_protocol", self.protocol))


def _create_classic_listeners(create: Function) -> Function:
    """Listeners keep their instance protocol, and the DNS name contains the region."""

    def patched(self: Any, name: str, *arguments: Any, ports: Any, **named: Any) -> Any:
        balancer = create(self, name, *arguments, ports=ports, **named)
        if balancer:
            balancer.dns_name = _dns_name(self, balancer.name)
            _set_instance_protocols(balancer, ports)
        return balancer

    return patched


def _set_instance_protocols(balancer: Any, ports: Any) -> None:
    protocols = {str(port["LoadBalancerPort"]): port.get("InstanceProtocol") for port in ports}
    for listener in balancer.listeners:
        protocol = protocols.get(str(listener.load_balancer_port))
        if protocol:
            listener.eksgen_instance_protocol = protocol.upper()


def _dns_name(backend: Any, label: str) -> str:
    suffix = partition_of_region(backend.region_name).dns_suffix
    return f"{label}.{backend.region_name}.elb.{suffix}"


def _create_load_balancer(create: Function) -> Function:
    """A load balancer is active at once, and a network load balancer has `net` in its ARN."""

    def patched(self: Any, *arguments: Any, **named: Any) -> Any:
        balancer = create(self, *arguments, **named)
        if balancer.type == "application" and len({s.availability_zone for s in balancer.subnets}) < 2:
            del self.load_balancers[balancer.arn]
            message = "At least two subnets in two different Availability Zones must be specified"
            raise ELBClientError("ValidationError", message)
        balancer.state = "active"
        balancer.dns_name = _dns_name(self, f"{balancer.name}-{balancer.arn.rsplit('/', 1)[1]}")
        kind = {"network": "net", "gateway": "gwy"}.get(balancer.type)
        if kind:
            _change_arn(self, balancer, balancer.arn.replace(":loadbalancer/app/", f":loadbalancer/{kind}/"))
        return balancer

    return patched


def _change_arn(backend: Any, balancer: Any, arn: str) -> None:
    tags = backend.tagging_service.list_tags_for_resource(balancer.arn)["Tags"]
    backend.tagging_service.delete_all_tags_for_resource(balancer.arn)
    del backend.load_balancers[balancer.arn]
    balancer.arn = arn
    backend.load_balancers[arn] = balancer
    backend.tagging_service.tag_resource(arn, tags)


def _delete_load_balancer(delete: Function) -> Function:
    """A load balancer with deletion protection cannot be deleted."""

    def patched(self: Any, arn: str) -> Any:
        balancer = self.load_balancers.get(arn)
        if balancer and balancer.attrs.get("deletion_protection.enabled") == "true":
            message = f"Load balancer '{arn}' cannot be deleted because deletion protection is enabled"
            raise ELBClientError("OperationNotPermitted", message)
        return delete(self, arn)

    return patched


def _create_target_group(create: Function) -> Function:
    """A target group for HTTP has a duration of its cookie from the start (TargetGroupAttribute)."""

    def patched(self: Any, name: str, **named: Any) -> Any:
        group = create(self, name, **named)
        if group.protocol in ("HTTP", "HTTPS"):
            group.attributes.setdefault("stickiness.lb_cookie.duration_seconds", "86400")
        return group

    return patched


def _set_security_groups(set_groups: Function) -> Function:
    """A network load balancer has security groups from its creation on, or never (SetSecurityGroups).

    Groups of the real account, which are not in the local one, exist.
    """

    def patched(self: Any, arn: str, sec_groups: list[str]) -> Any:
        balancer = self.load_balancers.get(arn)
        if balancer and balancer.type == "network" and bool(balancer.security_groups) != bool(sec_groups):
            message = (
                "You cannot set security groups on a load balancer that was created without, or remove all"
            )
            raise ELBClientError("InvalidConfigurationRequest", message)
        known = [group for group in sec_groups if self.ec2_backend.get_security_group_from_id(group)]
        set_groups(self, arn, known)
        balancer.security_groups = sec_groups

    return patched


def _set_subnets(set_subnets: Function) -> Function:
    """A network load balancer may stand in one zone."""

    def patched(self: Any, arn: str, subnets: list[str], subnet_mappings: Any) -> Any:
        balancer = self.load_balancers.get(arn)
        if balancer and balancer.type == "network" and len(subnets) == 1:
            balancer.subnets = [self.ec2_backend.get_subnet(subnets[0])]
            return [elbv2.AvailabilityZone(subnet) for subnet in balancer.subnets]
        return set_subnets(self, arn, subnets, subnet_mappings)

    return patched


def _zone_of_names(_: None) -> str:
    """A classic load balancer has a hosted zone, for alias records; here, all have the same."""
    return "Z1H1FL5HABSF5"


def _certificate_exists(_: Function) -> Function:
    """Every certificate exists: those of the real account are not in the local one."""

    def patched(self: Any, certificate_arn: str) -> bool:
        return bool(certificate_arn)

    return patched


def _register_certificate(register: Function) -> Function:
    """A certificate that moto does not have is accepted."""

    def patched(*arguments: Any, **named: Any) -> None:
        with contextlib.suppress(CertificateNotFoundException):
            register(*arguments, **named)

    return patched


PATCHES = (
    Patch(elb.FakeListener, "instance_protocol", _instance_protocol),
    Patch(elb.ELBBackend, "create_load_balancer", _create_classic_listeners),
    Patch(elb.ELBBackend, "create_load_balancer_listeners", _create_classic_listeners),
    Patch(elb.LoadBalancer, "get_default_attributes", _default_attributes),
    Patch(elb.ELBBackend, "modify_load_balancer_attributes", _modify_classic_attributes),
    Patch(elbv2.ELBv2Backend, "create_load_balancer", _create_load_balancer),
    Patch(elbv2.ELBv2Backend, "delete_load_balancer", _delete_load_balancer),
    Patch(elbv2.ELBv2Backend, "create_target_group", _create_target_group),
    Patch(elbv2.ELBv2Backend, "set_security_groups", _set_security_groups),
    Patch(elbv2.ELBv2Backend, "set_subnets", _set_subnets),
    Patch(elb.LoadBalancer, "canonical_hosted_zone_name_id", _zone_of_names),
    Patch(elbv2.ELBv2Backend, "_certificate_exists", _certificate_exists),
    Patch(elb, "register_certificate", _register_certificate),
    Patch(elbv2, "register_certificate", _register_certificate),
)
