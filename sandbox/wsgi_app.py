"""The WSGI application of the sandbox: moto behind the rules of a sandbox.

Before moto: only requests to this machine are served, none of a web page, and the sandbox's own paths only
with its token; the account comes from the access key; requests are served one at a time, because moto's state
has no locks.
After moto: an operation that moto lacks becomes an AWS error that no SDK retries, instead of an HTML page.
"""

from __future__ import annotations

import hmac
import io
import json
import re
import sys
import threading
import time
import traceback
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from .aws_operation import operation_of
from .calls import Calls
from .cloudtrail import EventHistory
from .credentials import account_of
from .eks.versions.published import forget_published, publish
from .faults import KINDS, Faults
from .responses import Environ, Headers, Response, StartResponse, aws_error, json_response, unsupported
from .server_api import (
    CALLS_PATH,
    DESTINATIONS_PATH,
    FAULTS_PATH,
    IDENTITY_PATH,
    RESET_PATH,
    TOKEN_HEADER,
    VERSIONS_PATH,
    VPC_PATH,
    ZONES_PATH,
)

REMEMBERED_RESPONSES = 500
OWN_PATHS = "/eksgen/"
_TOKEN_VARIABLE = f"HTTP_{TOKEN_HEADER.upper().replace('-', '_')}"

Application = Callable[[Environ, StartResponse], Iterable[bytes]]

CREDENTIAL = re.compile(r"Credential=([^/,\s]+)/")
LOCAL_HOST = re.compile(r"^([a-z0-9.-]+\.)?(127\.0\.0\.1|localhost)(:\d+)?$", re.IGNORECASE)


