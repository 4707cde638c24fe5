"""Decide where the AWS provider comes from: the registry, a named mirror, or a mirror on this machine.

In: the constraint, an explicit folder, the environment. Out: `Providers`: what to pass to `terraform init`,
and where was searched. The decision needs no network.
"""

from __future__ import annotations

import os
import platform
import re
import shlex
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ...catalog.terraform.versions import AWS_PROVIDER
from ...compiler.errors import EksgenError
from ...compiler.versions import meets_constraint, parse_version
from .binary import BinaryKind

DEFAULT_CONSTRAINT = AWS_PROVIDER
REGISTRY_ONLY = Path(__file__).with_name("registry_only.tfrc")
"""A CLI configuration without the folders in which Terraform looks by itself."""
SYSTEM_ROOTS = (Path("/usr/share"), Path("/usr/local/share"), Path("/opt"))
"""Where the Filesystem Hierarchy Standard puts add-on software and shared data."""


LOCK_ANOTHER = "the lock file pins this version: lock one that this machine can get with `eksgen update`"


@dataclass(frozen=True, slots=True)
class Providers:
    """The source of the AWS provider. With `plugin_dir` None, Terraform finds it by itself.

    `origin` is a phrase for people; `version` is None if the registry decides. `searched` are the places that
    were looked at. `locked`: the constraint is the version that the lock file of the spec pins.
    """

    plugin_dir: Path | None
    origin: str
    version: str | None
    searched: tuple[str, ...] = ()
    constraint: str = DEFAULT_CONSTRAINT
    locked: bool = False


def find_providers(
    explicit: str | None = None,
    environ: Mapping[str, str] = os.environ,
    *,
    constraint: str = DEFAULT_CONSTRAINT,
    kind: BinaryKind = BinaryKind.TERRAFORM,
    roots: tuple[Path, ...] = SYSTEM_ROOTS,
    locked: bool = False,
) -> Providers:
    """Return the source of the provider: the named mirror, else the first usable mirror, else the registry.

    `locked`: the constraint comes from a lock file. `EksgenError` if the named mirror holds no usable
    provider.
    """
    try:
        found = _find_providers(explicit, environ, constraint, kind, roots)
    except EksgenError as error:
        error.helps = (*error.helps, *([LOCK_ANOTHER] if locked else []))
        raise
    return replace(found, locked=locked)


def _find_providers(
    explicit: str | None,
    environ: Mapping[str, str],
    constraint: str,
    kind: BinaryKind,
    roots: tuple[Path, ...],
) -> Providers:
    host = "registry.opentofu.org" if kind is BinaryKind.OPENTOFU else "registry.terraform.io"
    for origin, named in (
        ("--plugin-dir", explicit),
        ("EKSGEN_PLUGIN_DIR", environ.get("EKSGEN_PLUGIN_DIR")),
    ):
        if named:
            return _named_mirror(Path(named), origin, host, constraint)
    if config := _deciding_config(environ):
        origin = f"the provider_installation block of {config}"
        return Providers(None, origin, None, (config,), constraint)
    return _first_mirror(implied_mirrors(environ), roots, host, constraint)


def _first_mirror(
    implied: tuple[Path, ...], roots: tuple[Path, ...], host: str, constraint: str
) -> Providers:
    """Look in Terraform's own mirrors first, then in the system-wide ones."""
    searched = (*map(str, implied), *(f"{root}/*/{host}" for root in roots))
    for folder in implied:
        if version := best_version(folder, host, constraint):
            return Providers(folder, f"Terraform's own mirror {folder}", version, searched, constraint)
    for folder in (m for root in roots for m in _mirrors_under(root, host)):
        if version := best_version(folder, host, constraint):
            return Providers(folder, f"a mirror found at {folder}", version, searched, constraint)
    return Providers(None, f"the registry {host}", None, searched, constraint)


