"""A host that answers with anything gets no further than an error."""

from __future__ import annotations

import json
import socket
import threading
from typing import cast

import pytest

from eksgen.compiler.errors import EksgenError
from eksgen.engine.cloud.api import Api
from eksgen.engine.cloud.cli_config import CliConfig
from eksgen.engine.cloud.host import Host, find_api
from eksgen.engine.cloud.http import Answer, Http, checked_url
from eksgen.engine.cloud.token import Token


class Answers:
    """Gives these answers one after the other, and remembers what was asked for."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, bool]] = []

    def send(self, _method: str, url: str, *, token: Token | None = None, **_more: object) -> Answer:
        self.asked.append((url, token is not None))
        return self.answers.pop(0)


def api_with(*answers: Answer, api: str = "https://tfe.example/api/v2/") -> tuple[Api, Answers]:
    http = Answers(*answers)
    return Api(Host("tfe.example", api, Token("secret", "x"), cast("Http", http))), http


@pytest.mark.parametrize("value", [5, True, "text", {"a": 1}, None, [1, None, "x"]])
def test_a_list_that_is_none_has_no_objects(value: object) -> None:
    answer = Answer(200, {}, json.dumps({"data": value, "included": value}).encode())
    api, _ = api_with(answer, answer)
    assert list(api.listed("runs")) == []
    assert api.included("runs", {}) == ()


@pytest.mark.parametrize("place", ["https://[", "//[::", "http://example.com/", "file:///etc/passwd"])
def test_a_redirect_to_rubbish_is_refused(place: str) -> None:
    redirect = Answer(302, {"location": place}, b"")
    for answers in ((redirect,), (Answer(302, {"location": "https://blobs.example/"}, b""), redirect)):
        api, _ = api_with(*answers, Answer(200, {}, b"x"))
        with pytest.raises(EksgenError) as caught:
            api.download("plans/plan-1/json-output")
        assert caught.value.code == "cloud-host"


@pytest.mark.parametrize(
    "place", ["http://127.0.0.1:9200/", "https://localhost/", "http://[::1]/", "http://127.1.2.3/x"]
)
def test_a_host_elsewhere_cannot_lead_to_services_of_this_machine(place: str) -> None:
    api, http = api_with(Answer(302, {"location": place}, b""), Answer(200, {}, b"x"))
    with pytest.raises(EksgenError) as caught:
        api.download("plans/plan-1/json-output")
    assert caught.value.code == "cloud-host"
    with pytest.raises(EksgenError):
        api.upload(place, b"x")
    assert len(http.asked) == 1


def test_a_host_on_this_machine_may_name_its_own_blobs_and_gets_no_token_there() -> None:
    blob = "http://127.0.0.1:2/blob"
    api, http = api_with(
        Answer(302, {"location": blob}, b""), Answer(200, {}, b"x"), api="https://localhost:1/api/v2/"
    )
    assert api.download("plans/plan-1/json-output") == b"x"
    assert http.asked[1] == (blob, False)


@pytest.mark.parametrize("named", ["http://127.0.0.1:8200/v1/", "https://localhost/api/", "http://[::1]:1/"])
@pytest.mark.parametrize("redirected", [False, True])
def test_discovery_of_a_host_elsewhere_cannot_lead_a_token_to_this_machine(
    named: str, redirected: bool
) -> None:
    first = (
        Answer(302, {"location": named}, b"")
        if redirected
        else Answer(200, {}, json.dumps({"tfe.v2": named}).encode())
    )
    http = Answers(first, Answer(200, {}, b'{"tfe.v2": "/api/v2/"}'))
    with pytest.raises(EksgenError) as caught:
        find_api("tfe.example", CliConfig(), cast("Http", http))
    assert caught.value.code == "cloud-host"
    assert len(http.asked) == 1


@pytest.mark.parametrize("url", ["https://a..b/", "https://.b/", f"https://{'a' * 64}.example/"])
def test_a_name_that_no_host_can_have_is_refused(url: str) -> None:
    with pytest.raises(EksgenError) as caught:
        checked_url(url)
    assert caught.value.code == "cloud-host"


@pytest.mark.parametrize("proxy", ["http://u:pw@proxy.example:abc", "http://[", "http://a..b:1", "http://:0"])
def test_a_proxy_that_is_no_address_is_an_error_without_its_password(
    monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    with pytest.raises(EksgenError) as caught:
        Http().send("GET", "https://tfe.example/")
    assert caught.value.code == "cloud-host"
    assert "pw" not in f"{caught.value.message}{caught.value.notes}"


@pytest.mark.parametrize("size", ["-5", "-1", "zz", ""])
def test_a_chunk_of_an_odd_size_is_an_error(size: str) -> None:
    listener = socket.create_server(("127.0.0.1", 0))

    def answer() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                connection.recv(1000)
                head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                connection.sendall(head + f"{size}\r\n".encode() + b"abc" * 1000)

    thread = threading.Thread(target=answer, daemon=True)
    thread.start()
    with pytest.raises(EksgenError) as caught:
        Http(sleep=lambda _: None).send("GET", f"http://127.0.0.1:{listener.getsockname()[1]}/", limit=1000)
    listener.close()
    assert caught.value.code == "cloud-host"
