"""Install the EKS operations in moto: a response class with all of them, and its routes.

moto finds the operation of a request in botocore's model of EKS, so a route only has to match the path.
Call `install` before the server is created.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from moto.eks import urls
from moto.eks.responses import EKSResponse

from . import (
    addons,
    capabilities,
    clusters,
    fargate_profiles,
    node_groups,
    tags,
    updates,
)
from .access import access_entries, identity_providers, pod_identities
from .records import Record
from .request import EksRequest, parse_request
from .versions import addon_versions, insights, releases

Operation = Callable[[EksRequest], Record]

OPERATIONS: dict[str, Operation] = {
    **access_entries.OPERATIONS,
    **addon_versions.OPERATIONS,
    **addons.OPERATIONS,
    **capabilities.OPERATIONS,
    **clusters.OPERATIONS,
    **fargate_profiles.OPERATIONS,
    **identity_providers.OPERATIONS,
    **insights.OPERATIONS,
    **node_groups.OPERATIONS,
    **pod_identities.OPERATIONS,
    **tags.OPERATIONS,
    **updates.OPERATIONS,
    **releases.OPERATIONS,
}
ROUTES = (
    "{0}/clusters$",
    "{0}/clusters/(?P<rest>.+)$",
    "{0}/cluster-versions$",
    "{0}/access-policies$",
    "{0}/addons/(?P<rest>.+)$",
    "{0}/tags/(?P<resourceArn>.+)$",
)


def _method(operation: Operation) -> Callable[[EKSResponse], Any]:
    def method(self: EKSResponse) -> tuple[str, dict[str, Any]]:
        return json.dumps(operation(parse_request(self))), {"status": 200, "Content-Type": "application/json"}

    return method


def install() -> None:
    """Replace moto's EKS operations."""
    methods = {name: _method(operation) for name, operation in OPERATIONS.items()}
    response: Any = type("LocalEks", (EKSResponse,), methods)
    urls.url_paths.clear()
    urls.url_paths.update(dict.fromkeys(ROUTES, response.dispatch))
