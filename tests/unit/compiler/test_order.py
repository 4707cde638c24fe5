"""The order of keys, and of lists that mean sets, never changes the compiled files."""

from __future__ import annotations

import copy
import json
import random
from pathlib import Path
from typing import Any

import pytest
import yaml

from eksgen.compiler.emit.source_map import MAP_FILE
from eksgen.compiler.pipeline import check_text, compile_spec
from eksgen.schemas.reflection.json_schema import schema
from tests.shuffling import ORDERED, shuffled

EXAMPLES = sorted((Path(__file__).resolve().parents[3] / "examples").glob("*.yaml"))
ELSEWHERE = (
    "extends",
    "conditions",
    "configuration",
    "header",
    "nodePools",
    "cidr",
    "private",
    "public",
    "intra",
    "ids",
)
"""Lists that these specs cannot have: `header` is a map of lists, `nodePools` is one of Auto Mode, and the last five
are of a VPC that exists. They are tried with the examples."""
TYPES = ("instanceTypes", "allowedInstanceTypes", "excludedInstanceTypes")
TARGET_GROUP = "arn:aws:elasticloadbalancing:us-west-2:111122223333:targetgroup"
ROLE = "arn:aws:iam::444455556666:role"
CERTIFICATE = "arn:aws:acm:us-west-2:111122223333:certificate/0f4c1b7e-0000-4000-8000-000000000001"


def compiled(document: Any) -> dict[str, str]:
    """Return the files of a spec, without the map from places in the spec."""
    text = yaml.safe_dump(document, sort_keys=False, allow_unicode=True)
    checked = check_text(text.encode(), "cluster.yaml")
    files = compile_spec(checked).files
    return {name: data.decode() for name, data in files.items() if name != MAP_FILE}


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_any_order_of_maps_and_sets_gives_the_same_files(file: Path) -> None:
    document = yaml.safe_load(file.read_text("utf-8"))
    expected, chooser = compiled(document), random.Random(5)
    for _ in range(12):
        assert compiled(shuffled(document, chooser)) == expected


def some(chooser: random.Random, *values: Any) -> list[Any]:
    """Return two values or more, in any order."""
    return chooser.sample(values, chooser.randint(2, len(values)))


def generated(chooser: random.Random) -> dict[str, Any]:
    """Return a spec with several of everything whose order does not count."""
    names = ["web", "jobs", "tools"]
    return {
        "apiVersion": "eksgen/v1alpha1",
        "kind": "Cluster",
        "metadata": {"name": "demo", "region": "us-west-2", "accountId": "111122223333"},
        "kubernetes": {"version": "1.34"},
        "network": generated_network(chooser),
        "controlPlane": {
            "role": generated_role(chooser),
            "endpoint": {
                "public": some(chooser, "203.0.113.0/24", "198.51.100.0/24", "192.0.2.0/24"),
                "from": some(chooser, "10.0.0.0/8", "192.168.0.0/16", "sg-0123456789abcdef0", "pl-01234567"),
            },
            "logs": {"types": some(chooser, "api", "audit", "authenticator", "scheduler")},
            "remoteNetworks": {
                "nodes": some(chooser, "172.30.0.0/24", "172.30.1.0/24", "172.30.2.0/24"),
                "pods": some(chooser, "172.31.0.0/24", "172.31.1.0/24", "172.31.2.0/24"),
            },
        },
        "access": generated_access(chooser, names),
        "identity": {
            "oidcProvider": {"audiences": some(chooser, "sts.amazonaws.com", "vault", "other")},
            "serviceAccounts": {
                f"{name}/{name}": {
                    **generated_role(chooser),
                    "wellKnown": some(chooser, "external-dns", "cert-manager", "ebs-csi"),
                }
                for name in names
            },
        },
        "fargateProfiles": {"batch": generated_profile(chooser)},
        "capabilities": {"argocd": generated_argocd(chooser)},
        "karpenter": {"nodePools": {"spare": generated_pool(chooser)}},
        "nodeGroups": {"main": {}}
        | {f"own-{n}": generated_self_managed(chooser, types) for n, types in enumerate(TYPES)}
        | {name: generated_group(chooser) for name in names},
        "registries": {
            name: {"pullFrom": some(chooser, "444455556666", "555566667777", f"{ROLE}/{name}")}
            for name in names
        },
        "loadBalancers": {
            f"{type}-{index}": generated_balancer(type, chooser, names)
            for type in ("network", "application", "classic")
            for index in range(2)
        },
        "drift": {
            "ignore": [{"path": f"nodeGroups.{name}.scaling.desired", "reason": "moved"} for name in names]
        },
    }


