"""An HTTPS listener on 127.0.0.1 that records each request, and answers wrongly where a fault says so."""

from __future__ import annotations

import json
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from .routing import Answer

_SECRET = re.compile(r"(/_archivist/v1/object/)[^/?]+")


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """A request as it came. Names of headers are lower case."""

    method: str
    path: str
    query: Mapping[str, Sequence[str]]
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Recorded:
    """A request that was answered. `path` has no query and no secret; `token`: whether it carried a bearer token.

    `headers` are those of the request, in lower case; `sent` is its document, if it was JSON; `seconds` is
    `time.monotonic()` when it came.
    """

    method: str
    path: str
    query: Mapping[str, Sequence[str]]
    host: str
    status: int
    token: bool
    headers: Mapping[str, str] = field(repr=False)
    sent: Any = field(repr=False)
    size: int = 0
    seconds: float = 0.0


@dataclass
class Fault:
    """A wrong answer to the next `times` requests whose method and path (searched for `path`) fit.

    The answer has this status, headers and body; `pause` seconds go before it. With `drop` the connection is closed
    instead; with `cut` it is closed after that many bytes of the right answer.
    """

    status: int = 500
    times: int = 1
    path: str = ""
    method: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    content_type: str = "application/vnd.api+json"
    pause: float = 0.0
    drop: bool = False
    cut: int | None = None

    def fits(self, method: str, path: str) -> bool:
        return self.times > 0 and self.method in (None, method) and re.search(self.path, path) is not None


class Listener(ThreadingHTTPServer):
    """A server for one host name; `close` ends its connections and threads."""

    daemon_threads = False
    block_on_close = True
    request_queue_size = 256

    def __init__(
        self,
        name: str,
        context: ssl.SSLContext,
        answer: Callable[[HttpRequest], Answer],
        faults: list[Fault],
        recorded: list[Recorded],
    ) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.hostname = f"{name}:{self.server_address[1]}"
        self.answer, self.faults, self.recorded = answer, faults, recorded
        self._context = context
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self.serve_forever, args=(0.05,), name=self.hostname)
        self._thread.start()

    def get_request(self) -> tuple[socket.socket, Any]:
        """Accept a connection; its handshake happens in the thread of the connection."""
        plain, address = super().get_request()
        connection = self._context.wrap_socket(plain, server_side=True, do_handshake_on_connect=False)
        with self._lock:
            self._open.add(connection)
        return connection, address

    def shutdown_request(self, request: Any) -> None:
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: clients close connections and distrust certificates on purpose."""

    def fault_for(self, method: str, path: str) -> Fault | None:
        """Return the fault that fits a request, and count it."""
        with self._lock:
            fault = next((fault for fault in self.faults if fault.fits(method, path)), None)
            if fault:
                fault.times -= 1
            return fault

    def close(self) -> None:
        self.shutdown()
        with self._lock:
            connections = list(self._open)
        for connection in connections:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self.server_close()
        self._thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "hcp-terraform"
    timeout = 120
    wbufsize = -1  # headers and body in one packet, else each answer waits 40 ms for an acknowledgement
    disable_nagle_algorithm = True
    server: Listener

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def _answer_request(self) -> None:
        began, parts = time.monotonic(), urlsplit(self.path)
        body = self._body()
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = HttpRequest(self.command, parts.path, parse_qs(parts.query), headers, body)
        fault = self.server.fault_for(self.command, parts.path)
        if fault and fault.pause:
            time.sleep(fault.pause)
        wrong = fault is not None and not fault.drop and fault.cut is None
        if fault and wrong:
            answer = Answer(fault.status, fault.body, fault.headers, fault.content_type)
        elif fault and fault.drop:
            answer = Answer(0)
        else:
            answer = self.server.answer(request)
        self._record(request, answer.status, began)
        if answer.status == 0:
            self.close_connection = True
            return
        self._send(answer, fault.cut if fault else None)

    do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = _answer_request  # noqa: N815

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = b""
        while size := int(self.rfile.readline().split(b";")[0], 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def _record(self, request: HttpRequest, status: int, began: float) -> None:
        sent: Any = None
        if "json" in request.headers.get("content-type", "") and request.body:
            with suppress(ValueError):
                sent = json.loads(request.body)
        path = _SECRET.sub(r"\1…", request.path)
        host, token = request.headers.get("host", ""), "authorization" in request.headers
        self.server.recorded.append(
            Recorded(request.method, path, request.query, host, status, token, request.headers, sent,
                     len(request.body), began)
        )  # fmt: skip

    def _send(self, answer: Answer, cut: int | None) -> None:
        content = answer.content()
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content[:cut])
        if cut is not None:
            self.close_connection = True
