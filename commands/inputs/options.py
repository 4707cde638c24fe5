"""The options and arguments of the command line, each with its type, name and help.

Used by `cli.py` alone, where each verb lists those it takes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .choices import (
    DiffFormat,
    EnvironmentFormat,
    FaultName,
    FindingsFormat,
    Format,
    GraphFormat,
    LevelName,
    Purpose,
    ReportFormat,
    ShellName,
)
from .completion import codes_and_fields, topics

Spec = Annotated[str, typer.Argument(metavar="SPEC", help="The cluster spec, a YAML file.")]
Specs = Annotated[
    list[str], typer.Argument(metavar="SPEC", help="Cluster specs: files, patterns, or folders of them.")
]
SpecsToCheck = Annotated[
    list[str], typer.Argument(metavar="SPEC", help="Spec files, patterns or folders; - is standard input.")
]
SpecsToFormat = Annotated[
    list[str],
    typer.Argument(metavar="SPEC", help="Spec files, patterns or folders; - formats standard input."),
]
SpecToRepair = Annotated[
    str | None, typer.Argument(metavar="SPEC", help="The spec whose working folder is checked too.")
]
FolderOfSandbox = Annotated[
    bool, typer.Option("--sandbox", help="Check the working folder of its rehearsals instead.")
]
Fix = Annotated[
    bool,
    typer.Option(
        "--fix",
        help="Write compiled files again, clean up after a killed run, remove broken records; never a state.",
    ),
]
SpecOrPlan = Annotated[
    str, typer.Argument(metavar="SPEC|PLAN", help="A cluster spec, or a plan saved by `eksgen plan -o`.")
]
SpecOfEnvironment = Annotated[
    str, typer.Argument(metavar="SPEC", help="The spec whose account and region are used.")
]
EnvironmentOutput = Annotated[
    EnvironmentFormat, typer.Option("--format", help="For bash, zsh and other POSIX shells, or for fish.")
]
PolicyPurpose = Annotated[
    Purpose,
    typer.Option("--for", help="The policies of a role that plans only, or of one that applies as well."),
]
GraphFile = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="The file to write: .svg, .html, .mmd or .md."),
]
GraphOutput = Annotated[
    GraphFormat | None, typer.Option("--format", help="How to draw it; by default as the file is named.")
]
Topic = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="TOPIC",
        help="A page, or words of a heading, such as `access logs`.",
        autocompletion=topics,
    ),
]
Shell = Annotated[ShellName, typer.Argument(metavar="SHELL", help="The shell: bash, zsh or fish.")]
OldSpec = Annotated[
    str, typer.Argument(metavar="OLD", help="A spec file, or REV:PATH for one of another git revision.")
]
NewSpec = Annotated[str, typer.Argument(metavar="NEW", help="The spec to compare it with.")]
PARALLEL = 4
"""More than the cores of most machines: Terraform mostly waits for the cloud. Each run takes some 100 MB."""

Parallel = Annotated[
    int, typer.Option("--parallel", metavar="N", min=1, help="How many specs to work on side by side.")
]
ShardOfSpecs = Annotated[
    str | None,
    typer.Option(
        "--shard", metavar="I/N", help="Work on part I of N, as the other jobs of a CI matrix on theirs."
    ),
]
ReportFiles = Annotated[
    list[str], typer.Argument(metavar="FILE", help="Reports in JSON of `plan` or of `drift`, or patterns.")
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
FindingsOutput = Annotated[FindingsFormat, typer.Option("--format", help="How to write findings.")]
DiffOutput = Annotated[DiffFormat, typer.Option("--format", help="How to write the result.")]
ShowResolved = Annotated[
    bool,
    typer.Option("--show-resolved", "--show-defaults", help="Print the whole spec, every default filled in."),
]
Check = Annotated[bool, typer.Option("--check", help="Write nothing; name what would change.")]
CheckVersions = Annotated[
    bool, typer.Option("--check", help="Write nothing; exit with 3 if something newer fits.")
]
CheckUpgrade = Annotated[
    bool, typer.Option("--check", help="Write nothing; exit with 3 if the step is possible.")
]
ForceUpgrade = Annotated[
    bool, typer.Option("--force", help="Go on in spite of upgrade insights with errors.")
]
ShowDiff = Annotated[bool, typer.Option("--diff", help="Write nothing; show what would change.")]
OutputFolder = Annotated[
    Path,
    typer.Option(
        "--output", "-o", metavar="DIR", help="The folder to write; of several specs, the folder for theirs."
    ),
]
SchemaFile = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write it to a file instead of printing it."),
]
Code = Annotated[
    str | None,
    typer.Argument(
        metavar="CODE|FIELD|ANNOTATION",
        help="The code of a finding, a field such as nodeGroups.scaling.max, or an annotation of a load "
        "balancer of Kubernetes; without it, all codes are listed.",
        autocompletion=codes_and_fields,
    ),
]
ReportOutput = Annotated[
    ReportFormat,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help="How to write the result: human, json, markdown, sarif, github, junit, html.",
    ),
]
Reports = Annotated[
    list[str] | None,
    typer.Option(
        "--report", metavar="FORMAT=FILE", help="Write it in a further format to a file; can be repeated."
    ),
]
FullReport = Annotated[
    bool, typer.Option("--full", help="Cut no line and shorten no list of the report for people.")
]
LockTimeout = Annotated[
    int, typer.Option("--lock-timeout", metavar="SECONDS", min=0, help="How long to wait for a lock.")
]
LockId = Annotated[
    str | None, typer.Argument(metavar="ID", help="The id of the lock; asked for when left out.")
]
NoRecheck = Annotated[
    bool, typer.Option("--no-recheck", help="Do not look once more whether the cloud changed since the plan.")
]
NoVerify = Annotated[
    bool, typer.Option("--no-verify", help="Do not prove with another plan that nothing is left to do.")
]
ImportOrphans = Annotated[
    bool, typer.Option("--import-orphans", help="Import what a stopped apply left in AWS.")
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
Expect = Annotated[
    list[str] | None,
    typer.Option(
        "--expect",
        metavar="DIGEST",
        help="Apply only a plan with this digest, of `plan --format json`; do not ask. Can be repeated.",
    ),
]
NewFile = Annotated[str, typer.Argument(metavar="FILE", help="The file to write; - is standard output.")]
ClusterName = Annotated[str | None, typer.Option("--name", metavar="NAME", help="Name of the cluster.")]
Region = Annotated[str | None, typer.Option("--region", metavar="REGION", help="AWS region. [AWS_REGION]")]
Admin = Annotated[
    str | None,
    typer.Option("--admin", metavar="ARN", help="The IAM role or user that administers the cluster."),
]
Version = Annotated[
    str | None,
    typer.Option("--kubernetes", metavar="VERSION", help="Kubernetes version; by default the newest."),
]
Zones = Annotated[int | None, typer.Option("--zones", metavar="N", help="Number of availability zones.")]
Force = Annotated[bool, typer.Option("--force", help="Overwrite the file.")]
Destroy = Annotated[bool, typer.Option("--destroy", help="Plan the removal of everything.")]
DetailedExitcode = Annotated[
    bool, typer.Option("--detailed-exitcode", help="Exit with 3 if there is something to do.")
]
PlanFile = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Save it for `eksgen apply FILE`; holds secrets."),
]
ExpiresIn = Annotated[
    str, typer.Option("--expires-in", metavar="SPAN", help="How long it may be applied: 30m, 24h, 7d.")
]
BaseRevision = Annotated[
    str | None,
    typer.Option("--base", metavar="REV", help="Show what the spec changes since a git revision."),
]
LeaveKubernetesObjects = Annotated[
    bool,
    typer.Option(
        "--leave-kubernetes-objects", help="Go on although load balancers and volumes of Kubernetes stay."
    ),
]
FailOn = Annotated[
    LevelName | None,
    typer.Option("--fail-on", help="The lowest level that exits with 3; by default that of the spec."),
]
Against = Annotated[
    str,
    typer.Option(
        "--against",
        metavar="applied|REF",
        help="Compare with the spec as last applied, or at a git revision; by default with the file.",
    ),
]
Since = Annotated[
    Path | None,
    typer.Option(
        "--since", metavar="FILE", help="Show what is new since this JSON report, and what is resolved."
    ),
]
Adopt = Annotated[
    list[str] | None,
    typer.Option("--adopt", metavar="ID", help="Write what is live into the spec, comments kept."),
]
Ignore = Annotated[
    list[str] | None,
    typer.Option("--ignore", metavar="ID", help="Add a rule to the spec that accepts it."),
]
Revert = Annotated[
    list[str] | None, typer.Option("--revert", metavar="ID", help="Plan to undo this change alone.")
]
Into = Annotated[
    str | None,
    typer.Option(
        "--into",
        metavar="FILE",
        help="With --adopt or --ignore: edit this file, even if other specs extend it.",
    ),
]
Reason = Annotated[
    str | None, typer.Option("--reason", metavar="TEXT", help="With --ignore: why it is accepted.")
]
Owner = Annotated[
    str | None, typer.Option("--owner", metavar="NAME", help="With --ignore: who is responsible.")
]
Until = Annotated[
    str | None,
    typer.Option("--until", metavar="DATE", help="With --ignore: its last day; by default in 90 days."),
]
RevertFile = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="With --revert: save the plan for `eksgen apply FILE`."
    ),
]
NoUnmanaged = Annotated[
    bool,
    typer.Option(
        "--no-unmanaged",
        help="Do not look in AWS for objects outside the state.",
    ),
]
Who = Annotated[
    bool, typer.Option("--who", help="Ask CloudTrail who made each change; takes up to a minute.")
]
Operation = Annotated[
    str, typer.Argument(metavar="OPERATION", help="What fails: eks:CreateNodegroup, or ec2:* for all.")
]
FaultKind = Annotated[FaultName, typer.Option("--as", help="How AWS refuses the call.")]
Times = Annotated[int, typer.Option("--times", metavar="N", min=1, help="How many calls.")]
Publisher = Annotated[str, typer.Option("--account", metavar="ID", help="The account that sees them.")]
FaultAccount = Annotated[str, typer.Option("--account", metavar="ID", help="In this account alone.")]
