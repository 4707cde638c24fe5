"""The command line: verbs with their options, without logic. What a verb does is in `commands/`.

Standard output carries results, standard error diagnostics and progress. Exit codes: 0 fine, 1 error, 2 wrong
usage, 3 differences found, 4 state locked, 5 stale plan, 130 interrupted.
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from . import __version__
from .commands.inputs import choices
from .commands.inputs import cloud_options as hcp
from .commands.inputs import options as opt
from .commands.inputs import output_options as out

app = typer.Typer(
    name="eksgen",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["--help", "-h"]},
    help="One YAML file to a planned, applied and drift-checked Amazon EKS cluster.",
)
sandbox_app = typer.Typer(no_args_is_help=True, help="The local AWS that --sandbox rehearses on.")
app.add_typer(sandbox_app, name="sandbox")
cloud_app = typer.Typer(no_args_is_help=True, help="HCP Terraform and Terraform Enterprise.")
app.add_typer(cloud_app, name="cloud")
report_app = typer.Typer(no_args_is_help=True, help="Reports of plans and of drift.")
app.add_typer(report_app, name="report")


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
    specs: opt.SpecsToCheck,
    format: opt.FindingsOutput = choices.FindingsFormat.HUMAN,
    show_resolved: opt.ShowResolved = False,
    shard: opt.ShardOfSpecs = None,
) -> None:
    """Check specs; no cloud and no Terraform needed."""
    from .commands.inputs.shards import parse_shard
    from .commands.validate import validate as verb

    raise typer.Exit(verb(specs, format.value, show_resolved=show_resolved, shard=parse_shard(shard)))


@app.command()
def fmt(specs: opt.SpecsToFormat, check: opt.Check = False, diff: opt.ShowDiff = False) -> None:
    """Format specs.

    Only white space and the order of top-level keys change. With --check or --diff it exits with 3 if a file
    would change.
    """
    from .commands.fmt import fmt as verb

    raise typer.Exit(verb(specs, check=check, diff=diff))


@app.command()
def init(
    file: opt.NewFile = "cluster.yaml",
    name: opt.ClusterName = None,
    region: opt.Region = None,
    admin: opt.Admin = None,
    kubernetes: opt.Version = None,
    zones: opt.Zones = None,
    force: opt.Force = False,
) -> None:
    """Write a commented spec to start from.

    On a terminal it asks for what is not given.
    """
    from .commands import init as command

    answers = command.InitAnswers(name, region, admin, kubernetes, zones)
    raise typer.Exit(command.init(file, answers, force=force))


@app.command()
def compile(specs: opt.Specs, output: opt.OutputFolder) -> None:
    """Compile specs to a Terraform folder that needs no eksgen."""
    from .commands.compile import compile as verb

    raise typer.Exit(verb(specs, output))


@app.command()
def manifests(spec: opt.Spec) -> None:
    """Print the Kubernetes objects of a spec.

    Pipe them to `kubectl apply -f -` after Terraform. They are the files of manifests/ that `compile` writes.
    """
    from .commands.manifests import manifests as verb

    raise typer.Exit(verb(spec))


@app.command()
def capacity(spec: opt.Spec) -> None:
    """Show how many nodes and pods the subnets have addresses for."""
    from .commands.capacity import capacity as verb

    raise typer.Exit(verb(spec))


@app.command()
def access(spec: opt.Spec, format: opt.DiffOutput = choices.DiffFormat.HUMAN) -> None:
    """Show who may do what in the Kubernetes API.

    No cloud and no Terraform is needed.
    """
    from .commands.access import access as verb

    raise typer.Exit(verb(spec, format.value))


@app.command()
def iam(spec: opt.Spec, purpose: opt.PolicyPurpose = choices.Purpose.APPLY) -> None:
    """Print the IAM policies that plan and apply need, as JSON.

    No cloud is needed. A role that applies has all of them, a role that plans the document `plan`. See
    `eksgen docs iam`.
    """
    from .commands.iam import iam as verb

    raise typer.Exit(verb(spec, purpose.value))


@app.command()
def graph(spec: opt.Spec, output: opt.GraphFile = None, format: opt.GraphOutput = None) -> None:
    """Draw the cluster: VPC, zones, nodes and load balancers.

    It also shows who reaches what, and needs no cloud. Without --output it prints a Mermaid flowchart, for
    Markdown.
    """
    from .commands.graph import graph as verb

    raise typer.Exit(verb(spec, output, format.value if format else None))


@app.command()
def diff(
    old: opt.OldSpec,
    new: opt.NewSpec,
    format: opt.DiffOutput = choices.DiffFormat.HUMAN,
    full: opt.FullReport = False,
) -> None:
    """Compare two specs.

    No cloud and no Terraform is needed. Exits with 3 if they differ.
    """
    from .commands.diff import diff as verb

    raise typer.Exit(verb(old, new, format.value, full=full))


@app.command()
def plan(
    specs: opt.Specs,
    sandbox: opt.Sandbox = False,
    destroy: opt.Destroy = False,
    detailed_exitcode: opt.DetailedExitcode = False,
    output: opt.PlanFile = None,
    expires_in: opt.ExpiresIn = "24h",
    base: opt.BaseRevision = None,
    import_orphans: opt.ImportOrphans = False,
    given_run: hcp.GivenRun = None,
    format: opt.ReportOutput = choices.ReportFormat.HUMAN,
    report: opt.Reports = None,
    full: opt.FullReport = False,
    terraform: opt.TerraformPath = None,
    plugin_dir: opt.PluginDir = None,
    lock_timeout: opt.LockTimeout = 0,
    parallel: opt.Parallel = opt.PARALLEL,
    shard: opt.ShardOfSpecs = None,
) -> None:
    """Show what an apply would do, line by line of the spec.

    With --output the plan is saved with proofs of what it was made from. The file holds secrets in clear, as
    Terraform's plans do: only you can read it. Do not publish it.
    """
    from .commands.inputs.shards import parse_shard
    from .commands.outputs.results import report_targets
    from .commands.plan import PlanOptions, save_plan_options
    from .commands.plan import plan as verb
    from .commands.runs.workdir import RunOptions

    run = RunOptions(
        sandbox, terraform, plugin_dir, format.value, lock_timeout, report_targets(report, output),
        parse_shard(shard), full,
    )  # fmt: skip
    options = PlanOptions(
        destroy, base, import_orphans=import_orphans, saving=save_plan_options(output, expires_in),
        given_run=given_run,
    )  # fmt: skip
    code = verb(specs, run, options, detailed_exitcode=detailed_exitcode, parallel=parallel)
    raise typer.Exit(code)


@app.command()
def apply(
    spec: opt.SpecOrPlan,
    sandbox: opt.Sandbox = False,
    yes: opt.Yes = False,
    expect: opt.Expect = None,
    no_recheck: opt.NoRecheck = False,
    no_verify: opt.NoVerify = False,
    import_orphans: opt.ImportOrphans = False,
    format: opt.OutputFormat = choices.Format.HUMAN,
    terraform: opt.TerraformPath = None,
    plugin_dir: opt.PluginDir = None,
    lock_timeout: opt.LockTimeout = 0,
) -> None:
    """Plan, show, ask, and apply exactly that plan.

    A saved plan is applied without a question if everything is as it was when it was made; else it exits
    with 5 and says what changed. With --expect, a spec is applied in the same way if its plan is one that was
    reviewed. Afterwards another plan proves that nothing is left to do; exits with 1 if there is.
    """
    from .commands.apply import ApplyRequest
    from .commands.apply import apply as verb
    from .commands.runs.workdir import RunOptions, apply_options

    run = RunOptions(sandbox, terraform, plugin_dir, format.value, lock_timeout)
    request = ApplyRequest(import_orphans=import_orphans, yes=yes, expect=tuple(expect or ()))
    raise typer.Exit(verb(spec, run, apply_options(run, no_recheck, no_verify), request))


@app.command()
def destroy(
    spec: opt.Spec,
    sandbox: opt.Sandbox = False,
    yes: opt.Yes = False,
    no_recheck: opt.NoRecheck = False,
    no_verify: opt.NoVerify = False,
    leave_kubernetes_objects: opt.LeaveKubernetesObjects = False,
    no_unmanaged: opt.NoUnmanaged = False,
    format: opt.OutputFormat = choices.Format.HUMAN,
    terraform: opt.TerraformPath = None,
    plugin_dir: opt.PluginDir = None,
    lock_timeout: opt.LockTimeout = 0,
) -> None:
    """Plan the removal of everything, ask, and do it."""
    from .commands.apply import ApplyRequest
    from .commands.apply import apply as verb
    from .commands.runs.workdir import RunOptions, apply_options

    run = RunOptions(sandbox, terraform, plugin_dir, format.value, lock_timeout)
    options = apply_options(run, no_recheck, no_verify, leave_kubernetes_objects, not no_unmanaged)
    raise typer.Exit(verb(spec, run, options, ApplyRequest(destroy=True, yes=yes)))


@app.command()
def drift(
    specs: opt.Specs,
    sandbox: opt.Sandbox = False,
    fail_on: opt.FailOn = None,
    against: opt.Against = "",
    since: opt.Since = None,
    adopt: opt.Adopt = None,
    ignore: opt.Ignore = None,
    revert: opt.Revert = None,
    reason: opt.Reason = None,
    owner: opt.Owner = None,
    until: opt.Until = None,
    into: opt.Into = None,
    output: opt.RevertFile = None,
    format: opt.ReportOutput = choices.ReportFormat.HUMAN,
    report: opt.Reports = None,
    full: opt.FullReport = False,
    terraform: opt.TerraformPath = None,
    plugin_dir: opt.PluginDir = None,
    lock_timeout: opt.LockTimeout = 60,
    parallel: opt.Parallel = opt.PARALLEL,
    shard: opt.ShardOfSpecs = None,
    no_unmanaged: opt.NoUnmanaged = False,
    who: opt.Who = False,
    assessment: hcp.LastAssessment = False,
    assess: hcp.NewAssessment = False,
) -> None:
    """Show changes made outside Terraform, and pending edits.

    Exits with 3 if any counts. Pending edits are of level low. Each finding has an id; pass it, or its
    beginning, to --adopt, --ignore or --revert, any number of times. Then nothing is reported, and it exits
    with 0 when all is done.
    """
    from .commands.drift import DriftOptions
    from .commands.drift import drift as verb
    from .commands.inputs.remediation import remediation_options
    from .commands.inputs.shards import parse_shard
    from .commands.outputs.results import report_targets
    from .commands.runs.workdir import RunOptions

    remediation = remediation_options(adopt, ignore, revert, reason, owner, until, output, into)
    run = RunOptions(
        sandbox, terraform, plugin_dir, format.value, lock_timeout, report_targets(report, output),
        parse_shard(shard), full,
    )  # fmt: skip
    options = DriftOptions(
        not no_unmanaged, who, fail_on and fail_on.value, against, since, assessment, assess
    )
    raise typer.Exit(verb(specs, run, options, remediation, parallel=parallel))


@app.command()
def output(
    spec: opt.Spec,
    name: out.OutputName = None,
    sandbox: opt.Sandbox = False,
    format: out.ValueOutput = out.ValueFormat.HUMAN,
    terraform: opt.TerraformPath = None,
    plugin_dir: opt.PluginDir = None,
    lock_timeout: opt.LockTimeout = 0,
) -> None:
    """Print the outputs of an applied cluster, or one of them.

    A sensitive one is printed only if it is named.
    """
    from .commands.output import output as verb
    from .commands.runs.workdir import RunOptions

    run = RunOptions(sandbox, terraform, plugin_dir, format.value, lock_timeout)
    raise typer.Exit(verb(spec, name, run))


@app.command()
def kubeconfig(
    spec: opt.Spec,
    file: out.KubeconfigFile = None,
    alias: out.Alias = None,
    role: out.TokenRole = None,
    profile: out.Profile = None,
    print: out.PrintKubeconfig = False,
    sandbox: opt.Sandbox = False,
    terraform: opt.TerraformPath = None,
    plugin_dir: opt.PluginDir = None,
    lock_timeout: opt.LockTimeout = 0,
) -> None:
    """Add an applied cluster to a kubeconfig.

    The entry is that of `aws eks update-kubeconfig`; tokens come from `aws eks get-token`. The rest of the
    file stays as it is.
    """
    from .commands.kubeconfig import KubeconfigOptions
    from .commands.kubeconfig import kubeconfig as verb
    from .commands.runs.workdir import RunOptions

    options = KubeconfigOptions(file, alias, role, profile, print)
    run = RunOptions(sandbox, terraform, plugin_dir, "human", lock_timeout)
    raise typer.Exit(verb(spec, options, run))


@app.command()
def update(
    spec: opt.Spec,
    sandbox: opt.Sandbox = False,
    check: opt.CheckVersions = False,
    format: opt.DiffOutput = choices.DiffFormat.HUMAN,
    terraform: opt.TerraformPath = None,
    plugin_dir: opt.PluginDir = None,
) -> None:
    """Pin the newest versions that fit in the lock file of a spec.

    The versions of add-ons, the releases of node images and the AWS provider, for the Kubernetes version of
    the spec. What the spec itself pins stays. AWS is only asked; nothing changes there before an apply.
    """
    from .commands.runs.workdir import RunOptions
    from .commands.update import update as verb

    options = RunOptions(sandbox, terraform, plugin_dir, format.value)
    raise typer.Exit(verb(spec, options, check=check))


@app.command()
def upgrade(
    spec: opt.Spec,
    sandbox: opt.Sandbox = False,
    check: opt.CheckUpgrade = False,
    force: opt.ForceUpgrade = False,
    format: opt.DiffOutput = choices.DiffFormat.HUMAN,
    terraform: opt.TerraformPath = None,
    plugin_dir: opt.PluginDir = None,
) -> None:
    """Raise Kubernetes by one minor version in the spec.

    The lock file is raised with it. First it checks what would stand against the step: support, the cluster,
    add-ons, nodes, settings and the upgrade insights of EKS. If a check fails, nothing is written. The step
    itself is what `apply` then does.
    """
    from .commands.runs.workdir import RunOptions
    from .commands.upgrade import upgrade as verb

    options = RunOptions(sandbox, terraform, plugin_dir, format.value)
    raise typer.Exit(verb(spec, options, check=check, force=force))


@app.command()
def unlock(
    spec: opt.Spec,
    lock_id: opt.LockId = None,
    sandbox: opt.Sandbox = False,
    yes: opt.Yes = False,
    terraform: opt.TerraformPath = None,
    plugin_dir: opt.PluginDir = None,
    lock_timeout: opt.LockTimeout = 0,
) -> None:
    """Unlock the state of a run that has ended.

    Shows who holds it; refuses while that run lives.
    """
    from .commands.runs.workdir import RunOptions
    from .commands.unlock import unlock as verb

    raise typer.Exit(
        verb(spec, lock_id, RunOptions(sandbox, terraform, plugin_dir, "human", lock_timeout), yes=yes)
    )


@app.command()
def explain(code: opt.Code = None) -> None:
    """Explain a code, field or annotation.

    The entry of a field has its type, default, allowed values, an example, and what it becomes in AWS; that
    of an annotation has the fields that stand for it.
    """
    from .commands.explain import explain as verb

    raise typer.Exit(verb(code))


@app.command()
def docs(topic: opt.Topic = None) -> None:
    """Find a topic in the documentation.

    Without a topic, list the pages by subject.
    """
    from .commands.docs import docs as verb

    raise typer.Exit(verb(topic or []))


@app.command()
def schema(output: opt.SchemaFile = None) -> None:
    """Print the JSON Schema of the language, for editors."""
    from .commands.schema import schema as verb

    raise typer.Exit(verb(output))


@app.command()
def completion(shell: opt.Shell) -> None:
    """Print the script that completes eksgen's commands in a shell.

    Load it at the start of a shell: `source <(eksgen completion bash)`; docs/completion.md has zsh and fish.
    """
    from .commands.completion import completion as verb

    raise typer.Exit(verb(shell.value))


@app.command()
def doctor(
    spec: opt.SpecToRepair = None,
    sandbox: opt.FolderOfSandbox = False,
    fix: opt.Fix = False,
    upload: hcp.ListUpload = False,
    format: opt.OutputFormat = choices.Format.HUMAN,
    terraform: opt.TerraformPath = None,
    plugin_dir: opt.PluginDir = None,
) -> None:
    """Show what eksgen uses, and what is missing.

    With a spec, also check its working folder: whatever would refuse a run, and how to recover; and the
    workspace in HCP that it names. Exits with 1 if a check fails.
    """
    from .commands.doctor import doctor as verb

    raise typer.Exit(verb(terraform, plugin_dir, spec, format.value, sandbox=sandbox, fix=fix, upload=upload))


@cloud_app.command()
def setup(
    spec: opt.Spec,
    check: hcp.CheckSetup = False,
    yes: opt.Yes = False,
    plan_role: hcp.PlanRole = None,
    apply_role: hcp.ApplyRole = None,
    format: opt.OutputFormat = choices.Format.HUMAN,
) -> None:
    """Create the workspace of a spec, or compare it.

    Shows what it would do, asks, and says how runs reach AWS. What an existing workspace has is left alone.
    With --plan-role and --apply-role it also sets the variables that let runs assume these roles; it never
    sets a secret.
    """
    from .commands.cloud import setup as verb

    raise typer.Exit(verb(spec, plan_role, apply_role, format.value, check=check, yes=yes))


@report_app.command("merge")
def report_merge(
    files: opt.ReportFiles,
    format: opt.ReportOutput = choices.ReportFormat.HUMAN,
    report: opt.Reports = None,
    full: opt.FullReport = False,
) -> None:
    """Merge JSON reports into one of all specs.

    The files are those of `--report json=FILE`, from jobs of a CI matrix with --shard or from single specs.
    Exits with the worst code of all: interrupted, error, locked, differences. A spec of which no job wrote a
    report is an error.
    """
    from .commands.outputs.results import report_targets
    from .commands.report import merge as verb

    raise typer.Exit(verb(files, format.value, report_targets(report, None), full=full))


@sandbox_app.command()
def start() -> None:
    """Start the local AWS, unless it runs."""
    from .commands import sandbox

    raise typer.Exit(sandbox.start())


@sandbox_app.command()
def status(format: opt.OutputFormat = choices.Format.HUMAN) -> None:
    """Show whether the local AWS runs, and where."""
    from .commands import sandbox

    raise typer.Exit(sandbox.status(format.value))


@sandbox_app.command()
def env(spec: opt.SpecOfEnvironment, format: opt.EnvironmentOutput = choices.EnvironmentFormat.SHELL) -> None:
    """Print the variables with which other tools reach the local AWS.

    Load them with `eval "$(eksgen sandbox env SPEC)"`: endpoint, region, and an access key for the account.
    """
    from .commands import sandbox

    raise typer.Exit(sandbox.env(spec, format.value))


@sandbox_app.command()
def reset() -> None:
    """Delete every resource in the local AWS."""
    from .commands import sandbox

    raise typer.Exit(sandbox.reset())


@sandbox_app.command()
def fail(
    operation: opt.Operation,
    kind: opt.FaultKind = choices.FaultName.THROTTLED,
    times: opt.Times = 1,
    account: opt.FaultAccount = "",
) -> None:
    """Rehearse failures: the next calls of an operation are refused."""
    from .commands import sandbox

    raise typer.Exit(sandbox.fail(operation, kind.value, times, account))


@sandbox_app.command()
def publish(account: opt.Publisher) -> None:
    """Publish newer add-on versions and node images.

    So updates can be rehearsed.
    """
    from .commands import sandbox

    raise typer.Exit(sandbox.publish(account))


@sandbox_app.command()
def stop() -> None:
    """Stop the local AWS."""
    from .commands import sandbox

    raise typer.Exit(sandbox.stop())


def main() -> None:
    """Run the command line: every error is one clear message, never a traceback."""
    from .commands.completion import enable_completion
    from .commands.outputs.exit_codes import run_app

    enable_completion()
    sys.exit(run_app(app))
