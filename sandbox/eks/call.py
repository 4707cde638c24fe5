"""One request to EKS, and the records that answer it.

In: moto's response object with a request in it. Out: `Call`, which gives the operations the account,
the region, the request body and the stored clusters. Records hold exactly what EKS would answer.
"""

from __future__ import annotations

import json
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

from moto.eks.exceptions import ResourceNotFoundException
from moto.eks.models import EKSBackend
from moto.eks.responses import EKSResponse

Record = dict[str, Any]


@dataclass(slots=True)
class AccessRecord:
    """An access entry and the policies associated with it, by policy ARN."""

    entry: Record
    policies: dict[str, Record] = field(default_factory=dict)


@dataclass(slots=True)
class ClusterRecord:
    """A cluster as `DescribeCluster` answers it, and all that belongs to it, by name or id."""

    described: Record
    node_groups: dict[str, Record] = field(default_factory=dict)
    fargate_profiles: dict[str, Record] = field(default_factory=dict)
    addons: dict[str, Record] = field(default_factory=dict)
    access: dict[str, AccessRecord] = field(default_factory=dict)
    pod_identities: dict[str, Record] = field(default_factory=dict)
    identity_providers: dict[str, Record] = field(default_factory=dict)
    updates: dict[str, Record] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Call:
    """A request: where it is addressed to and what it asks for."""

    backend: EKSBackend
    body: Record
    path: dict[str, str]
    query: dict[str, list[str]]

    @property
    def account(self) -> str:
        """The account id, 12 digits."""
        return self.backend.account_id

    @property
    def region(self) -> str:
        """The region that was asked."""
        return self.backend.region_name

    @property
    def partition(self) -> str:
        """`aws`, `aws-cn` or `aws-us-gov`."""
        return self.backend.partition

    @property
    def clusters(self) -> dict[str, ClusterRecord]:
        """The stored clusters; kept on moto's backend, so that moto's reset forgets them."""
        found: dict[str, ClusterRecord] = vars(self.backend).setdefault("eksgen_clusters", {})
        return found

    def cluster(self) -> ClusterRecord:
        """The cluster named in the path; `ResourceNotFoundException` if there is none."""
        name = self.path["name"]
        if name not in self.clusters:
            raise ResourceNotFoundException(clusterName=name, message=f"No cluster found for name: {name}.")
        return self.clusters[name]

    def arn(self, resource: str) -> str:
        """The ARN of an EKS resource, for instance `arn:aws:eks:eu-west-1:111122223333:cluster/a`."""
        return f"arn:{self.partition}:eks:{self.region}:{self.account}:{resource}"

    def asked(self, key: str, default: str = "") -> str:
        """The first value of a query parameter."""
        return self.query.get(key, [default])[0]


def read_call(response: EKSResponse) -> Call:
    """The request that moto has put into its response object."""
    request = response.normalized_request
    body = json.loads(response.body) if response.body else {}
    query = {key: request.args.getlist(key) for key in request.args}
    return Call(response.eks_backend, body if isinstance(body, dict) else {}, response.uri_match, query)


def now() -> float:
    """The time as EKS writes it: epoch seconds."""
    return round(time.time(), 3)


def new_id(length: int = 32) -> str:
    """A random lower-case hexadecimal id of at most 32 characters."""
    return uuid.uuid4().hex[:length]


def merge(old: Any, new: Any) -> Any:
    """`new` over `old`: objects member by member, everything else replaced."""
    if isinstance(old, dict) and isinstance(new, dict):
        return {**old, **{key: merge(old.get(key), value) for key, value in new.items()}}
    return new


def given(body: Record, *keys: str) -> Record:
    """The members of a request that were given a value."""
    return {key: body[key] for key in keys if body.get(key) is not None}


def page(key: str, names: list[Any], call: Call) -> Record:
    """A list response; `maxResults` and `nextToken` are honoured (the token is an offset)."""
    start = int(call.asked("nextToken", "0") or 0)
    end = start + int(call.asked("maxResults", "100") or 100)
    answer: Record = {key: names[start:end]}
    return answer if end >= len(names) else {**answer, "nextToken": str(end)}
