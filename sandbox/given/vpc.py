"""Make a VPC in moto with the IDs of a spec, and what a VPC in use has besides: gateways, routes and tags.

What is there already is left as it is, so that a change by hand stays. Every object has the tag `GIVEN_TAG`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from ipaddress import IPv4Network
from typing import Any
from unittest.mock import patch

from moto.ec2.models import ec2_backends

from .ipv6 import give_ipv6
from .request import GIVEN_TAG

_ROLES = {"private": "kubernetes.io/role/internal-elb", "public": "kubernetes.io/role/elb"}
_GATEWAY_PREFIX = 28
_MODELS = "moto.ec2.models"


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A VPC as the spec describes it, and the backend that it belongs to."""

    ec2: Any
    spec: Mapping[str, Any]

    @property
    def vpc(self) -> str:
        """The ID of the VPC."""
        return str(self.spec["vpcId"])

    def id(self, prefix: str, name: str) -> str:
        """Return the ID of an object that the spec does not name: the same in every run."""
        return f"{prefix}-{sha256(f'{self.vpc}/{name}'.encode()).hexdigest()[:17]}"


def make_vpc(spec: Mapping[str, Any]) -> None:
    """Make the VPC of a spec, its gateways, subnets and routes, as far as they are missing."""
    wanted = _Wanted(ec2_backends[spec["account"]][spec["region"]], spec)
    if wanted.vpc not in wanted.ec2.vpcs:
        _make_ranges(wanted)
    gateway = _internet_gateway(wanted)
    missing = [entry for entry in spec["subnets"] if not _subnet(wanted, entry["id"])]
    for entry in sorted(missing, key=lambda entry: (entry["cidr"] is None, entry["id"])):
        cidr = entry["cidr"] or _free_block(wanted, _prefix(wanted))
        _make_subnet(wanted, entry["id"], entry["zone"], cidr, entry["tier"])
    _route(wanted, "public", {"gateway_id": gateway})
    nat = _nat_gateways(wanted, gateway)
    _route(wanted, "private", {"nat_gateway_id": nat})
    _route(wanted, "intra", {})
    for group in spec["securityGroups"]:
        _security_group(wanted, group)
    if spec["ipv6"]:
        give_ipv6(wanted.ec2, spec, {entry["id"] for entry in missing}, gateway)


def _make_ranges(wanted: _Wanted) -> None:
    first, *others = wanted.spec["cidrs"]
    with _ids("vpcs.random_vpc_id", wanted.vpc):
        wanted.ec2.create_vpc(first, tags=_tags("vpc"))
    for block in others:
        wanted.ec2.associate_vpc_cidr_block(wanted.vpc, block, False)
    for attribute in ("enable_dns_support", "enable_dns_hostnames"):
        wanted.ec2.modify_vpc_attribute(wanted.vpc, attribute, "true")


def _internet_gateway(wanted: _Wanted) -> str:
    attached = [g.id for g in wanted.ec2.internet_gateways.values() if g.vpc and g.vpc.id == wanted.vpc]
    unnamed, gateways = wanted.id("igw", "internet"), wanted.ec2.internet_gateways
    gateway = str(wanted.spec["internetGateway"] or next(iter(attached), unnamed))
    if gateway not in gateways and attached == [unnamed]:
        # Made for a spec that does not name it; a VPC has one at most.
        gateways[gateway] = gateways.pop(unnamed)
        gateways[gateway].id = gateway
    elif gateway not in gateways:
        with _ids("internet_gateways.random_internet_gateway_id", gateway):
            wanted.ec2.create_internet_gateway(_tags("internet"))
        if not attached:
            wanted.ec2.attach_internet_gateway(gateway, wanted.vpc)
    return gateway


