"""What the two hosts answer: discovery, the API with its tokens and limits, and blobs by their secret."""

from __future__ import annotations

import json
import time
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import unquote

from .http_listener import HttpRequest
from .rate_limits import RateLimits
from .routes import ROUTES
from .routing import Answer, Call, Refused, Route
from .store import Store
from .values import Document, Token

PREFIX = "/api/v2/"
_BLOBS = "/_archivist/v1/object/"


@dataclass
class Behaviour:
    """How the API host behaves as a whole."""

    discovery: Document = field(
        default_factory=lambda: {"tfe.v2": PREFIX, "tfe.v2.1": PREFIX, "tfe.v2.2": PREFIX, "state.v2": PREFIX}
    )
    """The discovery document; without `tfe.v2` the host offers no Terraform API."""
    enterprise: str | None = None
    """The version of Terraform Enterprise, such as 1.0.0; None: HCP Terraform."""
    absent: frozenset[str] = frozenset()
    """Routes that this version does not have, as they are in the table: `POST workspaces/:id/actions/assess`."""
    limits: RateLimits = field(default_factory=RateLimits)


def answer_api(store: Store, behaviour: Behaviour, request: HttpRequest) -> Answer:
    """Answer a request to the API host."""
    try:
        answer = _answer(store, behaviour, request)
    except Refused as refused:
        answer = Answer(refused.status, refused.document())
    except Exception:  # a defect of this server, or a document that it does not understand
        answer = Answer(500, Refused(500, "internal server error", traceback.format_exc()).document())
    return replace(answer, headers={**_headers(behaviour), **answer.headers})


def _headers(behaviour: Behaviour) -> Mapping[str, str]:
    common = {"TFP-API-Version": "2.6", "X-RateLimit-Limit": str(behaviour.limits.per_second or 30)}
    if behaviour.enterprise:
        return {**common, "TFP-AppName": "Terraform Enterprise", "X-TFE-Version": behaviour.enterprise}
    return {**common, "TFP-AppName": "HCP Terraform"}


def _answer(store: Store, behaviour: Behaviour, request: HttpRequest) -> Answer:
    if (request.method, request.path) == ("GET", "/.well-known/terraform.json"):
        return Answer(200, behaviour.discovery, content_type="application/json")
    if request.path == f"{PREFIX}ping":
        return Answer(204)
    if not request.path.startswith(PREFIX):
        raise Refused(404, "not found")
    token = store.tokens.get(request.headers.get("authorization", "").removeprefix("Bearer ").strip())
    if token is None:
        raise Refused(401, "unauthorized")
    path = request.path.removeprefix(PREFIX)
    if wait := behaviour.limits.wait_for(token.user, request.method, path):
        return Answer(429, Refused(429, "Too many requests").document(), {"X-RateLimit-Reset": f"{wait:.3f}"})
    route, found = _route(request.method, path)
    if f"{route.method} {route.path}" in behaviour.absent or not _may(token, route):
        raise Refused(404, "not found")
    values = {name: unquote(value) for name, value in found.items()}
    with store.lock:
        return route.answer(Call(store, token, values, request.query, _sent(request)))


def _route(method: str, path: str) -> tuple[Route, dict[str, str]]:
    for route in ROUTES:
        if (found := route.matches(method, path)) is not None:
            return route, found
    raise Refused(404, "not found", f"no route for {method} {path}")


def _may(token: Token, route: Route) -> bool:
    return route.right in token.rights and not (route.people_only and token.kind == "organization")


def _sent(request: HttpRequest) -> Document:

    try:
        document = json.loads(request.body or b"{}")
    except ValueError:
        raise Refused(400, "bad request", "the body is not JSON") from None
    return document if isinstance(document, dict) else {}


def answer_blob(store: Store, request: HttpRequest) -> Answer:
    """Answer a request to the blob host; logs are read by `offset` and `limit`."""
    blob = store.blobs.get(request.path.removeprefix(_BLOBS))
    if blob is None or time.monotonic() > blob.expires or not request.path.startswith(_BLOBS):
        return Answer(404, b"not found", content_type="text/plain")
    if request.method == "PUT" and blob.put is not None:
        with store.lock:
            blob.put(request.body)
        return Answer(200, content_type="text/plain")
    if request.method != "GET":
        return Answer(405, content_type="text/plain")
    content = blob.read()
    offset, limit = _number(request, "offset", 0), _number(request, "limit", len(content))
    if "offset" in request.query and blob.most is not None:
        limit = min(limit, blob.most)
    return Answer(200, content[offset : offset + limit], content_type="application/octet-stream")


def _number(request: HttpRequest, name: str, default: int) -> int:
    value = next(iter(request.query.get(name, ())), "")
    return int(value) if value.isdecimal() else default
