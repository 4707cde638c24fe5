"""Find the API of a host, and check that it answers, once for each host and token.

As Terraform does it: the host's discovery document names the address of the service `tfe.v2`, unless a `host`
block of the CLI configuration does. That address may be on another host; plain http only on this machine.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from ...compiler.files.decoding import NotDecoded, decode_object
from .cli_config import CliConfig, read_cli_config, same_host
from .documents import shown
from .http import Http, checked_url, is_loopback, joined_url
from .refusals import no_api, no_token
from .token import Token, find_token, variable_name

_SERVICE = "tfe.v2"
_DISCOVERY = "/.well-known/terraform.json"
_REDIRECTS = 3
_MAX_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Host:
    """A host of HCP Terraform or Terraform Enterprise. `api` is the address of its API and ends in a slash.

    `product`, `api_version` and `release` (of Terraform Enterprise) are what it says about itself, "" if it
    does not. `rate_limit` is in requests a second, 0 if unknown.
    """

    name: str
    api: str
    token: Token
    http: Http
    product: str = ""
    api_version: str = ""
    release: str = ""
    rate_limit: int = 0

    @property
    def api_host(self) -> str:
        """The host of the API, which is usually the host itself."""
        return urlsplit(self.api).netloc


_known: dict[tuple[str, Token], Host] = {}
_lock = threading.Lock()


def connect(name: str, environ: Mapping[str, str], http: Http | None = None) -> Host:
    """Return a host after its discovery and a ping; from memory if this process has asked before.

    `EksgenError` without a token, without an API, or if it does not answer.
    """
    config = read_cli_config(environ)
    token = find_token(name, environ, config)
    if token is None:
        raise no_token(name, variable_name(name))
    with _lock:
        if (name, token) not in _known:
            _known[name, token] = _connected(name, token, config, http or Http())
        return _known[name, token]


def find_api(name: str, config: CliConfig, http: Http) -> str:
    """Return the address of the API of a host, ending in a slash. `EksgenError` if it offers none."""
    for host, services in config.services.items():
        if same_host(host, name):
            return _address(
                name, services.get(_SERVICE), f"https://{name}/", "its block in the CLI configuration"
            )
    url = f"https://{name}{_DISCOVERY}"
    for _ in range(_REDIRECTS + 1):
        answer = http.send("GET", url, headers={"Accept": "application/json"}, limit=_MAX_BYTES)
        if not answer.redirected:
            break
        url = joined_url(url, answer.redirected)
        _require_remote(name, url)
    if answer.status != 200:
        raise no_api(name, f"its discovery document {_DISCOVERY} answers with status {answer.status}")
    try:
        document = decode_object(answer.body)
    except NotDecoded:
        raise no_api(name, f"its discovery document {_DISCOVERY} is not JSON") from None
    api = _address(name, document.get(_SERVICE), url, "its discovery document")
    _require_remote(name, api)
    return api


def _require_remote(name: str, url: str) -> None:
    """Refuse a host elsewhere that leads to this machine; a block of the user's own configuration may."""
    if is_loopback(checked_url(url).hostname or "") and not is_loopback(
        checked_url(f"https://{name}/").hostname or ""
    ):
        raise no_api(name, "it leads to this machine")


def forget_hosts() -> None:
    """Forget what is known about hosts, as when settings have changed."""
    with _lock:
        _known.clear()


def _address(name: str, named: object, base: str, where: str) -> str:
    if not isinstance(named, str) or not named:
        raise no_api(name, f"{where} has no `{_SERVICE}`")
    url = joined_url(base, named)
    checked_url(url)
    return url if url.endswith("/") else f"{url}/"


def _connected(name: str, token: Token, config: CliConfig, http: Http) -> Host:
    api = find_api(name, config, http)
    answer = http.send("GET", urljoin(api, "ping"), limit=_MAX_BYTES)
    if answer.status >= 400:
        raise no_api(name, f"its API answers a ping with status {answer.status}")
    limit = answer.headers.get("x-ratelimit-limit", "")
    return Host(
        name,
        api,
        token,
        http,
        shown(answer.headers.get("tfp-appname", "")),
        shown(answer.headers.get("tfp-api-version", "")),
        shown(answer.headers.get("x-tfe-version", "")),
        int(limit) if limit.isdecimal() and len(limit) < 9 else 0,
    )
