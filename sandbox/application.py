"""The WSGI application of the local AWS: moto, seen through the rules of a sandbox.

Before moto: only requests that name this machine as their host are served; the account is read from
the access key; requests are answered one at a time, because moto's state knows no locks.
After moto: an operation that moto lacks is answered as an AWS error that no SDK retries, instead of
a page of HTML.
"""

from __future__ import annotations

import io
import json
import re
import sys
import threading
import time
import traceback
from collections import OrderedDict
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any
from xml.sax.saxutils import escape

from .credentials import account_of
from .faults import KINDS, Faults
from .operation import operation_of
from .state import FAULTS_PATH, IDENTITY_PATH, RESET_PATH
from .trail import Trail

REMEMBERED = 500
"""How many answers are kept for calls that come again."""

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

CREDENTIAL = re.compile(r"Credential=([^/,\s]+)/")
LOCAL_HOST = re.compile(r"^([a-z0-9.-]+\.)?(127\.0\.0\.1|localhost)(:\d+)?$", re.IGNORECASE)
JSON_TYPE = [("Content-Type", "application/json")]


class SandboxApplication:
    """Serves the sandbox's own paths and hands everything else to moto."""

    def __init__(self, aws: Application, identity: dict[str, Any], reset: Callable[[], None]) -> None:
        self._aws = aws
        self._identity = identity
        self._reset = reset
        self._faults = Faults()
        self._trail = Trail()
        self._lock = threading.Lock()
        self._counter = threading.Lock()
        self._last_request = time.monotonic()
        self._busy = 0
        self._answers: OrderedDict[str, tuple[str, Headers, list[bytes]]] = OrderedDict()

    def idle_seconds(self) -> float:
        """Seconds since the last request to AWS ended; 0 while one is being answered."""
        return 0.0 if self._busy else time.monotonic() - self._last_request

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request (PEP 3333)."""
        path = environ.get("PATH_INFO", "")
        if not LOCAL_HOST.match(environ.get("HTTP_HOST", "")):
            return _answer(start_response, "403 Forbidden", {"error": "not a request to this machine"})
        if path == IDENTITY_PATH:
            return _answer(start_response, "200 OK", self._identity)
        if path.startswith("/moto-api"):
            return _answer(start_response, "404 Not Found", {"error": "not offered"})
        self._count(1)
        try:
            return self._serve(environ, start_response)
        finally:
            self._count(-1)

    def _count(self, change: int) -> None:
        with self._counter:
            self._busy += change
            self._last_request = time.monotonic()

    def _serve(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        _read_body(environ)
        account = _account(environ)
        if account:
            environ["HTTP_X_MOTO_ACCOUNT_ID"] = account
        with self._lock:
            if environ["PATH_INFO"] == RESET_PATH and environ["REQUEST_METHOD"] == "POST":
                self._reset()
                self._faults.clear()
                self._trail.clear()
                return _answer(start_response, "200 OK", {"reset": True})
            if environ["PATH_INFO"] == FAULTS_PATH:
                return self._told_faults(environ, start_response)
            service, operation = operation_of(environ)
            if fault := self._faults.strikes(service, operation, account or ""):
                return _fail(environ, start_response, *KINDS[fault.kind])
            if (service, operation) == ("cloudtrail", "LookupEvents"):
                return _answer(start_response, "200 OK", self._trail.answer(environ, account))
            return self._call_once(
                environ, start_response, lambda: self._trail.keep(environ, service, operation)
            )

    def _told_faults(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """What still has to fail; POST adds to it."""
        try:
            if environ["REQUEST_METHOD"] == "POST":
                self._faults.add(json.loads(environ["eksgen.body"]))
        except (ValueError, TypeError) as error:
            return _answer(start_response, "400 Bad Request", {"error": str(error)})
        return _answer(start_response, "200 OK", {"faults": self._faults.waiting()})

    def _call_once(
        self, environ: Environ, start_response: StartResponse, succeeded: Callable[[], None]
    ) -> Iterable[bytes]:
        """A call that an SDK sends again, because its answer was lost on the way, gets that answer.

        SDKs mark all attempts of a call with one id (AWS SDKs reference guide, `amz-sdk-invocation-id`).
        """
        call = environ.get("HTTP_AMZ_SDK_INVOCATION_ID", "")
        if call in self._answers:
            status, headers, body = self._answers[call]
            start_response(status, headers)
            return body

        def keep(status: str, headers: Headers, *_: Any) -> Callable[[bytes], None]:
            started[:] = [status, headers]
            return lambda _: None

        started: list[Any] = []
        body = list(_call(self._aws, environ, keep))
        status, headers = started
        if status.startswith("2"):
            succeeded()
        if call and status.startswith("2"):
            self._answers[call] = (status, headers, body)
            while len(self._answers) > REMEMBERED:
                self._answers.popitem(last=False)
        start_response(status, headers)
        return body


def _answer(start_response: StartResponse, status: str, body: dict[str, Any]) -> Iterable[bytes]:
    text = json.dumps(body).encode()
    start_response(status, [*JSON_TYPE, ("Content-Length", str(len(text)))])
    return [text]


def _read_body(environ: Environ) -> None:
    """Take the body off the wire, so that a slow client cannot hold the lock."""
    if environ.get("wsgi.input_terminated"):
        body = environ["wsgi.input"].read()
    else:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    environ["wsgi.input"] = io.BytesIO(body)
    environ["CONTENT_LENGTH"] = str(len(body))
    environ["eksgen.body"] = body


def _account(environ: Environ) -> str | None:
    signed = CREDENTIAL.search(environ.get("HTTP_AUTHORIZATION", ""))
    return account_of(signed.group(1)) if signed else None


def _call(aws: Application, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    """moto's whole answer, or an error in the shape of the protocol that was spoken."""
    started: list[Any] = []

    def keep(status: str, headers: list[tuple[str, str]], *_: Any) -> Callable[[bytes], None]:
        started[:] = [status, headers]
        return lambda _: None

    try:
        answer = list(aws(environ, keep))
        status, headers = started
    except NotImplementedError as error:
        return _refuse(environ, start_response, str(error))
    except Exception as error:  # moto's fault, whatever it is, must not look like a broken server
        traceback.print_exc(file=sys.stderr)
        return _refuse(environ, start_response, f"{type(error).__name__}: {error}")
    is_page = dict(headers).get("Content-Type", "").startswith("text/html")
    if is_page and int(status[:3]) >= 400 and b"<!doctype html" in b"".join(answer).lower():
        wanted = f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}"
        return _refuse(environ, start_response, f"{wanted} has not been implemented")
    start_response(status, headers)
    return answer


