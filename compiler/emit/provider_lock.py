"""Write `.terraform.lock.hcl` from the lock of a spec, so that every machine installs the same AWS provider.

In: the locked provider and the constraint of the folder. Out: the file as Terraform writes it, with a header
of eksgen. It names the registry of Terraform only: that of OpenTofu has builds and hashes of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...catalog.terraform.versions import AWS_PROVIDER
from ...schemas.lock import LockedProvider
from ..versions import parse_version
from .hcl import comment, quote

PROVIDER_LOCK_FILE = ".terraform.lock.hcl"
PROVIDER = "registry.terraform.io/hashicorp/aws"
PROVIDER_LOCK_HEADER = "Made by eksgen from the lock file of the spec. Change that file, not this one."
_BY_TERRAFORM = tuple(
    f'# This file is maintained automatically by "{name} init".' for name in ("terraform", "tofu")
)


def provider_lock(provider: LockedProvider, constraint: str) -> bytes:
    """Return the file for a constraint on the AWS provider; the modules have theirs, too."""
    lines = [
        comment(PROVIDER_LOCK_HEADER),
        "",
        f"provider {quote(PROVIDER)} {{",
        f"  version     = {quote(provider.version)}",
        f"  constraints = {quote(', '.join(_canonical(f'{constraint}, {AWS_PROVIDER}')))}",
        "  hashes = [",
        *(f"    {quote(hash)}," for hash in sorted(provider.hashes)),
        "  ]",
        "}",
        "",
    ]
    return "\n".join(lines).encode()


def is_by_eksgen(data: bytes) -> bool:
    """Return whether eksgen wrote a provider lock file, so that Terraform must not."""
    return data.startswith(comment(PROVIDER_LOCK_HEADER).encode())


def is_by_terraform(data: bytes) -> bool:
    """Return whether `terraform init` wrote a provider lock file, so that eksgen may replace it."""
    return data.startswith(tuple(line.encode() for line in _BY_TERRAFORM))


def _canonical(constraint: str) -> Iterator[str]:
    """Yield the terms as Terraform writes them: by version, each once, with all three numbers."""
    terms = {_split(term.strip()) for term in constraint.split(",")}
    for version, operator, text in sorted(terms):
        missing = "" if operator == "~>" else ".0" * (3 - len(version))
        yield f"{operator} {text}{missing}".strip()


def _split(term: str) -> tuple[tuple[int, ...], str, str]:
    """Return the numbers of a term, its operator ("" for equality) and the version as written."""
    text = term.lstrip("<>=!~ ")
    operator = term[: len(term) - len(text)].strip()
    return parse_version(text), "" if operator == "=" else operator, text