class SandboxApplication:
    """Serves the sandbox's own paths and passes every other request to moto."""

    def __init__(
        self, moto: Application, identity: dict[str, Any], reset: Callable[[], None], token: str
    ) -> None:
        self._moto = moto
        self._identity = identity
        self._reset_moto = reset
        self._token = token
        self._faults = Faults()
        self._history = EventHistory()
        self._calls = Calls()
        self._lock = threading.Lock()
        self._counter_lock = threading.Lock()
        self._last_request = time.monotonic()
        self._active_requests = 0
        self._responses: OrderedDict[str, Response] = OrderedDict()

    def idle_seconds(self) -> float:
        """Return the seconds since the last request to AWS ended; 0 while one is being served."""
        return 0.0 if self._active_requests else time.monotonic() - self._last_request

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Serve one request (PEP 3333)."""
        return self._respond(environ).send(start_response)

    def _respond(self, environ: Environ) -> Response:
        path = environ.get("PATH_INFO", "")
        if why := self._refusal(environ, path):
            return json_response({"error": why}, 403)
        if path == IDENTITY_PATH:
            return json_response(self._identity)
        if path.startswith("/moto-api"):
            return json_response({"error": "moto's own API is not available"}, 404)
        self._count(1)
        try:
            return self._serve(environ)
        finally:
            self._count(-1)

    def _refusal(self, environ: Environ, path: str) -> str:
        """Return why a request is not served; "" if it is."""
        if not LOCAL_HOST.match(environ.get("HTTP_HOST", "")):
            return "only requests to 127.0.0.1 or localhost are served"
        if "HTTP_ORIGIN" in environ or any(name.startswith("HTTP_SEC_FETCH_") for name in environ):
            return "requests of web pages are not served"
        token = environ.get(_TOKEN_VARIABLE, "")
        if path.startswith(OWN_PATHS) and not hmac.compare_digest(token.encode(), self._token.encode()):
            return f"{path} needs the token in the file of the sandbox"
        return ""

    def _count(self, change: int) -> None:
        with self._counter_lock:
            self._active_requests += change
            self._last_request = time.monotonic()

    def _serve(self, environ: Environ) -> Response:
        _read_body(environ)
        account = _account(environ)
        if account:
            environ["HTTP_X_MOTO_ACCOUNT_ID"] = account
        path, posted = environ["PATH_INFO"], environ["REQUEST_METHOD"] == "POST"
        with self._lock:
            if path == RESET_PATH and posted:
                return self._reset()
            if path == CALLS_PATH and posted:
                return json_response({"calls": self._calls.take(str(json.loads(environ["eksgen.body"])))})
            if path == FAULTS_PATH:
                return self._serve_faults(environ)
            if path in _POSTS and posted:
                return _POSTS[path](environ)
            return self._serve_aws(environ, account)

    def _reset(self) -> Response:
        self._reset_moto()
        self._faults.clear()
        self._history.clear()
        self._calls.clear()
        forget_published()
        return json_response({"reset": True})

    def _serve_faults(self, environ: Environ) -> Response:
        """Return the pending faults; a POST adds some first."""
        try:
            if environ["REQUEST_METHOD"] == "POST":
                self._faults.add(json.loads(environ["eksgen.body"]))
        except (ValueError, TypeError) as error:
            return json_response({"error": str(error)}, 400)
        return json_response({"faults": self._faults.pending()})

    def _serve_aws(self, environ: Environ, account: str | None) -> Response:
        service, operation = operation_of(environ)
        self._calls.record(account or "", service, operation)
        if fault := self._faults.take(service, operation, account or ""):
            return aws_error(environ, *KINDS[fault.kind])
        if (service, operation) == ("cloudtrail", "LookupEvents"):
            return json_response(self._history.lookup_events(environ, account))
        return self._call_moto_once(environ, service, operation)

    def _call_moto_once(self, environ: Environ, service: str, operation: str) -> Response:
        """Call moto, or repeat its response to a call that an SDK retries because the response was lost.

        SDKs give all attempts of a call the same id (AWS SDKs reference guide, `amz-sdk-invocation-id`).
        """
        invocation = environ.get("HTTP_AMZ_SDK_INVOCATION_ID", "")
        if invocation in self._responses:
            return self._responses[invocation]
        response = _call_moto(self._moto, environ)
        if response.ok:
            self._history.record(environ, service, operation)
            self._remember(invocation, response)
        return response

    def _remember(self, invocation: str, response: Response) -> None:
        if invocation:
            self._responses[invocation] = response
        while len(self._responses) > REMEMBERED_RESPONSES:
            self._responses.popitem(last=False)


def _provide_vpc(environ: Environ) -> Response:
    """Make the VPC that a spec takes to exist."""
    from moto.core.exceptions import ServiceException

    from .given.vpc import make_vpc

    try:
        make_vpc(json.loads(environ["eksgen.body"]))
    except (ServiceException, ValueError) as error:
        return json_response({"error": str(getattr(error, "message", error))}, 400)
    return json_response({"made": True})


def _publish(environ: Environ) -> Response:
    """Publish newer versions of add-ons and images in an account."""
    try:
        return json_response(publish(json.loads(environ["eksgen.body"])))
    except ValueError as error:
        return json_response({"error": str(error)}, 400)


def _provide_destinations(environ: Environ) -> Response:
    """Make the destinations of log events that a spec takes to exist."""
    from .given.destinations import make_destinations

    make_destinations(json.loads(environ["eksgen.body"]))
    return json_response({"made": True})


def _provide_zones(environ: Environ) -> Response:
    """Make the hosted zones that a spec takes to exist."""
    from .given.zones import make_zones

    make_zones(json.loads(environ["eksgen.body"]))
    return json_response({"made": True})


_POSTS: Mapping[str, Callable[[Environ], Response]] = {
    DESTINATIONS_PATH: _provide_destinations,
    VERSIONS_PATH: _publish,
    VPC_PATH: _provide_vpc,
    ZONES_PATH: _provide_zones,
}


def _read_body(environ: Environ) -> None:
    """Read the whole body first, so that a slow client cannot hold the lock."""
    if environ.get("wsgi.input_terminated"):
        body = environ["wsgi.input"].read()
    else:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    environ["wsgi.input"] = io.BytesIO(body)
    environ["CONTENT_LENGTH"] = str(len(body))
    environ["eksgen.body"] = body


def _account(environ: Environ) -> str | None:
    credential = CREDENTIAL.search(environ.get("HTTP_AUTHORIZATION", ""))
    return account_of(credential.group(1)) if credential else None


def _call_moto(moto: Application, environ: Environ) -> Response:
    """Return moto's response, or `UnsupportedInSandbox` if moto lacks the operation or fails."""
    try:
        response = _run(moto, environ)
    except NotImplementedError as error:
        return unsupported(environ, str(error))
    except Exception as error:  # an error inside moto must not look like a broken server, which SDKs retry
        traceback.print_exc(file=sys.stderr)
        return unsupported(environ, f"{type(error).__name__}: {error}")
    if _is_html_error(response):
        request = f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}"
        return unsupported(environ, f"{request} is not implemented")
    return response


def _run(application: Application, environ: Environ) -> Response:
    started: list[tuple[str, Headers]] = []

    def start_response(status: str, headers: Headers, *_: Any) -> Callable[[bytes], None]:
        started[:] = [(status, headers)]
        return lambda _: None

    body = list(application(environ, start_response))
    status, headers = started[0]
    return Response(status, headers, body)


def _is_html_error(response: Response) -> bool:
    is_html = dict(response.headers).get("Content-Type", "").startswith("text/html")
    return (
        is_html and int(response.status[:3]) >= 400 and b"<!doctype html" in b"".join(response.body).lower()
    )