def generated_access(chooser: random.Random, names: list[str]) -> dict[str, Any]:
    role = "arn:aws:iam::111122223333:role"
    policies = ("AmazonEKSViewPolicy", "AmazonEKSEditPolicy", "AmazonEKSSecretReaderPolicy")
    rules = [
        {
            "apiGroups": some(chooser, "", "apps", "batch"),
            "resources": some(chooser, "pods", "pods/log", kind),
            "verbs": some(chooser, "get", "list", "watch"),
        }
        for kind in ("jobs", "deployments")
    ]
    return {
        "admins": some(chooser, *[f"{role}/{name}" for name in names]),
        "entries": {
            f"team-{name}": {
                "principal": f"{role}/team-{name}",
                "policies": [
                    {"name": policy, "namespaces": some(chooser, "a", "b", "c-*")}
                    for policy in some(chooser, *policies)
                ],
                "groups": some(chooser, "a", "b", "c"),
            }
            for name in names
        },
        "rbac": {
            "roles": {
                "local": {"namespaces": some(chooser, "a", "b", "c"), "rules": copy.deepcopy(rules)},
                "global": {"rules": rules},
            },
            "bindings": {
                name: {
                    "role": name,
                    "groups": some(chooser, "a", "b", "c"),
                    "users": some(chooser, "u", "v", "w"),
                    "serviceAccounts": some(chooser, "a/x", "a/y", "b/x"),
                }
                for name in ("local", "global", "view")
            },
        },
    }


def generated_network(chooser: random.Random) -> dict[str, Any]:
    letters = [chooser.choice("ab"), "c", "d"]
    return {
        "zones": [f"us-west-2{letter}" for letter in letters],
        "endpoints": some(chooser, "s3", "dynamodb", "ecr.api", "ecr.dkr", "sts"),
        "nat": chooser.choice(["single", "per-zone"]),
        "cidr": "10.20.0.0/16",
        "secondaryCidrs": some(chooser, "10.21.0.0/16", "10.22.0.0/16", "10.23.0.0/16"),
        "routes": [
            {
                "to": f"192.168.{number}.0/24",
                "via": "tgw-0123456789abcdef0",
                "tiers": some(chooser, "private", "public", "intra"),
            }
            for number in range(3)
        ],
        "ignoreTags": some(chooser, "a", "b", "c"),
        "flowLogs": {"role": generated_role(chooser)},
        "nodeIngress": [
            {"from": source, "protocol": "tcp", "ports": 443}
            for source in some(chooser, "10.0.0.0/8", "sg-0123456789abcdef0", "pl-01234567")
        ],
    }


def generated_role(chooser: random.Random) -> dict[str, Any]:
    statements = [
        {
            "actions": some(chooser, "s3:GetObject", "s3:ListBucket", "sqs:SendMessage"),
            "resources": some(chooser, "arn:aws:s3:::a", "arn:aws:s3:::b/*", "*"),
            "conditions": {"StringEquals": {"aws:RequestedRegion": ["us-west-2", f"eu-west-{number}"]}},
        }
        for number in (1, 2)
    ]
    policies = some(chooser, "AmazonS3ReadOnlyAccess", "CloudWatchReadOnlyAccess", "AmazonSQSFullAccess")
    return {"statements": statements, "policies": policies}


def generated_group(chooser: random.Random) -> dict[str, Any]:
    effects = [("a", "NoSchedule"), ("a", "NoExecute"), ("b", "NoSchedule"), ("c/d", "PreferNoSchedule")]
    return {
        "instanceTypes": ["m7i.large", "m6i.large"],
        "subnets": {"zones": some(chooser, "us-west-2c", "us-west-2d")},
        "taints": [{"key": key, "effect": effect} for key, effect in some(chooser, *effects)],
        "labels": {"one": "1", "two": "2"},
        "iam": generated_role(chooser),
        "securityGroups": {"additional": some(chooser, *[f"sg-0123456789abcdef{n}" for n in range(3)])},
        "disk": {
            "extra": [
                {"device": f"/dev/xvd{x}", "size": 20, "kmsKey": "managed"} for x in chooser.sample("cde", 2)
            ]
        },
        "ssh": {
            "keyName": "ops",
            "from": some(chooser, "10.0.0.0/8", "172.16.0.0/12", "sg-0123456789abcdef0"),
        },
        "repair": {"overrides": some(chooser, *(override(reason) for reason in ("A", "B", "C")))},
        **generated_system(chooser),
    }


