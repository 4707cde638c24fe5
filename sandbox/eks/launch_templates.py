"""The launch template of a node group: how EKS finds it, and what it refuses in it.

Source: EKS user guide, "Customize managed nodes with launch templates" (tables of prohibited settings, limits
with an AMI ID) and "Create a managed node group with Capacity Blocks for ML" (read 2026-11-29). The answers
are those of EKS where they are known, else they say the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from moto.ec2.models import ec2_backends
from moto.eks.exceptions import InvalidParameterException

from .records import Record
from .request import EksRequest


def resolve_template(request: EksRequest, reference: Record) -> tuple[Record, Mapping[str, Any]]:
    """Return the template with its id and its name, and the data of the version."""
    templates = ec2_backends[request.account][request.region].launch_templates.values()
    for template in templates:
        if reference.get("id") == template.id or reference.get("name") == template.name:
            version = str(reference.get("version") or template.default_version_number)
            data = template.get_version(int(version)).data if version.isdecimal() else {}
            return {"id": template.id, "name": template.name, "version": version}, data
    name = reference.get("id") or reference.get("name")
    raise InvalidParameterException(message=f"Launch template {name} could not be found")


def refuse_template(body: Record, data: Mapping[str, Any]) -> None:
    """Refuse what EKS refuses in a launch template, alone and together with the node group."""
    for message in (*_in_template(data), *_with_image(body, data), *_with_type(body, data)):
        raise InvalidParameterException(nodegroupName=body.get("nodegroupName"), message=message)


def _in_template(data: Mapping[str, Any]) -> Iterator[str]:
    interfaces = data.get("NetworkInterfaces") or []
    if any(interface.get("SubnetId") for interface in interfaces):
        yield "Launch template should not specify subnet in its network interfaces."
    if data.get("IamInstanceProfile"):
        yield (
            "Launch template should not specify an instance profile. "
            "The noderole in your request will be used to construct an instance profile."
        )
    if data.get("InstanceInitiatedShutdownBehavior") or data.get("HibernationOptions"):
        yield "Launch template should not specify shutdown or hibernation behavior."
    market = (data.get("InstanceMarketOptions") or {}).get("MarketType")
    if market not in (None, "capacity-block"):
        yield "Launch template should not specify instance market options."


def _with_image(body: Record, data: Mapping[str, Any]) -> Iterator[str]:
    if not data.get("ImageId"):
        return
    for key, name in (("amiType", "AMI type"), ("releaseVersion", "release version"), ("version", "version")):
        if body.get(key) not in (None, "CUSTOM"):
            yield f"You cannot specify {name} when you specify an image id within the launch template."


def _with_type(body: Record, data: Mapping[str, Any]) -> Iterator[str]:
    if data.get("InstanceType") and body.get("instanceTypes"):
        yield "Instance types cannot be specified in both the request and the launch template."
    if body.get("capacityType") != "CAPACITY_BLOCK":
        return
    target = (data.get("CapacityReservationSpecification") or {}).get("CapacityReservationTarget") or {}
    market = (data.get("InstanceMarketOptions") or {}).get("MarketType")
    if market != "capacity-block" or not data.get("InstanceType") or not target.get("CapacityReservationId"):
        yield (
            "A node group with capacity type CAPACITY_BLOCK needs a launch template with the market type "
            "capacity-block, an instance type and the id of a capacity reservation."
        )
