"""What EKS refuses in the launch template of a node group."""

from __future__ import annotations

from typing import Any

import pytest
from moto.eks.exceptions import InvalidParameterException

from eksgen.sandbox.eks.launch_templates import refuse_template

BLOCK = {
    "InstanceType": "p5.48xlarge",
    "InstanceMarketOptions": {"MarketType": "capacity-block"},
    "CapacityReservationSpecification": {"CapacityReservationTarget": {"CapacityReservationId": "cr-1"}},
}


@pytest.mark.parametrize(
    ("body", "data"),
    [
        ({}, {"NetworkInterfaces": [{"SubnetId": "subnet-1"}]}),
        ({}, {"IamInstanceProfile": {"Name": "a"}}),
        ({}, {"InstanceInitiatedShutdownBehavior": "stop"}),
        ({}, {"InstanceMarketOptions": {"MarketType": "spot"}}),
        ({"amiType": "AL2023_x86_64_STANDARD"}, {"ImageId": "ami-1"}),
        ({"releaseVersion": "1.34.1-20261101"}, {"ImageId": "ami-1"}),
        ({"version": "1.34"}, {"ImageId": "ami-1"}),
        ({"instanceTypes": ["m7i.large"]}, {"InstanceType": "m7i.large"}),
        ({"capacityType": "CAPACITY_BLOCK"}, {}),
        ({"capacityType": "CAPACITY_BLOCK"}, {**BLOCK, "InstanceType": None}),
    ],
)
def test_a_template_is_refused(body: dict[str, Any], data: dict[str, Any]) -> None:
    with pytest.raises(InvalidParameterException):
        refuse_template({"nodegroupName": "web", **body}, data)


@pytest.mark.parametrize(
    ("body", "data"),
    [
        ({"amiType": "AL2023_x86_64_STANDARD", "instanceTypes": ["m7i.large"]}, {}),
        ({"instanceTypes": ["m7i.large"]}, {"ImageId": "ami-1"}),
        ({"capacityType": "CAPACITY_BLOCK"}, BLOCK),
    ],
)
def test_a_template_is_accepted(body: dict[str, Any], data: dict[str, Any]) -> None:
    refuse_template(body, data)
