"""A host that answers with anything gets no further than an error."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from eksgen.compiler.errors import EksgenError
from eksgen.engine.cloud.client.api import Api
from eksgen.engine.cloud.client.host import Host, connect
from eksgen.engine.cloud.client.http import Answer, Http, checked_url
from eksgen.engine.cloud.client.token import Token


class Answers(Http):
    """Gives these answers one after the other, and remembers what was asked for."""

    def __init__(self, *answers: Answer, own: str = "tfe.example") -> None:
        super().__init__([own])
        self.answers = list(answers)
        self.asked: list[tuple[str, bool]] = []

    def _exchange(self, request: Any) -> Answer:
        self.asked.append((request.parts.geturl(), "Authorization" in request.headers))
        return self.answers.pop(0)


def api_with(*answers: Answer, api: str = "https://tfe.example/api/v2/") -> tuple[Api, Answers]:
    http = Answers(*answers, own=urlsplit(api).hostname or "")
    return Api(Host("tfe.example", api, Token("secret", "x"), http)), http


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


INSIDE = (
    "http://127.0.0.1:9200/", "https://localhost/", "http://[::1]/", "http://127.1.2.3/x",
    "https://169.254.169.254/latest/meta-data/", "https://169.254.170.2/v2/credentials", "https://[fe80::1]/",
    "https://[fd00:ec2::254]/latest/", "https://metadata.google.internal/", "https://0.0.0.0/", "https://[::]/",
    "https://[::ffff:127.0.0.1]/", "https://[::ffff:169.254.169.254]/", "https://[64:ff9b::a9fe:a9fe]/",
    "https://2130706433/", "https://0x7f000001/", "https://127.1/", "https://api.localhost./",
    "https://100.100.100.200/", "https://168.63.129.16/",
)  # fmt: skip


@pytest.mark.parametrize("place", INSIDE)
def test_a_host_elsewhere_cannot_lead_to_services_of_this_machine_or_of_its_cloud(place: str) -> None:
    api, http = api_with(Answer(302, {"location": place}, b""), Answer(200, {}, b"x"))
    with pytest.raises(EksgenError) as caught:
        api.download("plans/plan-1/json-output")
    assert caught.value.code == "cloud-host"
    with pytest.raises(EksgenError):
        api.upload(place, b"x")
    assert len(http.asked) == 1


@pytest.mark.parametrize("place", ["https://10.0.0.5/", "https://192.168.1.2/", "https://[fd12::1]/"])
def test_a_host_may_lead_to_private_addresses_as_those_of_terraform_enterprise(place: str) -> None:
    api, http = api_with(Answer(302, {"location": place}, b""), Answer(200, {}, b"x"))
    assert api.download("plans/plan-1/json-output") == b"x"
    assert http.asked[1] == (place, False)


def test_a_host_on_this_machine_may_name_its_own_blobs_and_gets_no_token_there() -> None:
    blob = "http://127.0.0.1:2/blob"
    api, http = api_with(
        Answer(302, {"location": blob}, b""), Answer(200, {}, b"x"), api="https://localhost:1/api/v2/"
    )
    assert api.download("plans/plan-1/json-output") == b"x"
    assert http.asked[1] == (blob, False)


def test_a_host_on_this_machine_cannot_lead_to_the_metadata_service() -> None:
    place = {"location": "https://169.254.169.254/latest/"}
    api, http = api_with(Answer(302, place, b""), Answer(200, {}, b"x"), api="https://localhost:1/api/v2/")
    with pytest.raises(EksgenError):
        api.download("plans/plan-1/json-output")
    assert len(http.asked) == 1


@pytest.mark.parametrize("named", INSIDE)
@pytest.mark.parametrize("redirected", [False, True])
def test_discovery_of_a_host_elsewhere_cannot_lead_a_token_inside(
    tmp_path: Path, named: str, redirected: bool
) -> None:
    first = (
        Answer(302, {"location": named}, b"")
        if redirected
        else Answer(200, {}, json.dumps({"tfe.v2": named}).encode())
    )
    http = Answers(first, Answer(200, {}, b'{"tfe.v2": "/api/v2/"}'))
    with pytest.raises(EksgenError) as caught:
        connect("tfe.example", {"HOME": str(tmp_path), "TF_TOKEN_tfe_example": "planted-token"}, http=http)
    assert caught.value.code == "cloud-host"
    assert len(http.asked) == 1


@pytest.mark.parametrize("address", ["127.0.0.1", "169.254.169.254", "::1", "fe80::1", "::ffff:127.0.0.1"])
def test_a_name_whose_address_is_inside_is_refused_before_anything_is_sent(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    found = [(socket.AF_INET, socket.SOCK_STREAM, 0, "", (address, port))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_arguments, **_more: found)
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.delenv(name, raising=False)
    with listener, pytest.raises(EksgenError, match="offers no Terraform API") as caught:
        Http(["tfe.example"]).send("GET", f"https://blobs.example:{port}/")
    assert "blobs.example" in caught.value.notes[0]


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
