"""The options of `output` and `kubeconfig`, each with its type, name and help. Used by `cli.py` alone."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class ValueFormat(StrEnum):
    """Output formats of `output`."""

    HUMAN = "human"
    JSON = "json"
    RAW = "raw"


OutputName = Annotated[
    str | None, typer.Argument(metavar="NAME", help="One output, such as cluster_endpoint; default all.")
]
ValueOutput = Annotated[
    ValueFormat,
    typer.Option("--format", metavar="FORMAT", help="How to write them: human, json; raw for the one named."),
]
KubeconfigFile = Annotated[
    Path | None,
    typer.Option("--file", metavar="FILE", help="The kubeconfig. [KUBECONFIG, else ~/.kube/config]"),
]
Alias = Annotated[
    str | None,
    typer.Option("--alias", metavar="NAME", help="Name of the context; default the ARN of the cluster."),
]
TokenRole = Annotated[
    str | None, typer.Option("--role", metavar="ARN", help="The IAM role to assume for each token.")
]
Profile = Annotated[
    str | None, typer.Option("--profile", metavar="NAME", help="The profile of the AWS CLI for tokens.")
]
PrintKubeconfig = Annotated[
    bool, typer.Option("--print", help="Print a kubeconfig of this cluster alone; write nothing.")
]
