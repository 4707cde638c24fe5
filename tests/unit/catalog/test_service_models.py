"""Numbers and names of the catalog, compared with the service models of botocore."""

from __future__ import annotations

import re

import pytest
from botocore.model import StructureShape

from eksgen.catalog.load_balancers.kinds import KINDS, Range
from eksgen.catalog.logs.cloudwatch import CONTROL_PLANE_LOG_TYPES, LOG_CLASSES, RETENTION_DAYS

from .conftest import service_model


def member(service: str, shape: str, name: str) -> tuple[dict[str, int], str]:
    """The limits of a member, and its documentation in plain text."""
    structure = service_model(service).shape_for(shape)
    assert isinstance(structure, StructureShape)
    found = structure.members[name]
    return dict(found.metadata), re.sub(r"<[^>]+>", "", found.documentation)


def ends(range_: Range) -> dict[str, int]:
    return {"min": range_.low, "max": range_.high}


def test_classic_load_balancers_are_idle_as_long_as_the_user_guide_says() -> None:
    assert KINDS["classic"].idle_timeout == Range(1, 4000, 60), "the model says 3600, the user guide 4000"


def test_timeouts_of_the_documentation() -> None:
    balancer = member("elbv2", "LoadBalancerAttribute", "Key")[1]
    group = member("elbv2", "TargetGroupAttribute", "Key")[1]
    application, network = KINDS["application"].idle_timeout, KINDS["network"]
    text = "The valid range is {}-{} seconds. The default is {} seconds."
    assert text.format(application.low, application.high, application.default) in balancer
    assert network.idle_timeout == Range(60, 6000, 350), "Network Load Balancers user guide"
    assert [name for name, kind in KINDS.items() if kind.cross_zone_fixed] == ["application"]
    for kind in (KINDS["application"], network):
        draining = kind.draining
        text = "The range is {}-{} seconds. The default value is {} seconds."
        assert text.format(draining.low, draining.high, draining.default) in group
    assert KINDS["classic"].draining == Range(1, 3600, 300)


@pytest.mark.parametrize(
    ("kind", "listener", "targets"),
    [
        ("network", "tcp", ("tcp", "tcp_udp")),
        ("network", "tls", ("tcp", "tls")),
        ("network", "udp", ("udp", "tcp_udp")),
        ("network", "tcp_udp", ("tcp_udp",)),
        ("application", "http", ("http", "https")),
        ("application", "https", ("http", "https")),
        ("classic", "tcp", ("tcp", "ssl")),
        ("classic", "ssl", ("tcp", "ssl")),
        ("classic", "http", ("http", "https")),
        ("classic", "https", ("http", "https")),
    ],
)
def test_a_listener_forwards_to_its_own_protocols(kind: str, listener: str, targets: tuple[str, ...]) -> None:
    assert KINDS[kind].targets[listener] == targets
    known = service_model("elbv2").shape_for("ProtocolEnum").enum
    assert kind == "classic" or {name.upper() for name in (listener, *targets)} <= set(known)


def test_periods_and_classes_and_types_of_logs() -> None:
    listed = ", ".join(map(str, RETENTION_DAYS[:-1]))
    documentation = member("logs", "PutRetentionPolicyRequest", "retentionInDays")[1]
    assert f"{listed}, and {RETENTION_DAYS[-1]}." in documentation
    classes = service_model("logs").shape_for("LogGroupClass").enum
    assert {row.api_name for row in LOG_CLASSES.values()} == set(classes) - {"DELIVERY", "ESSENTIALS"}
    types = service_model("eks").shape_for("LogType").enum
    assert list(CONTROL_PLANE_LOG_TYPES) == types
