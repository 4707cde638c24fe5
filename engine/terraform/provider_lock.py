"""Find the newest AWS provider that meets a constraint, with the hashes of its packages.

`terraform providers lock` in a folder that needs nothing else: from the registry it downloads the packages
for Linux on x86 (where CI and HCP Terraform run) and for this platform, from a mirror it reads them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from textwrap import shorten

from ...compiler.errors import EksgenError
from ...compiler.files.reading import read_below
from ...compiler.versions import meets_constraint, parse_version
from ...schemas.lock import LockedProvider
from .binary import BinaryKind, TerraformBinary
from .events import Completed
from .providers import Providers, offline_help, this_platform
from .streaming_terraform import StreamingTerraform

ALWAYS = "linux_amd64"
SOURCE = "registry.terraform.io/hashicorp/aws"
_VERSION = re.compile(r'^\s*version\s*=\s*"([^"]+)"', re.MULTILINE)
_HASH = re.compile(r'"((?:h1|zh):[A-Za-z0-9+/=]+)"')
_PROVIDER = re.compile(r'provider "([^"]*)"')
_MARGIN = re.compile(r"^[\s│╷╵]*(?:- )?", re.MULTILINE)
_LONGEST = 300
_COLOUR = re.compile("\x1b\\[[0-9;]*m")


@dataclass(frozen=True, slots=True)
class ProviderAnswer:
    """The provider to lock, and remarks about what could not be found out."""

    provider: LockedProvider | None
    remarks: tuple[str, ...] = ()


def newest_provider(
    program: TerraformBinary,
    providers: Providers,
    environment: Mapping[str, str],
    folder: Path,
    held: LockedProvider | None,
) -> ProviderAnswer:
    """Return the newest provider that the `versions.tf` of a folder accepts; the held one if it is as new, or
    if none can be found. The folder gets a lock file of Terraform. `EksgenError` if the held one is not
    accepted and none can be found.
    """
    fits = held if held and meets_constraint(held.version, providers.constraint) else None
    if program.kind is BinaryKind.OPENTOFU:
        return ProviderAnswer(fits, ("OpenTofu has packages of its own: the provider is not looked up",))
    if fits and providers.version and parse_version(providers.version) <= parse_version(fits.version):
        return ProviderAnswer(fits)
    terraform = StreamingTerraform(program.argv, folder, environment)
    platforms = list(dict.fromkeys((ALWAYS, this_platform())))
    done = _lock(terraform, providers, platforms)
    remarks: tuple[str, ...] = ()
    if not done.ok and len(platforms) > 1 and providers.plugin_dir:
        remarks = (f"the mirror {providers.plugin_dir} has no package for {ALWAYS}: its hash is missing",)
        done = _lock(terraform, providers, platforms[1:])
    found = _read(folder) if done.ok else None
    if found is None and held and not fits:
        raise _none_in_place_of(held, providers, _reason(done))
    if found is None:
        kept = "that of the lock stays" if fits else "it stays open"
        return ProviderAnswer(fits, (f"could not look up the AWS provider, {kept}: {_reason(done)}",))
    return ProviderAnswer(_newer(fits, found), remarks)


def missing_hashes(text: str, platform: str) -> tuple[str, ...]:
    """Return the source of each provider whose hashes in a `.terraform.lock.hcl` refuse the package for
    `ALWAYS`, sorted; `platform` is the one on which the file was written.

    A registry gives `zh:` hashes of every platform. A mirror gives an `h1:` hash a platform, and does not say
    which: a single one is that of `platform`, and one of several is taken for that of `ALWAYS`, which
    `newest_provider` locks first. Terraform accepts any package where no hash is recorded.
    """
    hashes: dict[str, set[str]] = {}
    source = ""
    for line in text.splitlines():
        if block := _PROVIDER.match(line):
            source = block.group(1)
        elif source and (found := _HASH.findall(line)):
            hashes.setdefault(source, set()).update(found)
    enough = 1 if platform == ALWAYS else 2
    return tuple(
        sorted(
            source
            for source, known in hashes.items()
            if len(known) < enough and not any(hash.startswith("zh:") for hash in known)
        )
    )


def _none_in_place_of(held: LockedProvider, providers: Providers, reason: str) -> EksgenError:
    notes, helps = offline_help(providers)
    refused = f"the lock file pins {held.version}, which is not one of `{providers.constraint}`"
    return EksgenError(
        "no AWS provider was found in place of the locked one",
        code="no-provider",
        notes=(refused, *notes, f"Terraform says: {reason}"),
        helps=helps,
    )


def _newer(held: LockedProvider | None, found: LockedProvider) -> LockedProvider:
    if held is None or parse_version(found.version) > parse_version(held.version):
        return found
    if found.version == held.version:
        return LockedProvider(version=held.version, hashes=(*held.hashes, *found.hashes))
    return held


def _lock(terraform: StreamingTerraform, providers: Providers, platforms: list[str]) -> Completed:
    return terraform.cmd(
        "providers lock", SOURCE, fs_mirror=providers.plugin_dir, platform=platforms, document=True
    )


def _read(folder: Path) -> LockedProvider | None:
    text = (read_below(folder, folder / ".terraform.lock.hcl") or b"").decode("utf-8", "replace")
    version, hashes = _VERSION.search(text), tuple(_HASH.findall(text))
    return LockedProvider(version=version.group(1), hashes=hashes) if version and hashes else None


def _reason(done: Completed) -> str:
    """Return what Terraform says in one line, without its frame."""
    text = " ".join(_MARGIN.sub("", _COLOUR.sub("", done.stderr)).split())
    return shorten(text.rpartition("Error: ")[2] or "no output", _LONGEST, placeholder=" …")
