"""Specs that combine features of the network and of compute, so that few of them have every pair of features.

`combinations()` is the same on every run. Each row takes, of a number of valid candidates, the one with the most
pairs that no row before it has; the first rows have most of all pairs.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations as pairs_in
from typing import Any

import yaml

from eksgen.compiler.pipeline import check_text

Document = dict[str, Any]
Choice = tuple[str, str]
"""A factor and one of its values."""

COUNT = 30
ADMIN = "arn:aws:iam::111122223333:role/PlatformAdmin"
BUCKET = "example-flow-logs"
"""A bucket that must exist before a combination with flow logs to S3 is applied."""
BASE: Document = {
    "apiVersion": "eksgen/v1alpha1",
    "kind": "Cluster",
    "metadata": {"region": "us-west-2", "tags": {"team": "platform"}},
    "kubernetes": {"version": "1.35"},
    "access": {"admins": [ADMIN]},
    "nodeGroups": {"base": {}, "other": {}},
}


def _other(**fields: Any) -> Document:
    return {"nodeGroups": {"other": fields}}


def _balancer(type: str, protocol: str) -> Document:
    listeners = [{"port": 80, "protocol": protocol, "targetPort": 30080}]
    balancer = {"type": type, "scheme": "internal", "listeners": listeners}
    return {"loadBalancers": {type: balancer | {"targets": {"nodeGroups": ["base"]}}}}


_RANGE = "10.0.0.0/8"
_ZONES = ["us-west-2a", "us-west-2b"]
_NO_WAY_OUT = {"nat": "none", "subnets": {"public": "none"}, "endpoints": ["private-cluster"]}
_RULES = {
    "nodeIngress": [{"from": _RANGE, "protocol": "tcp", "ports": "30000-32767"}],
    "routes": [{"to": "192.168.0.0/16", "via": "tgw-0123456789abcdef0"}],
    "ignoreTags": ["example.com/owner"],
    "endpointPolicies": {
        "s3": {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*"}]}
    },
}
_DISKS = {"size": 100, "iops": 4000, "throughput": 250, "kmsKey": "managed"}
_LOGINS = {"ssh": {"keyName": "ops", "from": [_RANGE]}, "detailedMonitoring": {}, "instanceName": "node"}
_MARKS = {"labels": {"role": "other"}, "taints": [{"key": "role", "value": "other", "effect": "NoSchedule"}]}
_PROFILE = {"selectors": [{"namespace": "batch", "labels": {"tier": "cold"}}]}
_REMOTE = {"nodes": ["172.30.0.0/16"], "pods": ["172.31.0.0/16"]}

FACTORS: dict[str, dict[str, Document]] = {
    "zones": {"three": {}, "two": {"network": {"zones": _ZONES}}, "four": {"network": {"zones": 4}}},
    "way out": {"single": {}, "per zone": {"network": {"nat": "per-zone"}}, "none": {"network": _NO_WAY_OUT}},
    "tiers": {
        "planned": {},
        "sized": {"network": {"subnets": {"private": {"prefix": 20}, "intra": {"prefix": 27}}}},
        "no intra": {"network": {"subnets": {"intra": "none"}}},
    },
    "ranges": {
        "one": {},
        "two": {"network": {"cidr": "10.20.0.0/16", "secondaryCidrs": ["10.21.0.0/16"]}},
        "pods": {"network": {"podCidr": "100.64.0.0/16"}},
    },
    "flow logs": {
        "kept": {},
        "none": {"network": {"flowLogs": "none"}},
        "S3": {"network": {"flowLogs": {"to": "s3", "bucket": f"arn:aws:s3:::{BUCKET}"}}},
    },
    "rules": {"few": {}, "many": {"network": _RULES}},
    "system": {
        "al2023": {},
        "bottlerocket": _other(os="bottlerocket", instanceTypes=["m7g.large"]),
        "windows": _other(os="windows-2022-core"),
        "own image": _other(ami="ami-0123456789abcdef0"),
        "gpu": _other(instanceTypes=["g6.2xlarge", "g5.2xlarge"]),
    },
    "capacity": {"on demand": {}, "spot": _other(capacity="spot")},
    "launch": {
        "plain": {},
        "disks": _other(disk=_DISKS),
        "logins": _other(**_LOGINS),
        "close": _other(placementGroup={"strategy": "cluster"}, subnets={"zones": ["us-west-2a"]}),
    },
    "marks": {"none": {}, "labels and taints": _other(**_MARKS), "pods": _other(maxPods=20)},
    "scaling": {
        "fixed": {},
        "autoscaled": _other(scaling={"min": 1, "max": 5, "desired": 2, "autoscaled": True}),
        "empty": _other(scaling={"min": 0, "max": 5, "desired": 0}, update={"maxUnavailable": "33%"}),
    },
    "machines": {
        "groups": {},
        "fargate": {"fargateProfiles": {"batch": _PROFILE}},
        "karpenter": {"karpenter": {"nodePools": {"general": {"capacity": ["spot", "on-demand"]}}}},
        "auto mode": {"controlPlane": {"autoMode": {}}},
        "hybrid": {"controlPlane": {"remoteNetworks": _REMOTE | {"nodeRole": {"provider": "ssm"}}}},
    },
    "keys": {
        "managed": {},
        "aws": {"controlPlane": {"secretsEncryption": "aws"}, "logs": {"kmsKey": "aws", "retentionDays": 30}},
    },
    "balancer": {"none": {}, "network": _balancer("network", "tcp"), "application": _balancer("application", "http")},
}  # fmt: skip
"""What a spec can choose: each value of a factor is merged into the spec."""


@dataclass(frozen=True)
class Combination:
    """A spec, by the value that it has of each factor."""

    name: str
    choices: tuple[Choice, ...]

    @property
    def text(self) -> str:
        """Return the spec."""
        document = merged(BASE, {"metadata": {"name": self.name}})
        for factor, value in self.choices:
            document = merged(document, FACTORS[factor][value])
        return yaml.dump(document, Dumper=_NoAliases, sort_keys=False)

    @property
    def pairs(self) -> frozenset[tuple[Choice, Choice]]:
        return frozenset(pairs_in(self.choices, 2))


def merged(one: Mapping[str, Any], other: Mapping[str, Any]) -> Document:
    both = {
        key: merged(one[key], value) if isinstance(value, dict) and isinstance(one.get(key), dict) else value
        for key, value in other.items()
    }
    return {**one, **both}


class _NoAliases(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


def every_pair() -> Iterator[tuple[Choice, Choice]]:
    """Yield all pairs of values of two factors."""
    values = [(factor, value) for factor, values in FACTORS.items() for value in values]
    yield from ((one, other) for one, other in pairs_in(values, 2) if one[0] != other[0])


def is_valid(combination: Combination) -> bool:
    return not check_text(combination.text.encode(), "cluster.yaml").failed


@cache
def combinations(count: int = COUNT) -> tuple[Combination, ...]:
    """Return valid combinations, those with the most new pairs first."""
    chooser, rows = random.Random(14), list[Combination]()
    missing = set(every_pair())
    while len(rows) < count:
        candidates = [_candidate(f"combination-{len(rows) + 1}", missing, chooser) for _ in range(100)]
        candidates.sort(key=lambda row: -len(row.pairs & missing))
        rows.append(next(filter(is_valid, candidates)))
        missing -= rows[-1].pairs
    return tuple(rows)


def _candidate(name: str, missing: set[tuple[Choice, Choice]], chooser: random.Random) -> Combination:
    """Return a row with one of the missing pairs, and random values of the other factors."""
    fixed = dict(chooser.choice(sorted(missing))) if missing else {}
    choices = tuple(
        (factor, fixed.get(factor) or chooser.choice(sorted(values))) for factor, values in FACTORS.items()
    )
    return Combination(name, choices)