def _refuse(environ: Environ, start_response: StartResponse, why: str) -> Iterable[bytes]:
    """400 with code `UnsupportedInSandbox`: no SDK retries a client error that it does not know."""
    message = f"the local AWS cannot do this: {why}"
    return _fail(environ, start_response, 400, "UnsupportedInSandbox", message)


def _fail(
    environ: Environ, start_response: StartResponse, status: int, code: str, message: str
) -> Iterable[bytes]:
    """An error in the shape of the protocol that was spoken."""
    if b"Action=" in environ["eksgen.body"][:2000]:
        inner = f"<Error><Type>Sender</Type><Code>{code}</Code><Message>{escape(message)}</Message></Error>"
        if b"Version=2016-11-15" in environ["eksgen.body"]:
            text = f"<Response><Errors>{inner}</Errors><RequestID>local</RequestID></Response>"
        else:
            text = f"<ErrorResponse>{inner}<RequestId>local</RequestId></ErrorResponse>"
        headers = [("Content-Type", "text/xml")]
    else:
        text = json.dumps({"__type": code, "message": message})
        headers = [*JSON_TYPE, ("X-Amzn-ErrorType", code)]
    line = f"{status} {HTTPStatus(status).phrase}"
    start_response(line, [*headers, ("Content-Length", str(len(text.encode())))])
    return [text.encode()]
