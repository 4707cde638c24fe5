"""A request to EKS: its account and region, its parameters and the clusters that it can see."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from moto.eks.exceptions import EKSError, ResourceNotFoundException
from moto.eks.models import EKSBackend
from moto.eks.responses import EKSResponse
from moto.eks.utils import validate_role_arn

from .records import ClusterRecord, Record


class CrossAccountRole(EKSError):
    """The answer to a role of another account."""

    TYPE = "AccessDeniedException"
    STATUS = 403


@dataclass(frozen=True, slots=True)
class EksRequest:
    """A request; `path` and `query` hold the parameters in the URL."""

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
        """The region of the request."""
        return self.backend.region_name

    @property
    def partition(self) -> str:
        """`aws`, `aws-cn` or `aws-us-gov`."""
        return self.backend.partition

    @property
    def clusters(self) -> dict[str, ClusterRecord]:
        """The stored clusters by name; kept on moto's backend, so that moto's reset deletes them."""
        clusters: dict[str, ClusterRecord] = vars(self.backend).setdefault("eksgen_clusters", {})
        return clusters

    def cluster(self) -> ClusterRecord:
        """Return the cluster named in the path; `ResourceNotFoundException` if it does not exist."""
        name = self.path["name"]
        if name not in self.clusters:
            raise ResourceNotFoundException(clusterName=name, message=f"No cluster found for name: {name}.")
        return self.clusters[name]

    def check_role(self, arn: str) -> None:
        """Refuse what is not a role, and a role of another account, which nobody may pass to a service."""
        validate_role_arn(arn)
        if f":iam::{self.account}:" not in arn:
            raise CrossAccountRole(message="Cross-account pass role is not allowed.")

    def arn(self, resource: str) -> str:
        """Return the ARN of an EKS resource, for example `arn:aws:eks:eu-west-1:111122223333:cluster/a`."""
        return f"arn:{self.partition}:eks:{self.region}:{self.account}:{resource}"

    def parameter(self, key: str, default: str = "") -> str:
        """Return the first value of a query parameter."""
        return self.query.get(key, [default])[0]


def parse_request(response: EKSResponse) -> EksRequest:
    """Return the request that moto keeps in its response object."""
    arguments = response.normalized_request.args
    body = json.loads(response.body) if response.body else {}
    query = {key: arguments.getlist(key) for key in arguments}
    return EksRequest(response.eks_backend, body if isinstance(body, dict) else {}, response.uri_match, query)


def list_response(key: str, items: list[Any], request: EksRequest) -> Record:
    """Return one page of a list, after `maxResults` and `nextToken` (an offset) of the request."""
    start = int(request.parameter("nextToken", "0") or 0)
    end = start + int(request.parameter("maxResults", "100") or 100)
    response: Record = {key: items[start:end]}
    return response if end >= len(items) else {**response, "nextToken": str(end)}
