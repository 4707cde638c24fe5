"""`terraform.backend.cloud`: state and runs in HCP Terraform or Terraform Enterprise.

There is no field for a token: Terraform reads it from `terraform login` or the environment.
"""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import Field

from ..catalog.terraform.hcp_terraform import HOST, ORGANIZATION_LENGTH, PROJECT_LENGTHS, WORKSPACE_LENGTH
from .base import Form, Model, matching, pattern_keywords, printable, problem

_LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_PORT = "(6553[0-5]|655[0-2][0-9]|65[0-4][0-9]{2}|6[0-4][0-9]{3}|[1-5][0-9]{4}|[1-9][0-9]{0,3})"
HOST_PATTERN = rf"(?=[^:]{{1,253}}(:|$)){_LABEL}(\.{_LABEL})*(:(?!443$){_PORT})?"
HOST_RULE = (
    f"a host looks like {HOST}, or tfe.example.com:8443: lower case, other scripts in Punycode, no scheme, "
    "no path, no credentials"
)
_MAX_HOST = 300
_HOST, _SCHEME = re.compile(HOST_PATTERN), re.compile(r"[a-z][a-z0-9+.-]*://")


def host(value: str) -> str:
    """Return a host with an optional port, or reject it with the spelling that Terraform compares."""
    if not _HOST.fullmatch(value):
        meant = _meant(value)
        # Not in the message: what stands before an `@` is a secret.
        shown = "this" if "@" in value else f"`{printable(value)}`"
        note = "a spec holds no credentials; replace those that stood here" if "@" in value else HOST_RULE
        help = f"write `{meant}`" if meant else ""
        problem("invalid-host", f"{shown} is not a host", "not a host", note=note, help=help)
    return value


def _meant(value: str) -> str:
    """Return the host in a URL, or in another spelling; "" if there is none."""
    if len(value) > _MAX_HOST:
        return ""
    text = _SCHEME.sub("", value.strip().lower(), count=1)
    text = re.split(r"[/?#]", text, maxsplit=1)[0].rpartition("@")[2].removesuffix(":443").rstrip(".")
    name, colon, port = text.partition(":")
    try:
        text = f"{name.encode('idna').decode('ascii')}{colon}{port}"
    except UnicodeError:
        return ""
    return text if _HOST.fullmatch(text) else ""


Host = Annotated[
    str,
    Form(host, pattern_keywords(HOST_PATTERN, f"not a host: {HOST_RULE}")),
    Field(examples=[HOST, "tfe.example.com:8443"]),
]

_WORD = "[A-Za-z0-9_-]"
_ONLY = "only letters, digits, hyphens and underscores"
Organization = Annotated[
    str,
    matching(rf"{_WORD}{{1,{ORGANIZATION_LENGTH}}}", "invalid-name", "the name of an organization", _ONLY),
    Field(examples=["acme"]),
]
WORKSPACE_RULE = f"{_ONLY}, at most {WORKSPACE_LENGTH}"
WORKSPACE_PATTERN = rf"{_WORD}{{1,{WORKSPACE_LENGTH}}}"
WorkspaceName = Annotated[
    str,
    matching(
        rf"({_WORD}|\{{[^{{}}]*\}})+",
        "invalid-name",
        "the name of a workspace",
        f"{WORKSPACE_RULE}, and `{{name}}`, `{{region}}` and `{{accountId}}`, which are replaced",
    ),
    Field(max_length=2 * WORKSPACE_LENGTH, examples=["eks-prod", "{accountId}-{region}-{name}"]),
]
_SHORTEST, _LONGEST = PROJECT_LENGTHS
Project = Annotated[
    str,
    matching(
        rf"{_WORD}[A-Za-z0-9_ -]{{{_SHORTEST - 2},{_LONGEST - 2}}}{_WORD}",
        "invalid-name",
        "the name of a project",
        f"{_SHORTEST} to {_LONGEST} letters, digits, hyphens, underscores and spaces, no space at either end",
    ),
    Field(examples=["platform"]),
]
DEFAULT_WORKSPACE = "eks-{name}"


class CloudBackend(Model):
    """State and runs in HCP Terraform or Terraform Enterprise."""

    organization: Organization = Field(description="Name of the organization.")
    workspace: WorkspaceName = Field(
        DEFAULT_WORKSPACE,
        description="Name of the workspace. `{name}`, `{region}` and `{accountId}` are replaced.",
    )
    project: Project | None = Field(
        None,
        description="Project of the workspace. Default: the default project of the organization.",
    )
    hostname: Host = Field(
        HOST, description="Host of HCP Terraform or Terraform Enterprise, with its port if it is not 443."
    )