def offline_help(providers: Providers) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return (notes, helps) for a run that got no provider: where was searched, and what can be done."""
    searched = ", ".join(providers.searched) or "nowhere"
    notes = (
        f"no mirror with hashicorp/aws for this platform that meets `{providers.constraint}` in: {searched}",
    )
    helps = (
        *([LOCK_ANOTHER] if providers.locked else []),
        "give this machine access to registry.terraform.io, or set HTTPS_PROXY",
        "or run `terraform providers mirror DIR` in the compiled folder on a machine with network access, and"
        " pass the copy with `--plugin-dir DIR` or EKSGEN_PLUGIN_DIR",
    )
    return notes, helps


def this_platform() -> str:
    """Return this platform as mirrors name it: `linux_amd64`."""
    machine = platform.machine().lower()
    systems = {"win32": "windows", "cygwin": "windows"}
    machines = {"x86_64": "amd64", "aarch64": "arm64", "i686": "386", "i386": "386", "armv7l": "arm"}
    return f"{systems.get(sys.platform, sys.platform)}_{machines.get(machine, machine)}"


def best_version(mirror: Path, host: str, constraint: str) -> str | None:
    """Return the newest usable hashicorp/aws of a mirror in packed (.zip) or unpacked layout."""
    usable = {v for v in _versions(mirror / host / "hashicorp" / "aws") if meets_constraint(v, constraint)}
    return max(usable, key=parse_version, default=None)


def implied_mirrors(environ: Mapping[str, str]) -> tuple[Path, ...]:
    """Return the folders that Terraform uses as mirrors by default (its "implied local mirrors")."""
    home = Path(environ.get("HOME") or Path("~").expanduser())
    folders = [home / ".terraform.d" / "plugins"]
    if sys.platform == "darwin":
        support = Path("Library/Application Support/io.hashicorp.terraform/plugins")
        folders += [home / support, Path("/") / support]
    else:
        data_home = environ.get("XDG_DATA_HOME") or str(home / ".local" / "share")
        data_dirs = environ.get("XDG_DATA_DIRS") or "/usr/local/share/:/usr/share/"
        folders += [Path(place) / "terraform" / "plugins" for place in (data_home, *data_dirs.split(":"))]
    return tuple(folder for folder in folders if folder.is_absolute())  # else it is in the checkout


def _named_mirror(folder: Path, origin: str, host: str, constraint: str) -> Providers:
    folder = folder.absolute()
    if folder.name == host:  # a common mistake: one level too deep
        folder = folder.parent
    version = best_version(folder, host, constraint)
    if version is None:
        versions = ", ".join(sorted(_versions(folder / host / "hashicorp" / "aws"), key=parse_version))
        raise EksgenError(
            f"the provider mirror of {origin} holds no usable AWS provider",
            code="no-provider",
            notes=(
                f"looked for {host}/hashicorp/aws, {this_platform()}, `{constraint}`, in {folder}",
                f"it holds {versions}" if versions else "it holds no hashicorp/aws for this platform",
            ),
            helps=(
                f"fill it with `terraform providers mirror {shlex.quote(str(folder))}`,"
                f" or do not set {origin}",
            ),
        )
    return Providers(folder, f"{origin} {folder}", version, (str(folder),), constraint)


def _deciding_config(environ: Mapping[str, str]) -> str | None:
    """Return the CLI configuration file if it says where providers come from."""
    named = environ.get("TF_CLI_CONFIG_FILE") or environ.get("TERRAFORM_CONFIG")
    home = Path(environ.get("HOME") or Path("~").expanduser())
    file = Path(named) if named and Path(named).is_file() else home / ".terraformrc"
    try:
        text = file.read_text("utf-8", errors="replace")
    except OSError:
        return None
    return (
        str(file) if re.search(r"^\s*(provider_installation|dev_overrides)\b", text, re.MULTILINE) else None
    )


def has_cli_config(environ: Mapping[str, str]) -> bool:
    """Return whether the user has a CLI configuration, which may hold credentials and mirrors."""
    home = Path(environ.get("HOME") or Path("~").expanduser())
    own = [*home.glob(".terraformrc"), *home.glob(".tofurc"), *home.glob(".terraform.d/*.tfrc*")]
    if settings := environ.get("XDG_CONFIG_HOME"):  # of OpenTofu
        own += Path(settings).glob("opentofu/*tofurc")
    named = (environ.get(name) for name in ("TF_CLI_CONFIG_FILE", "TERRAFORM_CONFIG"))
    return bool(own) or any(name and Path(name).is_file() for name in named)


def _mirrors_under(root: Path, host: str) -> Iterator[Path]:
    try:
        yield from sorted(p.parent for p in root.glob(f"*/{host}"))
    except OSError:
        return


def _versions(provider: Path) -> Iterator[str]:
    here = this_platform()
    try:
        entries = sorted(provider.iterdir())
    except OSError:
        return
    for entry in entries:
        packed = re.fullmatch(rf"terraform-provider-aws_(.+)_{here}\.zip", entry.name)
        if packed:
            yield packed.group(1)
        elif (entry / here).is_dir() and any((entry / here).glob("terraform-provider-aws*")):
            yield entry.name
