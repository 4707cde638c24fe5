"""boto3 clients that reach the same AWS as Terraform does, and calls that never fail a run."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any, ClassVar, TypeVar

from ..redact import redact_text
from ..workdir.workspace import Workspace

T = TypeVar("T")

# Settings that boto3 reads from files, disabled: name in a file, variables, default, conversion.
_NO_FILES = {
    "profile": (None, None, None, None),
    "config_file": (None, None, os.devnull, None),
    "credentials_file": (None, None, os.devnull, None),
}


def client(workspace: Workspace, service: str, region: str) -> Any:
    """Return a client of an AWS service; in the sandbox it reaches only the local AWS.

    `ImportError` without boto3; botocore raises its errors when the client is used.
    """
    from botocore.config import Config

    config = Config(
        retries={"max_attempts": 2, "mode": "standard"},
        connect_timeout=5,
        read_timeout=15,
        proxies=_proxies(workspace),
    )
    if not workspace.sandbox:
        return _session(workspace.profile, workspace.role, region).client(
            service, region_name=region, config=config
        )
    environment = workspace.environment
    session = _sandbox_session(environment["AWS_ACCESS_KEY_ID"], environment["AWS_SECRET_ACCESS_KEY"])
    return session.client(
        service, region_name=region, endpoint_url=environment["AWS_ENDPOINT_URL"], config=config
    )


@lru_cache(maxsize=16)
def _sandbox_session(access_key: str, secret_key: str) -> Any:
    """Return a session that reads no file of the user."""
    import boto3
    import botocore.session

    core = botocore.session.Session(session_vars=_NO_FILES)
    core.set_credentials(access_key, secret_key)
    return boto3.Session(botocore_session=core)


@lru_cache(maxsize=16)
def _session(profile: str, role: str, region: str) -> Any:
    """Return a session with the credentials of a spec; a role is assumed when they are first used."""
    import boto3
    import botocore.session

    if not role:
        return boto3.Session(profile_name=profile or None)
    core = botocore.session.Session()
    source = botocore.session.Session(profile=profile or None)
    core.get_component("credential_provider").insert_before("env", _AssumedRole(source, role, region))
    return boto3.Session(botocore_session=core)


@dataclass(frozen=True, slots=True)
class _AssumedRole:
    """A credential provider of botocore: those of a role, got with the credentials of another session."""

    source: Any
    role: str
    region: str
    METHOD: ClassVar[str] = "assume-role"
    CANONICAL_NAME: ClassVar[str] = "eksgen"

    def load(self) -> Any:
        """Return credentials that renew themselves, or None if there are none to assume the role with."""
        from botocore.credentials import AssumeRoleCredentialFetcher, DeferredRefreshableCredentials

        if (credentials := self.source.get_credentials()) is None:
            return None
        fetcher = AssumeRoleCredentialFetcher(
            client_creator=partial(self.source.create_client, region_name=self.region),
            source_credentials=credentials,
            role_arn=self.role,
            extra_args={"RoleSessionName": "eksgen"},
        )
        return DeferredRefreshableCredentials(fetcher.fetch_credentials, method=self.METHOD)


def call_aws(what: str, call: Callable[[], T], default: T) -> tuple[T, tuple[str, ...]]:
    """Return the result of `call` and no remarks; if AWS fails, `default` and a remark with the reason."""
    try:
        import botocore.exceptions as errors
    except ImportError:
        return default, (f'could not look up {what}: boto3 is missing (pip install "eksgen[aws]")',)
    try:
        return call(), ()
    except (errors.BotoCoreError, errors.ClientError) as error:
        return default, (f"could not look up {what}: {_one_line(error)}",)


def _proxies(workspace: Workspace) -> dict[str, str] | None:
    return {} if workspace.sandbox else None


def _one_line(error: Exception) -> str:
    return redact_text(" ".join(str(error).split()))
