"""`eksgen doctor`: check the requirements of eksgen on this machine, and the working folder of a spec."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

import typer

from ..compiler.errors import EksgenError
from ..compiler.resolve.state import cloud_workspace
from ..engine.terraform.doctor import Check, failed, run_checks
from ..report.human.doctor import draw_checks
from ..report.json.doctor import checks_json
from ..report.terminal import detect
from .inputs.read_spec import read_compiled
from .runs.folder_checks import FolderToCheck, check_folder, fix_folder
from .runs.workdir import require_file


def doctor(
    terraform: str | None,
    plugin_dir: str | None,
    spec: str | None = None,
    format: str = "human",
    *,
    sandbox: bool = False,
    fix: bool = False,
    upload: bool = False,
) -> int:
    """Print the checks; return 1 if one fails. With `fix`, repair the working folder of the spec first.

    With `upload`, also list what a run in HCP would upload.
    """
    if spec is None and (sandbox or fix):
        raise typer.BadParameter(
            "it needs a spec, whose working folder is checked", param_hint="--sandbox/--fix"
        )
    if upload and (spec is None or sandbox):
        raise typer.BadParameter("it needs a spec whose runs are in HCP", param_hint="--upload")
    checks = run_checks(terraform, plugin_dir)
    if spec is not None:
        require_file(spec)
        checks += tuple(_check_spec(spec, sandbox=sandbox, fix=fix, upload=upload))
    text = checks_json(checks) if format == "json" else draw_checks(checks, detect(sys.stdout))
    sys.stdout.write(text)
    return 1 if any(check.ok is False for check in checks) else 0


def _check_spec(file: str, *, sandbox: bool, fix: bool, upload: bool) -> Iterator[Check]:
    try:
        folder = FolderToCheck(file, sandbox, read_compiled(file, sandbox=sandbox))
    except EksgenError as error:
        yield failed("spec", error)
        yield Check("working folder", None, "not checked until the spec has no errors")
        return
    yield Check("spec", True, "has no errors")
    fixed = [fix_folder(folder)] if fix else []
    checks = tuple(check_folder(folder))
    yield from (_said_once(check, checks) for check in fixed)
    yield from checks
    if not sandbox and cloud_workspace(folder.compilation.cluster.spec):
        from .runs.cloud_checks import check_cloud, list_upload

        yield from check_cloud(folder)
        yield from list_upload(folder) if upload else ()
    elif upload:
        yield Check("upload", False, "the spec has no `terraform.backend.cloud`, so nothing is uploaded")


def _said_once(fixed: Check, checks: Sequence[Check]) -> Check:
    """Return the result of `--fix`; if a check fails for the same reason, the name of that one."""
    same = next((check.name for check in checks if not fixed.ok and check.detail == fixed.detail), "")
    return Check(fixed.name, None, f"nothing more until `{same}` is in order") if same else fixed
