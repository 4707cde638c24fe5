"""The AWS operation of a request, such as `("eks", "CreateNodegroup")`.

Reads a WSGI environment whose body was stored as `eksgen.body`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

_SIGNED_SERVICE = re.compile(r"Credential=[^/,\s]+/\d+/[^/]+/([^/]+)/aws4_request")

_GROUP_SYNTAX = re.compile(r"\(\?P<\w+>|(?<!\\)\)")


def operation_of(environ: Mapping[str, Any]) -> tuple[str, str]:
    """Return the service of the signature and the name of the operation; "" for what is not known.

    The protocols of AWS name the operation in a header, in the body, or by method and path.
    """
    signed = _SIGNED_SERVICE.search(environ.get("HTTP_AUTHORIZATION", ""))
    service = signed.group(1) if signed else ""
    if target := environ.get("HTTP_X_AMZ_TARGET", ""):
        return service, target.rpartition(".")[2]
    body: bytes = environ.get("eksgen.body", b"")
    if b"Action=" in body[:4000]:
        return service, parse_qs(body.decode("utf-8", "replace")).get("Action", [""])[0]
    return service, _rest_match(environ, service)[0]


def path_values(environ: Mapping[str, Any], service: str) -> dict[str, str]:
    """Return the parameters in the path of a REST request by name, encoded as they were sent."""
    return _rest_match(environ, service)[1]


def _rest_match(environ: Mapping[str, Any], service: str) -> tuple[str, dict[str, str]]:
    method, path = environ.get("REQUEST_METHOD", ""), _encoded_path(environ)
    query = frozenset(parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True))
    for route in _routes(service):
        match = route.pattern.fullmatch(path)
        if route.method == method and match and route.query <= query:
            return route.operation, match.groupdict()
    return "", {}


def _encoded_path(environ: Mapping[str, Any]) -> str:
    """Return the path as it was sent: in `PATH_INFO`, a slash within a parameter is already decoded."""
    path: str = environ.get("RAW_URI", "").partition("?")[0]
    return path or environ.get("PATH_INFO", "")


@dataclass(frozen=True, slots=True)
class _Route:
    """How a REST request says its operation; `query` are the parameters that S3 needs, as in `?acl`."""

    method: str
    pattern: re.Pattern[str]
    query: frozenset[str]
    operation: str


@functools.lru_cache(maxsize=32)
def _routes(service: str) -> tuple[_Route, ...]:
    """Return the routes of a REST service from botocore's model: longest path, then longest query first."""
    import botocore.loaders
    from botocore.exceptions import BotoCoreError

    try:
        model = botocore.loaders.Loader().load_service_model(service, "service-2")
    except BotoCoreError:
        return ()
    routes = []
    for name, operation in model["operations"].items():
        http = operation["http"]
        path, _, query = http["requestUri"].partition("?")
        parts = re.split(r"(\{[^}]*\})", path.rstrip("/") or "/")
        pattern = re.compile("".join(map(_segment_pattern, parts)) + "/?")
        required = frozenset(parse_qs(query, keep_blank_values=True))
        routes.append(_Route(http["method"], pattern, required, name))
    return tuple(sorted(routes, key=lambda route: (-_length(route.pattern), -len(route.query))))


def _length(pattern: re.Pattern[str]) -> int:
    return len(_GROUP_SYNTAX.sub("", pattern.pattern))


def _segment_pattern(part: str) -> str:
    """Return a piece of a path as a pattern: `{name}` is one segment, `{name+}` the whole rest."""
    if part[:1] != "{":
        return re.escape(part)
    name = re.sub(r"\W", "_", part.strip("{}+"))
    return f"(?P<{name}>{'.+' if part.endswith('+}') else '[^/]+'})"