def generated_system(chooser: random.Random) -> dict[str, Any]:
    """Return settings of an operating system, with maps in maps."""
    reserved = {"cpu": "100m", "memory": "200Mi", "ephemeral-storage": "1Gi"}
    if chooser.random() < 0.5:
        sysctls = ["net.core.somaxconn", "net.ipv4.ip_local_port_range"]
        kubernetes = {
            "system-reserved": reserved,
            "kube-reserved": {**reserved},
            "allowed-unsafe-sysctls": sysctls,
        }
        return {"os": "bottlerocket", "bootstrap": {"bottlerocket": {"kubernetes": kubernetes}}}
    kubelet = {"systemReserved": reserved, "kubeReserved": {**reserved}}
    return {"bootstrap": {"kubelet": kubelet, "preCommands": ["b", "a"], "postCommands": ["d", "c"]}}


def generated_self_managed(chooser: random.Random, types: str) -> dict[str, Any]:
    """Return a group of EC2 Auto Scaling: of types that the spec names, allows or excludes."""
    group: dict[str, Any] = {
        "kind": "self-managed",
        "targetGroups": [f"{TARGET_GROUP}/{name}/0123456789abcdef" for name in some(chooser, "a", "b", "c")],
        "classicLoadBalancers": some(chooser, "one", "two", "three"),
        "suspendProcesses": some(chooser, "AZRebalance", "AlarmNotification", "ScheduledActions"),
        "metrics": some(chooser, "GroupMinSize", "GroupMaxSize", "GroupTotalInstances"),
    }
    if types == "instanceTypes":
        return {**group, "instanceTypes": ["m7i.large", "m6i.large"], "mixedInstances": {"onDemandBase": 1}}
    requirements = {
        "vCpuCount": {"min": 2},
        "memoryMiB": {"min": 4096},
        "cpuManufacturers": some(chooser, "intel", "amd"),
        "instanceGenerations": some(chooser, "current", "previous"),
        types: some(chooser, "m5.*", "m6i.*", "c5.*"),
    }
    return {**group, "ami": "ami-0123456789abcdef0", "mixedInstances": {"requirements": requirements}}


def override(reason: str) -> dict[str, Any]:
    return {"condition": "NetworkingReady", "reason": reason, "waitMinutes": 10, "action": "Replace"}


def generated_profile(chooser: random.Random) -> dict[str, Any]:
    return {
        "selectors": some(chooser, *[{"namespace": name, "labels": {"a": "1", "b": "2"}} for name in "cab"]),
        "iam": generated_role(chooser),
    }


def generated_pool(chooser: random.Random) -> dict[str, Any]:
    return {
        "capacity": some(chooser, "spot", "on-demand"),
        "limits": {"memory": "400Gi", "cpu": "100"},
        "labels": {"two": "2", "one": "1"},
    }


def generated_balancer(type: str, chooser: random.Random, names: list[str]) -> dict[str, Any]:
    forwarding = {"application": ["http", "https"], "classic": ["tcp", "http", "ssl"]}
    protocols = forwarding.get(type, ["udp", "tcp", "tls", "tcp-udp"])
    ports = chooser.sample(range(1, 1000), 4)
    listeners = [
        {"port": port, "protocol": protocol, "targetPort": 30000 + chooser.randint(0, 999)}
        for port, protocol in zip(ports, chooser.choices(protocols, k=4), strict=True)
    ]
    for listener in listeners:
        if listener["protocol"] in ("https", "tls", "ssl"):
            listener["certificate"] = CERTIFICATE
            if type != "classic":
                listener["additionalCertificates"] = [
                    f"{CERTIFICATE[:-1]}{n}" for n in chooser.sample("2345", 3)
                ]
        if type == "application":
            listener["targetProtocol"] = chooser.choice(["http", "https"])
            listener["rules"] = [generated_rule(n, chooser, names) for n in chooser.sample(range(1, 99), 2)]
    listeners.append({"port": 1000, "protocol": protocols[1], "targetPort": 31000})
    if protocols[1] == "https":
        listeners[-1]["certificate"] = CERTIFICATE
        listeners.append({"port": 1001, "protocol": "http", "redirect": "https"})
    return {
        "type": type,
        "targets": {"nodeGroups": some(chooser, *names)},
        "listeners": listeners,
        "subnets": {"zones": ["us-west-2c", "us-west-2d"]},
        "securityGroups": {
            "from": some(chooser, "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"),
            "additional": some(chooser, "sg-0123456789abcdef0", "sg-0123456789abcdef1"),
        },
    }


