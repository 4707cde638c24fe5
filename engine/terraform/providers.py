"""Where the AWS provider comes from: the registry, a mirror that was named, or one that was found.

In: the constraint, an explicit folder, the environment. Out: `Providers`, which tells what to pass to
`terraform init` and what was looked at. No network is used to decide.
"""

from __future__ import annotations

import os
import platform
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ...compiler.errors import EksgenError
from .binary import BinaryKind
from .versions import meets_constraint, parse_version

DEFAULT_CONSTRAINT = ">= 5.95, < 7"
SYSTEM_ROOTS = (Path("/usr/share"), Path("/usr/local/share"), Path("/opt"))
"""Where the Filesystem Hierarchy Standard puts add-on software and shared data."""


@dataclass(frozen=True, slots=True)
class Providers:
    """The source of the AWS provider. `plugin_dir` None means that Terraform looks by itself.

    `origin` is a phrase for people; `version` is None when the registry decides.
    """

    plugin_dir: Path | None
    origin: str
    version: str | None
    looked_at: tuple[str, ...] = ()
    constraint: str = DEFAULT_CONSTRAINT


def find_providers(
    explicit: str | None = None,
    environ: Mapping[str, str] = os.environ,
    *,
    constraint: str = DEFAULT_CONSTRAINT,
    kind: BinaryKind = BinaryKind.TERRAFORM,
    roots: tuple[Path, ...] = SYSTEM_ROOTS,
) -> Providers:
    """A named mirror must hold a usable provider; otherwise the first mirror that does, else the registry."""
    host = "registry.opentofu.org" if kind is BinaryKind.OPENTOFU else "registry.terraform.io"
    for origin, named in (
        ("--plugin-dir", explicit),
        ("EKSGEN_PLUGIN_DIR", environ.get("EKSGEN_PLUGIN_DIR")),
    ):
        if named:
            return _named(Path(named), origin, host, constraint)
    if configured := _configured(environ):
        origin = f"the provider_installation block of {configured}"
        return Providers(None, origin, None, (configured,), constraint)
    return _found(implied_mirrors(environ), roots, host, constraint)


def _found(implied: tuple[Path, ...], roots: tuple[Path, ...], host: str, constraint: str) -> Providers:
    """Terraform's own mirrors come first (they need no flag), then the system-wide ones."""
    looked = (*map(str, implied), *(f"{root}/*/{host}" for root in roots))
    for folder in implied:
        if version := best_version(folder, host, constraint):
            return Providers(None, f"Terraform's own mirror {folder}", version, looked, constraint)
    for folder in (m for root in roots for m in _mirrors_under(root, host)):
        if version := best_version(folder, host, constraint):
            return Providers(folder, f"a mirror found at {folder}", version, looked, constraint)
    return Providers(None, f"the registry {host}", None, looked, constraint)


def offline_help(providers: Providers) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(notes, helps) for a run that got no provider: what was looked at and what can be done."""
    looked = "no mirror with hashicorp/aws for this platform that meets "
    notes = (f"{looked}`{providers.constraint}` in: {', '.join(providers.looked_at) or 'nowhere'}",)
    helps = (
        "let this machine reach registry.terraform.io, or set HTTPS_PROXY",
        "or run `terraform providers mirror DIR` in the compiled folder where there is network, and name the"
        " copy with --plugin-dir DIR or EKSGEN_PLUGIN_DIR",
    )
    return notes, helps


def this_platform() -> str:
    """`linux_amd64`, as mirrors name it."""
    machine = platform.machine().lower()
    systems = {"win32": "windows", "cygwin": "windows"}
    machines = {"x86_64": "amd64", "aarch64": "arm64", "i686": "386", "i386": "386", "armv7l": "arm"}
    return f"{systems.get(sys.platform, sys.platform)}_{machines.get(machine, machine)}"


def best_version(mirror: Path, host: str, constraint: str) -> str | None:
    """The newest usable hashicorp/aws of a mirror, from packed (.zip) or unpacked layout."""
    usable = {v for v in _versions(mirror / host / "hashicorp" / "aws") if meets_constraint(v, constraint)}
    return max(usable, key=parse_version, default=None)


def implied_mirrors(environ: Mapping[str, str]) -> tuple[Path, ...]:
    """The folders Terraform treats as mirrors without being told (its "implied local mirrors")."""
    home = Path(environ.get("HOME") or Path("~").expanduser())
    if sys.platform == "darwin":
        support = Path("Library/Application Support/io.hashicorp.terraform/plugins")
        return (home / ".terraform.d" / "plugins", home / support, Path("/") / support)
    data_home = Path(environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    data_dirs = (environ.get("XDG_DATA_DIRS") or "/usr/local/share/:/usr/share/").split(":")
    places = [data_home, *(Path(d) for d in data_dirs if d)]
    return (home / ".terraform.d" / "plugins", *(p / "terraform" / "plugins" for p in places))


def _named(folder: Path, origin: str, host: str, constraint: str) -> Providers:
    folder = folder.absolute()
    if folder.name == host:  # one level too deep is the usual slip
        folder = folder.parent
    version = best_version(folder, host, constraint)
    if version is None:
        there = ", ".join(sorted(_versions(folder / host / "hashicorp" / "aws"), key=parse_version))
        raise EksgenError(
            f"the provider mirror given by {origin} holds no usable AWS provider",
            code="no-provider",
            notes=(
                f"looked for {host}/hashicorp/aws, {this_platform()}, `{constraint}`, in {folder}",
                f"it holds {there}" if there else "it holds no hashicorp/aws for this platform at all",
            ),
            helps=(f"fill it with `terraform providers mirror {folder}`, or leave {origin} out",),
        )
    return Providers(folder, f"{origin} {folder}", version, (str(folder),), constraint)


def _configured(environ: Mapping[str, str]) -> str | None:
    """The CLI configuration file, when it decides by itself where providers come from."""
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
