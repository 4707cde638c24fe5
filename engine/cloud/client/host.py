"""Find the API of a host, and check that it answers, once for each host and token.

As Terraform does it: the host's discovery document names the address of the service `tfe.v2`, unless a `host`
block of the CLI configuration does. That address may be on another host, but on none inside (see
`addresses.py`) unless the user named it; plain http only on this machine.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from ....compiler.files.decoding import NotDecoded, decode_object
from .cli_config import CliConfig, read_cli_config, same_host
from .http import NOBODY, Http, Waiter, checked_url, joined_url
from .json_api import shown
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
    does not.
    """

    name: str
    api: str
    token: Token
    http: Http
    product: str = ""
    api_version: str = ""
    release: str = ""

    @property
    def api_host(self) -> str:
        """The host of the API, which is usually the host itself."""
        return urlsplit(self.api).netloc


_known: dict[tuple[str, Token], Host] = {}
_lock = threading.Lock()


def connect(name: str, environ: Mapping[str, str], waiter: Waiter = NOBODY, http: Http | None = None) -> Host:
    """Return a host after its discovery and a ping; from memory if this process has asked before.

    `EksgenError` without a token, without an API, or if it does not answer: it is not waited for.
    """
    config = read_cli_config(environ)
    token = find_token(name, environ, config)
    if token is None:
        raise no_token(name, variable_name(name))
    with _lock:
        if (name, token) not in _known:
            http = http or Http(_own_hosts(name, config))
            _known[name, token] = _connected(name, token, config, http, waiter)
        return _known[name, token]


def _own_hosts(name: str, config: CliConfig) -> list[str]:
    """Return the hosts that the user named: that of the spec, and what the CLI configuration has instead."""
    services = (named for host, named in config.services.items() if same_host(host, name))
    urls = (f"https://{name}/", *(joined_url(f"https://{name}/", s.get(_SERVICE, "")) for s in services))
    return [checked_url(url).hostname or "" for url in urls]


def find_api(name: str, config: CliConfig, http: Http, waiter: Waiter = NOBODY) -> str:
    """Return the address of the API of a host, ending in a slash. `EksgenError` if it offers none."""
    for host, services in config.services.items():
        if same_host(host, name):
            return _address(
                name, services.get(_SERVICE), f"https://{name}/", "its block in the CLI configuration"
            )
    url = f"https://{name}{_DISCOVERY}"
    for _ in range(_REDIRECTS + 1):
        accepted = {"Accept": "application/json"}
        answer = http.send("GET", url, headers=accepted, limit=_MAX_BYTES, waiter=waiter, first=True)
        if not answer.redirected:
            break
        url = joined_url(url, answer.redirected)
    if answer.status != 200:
        raise no_api(name, f"its discovery document {_DISCOVERY} answers with status {answer.status}")
    try:
        document = decode_object(answer.body)
    except NotDecoded:
        raise no_api(name, f"its discovery document {_DISCOVERY} is not JSON") from None
    return _address(name, document.get(_SERVICE), url, "its discovery document")


def forget_hosts() -> None:
    """Forget what is known about hosts: for tests."""
    with _lock:
        _known.clear()


def _address(name: str, named: object, base: str, where: str) -> str:
    if not isinstance(named, str) or not named:
        raise no_api(name, f"{where} has no `{_SERVICE}`")
    url = joined_url(base, named)
    checked_url(url)
    return url if url.endswith("/") else f"{url}/"


def _connected(name: str, token: Token, config: CliConfig, http: Http, waiter: Waiter) -> Host:
    api = find_api(name, config, http, waiter)
    answer = http.send("GET", urljoin(api, "ping"), limit=_MAX_BYTES, waiter=waiter, first=True)
    if answer.status >= 400:
        raise no_api(name, f"its API answers a ping with status {answer.status}")
    return Host(
        name,
        api,
        token,
        http,
        shown(answer.headers.get("tfp-appname", "")),
        shown(answer.headers.get("tfp-api-version", "")),
        shown(answer.headers.get("x-tfe-version", "")),
    )
