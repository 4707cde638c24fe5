"""`eksgen kubeconfig`: let `kubectl` reach a cluster that was applied."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import typer

from ..compiler.files.names import shown_name
from ..compiler.pipeline import Compilation
from ..engine.runs.outputs import require_outputs, state_outputs
from ..engine.truncate import join_some
from ..schemas.base import ARN, IAM_ROLE
from .inputs.read_spec import read_compiled
from .outputs.kubeconfig.entry import Connection, entry
from .outputs.kubeconfig.file import add_to_file, contexts_with_user, kubeconfig_file
from .outputs.kubeconfig.merge import merged
from .outputs.kubeconfig.special import refuse_special
from .outputs.results import write_result
from .runs.workdir import RunOptions, open_workdir, require_file

_OUTPUTS = ("cluster_endpoint", "cluster_certificate_authority")
_SHOWN = 5
_WORD = re.compile(r"[!-~]([ -~]{0,253}[!-~])?")


@dataclass(frozen=True, slots=True)
class KubeconfigOptions:
    """The identity that connects, and the file of the entry; `printed` writes it to standard output."""

    file: Path | None = None
    alias: str | None = None
    role: str | None = None
    profile: str | None = None
    printed: bool = False


def kubeconfig(spec: str, options: KubeconfigOptions, run: RunOptions) -> int:
    """Add the cluster to a kubeconfig, or print one with this cluster alone."""
    _check(options, run)
    require_file(spec)
    compilation = read_compiled(spec, sandbox=run.sandbox)
    with open_workdir("kubeconfig", spec, run, compilation) as (workspace, on_event):
        found = state_outputs(workspace, on_event)
    endpoint, certificate = require_outputs(found, _OUTPUTS, spec, sandbox=run.sandbox)
    connection = _connection(compilation, endpoint, certificate, options)
    if options.printed:
        write_result(merged("", entry(connection)))
        return 0
    file = kubeconfig_file(options.file, os.environ, connection.arn)
    others = contexts_with_user(file, connection)
    changed = add_to_file(file, connection)
    verb = "is now in" if changed else "is already in"
    sys.stderr.write(f"context {connection.context} {verb} {shown_name(str(file))}, as the current one\n")
    if others:
        names = join_some([shown_name(name) for name in others], _SHOWN)
        sys.stderr.write(f"other contexts share its user, and now its role and profile: {names}\n")
    return 0


def _connection(
    compilation: Compilation, endpoint: str, certificate: str, options: KubeconfigOptions
) -> Connection:
    cluster = compilation.cluster
    arn = f"arn:{cluster.partition}:eks:{cluster.region}:{cluster.account_id}:cluster/{cluster.name}"
    return Connection(
        arn,
        cluster.name,
        cluster.region,
        endpoint,
        certificate,
        options.alias or arn,
        options.role,
        options.profile,
    )


def _check(options: KubeconfigOptions, run: RunOptions) -> None:
    """Raise `BadParameter` for options that no kubeconfig can have, `EksgenError` for a file that is none."""
    for name, value in (("--alias", options.alias), ("--profile", options.profile)):
        if value is not None and not _WORD.fullmatch(value):
            raise typer.BadParameter("it must be 1 to 255 ASCII characters in one line", param_hint=name)
    if options.role is not None:
        match = ARN.fullmatch(options.role)
        if match is None or match[2] != "iam" or not re.fullmatch(IAM_ROLE, match[5]):
            message = "it must be the ARN of an IAM role, such as arn:aws:iam::111122223333:role/Developer"
            raise typer.BadParameter(message, param_hint="--role")
    if options.file is not None and not options.printed:
        refuse_special(options.file)
    if run.sandbox and options.file is None and not options.printed:
        message = "with --sandbox, the entry would replace that of the real cluster: add --file or --print"
        raise typer.BadParameter(message, param_hint="--sandbox")