def generated_argocd(chooser: random.Random) -> dict[str, Any]:
    policies = ("AmazonEKSAdminPolicy", "AmazonEKSEditPolicy", "AmazonEKSViewPolicy")
    ids = [f"01234567-89ab-cdef-0123-456789abcd{n}" for n in range(10, 14)]
    return {
        "access": [{"name": name, "namespaces": some(chooser, "a", "b", "c")} for name in policies],
        "configuration": {
            "awsIdc": {"idcInstanceArn": "arn:aws:sso:::instance/ssoins-0123456789abcdef"},
            "rbacRoleMappings": [
                {"role": role, "identities": [{"id": id, "type": "SSO_USER"} for id in some(chooser, *ids)]}
                for role in some(chooser, "ADMIN", "EDITOR", "VIEWER")
            ],
            "networkAccess": {"vpceIds": some(chooser, "vpce-0123456789abcdef0", "vpce-0123456789abcdef1")},
        },
    }


def generated_rule(priority: int, chooser: random.Random, names: list[str]) -> dict[str, Any]:
    targets = [
        {"nodeGroups": some(chooser, *names), "port": port} for port in chooser.sample(range(1, 99), 2)
    ]
    return {
        "priority": priority,
        "host": some(chooser, f"a{priority}.example.com", "b.example.com"),
        "path": some(chooser, "/a/*", "/b"),
        "header": {"X-Canary": ["always"]},
        "targets": targets,
    }


@pytest.mark.parametrize("seed", range(8))
def test_any_order_of_a_generated_spec_gives_the_same_files(seed: int) -> None:
    chooser = random.Random(seed)
    document = generated(chooser)
    expected = compiled(document)
    for _ in range(4):
        assert compiled(shuffled(document, chooser)) == expected


def test_the_generated_specs_have_every_list_whose_order_does_not_count() -> None:
    lists = {key for seed in range(8) for key in lists_of(generated(random.Random(seed)))}
    known = {key for key in lists_in_language() if key not in (*ORDERED, *ELSEWHERE)}
    assert known <= lists


def lists_of(value: Any, key: str = "") -> set[str]:
    """Return the keys below which a document has a list with several items."""
    if isinstance(value, dict):
        return {found for name, item in value.items() for found in lists_of(item, name)}
    if isinstance(value, list):
        return {found for item in value for found in lists_of(item)} | ({key} if len(value) > 1 else set())
    return set()


def lists_in_language() -> set[str]:
    """Return the names of all fields of the language that may be lists."""
    return {
        name
        for part in (schema(), *schema()["$defs"].values())
        for name, field in part.get("properties", {}).items()
        if '"array"' in json.dumps(field)
    }


def test_the_order_of_instance_types_counts() -> None:
    first = yaml.safe_load((EXAMPLES[0].parent / "production.yaml").read_text("utf-8"))
    types = first["nodeGroups"]["web"]["instanceTypes"]
    before = compiled(first)
    types.reverse()
    assert len(types) > 1
    assert compiled(first) != before


@pytest.mark.parametrize("zones", [["b", "a", "c"], ["c", "b", "a"], ["c", "a", "b"], ["d", "a", "c", "b"]])
def test_the_order_of_zones_does_not_move_a_single_nat_gateway(zones: list[str]) -> None:
    document = yaml.safe_load((EXAMPLES[0].parent / "quickstart.yaml").read_text("utf-8"))
    document["network"] = {"zones": [f"us-west-2{zone}" for zone in zones]}
    assert 'nat_zones = ["us-west-2a"]' in " ".join(compiled(document)["main.tf"].split())
