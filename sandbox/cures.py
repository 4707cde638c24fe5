"""Where moto answers otherwise than AWS, so that a second plan would show differences.

Each cure wraps one function of moto and names the difference it takes away. `install` applies them
all, once, before the server is made.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

from moto.ec2.exceptions import InvalidRouteError, InvalidRouteTableIdError
from moto.ec2.models.launch_templates import LaunchTemplateBackend
from moto.ec2.models.nat_gateways import NatGateway, NatGatewayBackend
from moto.ec2.models.security_groups import SecurityGroupBackend, SecurityGroupRule
from moto.ec2.models.vpcs import VPCBackend
from moto.elb import models as elb
from moto.elb.exceptions import CertificateNotFoundException
from moto.elbv2 import models as elbv2
from moto.logs.models import LogGroup
from moto.logs.responses import LogsResponse

Function = Callable[..., Any]


def install() -> None:
    """Apply all cures to moto."""
    # Provider 6 reads it back; moto has NAT gateways of one zone only.
    setattr(NatGateway, "availability_mode", "zonal")  # noqa: B010
    for owner, name, cure in CURES:
        setattr(owner, name, cure(getattr(owner, name, None)))


def _launch_template_tags(create: Function) -> Function:
    """The tags of a launch template itself are no part of its data: no `tag_specifications` of them."""

    def cured(self: Any, name: str, description: str, template_data: Any, tag_spec: Any) -> Any:
        kept = [
            one
            for one in template_data.pop("TagSpecifications", [])
            if one["ResourceType"] != "launch-template"
        ]
        if kept:
            template_data["TagSpecifications"] = kept
        return create(self, name, description, template_data, tag_spec)

    return cured


def _log_group_created(create: Function) -> Function:
    """A log group keeps its class and its deletion protection."""

    def cured(self: Any) -> Any:
        answer = create(self)
        group = self.logs_backend.groups[self._get_param("logGroupName")]
        group.eksgen_class = self._get_param("logGroupClass") or "STANDARD"
        group.eksgen_protected = bool(self._get_param("deletionProtectionEnabled"))
        return answer

    return cured


def _log_group_described(describe: Function) -> Function:
    def cured(self: Any) -> Any:
        return {
            **describe(self),
            "logGroupClass": getattr(self, "eksgen_class", "STANDARD"),
            "deletionProtectionEnabled": getattr(self, "eksgen_protected", False),
        }

    return cured


def _associate_kms_key(_: Function | None) -> Function:
    """moto lacks the operation: give a log group another key."""

    def added(self: Any) -> str:
        self.logs_backend.groups[self._get_param("logGroupName")].kms_key_id = self._get_param("kmsKeyId")
        return ""

    return added


def _disassociate_kms_key(_: Function | None) -> Function:
    """moto lacks the operation: take the key away from a log group."""

    def added(self: Any) -> str:
        self.logs_backend.groups[self._get_param("logGroupName")].kms_key_id = None
        return ""

    return added


def _put_deletion_protection(_: Function | None) -> Function:
    """moto lacks the operation: protect a log group, or no longer."""

    def added(self: Any) -> str:
        name = self._get_param("logGroupIdentifier").rsplit(":log-group:", 1)[-1].removesuffix(":*")
        protected = bool(self._get_param("deletionProtectionEnabled"))
        self.logs_backend.groups[name].eksgen_protected = protected
        return ""

    return added


def _classic_attributes(modify: Function) -> Function:
    """The draining timeout stays until another is sent, and a desync mode that was set stays too."""

    def cured(self: Any, load_balancer_name: str, connection_draining: Any = None, **others: Any) -> None:
        if connection_draining:
            old = self.get_load_balancer(load_balancer_name).attributes["connection_draining"]
            sent = {key.lower(): value for key, value in connection_draining.items()}
            connection_draining = {**old, **sent}
        modify(self, load_balancer_name, connection_draining=connection_draining, **others)
        attributes = self.get_load_balancer(load_balancer_name).attributes
        first = dict(reversed(attributes["additional_attributes"]))
        attributes["additional_attributes"] = list(first.items())

    return cured


def _rule_description(_: property) -> property:
    """A rule that refers to a security group keeps its description as well."""
    return property(
        lambda self: self.ip_range.get("Description") or self.source_group.get("Description") or None
    )


def _rules_modified(modify: Function) -> Function:
    """Rules for all traffic have no ports; description and peer can be changed, and taken away."""

    def cured(self: Any, group_id: str, rules: dict[str, dict[str, Any]]) -> None:
        for new in rules.values():
            if new.get("IpProtocol") == "-1":
                new.update(FromPort=-1, ToPort=-1)
        modify(self, group_id, rules)
        group = self.get_security_group_by_name_or_id(group_id)
        for rule_id, new in rules.items():
            _modify_rule(group.get_rule(rule_id), new)

    return cured


def _modify_rule(rule: Any, new: dict[str, Any]) -> None:
    if rule.ip_protocol == "-1":
        rule.from_port = rule.to_port = None
    if new.get("CidrIpv6"):
        rule.ip_range["CidrIpv6"] = new["CidrIpv6"]
    if new.get("PrefixListId"):
        rule.prefix_list_id = new["PrefixListId"]
    if new.get("ReferencedGroupId"):
        rule.source_group = {**rule.source_group, "GroupId": new["ReferencedGroupId"]}
    peer = rule.source_group or rule.ip_range
    rule.ip_range.pop("Description", None)
    peer["Description"] = new.get("Description")


def _instance_protocol(_: property) -> property:
    """A listener of a classic load balancer may speak another protocol to the instances."""
    return property(lambda self: getattr(self, "eksgen_instance_protocol", self.protocol))


def _classic_listeners(create: Function) -> Function:
    """The same, where listeners are made; and the DNS name is one of the region."""

    def cured(self: Any, name: str, *arguments: Any, ports: Any, **named: Any) -> Any:
        balancer = create(self, name, *arguments, ports=ports, **named)
        if balancer:
            balancer.dns_name = _dns_name(self, balancer.name)
        asked = {str(port["LoadBalancerPort"]): port.get("InstanceProtocol") for port in ports}
        for listener in balancer.listeners if balancer else ():
            protocol = asked.get(str(listener.load_balancer_port))
            if protocol:
                listener.eksgen_instance_protocol = protocol.upper()
        return balancer

    return cured


def _dns_name(backend: Any, label: str) -> str:
    suffix = "amazonaws.com.cn" if backend.partition == "aws-cn" else "amazonaws.com"
    return f"{label}.{backend.region_name}.elb.{suffix}"


def _load_balancer_created(create: Function) -> Function:
    """Active at once, and a network load balancer has `net` in its ARN."""

    def cured(self: Any, *arguments: Any, **named: Any) -> Any:
        balancer = create(self, *arguments, **named)
        balancer.state = "active"
        balancer.dns_name = _dns_name(self, f"{balancer.name}-{balancer.arn.rsplit('/', 1)[1]}")
        kind = {"network": "net", "gateway": "gwy"}.get(balancer.type)
        if kind:
            tags = self.tagging_service.list_tags_for_resource(balancer.arn)["Tags"]
            self.tagging_service.delete_all_tags_for_resource(balancer.arn)
            del self.load_balancers[balancer.arn]
            balancer.arn = balancer.arn.replace(":loadbalancer/app/", f":loadbalancer/{kind}/")
            self.load_balancers[balancer.arn] = balancer
            self.tagging_service.tag_resource(balancer.arn, tags)
        return balancer

    return cured


def _nat_gateway_deleted(delete: Function) -> Function:
    """The address and the network interface of a NAT gateway are free once it is gone."""

    def cured(self: Any, nat_gateway_id: str) -> Any:
        gateway = delete(self, nat_gateway_id)
        for address in gateway.address_set:
            associated = [one for one in self.addresses if _is_at(one, address)]
            for one in associated:
                self.disassociate_address(association_id=one.association_id)
        self.enis.pop(gateway._eni.id, None)
        return gateway

    return cured


def _endpoints_deleted(delete: Function) -> Function:
    """A gateway endpoint can be deleted although one of its routes, or the whole table, is gone already."""

    def cured(self: Any, vpce_ids: list[str] | None = None) -> None:
        for endpoint in filter(None, (self.vpc_end_points.get(name) for name in vpce_ids or [])):
            for table in endpoint.route_table_ids or []:
                with contextlib.suppress(InvalidRouteError, InvalidRouteTableIdError):
                    self.delete_route(table, endpoint.destination_prefix_list_id)
            endpoint.route_table_ids = []
        delete(self, vpce_ids)

    return cured


def _is_at(elastic: Any, address: dict[str, Any]) -> bool:
    return bool(elastic.association_id) and elastic.allocation_id == address.get("allocationId")


def _certificate_exists(_: Function) -> Function:
    """A certificate of the real account is not in the local one; a rehearsal believes in it."""

    def cured(self: Any, certificate_arn: str) -> bool:
        return bool(certificate_arn)

    return cured


def _register_certificate(register: Function) -> Function:
    """The same for a classic load balancer."""

    def cured(*arguments: Any, **named: Any) -> None:
        with contextlib.suppress(CertificateNotFoundException):
            register(*arguments, **named)

    return cured


CURES: tuple[tuple[Any, str, Callable[[Any], Any]], ...] = (
    (LaunchTemplateBackend, "create_launch_template", _launch_template_tags),
    (NatGatewayBackend, "delete_nat_gateway", _nat_gateway_deleted),
    (VPCBackend, "delete_vpc_endpoints", _endpoints_deleted),
    (SecurityGroupRule, "description", _rule_description),
    (SecurityGroupBackend, "modify_security_group_rules", _rules_modified),
    (LogsResponse, "create_log_group", _log_group_created),
    (LogsResponse, "associate_kms_key", _associate_kms_key),
    (LogsResponse, "disassociate_kms_key", _disassociate_kms_key),
    (LogsResponse, "put_log_group_deletion_protection", _put_deletion_protection),
    (LogGroup, "to_describe_dict", _log_group_described),
    (elb.FakeListener, "instance_protocol", _instance_protocol),
    (elb.ELBBackend, "create_load_balancer", _classic_listeners),
    (elb.ELBBackend, "create_load_balancer_listeners", _classic_listeners),
    (elb.ELBBackend, "modify_load_balancer_attributes", _classic_attributes),
    (elbv2.ELBv2Backend, "create_load_balancer", _load_balancer_created),
    (elbv2.ELBv2Backend, "_certificate_exists", _certificate_exists),
    (elb, "register_certificate", _register_certificate),
    (elbv2, "register_certificate", _register_certificate),
)
