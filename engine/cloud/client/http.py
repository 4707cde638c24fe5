"""Send HTTP requests: one connection a thread, no redirect followed, bounded answers, losses survived.

In: a method, a URL, a body. Out: an `Answer` of any status. `EksgenError` if the host cannot be reached,
leads to an address inside (see `addresses.py`), or has a certificate that is not trusted. No message holds
more of a URL than its host: blob URLs are secrets.
"""

from __future__ import annotations

import http.client
import ssl
import threading
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Final
from urllib.parse import SplitResult, urljoin, urlsplit

from ...terraform.environment import USER_AGENT
from .addresses import is_loopback, require_outer
from .connections import EXCHANGE_SECONDS, FIRST_SECONDS, Connection, Endless, connect_to
from .rate_limit import PROCESS, TokenBucket
from .refusals import no_api, odd_answer, unreachable, untrusted, wrong_host
from .token import Token

MAX_ANSWER: Final = 64 << 20
"""The largest answer that is read without another limit, in bytes."""
SURVIVED_SECONDS: Final = 180.0
"""For how long a request is repeated while the network is away."""
_ATTEMPTS = 8
_ATTEMPTS_TO_CONNECT = 30
_FIRST_ATTEMPTS = 3
_LONGEST_WAIT = 60.0
_IDEMPOTENT = frozenset({"GET", "PUT"})
_TRANSIENT = frozenset({500, 502, 503, 504})
_TOO_MANY = 429
_BROKEN = (OSError, http.client.HTTPException, ValueError)  # the last for chunks of an odd size


def _say_nothing(_text: str) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Waiter:
    """How to wait while a host does not answer: `say` reports it once, `pause` waits for a number of seconds
    and returns False if the user interrupts."""

    say: Callable[[str], None] = _say_nothing
    pause: Callable[[float], bool] | None = None


NOBODY: Final = Waiter()


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


@dataclass(frozen=True, slots=True)
class _Request:
    method: str
    parts: SplitResult
    headers: Mapping[str, str]
    body: bytes | None
    limit: int
    first: bool

    @property
    def idempotent(self) -> bool:
        return self.method in _IDEMPOTENT


@dataclass(frozen=True, slots=True)
class _Failure:
    """Why there was no answer, and how many attempts are worth making."""

    why: str
    attempts: int


class _NotSent(Exception):
    """No connection, so that nothing was sent; its cause says why."""


