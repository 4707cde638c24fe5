"""Whose AWS account a run works in."""

from __future__ import annotations

from ..engine.workspace import Workspace


def account(workspace: Workspace) -> str | None:
    """The account of the credentials that Terraform will use; None where nothing tells."""
    if not workspace.sandbox:
        return None
    from ..sandbox.credentials import account_of

    return account_of(workspace.environment.get("AWS_ACCESS_KEY_ID", ""))
