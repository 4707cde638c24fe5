"""HTTP responses of the sandbox: JSON, and errors in the protocol of the request."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from xml.sax.saxutils import escape

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
StartResponse = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Response:
    """A whole response; `status` is a status line such as `200 OK`."""

    status: str
    headers: Headers
    body: list[bytes]

    @property
    def ok(self) -> bool:
        """Return whether the request succeeded."""
        return self.status.startswith("2")

    def send(self, start_response: StartResponse) -> Iterable[bytes]:
        """Hand the response to a WSGI server (PEP 3333)."""
        start_response(self.status, self.headers)
        return self.body


def json_response(document: Mapping[str, Any], status: int = 200, headers: Headers | None = None) -> Response:
    """Return a response with a JSON document."""
    return _response(status, "application/json", json.dumps(document), headers)


def aws_error(environ: Environ, status: int, code: str, message: str) -> Response:
    """Return an AWS error in the protocol of the request: EC2 query, query or JSON."""
    body = environ["eksgen.body"]
    if b"Action=" not in body[:2000]:
        return json_response({"__type": code, "message": message}, status, [("X-Amzn-ErrorType", code)])
    error = f"<Error><Type>Sender</Type><Code>{code}</Code><Message>{escape(message)}</Message></Error>"
    if b"Version=2016-11-15" in body:
        text = f"<Response><Errors>{error}</Errors><RequestID>local</RequestID></Response>"
    else:
        text = f"<ErrorResponse>{error}<RequestId>local</RequestId></ErrorResponse>"
    return _response(status, "text/xml", text)


def unsupported(environ: Environ, reason: str) -> Response:
    """Return a 400 with code `UnsupportedInSandbox`; no SDK retries a client error that it does not know."""
    return aws_error(environ, 400, "UnsupportedInSandbox", f"the sandbox does not support this: {reason}")


def _response(status: int, content_type: str, text: str, headers: Headers | None = None) -> Response:
    body = text.encode()
    fixed = [("Content-Type", content_type), ("Content-Length", str(len(body)))]
    return Response(f"{status} {HTTPStatus(status).phrase}", [*fixed, *(headers or [])], [body])