def _nat_gateways(wanted: _Wanted, internet: str) -> str:
    """Make the NAT gateways, each in a small public subnet of its own; return the first."""
    zone = wanted.spec["zones"][0]
    named = wanted.spec["natGateways"] or {zone: wanted.id("nat", zone)}
    for zone, gateway in sorted(named.items()):
        if gateway not in wanted.ec2.nat_gateways:
            subnet = wanted.id("subnet", f"nat/{zone}")
            if not _subnet(wanted, subnet):
                cidr = _free_block(wanted, _GATEWAY_PREFIX)
                _make_subnet(wanted, subnet, zone, cidr, "gateway")
                _route(wanted, "gateway", {"gateway_id": internet}, (subnet,))
            address = wanted.ec2.allocate_address("vpc", tags={GIVEN_TAG: "nat"})
            with _ids("nat_gateways.random_nat_gateway_id", gateway):
                made = wanted.ec2.create_nat_gateway(subnet, address.allocation_id, {GIVEN_TAG: zone})
            made._eni.add_tag(GIVEN_TAG, "nat")
    return str(named[min(named)])


def _make_subnet(wanted: _Wanted, name: str, zone: str, cidr: str, tier: str) -> None:
    with _ids("subnets.random_subnet_id", name):
        subnet = wanted.ec2.create_subnet(wanted.vpc, cidr, availability_zone=zone)
    subnet.default_for_az = "false"
    wanted.ec2.modify_subnet_attribute(name, "map_public_ip_on_launch", str(tier == "public").lower())
    subnet.add_tag(GIVEN_TAG, tier)
    if tier in _ROLES:
        subnet.add_tag(_ROLES[tier], "1")


def _security_group(wanted: _Wanted, name: str) -> None:
    """Make a group of the control plane, unless there is one, in this VPC or in another."""
    if wanted.ec2.get_security_group_from_id(name) is None:
        with _ids("security_groups.random_security_group_id", name):
            wanted.ec2.create_security_group(name, "Control plane", wanted.vpc, tags={GIVEN_TAG: "group"})


def _route(wanted: _Wanted, tier: str, target: Mapping[str, str], subnets: tuple[str, ...] = ()) -> None:
    """Give the subnets of a tier that have no table of their own one that leads to the target."""
    named = subnets or tuple(entry["id"] for entry in wanted.spec["subnets"] if entry["tier"] == tier)
    tables = [table for table in wanted.ec2.route_tables.values() if table.vpc_id == wanted.vpc]
    routed = {subnet for table in tables for subnet in table._associations.values()}
    missing = [subnet for subnet in named if subnet not in routed]
    if not missing:
        return
    name = wanted.id("rtb", tier)
    if name not in wanted.ec2.route_tables:
        with _ids("route_tables.random_route_table_id", name):
            wanted.ec2.create_route_table(wanted.vpc, _tags(tier))
        if target:
            wanted.ec2.create_route(name, "0.0.0.0/0", **target)
    for subnet in missing:
        wanted.ec2.associate_route_table(name, subnet_id=subnet)


def _subnet(wanted: _Wanted, name: str) -> Any:
    return next((zone[name] for zone in wanted.ec2.subnets.values() if name in zone), None)


def _prefix(wanted: _Wanted) -> int:
    """Return the size of subnets without a range: all fit, and half of the VPC stays free."""
    count = 2 * (len(wanted.spec["subnets"]) + 1)
    return min(IPv4Network(wanted.spec["cidrs"][0]).prefixlen + count.bit_length(), _GATEWAY_PREFIX)


def _free_block(wanted: _Wanted, prefix: int) -> str:
    """Return the first block of a size that no subnet uses, and none of the spec will."""
    named = [entry["cidr"] for entry in wanted.spec["subnets"] if entry["cidr"]]
    used = [IPv4Network(block) for block in (*wanted.spec["kept"], *named)]
    used += [subnet.cidr for subnet in wanted.ec2.describe_subnets(filters={"vpc-id": wanted.vpc})]
    for block in IPv4Network(wanted.spec["cidrs"][0]).subnets(new_prefix=prefix):
        if not any(block.overlaps(other) for other in used):
            return str(block)
    raise ValueError(f"{wanted.spec['cidrs'][0]} has no space for another /{prefix}")


@contextlib.contextmanager
def _ids(function: str, value: str) -> Iterator[None]:
    """Give the next object this ID."""
    with patch(f"{_MODELS}.{function}", lambda *_: value):
        yield


def _tags(name: str) -> list[dict[str, str]]:
    return [{"Key": GIVEN_TAG, "Value": name}]
