"""Find the AWS account that the credentials of a run belong to."""

from __future__ import annotations

from ..workdir.workspace import Workspace
from .session import call_aws, client


def calling_account(workspace: Workspace, region: str) -> str | None:
    """Return the twelve digits of the account (STS GetCallerIdentity, which no policy denies), or None."""
    account, _ = call_aws(
        "the account", lambda: client(workspace, "sts", region).get_caller_identity()["Account"], None
    )
    return str(account) if account else None
