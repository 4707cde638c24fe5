"""boto3 clients of the sandbox; they ignore the AWS settings of the user."""

from __future__ import annotations

import functools
import os
from typing import Any

from .credentials import SECRET_KEY, access_key
from .server_file import Sandbox


def boto_client(sandbox: Sandbox, service: str, account_id: str, region: str) -> Any:
    """Return a boto3 client for one account and region of the sandbox."""
    from botocore.config import Config

    config = Config(
        retries={"max_attempts": 1},
        proxies={},
        s3={"addressing_style": "path"},
        use_fips_endpoint=False,
        use_dualstack_endpoint=False,
    )
    return _session(account_id).client(
        service, region_name=region, endpoint_url=sandbox.endpoint, config=config
    )


@functools.lru_cache(maxsize=16)
def _session(account_id: str) -> Any:
    """Return the session of an account; boto3 reads its service models once per session."""
    import boto3
    import botocore.session

    # Per variable: name in a config file, environment variables, default, conversion.
    no_user_settings = {
        "profile": (None, None, None, None),
        "config_file": (None, None, os.devnull, None),
        "credentials_file": (None, None, os.devnull, None),
    }
    session = botocore.session.Session(session_vars=no_user_settings)
    session.set_credentials(access_key(account_id), SECRET_KEY)
    return boto3.Session(botocore_session=session)
