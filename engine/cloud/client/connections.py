"""Connections whose exchanges end: in a bounded time, with a bounded answer, at an address that may be asked.

`http.client` bounds the time between two bytes alone, so a host could drip an answer for ever, or send
headers or `100 Continue` without end. Here all reads and writes of an exchange share one `Bound`.
"""

from __future__ import annotations

import base64
import errno
import http.client
import io
import socket
import ssl
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, Final
from urllib.parse import SplitResult, unquote, urlsplit
from urllib.request import getproxies_environment, proxy_bypass

from .addresses import is_loopback, require_outer
from .refusals import unreachable

CONNECT_SECONDS: Final = 15.0
"""How long an address may take to accept a connection, and then to agree on TLS."""
IDLE_SECONDS: Final = 60.0
"""How long an operation of a socket may take."""
EXCHANGE_SECONDS: Final = 300.0
"""How long a request and its whole answer may take: 64 MB at 2 Mbit/s."""
FIRST_SECONDS: Final = 15.0
"""How long that may take for the small documents of a host that is asked for the first time."""
_HEAD_BYTES = 1 << 20
_PIECE = 16 << 10  # one record of TLS, so that each is waited for by itself


class Endless(OSError):
    """An answer that would not end. Its `strerror` says in which way."""


@dataclass(slots=True)
class Bound:
    """What the exchange that runs may still take, in seconds and in bytes of its answer."""

    clock: Callable[[], float] = time.monotonic
    _seconds: float = 0
    _until: float = 0
    _bytes: int = 0

    def start(self, limit: int, seconds: float) -> None:
        """Begin an exchange whose answer has a body of at most `limit` bytes, twice that with its chunks."""
        self._seconds, self._until = seconds, self.clock() + seconds
        self._bytes = 2 * limit + _HEAD_BYTES

    @contextmanager
    def on(self, sock: socket.socket, most: float = IDLE_SECONDS) -> Iterator[None]:
        """Let an operation of a socket take what is left. `Endless` if nothing is, or it takes longer."""
        sock.settimeout(min(self._left(), most))
        try:
            yield
        except TimeoutError:
            self._left()
            raise TimeoutError(errno.ETIMEDOUT, f"nothing came for {most:.0f} seconds") from None

    def _left(self) -> float:
        left = self._until - self.clock()
        if left <= 0:
            words = f"its answer was not complete after {self._seconds:.0f} seconds"
            raise Endless(errno.ETIMEDOUT, words)
        return left

    def count(self, size: int) -> None:
        """Take in so many bytes of the answer. `Endless` if they are too many."""
        self._bytes -= size
        if self._bytes < 0:
            raise Endless(errno.EMSGSIZE, "its answer is far longer than it may be")


class _Reader(io.RawIOBase):
    """The answers on a socket, within a bound."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket, bound: Bound) -> None:
        super().__init__()
        self._raw, self._sock, self._bound = raw, sock, bound

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int | None:
        with self._bound.on(self._sock):
            size: int | None = self._raw.readinto(buffer)
        self._bound.count(size or 0)
        return size

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Response(http.client.HTTPResponse):
    """An answer within a bound, whose chunks have a size: `http.client` reads a chunk of a negative size
    without a limit."""

    def __init__(self, sock: socket.socket, *arguments: Any, bound: Bound, **more: Any) -> None:
        super().__init__(sock, *arguments, **more)
        self.fp: Any = io.BufferedReader(_Reader(self.fp.detach(), sock, bound))

    def _read_next_chunk_size(self) -> int:
        size: int = super()._read_next_chunk_size()  # type: ignore[misc]  # not in the stubs
        if size < 0:
            raise http.client.HTTPException("a chunk has a negative size")
        return size


class Connection(http.client.HTTPConnection):
    """A connection with plain http. `own` are the hosts that the user named, None behind a proxy, which
    looks names up itself."""

    def __init__(self, host: str, port: int, own: Collection[str] | None, **more: Any) -> None:
        super().__init__(host, port, **more)
        self.bound = Bound()
        self.response_class = partial(_Response, bound=self.bound)  # type: ignore[assignment]
        self._create_connection = partial(_dialled, bound=self.bound, own=own)

    def send(self, data: Any) -> None:
        """Send bytes within the bound."""
        for start in range(0, len(data), _PIECE):
            with self.bound.on(self.sock):
                super().send(data[start : start + _PIECE])


class SecureConnection(Connection, http.client.HTTPSConnection):
    """A connection with TLS."""


def connect_to(
    parts: SplitResult, own: Collection[str], context: ssl.SSLContext
) -> Connection | SecureConnection:
    """Return a connection for a URL, through the proxy that the environment names; it opens at its use."""
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    if parts.scheme == "http":
        return Connection(host, port, own)
    proxy = _proxy(parts)
    if proxy is None:
        return SecureConnection(host, port, own, context=context)
    through = SecureConnection(proxy.hostname or "", proxy.port or 80, None, context=context)
    through.set_tunnel(host, port, _proxy_headers(proxy))
    return through


def _dialled(
    address: tuple[str, int], *_: object, bound: Bound, own: Collection[str] | None
) -> socket.socket:
    """Connect with the first address of a host that answers, if it is not an address inside."""
    host, port = address
    problem: OSError = socket.gaierror(socket.EAI_NONAME, "the name has no address")
    for family, kind, protocol, _name, place in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        if own is not None:
            require_outer(host, str(place[0]), own)
        sock = socket.socket(family, kind, protocol)
        try:
            with bound.on(sock, CONNECT_SECONDS):
                sock.connect(place)
        except OSError as failed:
            sock.close()
            problem = failed
        else:
            return sock
    raise problem


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
