"""What a kubeconfig says about a cluster: its address, and how `aws` gets a token for it.

Source: AWS CLI, `aws eks update-kubeconfig` and `aws eks get-token` (read 2026-11-30): the same names and the
same arguments, so that either program changes the entry of the other. A context with an alias has a user of
its own; the AWS CLI shares the user of the cluster between all contexts unless it gets `--user-alias`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

_TOKEN_API = "client.authentication.k8s.io/v1beta1"


@dataclass(frozen=True, slots=True)
class Connection:
    """A cluster and who connects to it. `certificate` is base64; `context` is the name of the context: the
    ARN, or an alias."""

    arn: str
    name: str
    region: str
    endpoint: str
    certificate: str
    context: str
    role: str | None = None
    profile: str | None = None

    @property
    def user(self) -> str:
        """Return the name of the user: one for each alias, so that contexts can have different roles."""
        return self.arn if self.context == self.arn else f"{self.context}@{self.arn}"


def entry(connection: Connection) -> dict[str, dict[str, Any]]:
    """Return the cluster, the context and the user, each by the list that it belongs to."""
    return {
        "clusters": {
            "name": connection.arn,
            "cluster": {
                "certificate-authority-data": connection.certificate,
                "server": connection.endpoint,
            },
        },
        "contexts": {
            "name": connection.context,
            "context": {"cluster": connection.arn, "user": connection.user},
        },
        "users": {"name": connection.user, "user": {"exec": _token(connection)}},
    }


def _token(connection: Connection) -> dict[str, Any]:
    arguments = ["--region", connection.region, "eks", "get-token", "--cluster-name", connection.name]
    arguments += ["--output", "json"]
    arguments += ["--role", connection.role] if connection.role else []
    command: dict[str, Any] = {"apiVersion": _TOKEN_API, "args": arguments, "command": "aws"}
    if connection.profile:
        command["env"] = [{"name": "AWS_PROFILE", "value": connection.profile}]
    return command
