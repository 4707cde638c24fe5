"""Put the EKS operations into moto: one response class with all of them, and routes that lead to it.

moto finds the operation of a request in botocore's model of EKS, so that a route only has to bring
the request here. Call `install` before the server is made.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from moto.eks import urls
from moto.eks.responses import EKSResponse

from . import access, addons, clusters, fargate, identities, nodegroups, tags, updates, versions
from .call import Call, Record, read_call

Operation = Callable[[Call], Record]

OPERATIONS: dict[str, Operation] = {
    **access.OPERATIONS,
    **addons.OPERATIONS,
    **clusters.OPERATIONS,
    **fargate.OPERATIONS,
    **identities.OPERATIONS,
    **nodegroups.OPERATIONS,
    **tags.OPERATIONS,
    **updates.OPERATIONS,
    **versions.OPERATIONS,
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
    def answer(self: EKSResponse) -> tuple[str, dict[str, Any]]:
        return json.dumps(operation(read_call(self))), {"status": 200, "Content-Type": "application/json"}

    return answer


def install() -> None:
    """Replace moto's EKS by this one."""
    methods = {name: _method(operation) for name, operation in OPERATIONS.items()}
    response: Any = type("LocalEks", (EKSResponse,), methods)
    urls.url_paths.clear()
    urls.url_paths.update(dict.fromkeys(ROUTES, response.dispatch))
