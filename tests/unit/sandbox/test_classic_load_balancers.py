"""Attributes of classic load balancers in the local AWS."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from .conftest import Client

NAME = "draining"


@pytest.fixture
def classic(client: Client) -> Iterator[Any]:
    elb = client("elb")
    listener = {"Protocol": "TCP", "LoadBalancerPort": 80, "InstancePort": 30080}
    elb.create_load_balancer(LoadBalancerName=NAME, Listeners=[listener], AvailabilityZones=["eu-west-1a"])
    yield elb
    elb.delete_load_balancer(LoadBalancerName=NAME)


def draining(elb: Any) -> Any:
    found = elb.describe_load_balancer_attributes(LoadBalancerName=NAME)
    return found["LoadBalancerAttributes"]["ConnectionDraining"]


def drain(elb: Any, **draining: Any) -> None:
    attributes = {"ConnectionDraining": draining}
    elb.modify_load_balancer_attributes(LoadBalancerName=NAME, LoadBalancerAttributes=attributes)


def test_draining_has_a_timeout_while_it_is_off(classic: Any) -> None:
    assert draining(classic) == {"Enabled": False, "Timeout": 300}
    drain(classic, Enabled=True, Timeout=20)
    drain(classic, Enabled=False)
    assert draining(classic) == {"Enabled": False, "Timeout": 20}


@pytest.mark.parametrize("enabled", [True, False])
@pytest.mark.parametrize("timeout", [0, 3601])
def test_draining_for_no_time_or_too_long_is_refused(classic: Any, enabled: bool, timeout: int) -> None:
    with pytest.raises(ClientError, match="between 1 and 3600"):
        drain(classic, Enabled=enabled, Timeout=timeout)
    assert draining(classic) == {"Enabled": False, "Timeout": 300}
