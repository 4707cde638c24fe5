"""Send HTTP requests with `http.client`: one connection a thread, no redirect followed, bounded answers.

In: a method, a URL, a body. Out: an `Answer` of any status. `EksgenError` if the host cannot be reached or
its certificate is not trusted. No message holds more of a URL than its host: blob URLs are secrets.
"""

from __future__ import annotations

import base64
import http.client
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import SplitResult, unquote, urljoin, urlsplit
from urllib.request import getproxies_environment, proxy_bypass

from ..terraform.environment import USER_AGENT
from .rate_limit import PROCESS, TokenBucket
from .refusals import no_api, unreachable, untrusted
from .token import Token

MAX_ANSWER: Final = 64 << 20
"""The largest answer that is read without another limit, in bytes."""
_TIMEOUT = 60.0
_ATTEMPTS = 8
_LONGEST_WAIT = 60.0
_IDEMPOTENT = frozenset({"GET", "PUT"})
_TRANSIENT = frozenset({500, 502, 503, 504})
_TOO_MANY = 429
_BROKEN = (OSError, http.client.HTTPException, ValueError)  # the last for chunks of an odd size


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer; the names of `headers` are in lower case."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)

    @property
    def redirected(self) -> str:
        """The address of a redirect, else ""."""
        return self.headers.get("location", "") if self.status in (301, 302, 303, 307, 308) else ""


class _Response(http.client.HTTPResponse):
    """An answer whose chunks have a size: `http.client` reads one of a negative size without a limit."""

    def _read_next_chunk_size(self) -> int:
        size: int = super()._read_next_chunk_size()  # type: ignore[misc]  # not in the stubs
        if size < 0:
            raise http.client.HTTPException("a chunk has a negative size")
        return size


class Http:
    """Sends requests. May be shared by threads."""

    def __init__(self, bucket: TokenBucket = PROCESS, sleep: Callable[[float], None] = time.sleep) -> None:
        self._bucket = bucket
        self._sleep = sleep
        self._context = ssl.create_default_context()  # honours SSL_CERT_FILE
        self._kept = threading.local()

    def send(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        token: Token | None = None,
        limit: int = MAX_ANSWER,
    ) -> Answer:
        """Send a request; again after 429, and if it may be repeated after a failure of the server.

        A `token` may go to an API only, never to the address of a redirect or an upload: its caller decides.
        """
        parts = checked_url(url)
        sent = {"User-Agent": USER_AGENT, "Accept-Encoding": "identity", **(headers or {})}
        if token:
            sent["Authorization"] = f"Bearer {token.secret}"
        for attempt in range(1, _ATTEMPTS + 1):
            self._bucket.take()
            try:
                answer = self._once(method, parts, sent, body, limit)
            except ssl.SSLCertVerificationError as problem:
                raise untrusted(parts.netloc, problem.verify_message) from None
            except _BROKEN as problem:
                self._forget(parts)
                if method not in _IDEMPOTENT or attempt == _ATTEMPTS:
                    raise unreachable(parts.netloc, _reason(problem)) from None
                self._sleep(_backoff(attempt))
                continue
            wait = _wait_before_retry(method, answer, attempt)
            if wait is None or attempt == _ATTEMPTS:
                return answer
            self._sleep(wait)
        raise AssertionError("the last attempt returns or raises")

    def _once(
        self, method: str, parts: SplitResult, headers: Mapping[str, str], body: bytes | None, limit: int
    ) -> Answer:
        if method not in _IDEMPOTENT:
            self._forget(
                parts
            )  # a kept connection may be dead, which is known only after the request was sent
        connection = self._connection(parts)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request(method, target, body, dict(headers))
        response = connection.getresponse()
        data = response.read(limit + 1)
        if len(data) > limit:
            self._forget(parts)
            raise unreachable(parts.netloc, f"its answer is larger than {limit} bytes")
        return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, data)

    def _connection(self, parts: SplitResult) -> http.client.HTTPConnection:
        kept: dict[str, http.client.HTTPConnection] = self._kept.__dict__.setdefault("by_origin", {})
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in kept:
            kept[origin] = self._connect(parts)
            kept[origin].response_class = _Response
        return kept[origin]

    def _connect(self, parts: SplitResult) -> http.client.HTTPConnection:
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
        if parts.scheme == "http":
            return http.client.HTTPConnection(host, port, timeout=_TIMEOUT)
        proxy = _proxy(parts)
        if proxy is None:
            return http.client.HTTPSConnection(host, port, timeout=_TIMEOUT, context=self._context)
        through = http.client.HTTPSConnection(
            proxy.hostname or "", proxy.port or 80, timeout=_TIMEOUT, context=self._context
        )
        through.set_tunnel(host, port, _proxy_headers(proxy))
        return through

    def _forget(self, parts: SplitResult) -> None:
        kept: dict[str, http.client.HTTPConnection] = self._kept.__dict__.setdefault("by_origin", {})
        if connection := kept.pop(f"{parts.scheme}://{parts.netloc}", None):
            connection.close()


