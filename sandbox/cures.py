"""Where moto answers otherwise than AWS, so that a second plan would show differences.

Each cure wraps one function of moto and names the difference it takes away. `install` applies them
all, once, before the server is made.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from moto.ec2.models.launch_templates import LaunchTemplateBackend
from moto.ec2.models.nat_gateways import NatGateway, NatGatewayBackend
from moto.elb.models import ELBBackend
from moto.elbv2.models import ELBv2Backend
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


def _load_balancer_created(create: Function) -> Function:
    """Active at once, and a network load balancer has `net` in its ARN."""

    def cured(self: Any, *arguments: Any, **named: Any) -> Any:
        balancer = create(self, *arguments, **named)
        balancer.state = "active"
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


def _is_at(elastic: Any, address: dict[str, Any]) -> bool:
    return bool(elastic.association_id) and elastic.allocation_id == address.get("allocationId")


CURES: tuple[tuple[type, str, Callable[[Any], Function]], ...] = (
    (LaunchTemplateBackend, "create_launch_template", _launch_template_tags),
    (NatGatewayBackend, "delete_nat_gateway", _nat_gateway_deleted),
    (LogsResponse, "create_log_group", _log_group_created),
    (LogsResponse, "associate_kms_key", _associate_kms_key),
    (LogsResponse, "disassociate_kms_key", _disassociate_kms_key),
    (LogsResponse, "put_log_group_deletion_protection", _put_deletion_protection),
    (LogGroup, "to_describe_dict", _log_group_described),
    (ELBBackend, "modify_load_balancer_attributes", _classic_attributes),
    (ELBv2Backend, "create_load_balancer", _load_balancer_created),
)
