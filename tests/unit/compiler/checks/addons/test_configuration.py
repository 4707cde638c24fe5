"""The configuration of add-ons: what AWS's schemas accept, and what contradicts a field."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from eksgen.catalog.addons.configuration import configuration_schema
from eksgen.compiler.checks.addons import configuration as addon_configuration

from ..conftest import Find, Places

SCHEMAS = sorted((Path(__file__).resolve().parents[5] / "catalog" / "addons" / "schemas").glob("*.json"))


def addons(name: str, configuration: Any, **fields: Any) -> str:
    return f"addons: {json.dumps({name: {'configuration': configuration, **fields}})}"


@pytest.mark.parametrize("file", SCHEMAS, ids=lambda file: file.stem)
def test_every_schema_is_one_and_says_where_it_is_from(file: Path) -> None:
    schema = configuration_schema(file.stem)
    assert schema is not None, "the table of the catalog lists each file"
    jsonschema.Draft7Validator.check_schema(schema)
    assert "Source: " in schema["$comment"]
    assert "Read 20" in schema["$comment"]


def test_an_add_on_without_a_schema_may_have_any_configuration(places: Places) -> None:
    assert configuration_schema("cert-manager") is None
    assert places(addon_configuration, addons("cert-manager", {"anything": [1, {"a": None}]})) == []


@pytest.mark.parametrize(
    ("name", "configuration"),
    [
        ("vpc-cni", {"env": {"WARM_IP_TARGET": "4", "ENABLE_PREFIX_DELEGATION": "true"}}),
        ("vpc-cni", {"enableNetworkPolicy": "true", "nodeAgent": {"enablePolicyEventLogs": "true"}}),
        ("vpc-cni", {"tolerations": [{"operator": "Exists"}], "affinity": None, "podLabels": {"a": "b"}}),
        ("kube-proxy", {"mode": "ipvs", "ipvs": {"scheduler": "lc"}}),
        ("kube-proxy", {"resources": {"requests": {"cpu": "100m"}}}),
        (
            "coredns",
            {"replicaCount": 3, "corefile": ".:53 {}", "podDisruptionBudget": {"maxUnavailable": "25%"}},
        ),
        ("ebs-csi", {"controller": {"extraVolumeTags": {"a": "b"}, "replicaCount": 2}, "node": {"other": 1}}),
        ("metrics-server", {"replicas": 2, "something": {"new": True}}),
    ],
)
def test_what_aws_accepts_is_accepted(places: Places, name: str, configuration: Any) -> None:
    assert places(addon_configuration, addons(name, configuration)) == []


@pytest.mark.parametrize(
    ("name", "configuration", "place", "help"),
    [
        ("vpc-cni", {"env": {"WARM_IP_TARGET": 4}}, "env.WARM_IP_TARGET", 'write `"4"`, in quotes'),
        ("vpc-cni", {"env": {"ENABLE_POD_ENI": True}}, "env.ENABLE_POD_ENI", 'write `"true"`, in quotes'),
        ("vpc-cni", {"env": {"ENABLE_PREFX_DELEGATION": "true"}}, "env.ENABLE_PREFX_DELEGATION", "write `ENABLE_PREFIX_DELEGATION`"),
        ("vpc-cni", {"env": {"WARM_IP_TARGET": "four"}}, "env.WARM_IP_TARGET", ""),
        ("vpc-cni", {"env": ["a"]}, "env", ""),
        ("kube-proxy", {"mode": "ebpf"}, "mode", ""),
        ("kube-proxy", {"ipvs": {"schedular": "lc"}}, "ipvs.schedular", "write `scheduler`"),
        ("coredns", {"replicaCount": "3"}, "replicaCount", "write `3`, without quotes"),
        ("coredns", {"autoScaling": {"enabled": True, "maxReplicas": 2000}}, "autoScaling.maxReplicas", ""),
        ("coredns", {"autoScaling": {}}, "autoScaling", ""),
        ("coredns", {"tolerations": ["all"]}, "tolerations.0", ""),
        ("ebs-csi", {"defaultStorageClass": {"enabled": "true"}}, "defaultStorageClass.enabled", "write `true`, without quotes"),
        ("efs-csi", {"replicaCount": "2"}, "replicaCount", "write `2`, without quotes"),
    ],
)  # fmt: skip
def test_what_the_schema_refuses_is_an_error_at_its_place(
    find: Find, name: str, configuration: Any, place: str, help: str
) -> None:
    (finding,) = find(addon_configuration, addons(name, configuration))
    assert finding.code == "addon-configuration"
    assert ".".join(map(str, finding.path)) == f"addons.{name}.configuration.{place}"
    assert finding.help == help


def test_an_unknown_key_that_resembles_none_is_a_warning(places: Places) -> None:
    assert places(addon_configuration, addons("kube-proxy", {"conntrack": {}})) == [
        "not-in-catalog addons.kube-proxy.configuration.conntrack"
    ]


def test_many_unknown_keys_cost_little_and_are_not_all_listed(find: Find) -> None:
    configuration = {"env": {f"VARIABLE_{number}": "x" for number in range(5000)}}
    assert len(find(addon_configuration, addons("vpc-cni", configuration))) == 50


@pytest.mark.parametrize(
    ("name", "fields", "configuration", "place"),
    [
        ("vpc-cni", {"prefixDelegation": True}, {"env": {"ENABLE_PREFIX_DELEGATION": "false"}}, "env.ENABLE_PREFIX_DELEGATION"),
        ("vpc-cni", {"externalSnat": True}, {"env": {"AWS_VPC_K8S_CNI_EXTERNALSNAT": "false"}}, "env.AWS_VPC_K8S_CNI_EXTERNALSNAT"),
        ("vpc-cni", {"warmTargets": {"ip": 4}}, {"env": {"WARM_IP_TARGET": "5"}}, "env.WARM_IP_TARGET"),
        ("vpc-cni", {"warmTargets": {"minimumIp": 4}}, {"env": {"MINIMUM_IP_TARGET": "5"}}, "env.MINIMUM_IP_TARGET"),
        ("kube-proxy", {"mode": "ipvs"}, {"mode": "iptables"}, "mode"),
        ("kube-proxy", {"mode": "ipvs", "scheduler": "lc"}, {"ipvs": {"scheduler": "rr"}}, "ipvs.scheduler"),
    ],
)  # fmt: skip
def test_a_configuration_that_contradicts_a_field_is_a_warning_there(
    places: Places, name: str, fields: Any, configuration: Any, place: str
) -> None:
    found = places(addon_configuration, addons(name, configuration, **fields))
    assert [text.split()[:2] for text in found] == [
        ["contradicting-configuration", f"addons.{name}.configuration.{place}"]
    ]


def test_a_configuration_that_repeats_a_field_is_fine(places: Places) -> None:
    text = addons("vpc-cni", {"env": {"WARM_IP_TARGET": "4"}}, warmTargets={"ip": 4, "minimumIp": 2})
    assert places(addon_configuration, text) == []