def checked_url(url: str) -> SplitResult:
    """Return the parts of a URL. `EksgenError` for plain http to anything but this machine, or for
    rubbish."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
        host.encode("idna")
        usable = url.isascii() and url.isprintable() and " " not in url and bool(host)
    except ValueError:
        raise no_api("the host", "it names an address that is not a URL") from None
    if not usable or "@" in parts.netloc or parts.scheme not in ("http", "https"):
        raise no_api(host or "the host", "it names an address that is not a usable URL")
    if parts.scheme == "http" and not is_loopback(host):
        raise no_api(host, "it wants plain http, which anybody on the way can read")
    return parts


def joined_url(base: str, named: str) -> str:
    """Return the URL that one names, which may be relative to it. `EksgenError` for rubbish."""
    try:
        return urljoin(base, named)
    except ValueError:
        raise no_api("the host", "it names an address that is not a URL") from None


def is_loopback(host: str) -> bool:
    """Return whether a host is this machine."""
    return host in ("localhost", "::1") or (
        host.startswith("127.") and host.replace(".", "").isdigit() and host.count(".") == 3
    )


def origin_of(url: str) -> tuple[str, str, int]:
    """Return scheme, host and port of a URL."""
    parts = checked_url(url)
    return parts.scheme, parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)


def _wait_before_retry(method: str, answer: Answer, attempt: int) -> float | None:
    """Return the seconds until the request is sent again, None if its answer stands."""
    if answer.status == _TOO_MANY:
        named = answer.headers.get("x-ratelimit-reset") or answer.headers.get("retry-after") or ""
        return min(max(_number(named) or _backoff(attempt), 0.05), _LONGEST_WAIT)
    if answer.status in _TRANSIENT and method in _IDEMPOTENT:
        return _backoff(attempt)
    return None


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        return 0
    return number if 0 < number < 3600 else 0


def _backoff(attempt: int) -> float:
    return min(0.25 * 2.0**attempt, 8.0)


def _reason(problem: Exception) -> str:
    """Return what went wrong without the address, which may be secret."""
    text = getattr(problem, "strerror", None) or type(problem).__name__
    return str(text)


def _proxy(parts: SplitResult) -> SplitResult | None:
    """Return the proxy that the environment names for a host."""
    host = parts.hostname or ""
    named = getproxies_environment().get("https")
    if not named or is_loopback(host) or proxy_bypass(parts.netloc):
        return None
    try:
        proxy = urlsplit(named if "://" in named else f"http://{named}")
        (proxy.hostname or "").encode("idna")
        usable = bool(proxy.hostname) and (proxy.port is None or proxy.port > 0)
    except ValueError:
        usable = False
    if not usable:
        raise unreachable(parts.netloc, "HTTPS_PROXY is not the address of a proxy")
    return proxy


def _proxy_headers(proxy: SplitResult) -> dict[str, str]:
    if not proxy.username:
        return {}
    pair = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}"
    return {"Proxy-Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}
