"""Find the token for a host where Terraform finds it, and keep it out of sight.

In this order, as `CredentialsSource.ForHost` in Terraform's internal/command/cliconfig has it (1.11, read
2026-11-30): the variable TF_TOKEN_HOST, a `credentials` block of the CLI configuration, the credentials
helper.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ....compiler.errors import EksgenError
from ....compiler.files.decoding import NotDecoded, decode_object
from ...redact import hide
from ...terraform.process import run_command
from ...terraform.providers import this_platform
from .cli_config import CliConfig, home_folder, same_host

_PREFIX = "TF_TOKEN_"
_NOT_FOR_HELPERS = re.compile(r"TF_(TOKEN|VAR)_.*")


@dataclass(frozen=True, slots=True)
class Token:
    """A secret, and where it was found in words that may be shown."""

    secret: str = field(repr=False)
    source: str


def find_token(host: str, environ: Mapping[str, str], config: CliConfig) -> Token | None:
    """Return the token for a host, None if there is none. It is removed from all that is shown from now on.

    `EksgenError` if the credentials helper fails, or for a token that cannot stand in a request.
    """
    token = _of_environment(host, environ) or _of_config(host, config) or _of_helper(host, environ, config)
    if token:
        hide(token.secret)
        if not (token.secret.isascii() and token.secret.isprintable()):
            raise _unusable(token, host)
    return token


def variable_name(host: str) -> str:
    """Return the variable for the token of a host; a shell cannot export it for a host with a port."""
    return _PREFIX + host.replace("-", "__").replace(".", "_")


def helper_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of a credentials helper: without tokens of other hosts and input variables.

    Terraform gives it everything. Credentials of AWS are kept, for helpers that read a store of secrets
    there.
    """
    return {name: value for name, value in environ.items() if not _NOT_FOR_HELPERS.fullmatch(name.upper())}


def _of_environment(host: str, environ: Mapping[str, str]) -> Token | None:
    for name, value in sorted(environ.items()):
        if name.startswith(_PREFIX) and value.strip():
            named = name.removeprefix(_PREFIX).replace("__", "-").replace("_", ".")
            if same_host(named, host):
                return Token(value.strip(), name)
    return None


def _of_config(host: str, config: CliConfig) -> Token | None:
    for credentials in reversed(config.credentials):  # the last one counts
        if same_host(credentials.host, host):
            return Token(credentials.secret, credentials.file)
    return None


def _of_helper(host: str, environ: Mapping[str, str], config: CliConfig) -> Token | None:
    if config.helper is None:
        return None
    name, arguments = config.helper
    program = _helper_program(name, environ)
    if program is None:
        raise _helper_failed(name, host, "it is not installed in ~/.terraform.d/plugins")
    try:
        done = run_command(
            [str(program), *arguments, "get", host],
            "credentials",
            None,
            helper_environment(environ),
            document=True,
        )
        secret = decode_object(done.document).get("token") if done.code == 0 else None
    except (OSError, NotDecoded) as problem:
        raise _helper_failed(name, host, type(problem).__name__) from None
    if done.interrupts:
        raise KeyboardInterrupt
    if done.code:
        raise _helper_failed(name, host, f"exit code {done.code}; it gets no TF_TOKEN_ variables from eksgen")
    return Token(secret, f"credentials helper {name}") if isinstance(secret, str) and secret else None


def _helper_program(name: str, environ: Mapping[str, str]) -> Path | None:
    """Return the program of a helper, whose name may end in a version: `terraform-credentials-x_v1.0.0`."""
    folder = home_folder(environ) / ".terraform.d" / "plugins"
    program = f"terraform-credentials-{name}"
    for place in (folder, folder / this_platform()):
        found = [place / program, *sorted(place.glob(f"{program}_*"), reverse=True)]
        for file in found:
            if file.is_file() and (sys.platform == "win32" or file.stat().st_mode & 0o111):
                return file
    return None


def _unusable(token: Token, host: str) -> EksgenError:
    return EksgenError(
        f"the token for {host} from {token.source} is not usable",
        code="cloud-token",
        notes=("it holds a line break, another control character, or a letter that is not ASCII",),
        helps=("write the token again, without what stands around it",),
    )


def _helper_failed(name: str, host: str, why: str) -> EksgenError:
    return EksgenError(
        f"the credentials helper {name} did not give a token for {host}",
        code="cloud-token",
        notes=(why,),
        helps=(f"set {variable_name(host)}, or log in: terraform login {host}",),
    )
