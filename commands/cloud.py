"""`eksgen cloud setup`: create the workspace of a spec in HCP, or change what differs, after asking."""

from __future__ import annotations

import os
import sys

import typer

from ..compiler.files.names import command_text
from ..compiler.pipeline import Compilation
from ..compiler.resolve.identity import partition_of
from ..compiler.resolve.state import account_of
from ..engine.cloud.client.api import Api
from ..engine.cloud.client.host import connect
from ..engine.cloud.setup.carry_out import carry_out
from ..engine.cloud.setup.settings import Wanted, project_of, read_setup
from ..engine.cloud.setup.trust import APPLY_ROLE, AUTH, PLAN_ROLE, Trust
from ..report.human.cloud_setup import draw_done, draw_setup, draw_trust
from ..report.json.cloud_setup import cloud_setup_json
from ..schemas.base import ARN
from .inputs.confirmation import NOTHING_CHANGED, typed_answer, unconfirmed
from .inputs.read_spec import read_compiled
from .outputs.exit_codes import DIFFERENCES
from .outputs.results import stdout_style, write_result
from .runs.cloud_target import cloud_target
from .runs.workdir import require_file


def setup(
    file: str, plan_role: str | None, apply_role: str | None, format: str, *, check: bool, yes: bool
) -> int:
    """Set the workspace up, and print how its runs reach AWS.

    With `check` change nothing, and return 3 if something would change.
    """
    if (plan_role is None) != (apply_role is None):
        raise typer.BadParameter(
            "runs need both roles, which may be the same", param_hint="--plan-role/--apply-role"
        )
    require_file(file)
    compilation = read_compiled(file)
    target = cloud_target(compilation, file)
    wanted = Wanted(
        compilation.cluster.spec.terraform.version, _variables(compilation, plan_role, apply_role)
    )
    api = Api(connect(target.hostname, os.environ))
    found = read_setup(api, target, wanted)
    style, write = stdout_style(), write_result if format == "human" else sys.stderr.write
    write(draw_setup(found, style))
    project = found.project
    notes: tuple[str, ...] = ()
    if found.changes and not check:
        if not (yes or _confirmed(file)):
            sys.stderr.write(NOTHING_CHANGED)
            return 1
        done = carry_out(api, found, wanted)
        project, notes = project_of(api, target, done.workspace), done.notes
        write(draw_done(found, notes, style))
    partition, account = partition_of(compilation.cluster.spec), compilation.cluster.account_id
    trust = Trust(target, project, partition, account, found.audience)
    if format == "json":
        write_result(cloud_setup_json(found, trust, notes, done=not check))
    elif not check:
        write(draw_trust(trust, style, roles_are_set=found.has_roles or bool(wanted.variables)))
    return DIFFERENCES if check and found.changes else 0


def _variables(compilation: Compilation, plan_role: str | None, apply_role: str | None) -> dict[str, str]:
    if plan_role is None or apply_role is None:
        return {}
    for option, role in (("--plan-role", plan_role), ("--apply-role", apply_role)):
        _require_role(compilation, option, role)
    return {AUTH: "true", PLAN_ROLE: plan_role, APPLY_ROLE: apply_role}


def _require_role(compilation: Compilation, option: str, role: str) -> None:
    """Refuse what is no role, or one in another account than the cluster."""
    found, spec = ARN.fullmatch(role), compilation.cluster.spec
    if not (role.isprintable() and found and found[2] == "iam" and found[5].startswith("role/")):
        raise typer.BadParameter("it is not the ARN of an IAM role", param_hint=option)
    place = (partition_of(spec), account_of(spec))
    if (found[1], found[4]) != place:
        where = f"account {place[1]} of the partition {place[0]}"
        raise typer.BadParameter(f"the role is not in the {where}, where the cluster is", param_hint=option)


def _confirmed(file: str) -> bool:
    if not sys.stdin.isatty():
        again = command_text("cloud setup", file, "--yes", sandbox=False)
        raise unconfirmed("setup", f"once you agree with the list above: {again}")
    return typed_answer("Type yes to do this, anything else to stop") == "yes"
