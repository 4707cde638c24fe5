"""The log groups of Container Insights."""

import pytest

from eksgen.catalog.addons.addons import addon
from eksgen.catalog.logs.container_insights import ADDON, kind_of, log_group_prefix, log_groups


def test_the_add_on_is_known() -> None:
    known = addon(ADDON)
    assert known is not None
    assert "CloudWatchAgentServerPolicy" in known.service_accounts["cloudwatch-agent"]


@pytest.mark.parametrize(
    "configuration", [None, {}, {"containerLogs": {"enabled": True}}, {"containerLogs": None}]
)
def test_logs_of_containers_and_nodes_are_sent_unless_the_configuration_says_otherwise(
    configuration: object,
) -> None:
    names = log_groups("prod", configuration)
    assert [kind_of(name) for name in names] == ["application", "dataplane", "host", "performance"]
    assert all(name.startswith(log_group_prefix("prod")) for name in names)


def test_without_them_there_are_metrics_only() -> None:
    off = {"containerLogs": {"enabled": False}}
    assert log_groups("prod", off) == ("/aws/containerinsights/prod/performance",)


@pytest.mark.parametrize(
    "name",
    ["/aws/eks/prod/cluster", "/aws/containerinsights/prod/prometheus", "/aws/containerinsights//host", ""],
)
def test_other_groups_are_not_of_container_insights(name: str) -> None:
    assert kind_of(name) == ""
