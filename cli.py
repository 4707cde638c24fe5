"""The command line: verbs with their options, without logic. What a verb does is in `commands/`.

Standard output carries results, standard error diagnostics and progress. Exit codes: 0 fine, 1 error, 2 wrong
usage, 3 differences found, 4 state locked, 5 stale plan, 130 interrupted.
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from . import __version__
from .commands.inputs.options import (
    PARALLEL,
    Admin,
    Adopt,
    Against,
    BaseRevision,
    Check,
    ClusterName,
    Code,
    Destroy,
    DetailedExitcode,
    DiffFormat,
    DiffOutput,
    ExpiresIn,
    FailOn,
    FaultAccount,
    FaultKind,
    FaultName,
    FindingsFormat,
    FindingsOutput,
    Force,
    Format,
    Ignore,
    ImportOrphans,
    LeaveKubernetesObjects,
    LockId,
    LockTimeout,
    NewFile,
    NewSpec,
    NoRecheck,
    NoUnmanaged,
    NoVerify,
    OldSpec,
    Operation,
    OutputFolder,
    OutputFormat,
    Owner,
    Parallel,
    PlanFile,
    PluginDir,
    Reason,
    Region,
    ReportFormat,
    ReportOutput,
    Reports,
    Revert,
    RevertFile,
    Sandbox,
    SchemaFile,
    ShowDiff,
    ShowResolved,
    Since,
    Spec,
    SpecOrPlan,
    Specs,
    SpecsToCheck,
    SpecsToLayOut,
    TerraformPath,
    Times,
    Until,
    Version,
    Who,
    Yes,
    Zones,
)

app = typer.Typer(
    name="eksgen",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="One YAML file to a planned, applied and drift-checked Amazon EKS cluster.",
)
sandbox_app = typer.Typer(no_args_is_help=True, help="The local AWS that --sandbox rehearses on.")
app.add_typer(sandbox_app, name="sandbox")


@app.callback(invoke_without_command=True)
def root(
    version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False,
) -> None:
    """One YAML file to a planned, applied and drift-checked Amazon EKS cluster."""
    if version:
        sys.stdout.write(f"eksgen {__version__}\n")
        raise typer.Exit


@app.command()
def validate(
    specs: SpecsToCheck,
    format: FindingsOutput = FindingsFormat.HUMAN,
    show_resolved: ShowResolved = False,
) -> None:
    """Check specs; no cloud and no Terraform needed."""
    from .commands.validate import validate as verb

    raise typer.Exit(verb(specs, format.value, show_resolved=show_resolved))


@app.command()
def fmt(specs: SpecsToLayOut, check: Check = False, diff: ShowDiff = False) -> None:
    """Lay out specs in the one canonical way.

    Only white space and the order of top-level keys change. With --check or --diff it exits with 3 if a file
    would change.
    """
    from .commands.fmt import fmt as verb

    raise typer.Exit(verb(specs, check=check, diff=diff))


@app.command()
def init(
    file: NewFile = "cluster.yaml",
    name: ClusterName = None,
    region: Region = None,
    admin: Admin = None,
    kubernetes: Version = None,
    zones: Zones = None,
    force: Force = False,
) -> None:
    """Write a commented spec to start from.

    On a terminal it asks for what is not given.
    """
    from .commands import init as command

    answers = command.InitAnswers(name, region, admin, kubernetes, zones)
    raise typer.Exit(command.init(file, answers, force=force))


@app.command()
def compile(specs: Specs, output: OutputFolder) -> None:
    """Compile specs to a Terraform folder that needs no eksgen."""
    from .commands.compile import compile as verb

    raise typer.Exit(verb(specs, output))


@app.command()
def capacity(spec: Spec) -> None:
    """Show how many nodes and pods the subnets have addresses for."""
    from .commands.capacity import capacity as verb

    raise typer.Exit(verb(spec))


@app.command()
def diff(old: OldSpec, new: NewSpec, format: DiffOutput = DiffFormat.HUMAN) -> None:
    """Tell what one spec changes against another; no cloud and no Terraform needed.

    Exits with 3 if they differ.
    """
    from .commands.diff import diff as verb

    raise typer.Exit(verb(old, new, format.value))


@app.command()
def plan(
    specs: Specs,
    sandbox: Sandbox = False,
    destroy: Destroy = False,
    detailed_exitcode: DetailedExitcode = False,
    output: PlanFile = None,
    expires_in: ExpiresIn = "24h",
    base: BaseRevision = None,
    import_orphans: ImportOrphans = False,
    format: ReportOutput = ReportFormat.HUMAN,
    report: Reports = None,
    terraform: TerraformPath = None,
    plugin_dir: PluginDir = None,
    lock_timeout: LockTimeout = 0,
    parallel: Parallel = PARALLEL,
) -> None:
    """Show what an apply would do, line by line of the spec.

    With --output the plan is saved with proofs of what it was made from. The file holds secrets in clear, as
    Terraform's plans do: only you can read it, and it belongs into no public place.
    """
    from .commands.outputs.results import report_targets
    from .commands.plan import PlanOptions, save_plan_options
    from .commands.plan import plan as verb
    from .commands.runs.workdir import RunOptions

    run = RunOptions(
        sandbox, terraform, plugin_dir, format.value, lock_timeout, report_targets(report, output)
    )
    options = PlanOptions(
        destroy, base, import_orphans=import_orphans, saving=save_plan_options(output, expires_in)
    )
    code = verb(specs, run, options, detailed_exitcode=detailed_exitcode, parallel=parallel)
    raise typer.Exit(code)


@app.command()
def apply(
    spec: SpecOrPlan,
    sandbox: Sandbox = False,
    yes: Yes = False,
    no_recheck: NoRecheck = False,
    no_verify: NoVerify = False,
    import_orphans: ImportOrphans = False,
    format: OutputFormat = Format.HUMAN,
    terraform: TerraformPath = None,
    plugin_dir: PluginDir = None,
    lock_timeout: LockTimeout = 0,
) -> None:
    """Plan, show, ask, and apply exactly that plan.

    A saved plan is applied without a question if everything is as it was when it was made; else it exits
    with 5 and says what changed. Afterwards another plan proves that nothing is left to do; exits with 1 if
    there is.
    """
    from .commands.apply import apply as verb
    from .commands.runs.workdir import RunOptions, apply_options

    run = RunOptions(sandbox, terraform, plugin_dir, format.value, lock_timeout)
    options = apply_options(run, no_recheck, no_verify)
    raise typer.Exit(verb(spec, run, options, yes=yes, import_orphans=import_orphans))


@app.command()
def destroy(
    spec: Spec,
    sandbox: Sandbox = False,
    yes: Yes = False,
    no_recheck: NoRecheck = False,
    no_verify: NoVerify = False,
    leave_kubernetes_objects: LeaveKubernetesObjects = False,
    format: OutputFormat = Format.HUMAN,
    terraform: TerraformPath = None,
    plugin_dir: PluginDir = None,
    lock_timeout: LockTimeout = 0,
) -> None:
    """Plan the removal of everything, ask, and do it."""
    from .commands.apply import apply as verb
    from .commands.runs.workdir import RunOptions, apply_options

    run = RunOptions(sandbox, terraform, plugin_dir, format.value, lock_timeout)
    options = apply_options(run, no_recheck, no_verify, leave_kubernetes_objects)
    raise typer.Exit(verb(spec, run, options, yes=yes, destroy=True))


@app.command()
def drift(
    specs: Specs,
    sandbox: Sandbox = False,
    fail_on: FailOn = None,
    against: Against = "",
    since: Since = None,
    adopt: Adopt = None,
    ignore: Ignore = None,
    revert: Revert = None,
    reason: Reason = None,
    owner: Owner = None,
    until: Until = None,
    output: RevertFile = None,
    format: ReportOutput = ReportFormat.HUMAN,
    report: Reports = None,
    terraform: TerraformPath = None,
    plugin_dir: PluginDir = None,
    lock_timeout: LockTimeout = 60,
    parallel: Parallel = PARALLEL,
    no_unmanaged: NoUnmanaged = False,
    who: Who = False,
) -> None:
    """Tell outside changes from edits not applied yet.

    Exits with 3 if any counts. Edits that wait are of level low. Each has an id (its beginning will do) to
    answer it with: --adopt, --ignore or --revert, in any number; then nothing is reported, and 0 says that it
    was done.
    """
    from .commands.drift import drift as verb
    from .commands.inputs.remediation import remediation_options
    from .commands.outputs.results import report_targets
    from .commands.runs.workdir import RunOptions

    remediation = remediation_options(adopt, ignore, revert, reason, owner, until, output)
    options = RunOptions(
        sandbox, terraform, plugin_dir, format.value, lock_timeout, report_targets(report, output)
    )
    code = verb(
        specs, options, parallel=parallel, unmanaged=not no_unmanaged, who=who,
        fail_on=fail_on and fail_on.value, against=against, remediation=remediation, since=since,
    )  # fmt: skip
    raise typer.Exit(code)


@app.command()
def unlock(
    spec: Spec,
    lock_id: LockId = None,
    sandbox: Sandbox = False,
    yes: Yes = False,
    terraform: TerraformPath = None,
    plugin_dir: PluginDir = None,
    lock_timeout: LockTimeout = 0,
) -> None:
    """Free a state whose lock was left by a run that is gone.

    Shows who holds it; refuses while that run lives.
    """
    from .commands.runs.workdir import RunOptions
    from .commands.unlock import unlock as verb

    raise typer.Exit(
        verb(spec, lock_id, RunOptions(sandbox, terraform, plugin_dir, "human", lock_timeout), yes=yes)
    )


@app.command()
def explain(code: Code = None) -> None:
    """Say what a code means, why, and what to do."""
    from .commands.explain import explain as verb

    raise typer.Exit(verb(code))


@app.command()
def schema(output: SchemaFile = None) -> None:
    """Print the JSON Schema of the language, for editors."""
    from .commands.schema import schema as verb

    raise typer.Exit(verb(output))


@app.command()
def doctor(terraform: TerraformPath = None, plugin_dir: PluginDir = None) -> None:
    """Say what would be used, and what is missing."""
    from .commands.doctor import doctor as verb

    raise typer.Exit(verb(terraform, plugin_dir))


@sandbox_app.command()
def start() -> None:
    """Start the local AWS, or find the one that runs."""
    from .commands import sandbox

    raise typer.Exit(sandbox.start())


@sandbox_app.command()
def status(format: OutputFormat = Format.HUMAN) -> None:
    """Say whether the local AWS runs, and where."""
    from .commands import sandbox

    raise typer.Exit(sandbox.status(format.value))


@sandbox_app.command()
def reset() -> None:
    """Forget every resource in the local AWS."""
    from .commands import sandbox

    raise typer.Exit(sandbox.reset())


@sandbox_app.command()
def fail(
    operation: Operation,
    kind: FaultKind = FaultName.THROTTLED,
    times: Times = 1,
    account: FaultAccount = "",
) -> None:
    """Rehearse failures: the next calls of an operation are refused."""
    from .commands import sandbox

    raise typer.Exit(sandbox.fail(operation, kind.value, times, account))


@sandbox_app.command()
def stop() -> None:
    """Stop the local AWS."""
    from .commands import sandbox

    raise typer.Exit(sandbox.stop())


def main() -> None:
    """Run the command line: every error is one clear message, never a traceback."""
    from .commands.outputs.exit_codes import run_app

    sys.exit(run_app(app))
