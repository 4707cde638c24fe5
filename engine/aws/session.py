"""boto3 clients that see what Terraform sees in a run, and the rule that questions never fail it."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, TypeVar

from ..redact import redact_text
from ..workdir.workspace import Workspace

T = TypeVar("T")

# What boto3 reads from files, switched off: name in a file, variables, default, conversion.
_NO_FILES = {
    "profile": (None, None, None, None),
    "config_file": (None, None, os.devnull, None),
    "credentials_file": (None, None, os.devnull, None),
}


def client(workspace: Workspace, service: str, region: str) -> Any:
    """A client of one AWS service. In a rehearsal it reaches the local AWS and nothing else.

    `ImportError` without boto3; botocore's errors come when the client is used.
    """
    import boto3
    import botocore.session
    from botocore.config import Config

    config = Config(
        retries={"max_attempts": 2, "mode": "standard"},
        connect_timeout=5,
        read_timeout=15,
        proxies=_proxies(workspace),
    )
    if not workspace.sandbox:
        return boto3.Session().client(service, region_name=region, config=config)
    environment = workspace.environment
    core = botocore.session.Session(session_vars=_NO_FILES)
    core.set_credentials(environment["AWS_ACCESS_KEY_ID"], environment["AWS_SECRET_ACCESS_KEY"])
    return boto3.Session(botocore_session=core).client(
        service, region_name=region, endpoint_url=environment["AWS_ENDPOINT_URL"], config=config
    )


def call_aws(what: str, question: Callable[[], T], otherwise: T) -> tuple[T, tuple[str, ...]]:
    """The answer, and remarks; when AWS does not answer, `otherwise` and a remark that says why."""
    try:
        import botocore.exceptions as errors
    except ImportError:
        return otherwise, (f'{what} was not looked for: boto3 is missing (pip install "eksgen[aws]")',)
    try:
        return question(), ()
    except (errors.BotoCoreError, errors.ClientError) as error:
        return otherwise, (f"{what} could not be looked for: {_words(error)}",)


def _proxies(workspace: Workspace) -> dict[str, str] | None:
    return {} if workspace.sandbox else None


def _words(error: Exception) -> str:
    return redact_text(" ".join(str(error).split()))
