"""Checks of the requirements of eksgen on this machine, each with a fix if it fails.

No check uses the network, and no check shows the value of an environment variable.
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
    """The result of a check; `ok` is None for information that is neither good nor bad."""

    name: str
    ok: bool | None
    detail: str
    help: str = ""
    """What to do, one line each; a line may end in a command to paste."""


def run_checks(
    terraform: str | None = None, plugin_dir: str | None = None, environ: Mapping[str, str] = os.environ
) -> tuple[Check, ...]:
    """Run all checks, in the order in which a run needs their subjects."""
    program = _program(terraform, environ)
    kind = program.kind if isinstance(program, TerraformBinary) else BinaryKind.TERRAFORM
    return (
        _python(),
        _python_terraform(),
        program if isinstance(program, Check) else _terraform(program),
        guarded("AWS provider", lambda: _providers(plugin_dir, environ, kind)),
        _config_file(environ),
        _terraform_variables(environ),
        _credentials(environ),
        _sandbox(),
    )


def _python() -> Check:
    ok = sys.version_info >= _PYTHON
    return Check("Python", ok, platform.python_version(), "" if ok else "install Python 3.11 or newer")


def _python_terraform() -> Check:
    ok = importlib.util.find_spec("python_terraform") is not None
    detail = "installed" if ok else "not installed"
    return Check(
        "python-terraform", ok, detail, "" if ok else "install it with `pip install python-terraform==0.10.1`"
    )


def _program(terraform: str | None, environ: Mapping[str, str]) -> TerraformBinary | Check:
    if importlib.util.find_spec("python_terraform") is None:
        return Check("Terraform", False, "python-terraform is needed to run it")
    try:
        return find_terraform(terraform, environ)
    except EksgenError as error:
        return failed("Terraform", error)


def _terraform(program: TerraformBinary) -> Check:
    where = "" if program.kind is BinaryKind.EMBEDDED else f" at {program.argv[0]}"
    return Check("Terraform", True, f"{program}{where} (needs {MINIMUM} or newer)")


def _providers(plugin_dir: str | None, environ: Mapping[str, str], kind: BinaryKind) -> Check:
    providers = find_providers(plugin_dir, environ, kind=kind)
    if providers.version is not None:
        return Check("AWS provider", True, f"{providers.version} from {providers.origin}")
    notes, helps = offline_help(providers)
    return Check("AWS provider", None, f"from {providers.origin}; {notes[0]}", f"offline: {helps[1]}")


def _config_file(environ: Mapping[str, str]) -> Check:
    missing = missing_config_files(environ)
    if missing:
        files = ", ".join(f"{name} is set to {path}, which does not exist" for name, path in missing)
        return Check(
            "Terraform CLI configuration", None, f"{files}; eksgen ignores it", f"unset {missing[0][0]}"
        )
    return Check("Terraform CLI configuration", True, "no missing configuration file")


def _terraform_variables(environ: Mapping[str, str]) -> Check:
    missing = {name for name, _ in missing_config_files(environ)}
    ignored = [name for name in without_terraform_settings(environ) if name not in missing]
    detail = (
        f"set, but not passed to Terraform: {', '.join(ignored)}" if ignored else "none that affect a run"
    )
    return Check("Terraform variables", None if ignored else True, detail)


def _credentials(environ: Mapping[str, str]) -> Check:
    names = sorted(name for name in environ if name.startswith("AWS_"))
    detail = f"set: {', '.join(names)}" if names else "no AWS variable is set; a profile or role may be used"
    return Check("AWS environment", None, detail)


def _sandbox() -> Check:
    missing = [name for name in ("moto", "boto3", "flask") if importlib.util.find_spec(name) is None]
    if missing:
        return Check(
            "sandbox",
            None,
            f"not installed: {', '.join(missing)}",
            "install it with `pip install 'eksgen[sandbox]'`",
        )
    return Check("sandbox", True, "installed")


def guarded(name: str, check: Callable[[], Check]) -> Check:
    """Return the result of a check; an error that would refuse a run is a failed check."""
    try:
        return check()
    except EksgenError as error:
        return failed(name, error)
    except OSError as error:
        return Check(name, False, f"{error.filename or ''}: {error.strerror or error}".removeprefix(": "))


def failed(name: str, error: EksgenError) -> Check:
    """Return the failed check for an error, with what it says to do."""
    return Check(name, False, "; ".join((error.message, *error.notes)), "\n".join(error.helps))
