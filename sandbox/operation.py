"""Which operation of AWS a request asks for: `("eks", "CreateNodegroup")`.

In: a WSGI environment whose body was read into `eksgen.body`. Out: the service in whose name the request is
signed, and the operation by the name that AWS gives it; "" for what cannot be told.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, unquote

_SCOPE = re.compile(r"Credential=[^/,\s]+/\d+/[^/]+/([^/]+)/aws4_request")

_PARAMETER = re.compile(r"\(\?P<\w+>|(?<!\\)\)")


def operation_of(environ: Mapping[str, Any]) -> tuple[str, str]:
    """Service and operation; the protocols of AWS say it in a header, in the body, or by method and path."""
    signed = _SCOPE.search(environ.get("HTTP_AUTHORIZATION", ""))
    service = signed.group(1) if signed else ""
    if target := environ.get("HTTP_X_AMZ_TARGET", ""):
        return service, target.rpartition(".")[2]
    body: bytes = environ.get("eksgen.body", b"")
    if b"Action=" in body[:4000]:
        return service, parse_qs(body.decode("utf-8", "replace")).get("Action", [""])[0]
    return service, _by_path(service, environ.get("REQUEST_METHOD", ""), environ.get("PATH_INFO", ""))


def path_values(service: str, method: str, path: str) -> dict[str, str]:
    """The parameters that stand in the path of a REST request, by their names."""
    for verb, form, _ in _paths(service):
        if verb == method and (found := form.fullmatch(path)):
            return {name: unquote(value) for name, value in found.groupdict().items()}
    return {}


def _by_path(service: str, method: str, path: str) -> str:
    return next((name for verb, form, name in _paths(service) if verb == method and form.fullmatch(path)), "")


@functools.lru_cache(maxsize=32)
def _paths(service: str) -> tuple[tuple[str, re.Pattern[str], str], ...]:
    """Method and path of each operation of a service that speaks REST, from the SDK's model of it."""
    import botocore.loaders
    from botocore.exceptions import BotoCoreError

    try:
        model = botocore.loaders.Loader().load_service_model(service, "service-2")
    except BotoCoreError:
        return ()
    found = []
    for name, operation in model["operations"].items():
        http = operation["http"]
        path = http["requestUri"].partition("?")[0].rstrip("/") or "/"
        form = "".join(map(_form, re.split(r"(\{[^}]*\})", path)))
        found.append((http["method"], re.compile(form + "/?"), name))
    return tuple(sorted(found, key=lambda one: -len(_PARAMETER.sub("", one[1].pattern))))


def _form(part: str) -> str:
    """A piece of a path as a pattern: `{name}` is one step, `{name+}` the whole rest."""
    if part[:1] != "{":
        return re.escape(part)
    name = re.sub(r"\W", "_", part.strip("{}+"))
    return f"(?P<{name}>{'.+' if part.endswith('+}') else '[^/]+'})"
