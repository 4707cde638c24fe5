"""EC2 Instance Connect endpoints, which moto does not have: create, describe, delete.

An endpoint has a network interface in its subnet, which AWS manages (EC2 user guide, "EC2 Instance Connect
Endpoint", read 2026-11-29).
"""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.exceptions import EC2ClientError
from moto.ec2.responses import EC2Response
from moto.moto_api._internal import mock_random

from .patch import Function, Patch


def _endpoints(response: Any) -> dict[str, dict[str, Any]]:
    """Return the endpoints of the account and region by id."""
    endpoints: dict[str, dict[str, Any]] = vars(response.ec2_backend).setdefault("eksgen_endpoints", {})
    return endpoints


def _create(_: None) -> Function:
    def operation(self: Any) -> ActionResult:
        subnet = self.ec2_backend.get_subnet(self._get_param("SubnetId"))
        id_ = f"eice-{mock_random.get_random_hex(17)}"
        interface = self.ec2_backend.create_network_interface(
            subnet, None, group_ids=self._get_param("SecurityGroupIds", [])
        )
        interface.description = f"EC2 Instance Connect Endpoint {id_}"
        interface.requester_managed, interface.status = True, "in-use"
        endpoint = {
            "InstanceConnectEndpointId": id_,
            "SubnetId": subnet.id,
            "VpcId": subnet.vpc_id,
            "State": "create-complete",
            "NetworkInterfaceIds": [interface.id],
        }
        _endpoints(self)[id_] = endpoint
        return ActionResult({"InstanceConnectEndpoint": endpoint})

    return operation


def _describe(_: None) -> Function:
    def operation(self: Any) -> ActionResult:
        vpcs = {
            value for f in self._get_param("Filters", []) if f["Name"] == "vpc-id" for value in f["Values"]
        }
        endpoints = [e for e in _endpoints(self).values() if not vpcs or e["VpcId"] in vpcs]
        return ActionResult({"InstanceConnectEndpoints": endpoints})

    return operation


def _delete(_: None) -> Function:
    def operation(self: Any) -> ActionResult:
        id_ = self._get_param("InstanceConnectEndpointId")
        endpoint = _endpoints(self).pop(id_, None)
        if endpoint is None:
            raise EC2ClientError(
                "InvalidInstanceConnectEndpointId.NotFound", f"The endpoint '{id_}' does not exist"
            )
        for interface in endpoint["NetworkInterfaceIds"]:
            self.ec2_backend.enis.pop(interface, None)
        return ActionResult({"InstanceConnectEndpoint": {**endpoint, "State": "delete-complete"}})

    return operation


PATCHES = (
    Patch(EC2Response, "create_instance_connect_endpoint", _create),
    Patch(EC2Response, "describe_instance_connect_endpoints", _describe),
    Patch(EC2Response, "delete_instance_connect_endpoint", _delete),
)
