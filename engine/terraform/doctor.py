"""Is everything here that eksgen needs? One check a line, each with what to do when it fails.

Nothing is asked over the network, and of environment variables only names are told, never values.
"""

from __future__ import annotations

import importlib.util
import os
import platform
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ...compiler.errors import EksgenError
from .binary import MINIMUM, BinaryKind, TerraformBinary, find_terraform
from .environment import missing_config_files, without_terraform_settings
from .providers import find_providers, offline_help

_PYTHON = (3, 11)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. `ok` is None for a fact that is neither good nor bad."""

    name: str
    ok: bool | None
    detail: str
    help: str = ""


def run_checks(
    terraform: str | None = None, plugin_dir: str | None = None, environ: Mapping[str, str] = os.environ
) -> tuple[Check, ...]:
    """All checks, in the order in which a run would need the things."""
    program = _program(terraform, environ)
    kind = program.kind if isinstance(program, TerraformBinary) else BinaryKind.TERRAFORM
    return (
        _python(),
        _wrapper(),
        program if isinstance(program, Check) else _terraform(program),
        _guarded("AWS provider", lambda: _providers(plugin_dir, environ, kind)),
        _config_file(environ),
        _terraform_variables(environ),
        _credentials(environ),
        _sandbox(),
    )


def _python() -> Check:
    ok = sys.version_info >= _PYTHON
    return Check("Python", ok, platform.python_version(), "" if ok else "use Python 3.11 or newer")


def _wrapper() -> Check:
    ok = importlib.util.find_spec("python_terraform") is not None
    detail = "python-terraform can be imported" if ok else "python-terraform is missing"
    return Check("wrapper", ok, detail, "" if ok else "pip install python-terraform==0.10.1")


def _program(terraform: str | None, environ: Mapping[str, str]) -> TerraformBinary | Check:
    if importlib.util.find_spec("python_terraform") is None:
        return Check("Terraform", False, "cannot be started without python-terraform")
    try:
        return find_terraform(terraform, environ)
    except EksgenError as problem:
        return _failed("Terraform", problem)


def _terraform(program: TerraformBinary) -> Check:
    where = "" if program.kind is BinaryKind.EMBEDDED else f" at {program.argv[0]}"
    return Check("Terraform", True, f"{program}{where} (needs {MINIMUM} or newer)")


def _providers(plugin_dir: str | None, environ: Mapping[str, str], kind: BinaryKind) -> Check:
    found = find_providers(plugin_dir, environ, kind=kind)
    if found.version is not None:
        return Check("AWS provider", True, f"{found.version} from {found.origin}")
    notes, helps = offline_help(found)
    return Check("AWS provider", None, f"from {found.origin}; {notes[0]}", "offline: " + "; ".join(helps[1:]))


def _config_file(environ: Mapping[str, str]) -> Check:
    missing = missing_config_files(environ)
    if missing:
        told = ", ".join(f"{name} names {path}, which does not exist" for name, path in missing)
        return Check(
            "Terraform CLI configuration", None, f"{told}; eksgen leaves it out", f"unset {missing[0][0]}"
        )
    return Check("Terraform CLI configuration", True, "nothing in the way")


def _terraform_variables(environ: Mapping[str, str]) -> Check:
    ours = [
        n
        for n in without_terraform_settings(environ)
        if n not in {name for name, _ in missing_config_files(environ)}
    ]
    detail = f"set and kept from Terraform: {', '.join(ours)}" if ours else "none that would alter a run"
    return Check("Terraform variables", None if ours else True, detail)


def _credentials(environ: Mapping[str, str]) -> Check:
    names = sorted(name for name in environ if name.startswith("AWS_"))
    detail = (
        f"set: {', '.join(names)}" if names else "no AWS variable is set; a profile or a role may still apply"
    )
    return Check("AWS environment", None, detail)


def _sandbox() -> Check:
    missing = [name for name in ("moto", "boto3", "flask") if importlib.util.find_spec(name) is None]
    if missing:
        return Check("sandbox", None, f"missing: {', '.join(missing)}", "pip install 'eksgen[sandbox]'")
    return Check("sandbox", True, "installed")


def _guarded(name: str, check: Callable[[], Check]) -> Check:
    try:
        return check()
    except EksgenError as problem:
        return _failed(name, problem)


def _failed(name: str, problem: EksgenError) -> Check:
    return Check(name, False, "; ".join((problem.message, *problem.notes)), "; ".join(problem.helps))
