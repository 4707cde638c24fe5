"""The options about HCP Terraform, each with its type, name and help; used by `cli.py` alone."""

from __future__ import annotations

from typing import Annotated

import typer

GivenRun = Annotated[
    str | None,
    typer.Option(
        "--run",
        metavar="ID|URL|COMMIT",
        help="Show the plan of a run in HCP that somebody else started; starts none.",
    ),
]
LastAssessment = Annotated[
    bool, typer.Option("--assessment", help="Read the last health assessment of HCP; starts no run.")
]
NewAssessment = Annotated[
    bool, typer.Option("--assess", help="Start a health assessment in HCP, and wait for it.")
]
CheckSetup = Annotated[
    bool, typer.Option("--check", help="Change nothing; exit with 3 if something would change.")
]
PlanRole = Annotated[
    str | None,
    typer.Option("--plan-role", metavar="ARN", help="Let plans assume this IAM role: sets a variable."),
]
ApplyRole = Annotated[
    str | None,
    typer.Option("--apply-role", metavar="ARN", help="Let applies assume this IAM role: sets a variable."),
]
ListUpload = Annotated[
    bool, typer.Option("--upload", help="List what a run in HCP would upload, with sizes.")
]
