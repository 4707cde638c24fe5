"""EC2: launch templates, security group rules, NAT gateways and VPC endpoints as AWS returns them."""

from __future__ import annotations

import contextlib
import inspect
from typing import Any

from moto.ec2 import utils
from moto.ec2.exceptions import InvalidRouteError, InvalidRouteTableIdError
from moto.ec2.models.availability_zones_and_regions import RegionsAndZonesBackend, Zone
from moto.ec2.models.launch_templates import LaunchTemplate, LaunchTemplateBackend
from moto.ec2.models.nat_gateways import NatGateway, NatGatewayBackend
from moto.ec2.models.security_groups import SecurityGroupBackend, SecurityGroupRule
from moto.ec2.models.vpcs import VPCBackend
from moto.moto_api._internal import mock_random

from ...catalog.regions.regions import region_names, zone_slots
from .patch import Function, Patch


def _create_launch_template(create: Function) -> Function:
    """The tags of the launch template itself are not part of its data."""

    def patched(self: Any, name: str, description: str, template_data: Any, tag_spec: Any) -> Any:
        specifications = [
            specification
            for specification in template_data.pop("TagSpecifications", [])
            if specification["ResourceType"] != "launch-template"
        ]
        if specifications:
            template_data["TagSpecifications"] = specifications
        return create(self, name, description, template_data, tag_spec)

    return patched


def _launch_template_tags(_: None) -> property:
    """The tags of a launch template can change after its creation; moto shows the first ones for ever."""
    return property(lambda self: self.get_tags(), lambda self, _: None)


def _rule_description(_: property) -> property:
    """A rule that refers to a security group keeps its description, too."""
    return property(
        lambda self: self.ip_range.get("Description") or self.source_group.get("Description") or None
    )


def _new_rule(create: Function) -> Function:
    """Keep the description of a rule that refers to a prefix list."""

    def patched(self: Any, *facts: Any, **named: Any) -> None:
        create(self, *facts, **named)
        prefix_list = inspect.signature(create).bind(self, *facts, **named).arguments.get("prefix_list_id")
        if prefix_list and "Description" in prefix_list:
            self.ip_range = {**(self.ip_range or {}), "Description": prefix_list["Description"]}

    return patched


def _modify_rules(modify: Function) -> Function:
    """Rules for all traffic have no ports; description and peer can be changed and removed."""

    def patched(self: Any, group_id: str, rules: dict[str, dict[str, Any]]) -> None:
        for new in rules.values():
            if new.get("IpProtocol") == "-1":
                new.update(FromPort=-1, ToPort=-1)
        modify(self, group_id, rules)
        group = self.get_security_group_by_name_or_id(group_id)
        for rule_id, new in rules.items():
            _modify_rule(group.get_rule(rule_id), new)

    return patched


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


def _add_source_group(add: Function) -> Function:
    """A rule may name a security group that the sandbox does not have: a spec may name one of the account."""

    def patched(self: Any, source_groups: list[dict[str, Any]] | None, vpc_id: str | None) -> Any:
        owner = {"OwnerId": self.account_id, "UserId": self.account_id}
        added: list[dict[str, Any]] = []
        for group in source_groups or []:
            name = group.get("GroupId")
            is_known = name is None or self.get_security_group_by_name_or_id(name, vpc_id) is not None
            added += add(self, [group], vpc_id) if is_known else [owner | group]
        return added

    return patched


def _availability_mode(_: None) -> str:
    """Provider 6 reads the mode back; moto has NAT gateways of one zone only."""
    return "zonal"


def _delete_nat_gateway(delete: Function) -> Function:
    """The elastic IP address and the network interface of a deleted NAT gateway are free again."""

    def patched(self: Any, nat_gateway_id: str) -> Any:
        gateway = delete(self, nat_gateway_id)
        for address in gateway.address_set:
            for elastic_ip in [elastic_ip for elastic_ip in self.addresses if _uses(address, elastic_ip)]:
                self.disassociate_address(association_id=elastic_ip.association_id)
        self.enis.pop(gateway._eni.id, None)
        return gateway

    return patched


def _uses(address: dict[str, Any], elastic_ip: Any) -> bool:
    return bool(elastic_ip.association_id) and elastic_ip.allocation_id == address.get("allocationId")


def _delete_vpc_endpoints(delete: Function) -> Function:
    """A gateway endpoint can be deleted although its routes, or a whole route table, are already deleted."""

    def patched(self: Any, vpce_ids: list[str] | None = None) -> None:
        for endpoint in filter(None, (self.vpc_end_points.get(name) for name in vpce_ids or [])):
            for table in endpoint.route_table_ids or []:
                with contextlib.suppress(InvalidRouteError, InvalidRouteTableIdError):
                    self.delete_route(table, endpoint.destination_prefix_list_id)
            endpoint.route_table_ids = []
        delete(self, vpce_ids)

    return patched


def _zones(zones: dict[str, list[Zone]]) -> dict[str, list[Zone]]:
    """A region also has the zones of the catalog that moto does not know (cn-north-1d, all of aws-eusc)."""
    return zones | {name: [*zones.get(name, []), *_missing(name, zones)] for name in region_names()}


def _missing(region: str, zones: dict[str, list[Zone]]) -> list[Zone]:
    known = {zone.name for zone in zones.get(region, [])}
    return [Zone(zone, region, f"{zone}-id") for zone in zone_slots(region) if zone not in known]


def _random_digits(_: Function) -> Function:
    """Take one random number for all digits: each account and region gets 1,300 images with several ids."""

    def patched(size: int = 8) -> str:
        return f"{mock_random.getrandbits(4 * size):0{size}x}"

    return patched


PATCHES = (
    Patch(utils, "random_resource_id", _random_digits),
    Patch(RegionsAndZonesBackend, "zones", _zones),
    Patch(LaunchTemplateBackend, "create_launch_template", _create_launch_template),
    Patch(LaunchTemplate, "tags", _launch_template_tags),
    Patch(NatGateway, "availability_mode", _availability_mode),
    Patch(NatGatewayBackend, "delete_nat_gateway", _delete_nat_gateway),
    Patch(VPCBackend, "delete_vpc_endpoints", _delete_vpc_endpoints),
    Patch(SecurityGroupRule, "__init__", _new_rule),
    Patch(SecurityGroupRule, "description", _rule_description),
    Patch(SecurityGroupBackend, "_add_source_group", _add_source_group),
    Patch(SecurityGroupBackend, "modify_security_group_rules", _modify_rules),
)
