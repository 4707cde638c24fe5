"""Issuers of OpenID Connect: what EKS can reach through the internet."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from eksgen.schemas.access import Issuer

ADAPTER = TypeAdapter(Issuer)


@pytest.mark.parametrize(
    "url",
    [
        "https://login.example.com",
        "https://login.example.com/",
        "https://login.example.com:65535/realms/a",
        "https://accounts.google.com",
        "https://dev-1.okta.com/oauth2/default",
        "https://login.microsoftonline.com/11112222-3333-4444-5555-666677778888/v2.0",
        "https://203.0.113.10:8443/a",
        "https://10.example.com",
        "https://localhost.example.com",
        "https://172.32.0.1",
    ],
)
def test_an_issuer_on_the_internet_is_accepted(url: str) -> None:
    assert ADAPTER.validate_python(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "http://login.example.com",
        "https://login.example.com:65536",
        "https://login.example.com:0",
        "https://login..example.com",
        "https://-a.example.com",
        "https://localhost",
        "https://app.localhost:8443",
        "https://login",
        "https://10.0.0.1",
        "https://127.0.0.1/a",
        "https://169.254.169.254",
        "https://172.16.0.1:443",
        "https://192.168.1.1",
        "https://login.example.com/.well-known/openid-configuration",
        "https://login.example.com/a/.well-known/openid-configuration/",
        "https://login.example.com/" + "a" * 3000,
        "https://login.example.com?a=b",
    ],
)
def test_an_issuer_that_eks_cannot_use_is_refused(url: str) -> None:
    with pytest.raises(ValidationError):
        ADAPTER.validate_python(url)
