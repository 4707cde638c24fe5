"""The command line: verbs and their options, nothing else. What they do is in `commands/`.

Standard output carries results, standard error findings and progress. Exit codes: 0 fine, 1 error, 2 wrong
usage, 3 differences found, 4 state locked, 5 stale plan, 130 interrupted.
"""

from __future__ import annotations

if __name__ == "__main__":  # `python -m eksgen.cli` starts like `eksgen`, before anything else is loaded
    from . import __main__ as entry

    entry.main()

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from . import __version__

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


class Format(StrEnum):
    """How results are written."""

    HUMAN = "human"
    JSON = "json"


class ReportFormat(StrEnum):
    """How plans and drift are written."""

    HUMAN = "human"
    JSON = "json"
    MARKDOWN = "markdown"
    SARIF = "sarif"
    GITHUB = "github"
    JUNIT = "junit"
    HTML = "html"


class Fault(StrEnum):
    """How a rehearsed call fails."""

    THROTTLED = "throttled"
    UNAVAILABLE = "unavailable"
    BROKEN = "broken"
    EXPIRED = "expired"
    DENIED = "denied"


class LevelName(StrEnum):
    """How much a finding of drift matters."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class FindingsFormat(StrEnum):
    """How findings are written."""

    HUMAN = "human"
    CONCISE = "concise"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"
    JUNIT = "junit"


class DiffFormat(StrEnum):
    """How a comparison is written."""

    HUMAN = "human"
    JSON = "json"
    MARKDOWN = "markdown"


Spec = Annotated[str, typer.Argument(metavar="SPEC", help="The cluster spec, a YAML file.")]
Specs = Annotated[
    list[str], typer.Argument(metavar="SPEC", help="Cluster specs: files, patterns, or folders of them.")
]
Parallel = Annotated[
    int, typer.Option("--parallel", metavar="N", min=1, help="How many specs to work on side by side.")
]
Sandbox = Annotated[bool, typer.Option("--sandbox", help="Rehearse on a local AWS; no account is touched.")]
TerraformPath = Annotated[
    str | None,
    typer.Option("--terraform", metavar="PATH", help="The Terraform or OpenTofu to run. [EKSGEN_TERRAFORM]"),
]
PluginDir = Annotated[
    str | None,
    typer.Option("--plugin-dir", metavar="DIR", help="A filesystem mirror of providers. [EKSGEN_PLUGIN_DIR]"),
]
OutputFormat = Annotated[Format, typer.Option("--format", help="How to write the result.")]
ReportOutput = Annotated[
    ReportFormat,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help="How to write the result: human, json, markdown, sarif, github, junit, html.",
    ),
]
LockTimeout = Annotated[
    int, typer.Option("--lock-timeout", metavar="SECONDS", min=0, help="How long to wait for a lock.")
]
NoRecheck = Annotated[
    bool, typer.Option("--no-recheck", help="Do not look once more whether the cloud changed since the plan.")
]
NoVerify = Annotated[
    bool, typer.Option("--no-verify", help="Do not prove with another plan that nothing is left to do.")
]
ImportOrphans = Annotated[
    bool, typer.Option("--import-orphans", help="Take in what a stopped apply left in AWS and in no state.")
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]


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
    specs: Annotated[
        list[str],
        typer.Argument(metavar="SPEC", help="Spec files, patterns or folders; - is standard input."),
    ],
    format: Annotated[
        FindingsFormat, typer.Option("--format", help="How to write findings.")
    ] = FindingsFormat.HUMAN,
    show_resolved: Annotated[
        bool,
        typer.Option(
            "--show-resolved", "--show-defaults", help="Print the whole spec, every default filled in."
        ),
    ] = False,
) -> None:
    """Check specs; no cloud and no Terraform needed."""
    from .commands.validate import validate as verb

    raise typer.Exit(verb(specs, format.value, show_resolved=show_resolved))


@app.command()
def fmt(
    specs: Annotated[
        list[str],
        typer.Argument(metavar="SPEC", help="Spec files or patterns; - is standard input to output."),
    ],
    check: Annotated[bool, typer.Option("--check", help="Write nothing; name what would change.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Write nothing; show what would change.")] = False,
) -> None:
    """Lay out specs in the one canonical way.

    Only white space and the order of top-level keys change. With --check or --diff it exits with 3 if a file
    would change.
    """
    from .commands.fmt import fmt as verb

    raise typer.Exit(verb(specs, check=check, diff=diff))


@app.command()
def init(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="The file to write; - is standard output.")
    ] = "cluster.yaml",
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help="Name of the cluster.")] = None,
    region: Annotated[
        str | None, typer.Option("--region", metavar="REGION", help="AWS region. [AWS_REGION]")
    ] = None,
    admin: Annotated[
        str | None,
        typer.Option("--admin", metavar="ARN", help="The IAM role or user that administers the cluster."),
    ] = None,
    kubernetes: Annotated[
        str | None,
        typer.Option("--kubernetes", metavar="VERSION", help="Kubernetes version; by default the newest."),
    ] = None,
    zones: Annotated[
        int | None, typer.Option("--zones", metavar="N", help="Number of availability zones.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file.")] = False,
) -> None:
    """Write a commented spec to start from.

    On a terminal it asks for what is not given.
    """
    from .commands import init as starting

    answers = starting.Answers(name, region, admin, kubernetes, zones)
    raise typer.Exit(starting.init(file, answers, force=force))


@app.command()
def compile(
    specs: Specs,
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            metavar="DIR",
            help="The folder to write; of several specs, the folder for theirs.",
        ),
    ],
) -> None:
    """Compile specs to a Terraform folder that needs no eksgen."""
    from .commands.compile import compile as verb

    raise typer.Exit(verb(specs, output))


@app.command()
def capacity(spec: Spec) -> None:
    """Show how many nodes and pods the subnets have addresses for."""
    from .commands.capacity import capacity as verb

    raise typer.Exit(verb(spec))


@app.command()
def diff(
    old: Annotated[
        str, typer.Argument(metavar="OLD", help="A spec file, or REV:PATH for one of another git revision.")
    ],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The spec to compare it with.")],
    format: Annotated[DiffFormat, typer.Option("--format", help="How to write the result.")] = (
        DiffFormat.HUMAN
    ),
) -> None:
    """Tell what one spec changes against another; no cloud and no Terraform needed.

    Exits with 3 if they differ.
    """
    from .commands.diff import diff as verb

    raise typer.Exit(verb(old, new, format.value))


@app.command()
def plan(
    specs: Specs,
    sandbox: Sandbox = False,
    destroy: Annotated[bool, typer.Option("--destroy", help="Plan the removal of everything.")] = False,
    detailed_exitcode: Annotated[
        bool, typer.Option("--detailed-exitcode", help="Exit with 3 if there is something to do.")
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Save it for `eksgen apply FILE`; holds secrets."
        ),
    ] = None,
    expires_in: Annotated[
        str, typer.Option("--expires-in", metavar="SPAN", help="How long it may be applied: 30m, 24h, 7d.")
    ] = "24h",
    base: Annotated[
        str | None,
        typer.Option("--base", metavar="REV", help="Show what the spec changes since a git revision."),
    ] = None,
    import_orphans: ImportOrphans = False,
    format: ReportOutput = ReportFormat.HUMAN,
    terraform: TerraformPath = None,
    plugin_dir: PluginDir = None,
    lock_timeout: LockTimeout = 0,
    parallel: Parallel = 4,
) -> None:
    """Show what an apply would do, line by line of the spec.

    With --output the plan is saved with proofs of what it was made from. The file holds secrets in clear, as
    Terraform's plans do: only you can read it, and it belongs into no public place.
    """
    from .commands.plan import plan as verb
    from .commands.plan import saving
    from .commands.work import Options

    options = Options(sandbox, terraform, plugin_dir, format.value, lock_timeout)
    how: dict[str, Any] = {"detailed_exitcode": detailed_exitcode, "destroy": destroy}
    how["import_orphans"] = import_orphans
    kept = saving(output, expires_in)
    raise typer.Exit(verb(specs, options, **how, base=base, parallel=parallel, saving=kept))


@app.command()
def apply(
    spec: Annotated[
        str, typer.Argument(metavar="SPEC|PLAN", help="A cluster spec, or a plan saved by `eksgen plan -o`.")
    ],
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
    from .commands.work import Options, care

    options = Options(sandbox, terraform, plugin_dir, format.value, lock_timeout)
    taken = care(options, no_recheck, no_verify)
    raise typer.Exit(verb(spec, options, taken, yes=yes, import_orphans=import_orphans))


@app.command()
def destroy(
    spec: Spec,
    sandbox: Sandbox = False,
    yes: Yes = False,
    no_recheck: NoRecheck = False,
    no_verify: NoVerify = False,
    leave_kubernetes_objects: Annotated[
        bool,
        typer.Option(
            "--leave-kubernetes-objects", help="Go on although load balancers and volumes of Kubernetes stay."
        ),
    ] = False,
    format: OutputFormat = Format.HUMAN,
    terraform: TerraformPath = None,
    plugin_dir: PluginDir = None,
    lock_timeout: LockTimeout = 0,
) -> None:
    """Plan the removal of everything, ask, and do it."""
    from .commands.apply import apply as verb
    from .commands.work import Options, care

    options = Options(sandbox, terraform, plugin_dir, format.value, lock_timeout)
    taken = care(options, no_recheck, no_verify, leave_kubernetes_objects)
    raise typer.Exit(verb(spec, options, taken, yes=yes, destroy=True))


@app.command()
def drift(
    specs: Specs,
    sandbox: Sandbox = False,
    fail_on: Annotated[
        LevelName | None,
        typer.Option("--fail-on", help="The least level to exit with 3 for; default that of the spec."),
    ] = None,
    against: Annotated[
        str,
        typer.Option(
            "--against",
            metavar="applied|REF",
            help="Compare with the spec as last applied, or as it is at a git revision; default the file.",
        ),
    ] = "",
    adopt: Annotated[
        list[str] | None,
        typer.Option("--adopt", metavar="ID", help="Write what is live into the spec, comments kept."),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option("--ignore", metavar="ID", help="Add a rule to the spec that accepts it."),
    ] = None,
    revert: Annotated[
        list[str] | None, typer.Option("--revert", metavar="ID", help="Plan what takes just this back.")
    ] = None,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="TEXT", help="Of --ignore: why it is fine.")
    ] = None,
    owner: Annotated[
        str | None, typer.Option("--owner", metavar="NAME", help="Of --ignore: who answers for it.")
    ] = None,
    until: Annotated[
        str | None,
        typer.Option("--until", metavar="DATE", help="Of --ignore: its last day; by default in 90 days."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Of --revert: save the plan for `eksgen apply FILE`."
        ),
    ] = None,
    format: ReportOutput = ReportFormat.HUMAN,
    terraform: TerraformPath = None,
    plugin_dir: PluginDir = None,
    lock_timeout: LockTimeout = 60,
    parallel: Parallel = 4,
    no_unmanaged: Annotated[
        bool, typer.Option("--no-unmanaged", help="Do not ask AWS for objects that are in no state.")
    ] = False,
    who: Annotated[
        bool, typer.Option("--who", help="Ask CloudTrail who made each change; takes up to a minute.")
    ] = False,
) -> None:
    """Tell outside changes from edits not applied yet.

    Exits with 3 if any counts. Edits that wait are of level low. Each has an id (its beginning will do) to
    answer it with: --adopt, --ignore or --revert, in any number; then nothing is reported, and 0 says that it
    was done.
    """
    from .commands.answers import answers
    from .commands.drift import drift as verb
    from .commands.work import Options

    given = answers(adopt, ignore, revert, reason, owner, until, output)
    options = Options(sandbox, terraform, plugin_dir, format.value, lock_timeout)
    fail, around = fail_on and fail_on.value, not no_unmanaged
    how: dict[str, Any] = {"look_around": around, "who": who, "fail_on": fail, "against": against}
    raise typer.Exit(verb(specs, options, parallel=parallel, given=given, **how))


@app.command()
def unlock(
    spec: Spec,
    lock_id: Annotated[
        str | None, typer.Argument(metavar="ID", help="The id of the lock; asked for when left out.")
    ] = None,
    sandbox: Sandbox = False,
    yes: Yes = False,
    terraform: TerraformPath = None,
    plugin_dir: PluginDir = None,
    lock_timeout: LockTimeout = 0,
) -> None:
    """Free a state whose lock was left by a run that is gone.

    Shows who holds it; refuses while that run lives.
    """
    from .commands.unlock import unlock as verb
    from .commands.work import Options

    raise typer.Exit(
        verb(spec, lock_id, Options(sandbox, terraform, plugin_dir, "human", lock_timeout), yes=yes)
    )


@app.command()
def explain(
    code: Annotated[
        str | None, typer.Argument(metavar="CODE", help="The code of a finding; without it, all are listed.")
    ] = None,
) -> None:
    """Say what a code means, why, and what to do."""
    from .commands.explain import explain as verb

    raise typer.Exit(verb(code))


@app.command()
def schema(
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write it to a file instead of printing it."),
    ] = None,
) -> None:
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
    operation: Annotated[
        str, typer.Argument(metavar="OPERATION", help="What fails: eks:CreateNodegroup, or ec2:* for all.")
    ],
    kind: Annotated[
        Fault, typer.Option("--as", help="How AWS refuses: too many calls, down, at fault, token, rights.")
    ] = Fault.THROTTLED,
    times: Annotated[int, typer.Option("--times", metavar="N", min=1, help="How many calls.")] = 1,
    account: Annotated[str, typer.Option("--account", metavar="ID", help="In this account alone.")] = "",
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
    """The entry point: every error is one clear message, never a traceback."""
    from .commands.errors import run_app

    sys.exit(run_app(app))