class Http:
    """Sends requests. May be shared by threads. `own` are the hosts that the user named."""

    def __init__(
        self,
        own: Collection[str] = (),
        bucket: TokenBucket = PROCESS,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._own = tuple(own)
        self._bucket = bucket
        self._sleep = sleep
        self._clock = clock
        self._context = ssl.create_default_context()  # honours SSL_CERT_FILE
        self._kept = threading.local()
        self._lost: set[str] = set()
        self._lock = threading.Lock()

    def send(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        token: Token | None = None,
        limit: int = MAX_ANSWER,
        waiter: Waiter = NOBODY,
        first: bool = False,
    ) -> Answer:
        """Send a request; again after 429, and if it may be repeated after a failure of server or network.

        A `token` may go to an API only, never to the address of a redirect or an upload: its caller decides.
        A host that is asked for the `first` time is not waited for: its name may be wrong.
        """
        parts = checked_url(url)
        require_outer(parts.hostname or "", parts.hostname or "", self._own)
        sent = {"User-Agent": USER_AGENT, "Accept-Encoding": "identity", **(headers or {})}
        if token:
            sent["Authorization"] = f"Bearer {token.secret}"
        request = _Request(method, parts, sent, body, limit, first)
        until = self._clock() + SURVIVED_SECONDS
        for attempt in count(1):
            self._bucket.take()
            found = self._tried(request)
            pause = _wait_before_retry(request, found, attempt)
            over = isinstance(found, _Failure) and self._clock() >= until
            if pause is None or over or not self._waited(pause, parts, found, waiter, attempt):
                if isinstance(found, _Failure):
                    raise unreachable(parts.netloc, found.why)
                self._lost.discard(parts.netloc)
                return found
        raise AssertionError("the last attempt returns or raises")

    def _tried(self, request: _Request) -> Answer | _Failure:
        """Return the answer to a request, or why there is none."""
        parts = request.parts
        try:
            return self._exchange(request)
        except _NotSent as failed:
            self._forget(parts)
            why = _reason(failed.__cause__)
            if request.first:
                raise wrong_host(parts.netloc, why) from None
            return _Failure(why, _ATTEMPTS_TO_CONNECT)
        except _BROKEN as problem:
            self._forget(parts)
            once = not request.idempotent or isinstance(problem, Endless)
            attempts = _FIRST_ATTEMPTS if request.first else _ATTEMPTS
            return _Failure(_reason(problem), 1 if once else attempts)

    def _exchange(self, request: _Request) -> Answer:
        parts, limit = request.parts, request.limit
        if not request.idempotent:
            self._forget(parts)  # a kept connection may be dead, which shows only after the request was sent
        connection = self._connection(parts)
        connection.bound.start(limit, FIRST_SECONDS if request.first else EXCHANGE_SECONDS)
        if connection.sock is None:
            try:
                connection.connect()
            except ssl.SSLCertVerificationError as problem:
                raise untrusted(parts.netloc, problem.verify_message) from None
            except _BROKEN as problem:
                raise _NotSent from problem
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request(request.method, target, request.body, dict(request.headers))
        response = connection.getresponse()
        data = response.read(limit + 1)
        if len(data) > limit:
            self._forget(parts)
            raise odd_answer(parts.netloc, f"its answer is larger than {limit} bytes")
        return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, data)

    def _connection(self, parts: SplitResult) -> Connection:
        kept: dict[str, Connection] = self._kept.__dict__.setdefault("by_origin", {})
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in kept:
            kept[origin] = connect_to(parts, self._own, self._context)
        return kept[origin]

    def _forget(self, parts: SplitResult) -> None:
        kept: dict[str, Connection] = self._kept.__dict__.setdefault("by_origin", {})
        if connection := kept.pop(f"{parts.scheme}://{parts.netloc}", None):
            connection.close()

    def _waited(
        self, seconds: float, parts: SplitResult, found: Answer | _Failure, waiter: Waiter, attempt: int
    ) -> bool:
        """Wait before a request is repeated; return False if the user interrupts.

        Says that a host does not answer, once until it does again, and not for a kept connection that it has
        closed.
        """
        why = found.why if isinstance(found, _Failure) else f"status {found.status}"
        if attempt > 1 and not _is_too_many(found):
            with self._lock:
                new = parts.netloc not in self._lost
                self._lost.add(parts.netloc)
            if new:
                minutes = f"{SURVIVED_SECONDS / 60:.0f} minutes"
                waiter.say(f"{parts.netloc} does not answer ({why}); trying again for up to {minutes}")
        if waiter.pause is not None:
            return waiter.pause(seconds)
        self._sleep(seconds)
        return True


def checked_url(url: str) -> SplitResult:
    """Return the parts of a URL. `EksgenError` if it is none, or plain http to another machine."""
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
    """Return the URL that a host names, which may be relative to `base`. `EksgenError` if it is none."""
    try:
        return urljoin(base, named)
    except ValueError:
        raise no_api("the host", "it names an address that is not a URL") from None


def origin_of(url: str) -> tuple[str, str, int]:
    """Return scheme, host and port of a URL."""
    parts = checked_url(url)
    return parts.scheme, parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)


def _wait_before_retry(request: _Request, found: Answer | _Failure, attempt: int) -> float | None:
    """Return the seconds until the request is sent again, None if it is not."""
    if attempt >= (found.attempts if isinstance(found, _Failure) else _ATTEMPTS):
        return None
    if isinstance(found, _Failure) or (found.status in _TRANSIENT and request.idempotent):
        return _backoff(attempt)
    if _is_too_many(found):
        named = found.headers.get("x-ratelimit-reset") or found.headers.get("retry-after") or ""
        return min(max(_number(named) or _backoff(attempt), 0.05), _LONGEST_WAIT)
    return None


def _is_too_many(found: Answer | _Failure) -> bool:
    return isinstance(found, Answer) and found.status == _TOO_MANY


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        return 0
    return number if 0 < number < 3600 else 0


def _backoff(attempt: int) -> float:
    return min(0.25 * 2.0**attempt, 8.0)


def _reason(problem: BaseException | None) -> str:
    """Return what went wrong without the address, which may be secret."""
    text = getattr(problem, "strerror", None) or type(problem).__name__
    return str(text)
