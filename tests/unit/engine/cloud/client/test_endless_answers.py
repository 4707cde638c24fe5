"""An answer ends, or is given up: in time, and in size. A network that is away is waited for, and said."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from eksgen.compiler.errors import EksgenError
from eksgen.engine.cloud.client import connections
from eksgen.engine.cloud.client.http import SURVIVED_SECONDS, Http, Waiter
from eksgen.engine.cloud.client.rate_limit import TokenBucket

HEAD = b"HTTP/1.1 200 OK\r\n"


@contextmanager
def listening(answer: Callable[[socket.socket], None]) -> Iterator[str]:
    """Answer each connection on a port of this machine, and yield the URL."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection, suppress(OSError):
                connection.recv(1000)
                answer(connection)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(10)


def http(sleep: Callable[[float], None] = lambda _seconds: None, **more: Callable[[], float]) -> Http:
    return Http(["127.0.0.1"], TokenBucket(10_000), sleep, **more)


def repeat(piece: bytes, pause: float = 0.0) -> Callable[[socket.socket], None]:
    """Return an answer that sends a piece for ever."""

    def answer(connection: socket.socket) -> None:
        connection.sendall(HEAD if not piece.startswith(b"HTTP") else b"")
        while True:
            connection.sendall(piece)
            time.sleep(pause)

    return answer


@pytest.mark.parametrize(
    "piece",
    [
        pytest.param(b"X", id="one header that grows"),
        pytest.param(b"X: y\r\n", id="headers"),
        pytest.param(b"HTTP/1.1 100 Continue\r\n\r\n", id="100 Continue"),
    ],
)
def test_an_answer_that_drips_is_given_up_after_a_time_in_all(
    monkeypatch: pytest.MonkeyPatch, piece: bytes
) -> None:
    monkeypatch.setattr("eksgen.engine.cloud.client.http.EXCHANGE_SECONDS", 0.5)
    began = time.monotonic()
    with listening(repeat(piece, 0.02)) as url, pytest.raises(EksgenError) as caught:
        http().send("GET", url)
    assert time.monotonic() - began < 5
    assert caught.value.code == "cloud-host"


def test_a_body_that_drips_is_given_up_after_a_time_in_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eksgen.engine.cloud.client.http.EXCHANGE_SECONDS", 0.5)

    def answer(connection: socket.socket) -> None:
        connection.sendall(HEAD + b"Content-Length: 1000000\r\n\r\n")
        while True:
            connection.sendall(b"x")
            time.sleep(0.02)

    with listening(answer) as url, pytest.raises(EksgenError) as caught:
        http().send("GET", url)
    assert "not complete after" in caught.value.notes[0]


def test_continues_and_chunks_without_end_are_given_up_after_a_number_of_bytes() -> None:
    """At full speed the time alone would let gigabytes pass."""
    began = time.monotonic()
    for piece in (b"HTTP/1.1 100 Continue\r\n\r\n" * 1000, b"HTTP/1.1 100 Continue\r\nX: y\r\n\r\n" * 1000):
        with listening(repeat(piece)) as url, pytest.raises(EksgenError) as caught:
            http().send("GET", url, limit=1000)
        assert "longer than it may be" in caught.value.notes[0]
    assert time.monotonic() - began < 10


def test_a_host_that_reads_a_request_slowly_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eksgen.engine.cloud.client.http.EXCHANGE_SECONDS", 0.5)

    def answer(connection: socket.socket) -> None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1000)
        for _ in range(100):
            connection.recv(1)
            time.sleep(0.02)

    began = time.monotonic()
    with listening(answer) as url, pytest.raises(EksgenError):
        http().send("POST", url, body=b"x" * (64 << 20))
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("size", ["-5", "-1", "zz", ""])
def test_a_chunk_of_an_odd_size_is_an_error(size: str) -> None:
    def answer(connection: socket.socket) -> None:
        head = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
        connection.sendall(head + f"{size}\r\n".encode() + b"abc" * 1000)

    with listening(answer) as url, pytest.raises(EksgenError) as caught:
        http().send("GET", url, limit=1000)
    assert caught.value.code == "cloud-host"


def test_many_requests_over_one_connection_have_a_time_each(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the reads of a log that grows for hours."""
    monkeypatch.setattr("eksgen.engine.cloud.client.http.EXCHANGE_SECONDS", 1.0)

    def answer(connection: socket.socket) -> None:
        for _ in range(8):
            connection.sendall(HEAD + b"Content-Length: 2\r\n\r\nok")
            connection.recv(1000)

    client = http()
    with listening(answer) as url:
        for _ in range(7):
            assert client.send("GET", url).body == b"ok"
            time.sleep(0.2)


def refused() -> str:
    """Return a URL of this machine where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return f"http://127.0.0.1:{listener.getsockname()[1]}/"


@pytest.mark.parametrize("url", [refused(), "https://tfe.invalid/"], ids=["refused", "no-such-name"])
def test_a_host_that_is_asked_first_is_not_waited_for(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.delenv(name, raising=False)
    waits: list[float] = []
    with pytest.raises(EksgenError, match="cannot be reached") as caught:
        http(waits.append).send("GET", url, first=True)
    assert not waits
    assert caught.value.code == "cloud-host"
    assert "terraform.backend.cloud.hostname" in caught.value.helps[0]
    assert caught.value.helps[1].endswith("/.well-known/terraform.json")


class Clock:
    """Time that passes by sleeping alone."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.mark.parametrize("method", ["GET", "PUT", "POST", "PATCH"])
def test_a_network_that_is_away_for_a_while_is_survived_and_said_once(method: str) -> None:
    """Also by requests that may not be sent twice: without a connection nothing was sent."""
    url, clock = refused(), Clock()
    waits: list[float] = []
    said: list[str] = []
    port = int(url.rsplit(":", 1)[1].strip("/"))
    back: list[socket.socket] = []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        clock.sleep(seconds)
        if clock.now > 60 and not back:
            back.append(socket.create_server(("127.0.0.1", port)))
            threading.Thread(target=greet, args=back, daemon=True).start()

    def greet(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(1000)
            connection.sendall(HEAD + b"Content-Length: 2\r\n\r\nok")

    client = http(sleep, clock=clock)
    assert client.send(method, url, waiter=Waiter(said.append)).body == b"ok"
    back[0].close()
    assert max(waits) <= 8
    (text,) = said
    assert text.startswith(f"127.0.0.1:{port} does not answer (Connection refused); trying again for up to 3")


def test_a_network_that_stays_away_is_an_error_in_the_end() -> None:
    clock = Clock()
    said: list[str] = []
    with pytest.raises(EksgenError, match="cannot be reached"):
        http(clock.sleep, clock=clock).send("GET", refused(), waiter=Waiter(said.append))
    assert SURVIVED_SECONDS <= clock.now < SURVIVED_SECONDS + 10
    assert len(said) == 1


def test_an_interrupt_ends_the_wait_for_a_network() -> None:
    pauses: list[float] = []

    def pause(seconds: float) -> bool:
        pauses.append(seconds)
        return len(pauses) < 3

    with pytest.raises(EksgenError, match="cannot be reached"):
        http().send("GET", refused(), waiter=Waiter(pause=pause))
    assert len(pauses) == 3


def test_the_times_are_those_that_the_documentation_names() -> None:
    assert (connections.FIRST_SECONDS, connections.EXCHANGE_SECONDS, SURVIVED_SECONDS) == (15, 300, 180)
