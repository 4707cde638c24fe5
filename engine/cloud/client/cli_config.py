"""Read what Terraform's CLI configuration says about hosts: tokens, a credentials helper, service addresses.

In: the environment. Out: a `CliConfig`. A file that is missing or cannot be read counts as empty. A named
configuration file that does not exist is ignored, as everywhere in eksgen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ....compiler.files.decoding import NotDecoded, decode_object

_MAX_BYTES = 1 << 20
_VARIABLES = ("TF_CLI_CONFIG_FILE", "TERRAFORM_CONFIG")
_HELPER_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")
_STRING = r'"(?:[^"\\\n]|\\.)*"'
_COMMENT = re.compile(rf"{_STRING}|#[^\n]*|//[^\n]*|/\*.*?\*/", re.DOTALL)
_BRACE = re.compile(rf"{_STRING}|[{{}}]")
_HEAD = re.compile(r'\b(credentials|credentials_helper|host)\s+"([^"\n]+)"\s*\{')
_ENTRY = re.compile(rf'"?([A-Za-z_][\w.]*)"?\s*[=:]\s*({_STRING}|\[[^\]]*\])')
_TEXT = re.compile(r'"((?:[^"\\\n]|\\.)*)"')


@dataclass(frozen=True, slots=True)
class Credentials:
    """The token of a host in a file."""

    host: str
    secret: str = field(repr=False)
    file: str


@dataclass(frozen=True, slots=True)
class CliConfig:
    """`services` has the addresses of services by host, for hosts whose discovery the user replaces."""

    credentials: tuple[Credentials, ...] = ()
    services: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    helper: tuple[str, tuple[str, ...]] | None = None


def read_cli_config(environ: Mapping[str, str]) -> CliConfig:
    """Return the settings of all configuration files; where two say something, the later one counts."""
    credentials: list[Credentials] = []
    services: dict[str, Mapping[str, str]] = {}
    helper: tuple[str, tuple[str, ...]] | None = None
    for file in _files(environ):
        blocks = _blocks(file)
        for host, settings in blocks.get("credentials", {}).items():
            if isinstance(secret := settings.get("token"), str) and secret:
                credentials.append(Credentials(host, secret, str(file)))
        for host, settings in blocks.get("host", {}).items():
            services[host] = {k: v for k, v in settings.items() if isinstance(v, str)}
        for name, settings in blocks.get("credentials_helper", {}).items():
            if _HELPER_NAME.fullmatch(name):
                arguments = settings.get("args")
                helper = name, tuple(map(str, arguments)) if isinstance(arguments, list) else ()
    return CliConfig(tuple(credentials), services, helper)


def same_host(host: str, other: str) -> bool:
    """Return whether two names are of one host: case, Punycode and the port 443 make no difference."""
    return _comparable(host) == _comparable(other)


def home_folder(environ: Mapping[str, str]) -> Path:
    """Return the home folder of the user."""
    return Path(environ.get("HOME") or Path("~").expanduser())


def _comparable(host: str) -> str:
    name, colon, port = host.strip().lower().removesuffix(":443").partition(":")
    try:
        return name.encode("idna").decode("ascii") + colon + port
    except UnicodeError:
        return host


def _files(environ: Mapping[str, str]) -> Iterator[Path]:
    """Yield the files in the order in which Terraform reads them; a named one replaces all others."""
    named = next((environ[v] for v in _VARIABLES if environ.get(v) and Path(environ[v]).is_file()), None)
    if named:
        yield Path(named)
        return
    home = home_folder(environ)
    yield home / ".terraformrc"
    folder = home / ".terraform.d"
    yield from sorted({*folder.glob("*.tfrc"), *folder.glob("*.tfrc.json")})


Blocks = dict[str, dict[str, dict[str, Any]]]
"""Type of block -> label -> settings; those of the `services` of a host are its own."""


def _blocks(file: Path) -> Blocks:
    try:
        with file.open("rb") as stream:
            data = stream.read(_MAX_BYTES)
        if file.suffix == ".json":
            return _json_blocks(decode_object(data))
        return _hcl_blocks(data.decode("utf-8", "replace"))
    except (OSError, NotDecoded):
        return {}


def _json_blocks(raw: Mapping[str, Any]) -> Blocks:
    found: Blocks = {}
    for kind in ("credentials", "credentials_helper", "host"):
        labels = raw.get(kind)
        for label, settings in labels.items() if isinstance(labels, Mapping) else ():
            inner = settings.get("services") if kind == "host" and isinstance(settings, Mapping) else settings
            if isinstance(inner, Mapping):
                found.setdefault(kind, {})[str(label)] = dict(inner)
    return found


def _hcl_blocks(text: str) -> Blocks:
    """Return the blocks of a file in the small part of HCL that this configuration needs."""
    plain = _COMMENT.sub(lambda piece: piece.group() if piece.group().startswith('"') else " ", text)
    found: Blocks = {}
    for head in _HEAD.finditer(plain):
        found.setdefault(head.group(1), {})[head.group(2)] = _settings(_body(plain, head.end()))
    return found


def _body(text: str, start: int) -> str:
    """Return the content of a block up to its closing brace."""
    depth = 1
    for piece in _BRACE.finditer(text, start):
        depth += {"{": 1, "}": -1}.get(piece.group(), 0)
        if not depth:
            return text[start : piece.start()]
    return ""


def _settings(body: str) -> dict[str, Any]:
    """Return the texts and lists of texts of a block, and of the map in it."""
    found: dict[str, Any] = {}
    for name, value in _ENTRY.findall(body):
        texts = [_unquoted(text) for text in _TEXT.findall(value)]
        found[name] = texts if value.startswith("[") else texts[0]
    return found


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)
