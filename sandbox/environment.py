"""What a Terraform run sees of AWS in the sandbox: the local endpoint, dummy credentials, no more.

In: the environment of this process and a `Sandbox`. Out: the environment of the child process, the
text of an override file that goes beside the compiled files, and boto3 clients for the same place.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Mapping
from typing import Any

from .credentials import SECRET_KEY, access_key
from .state import Sandbox

OVERRIDE_FILE = "sandbox_override.tf"
LOCAL = ("127.0.0.1", "localhost")


def without_aws(base: Mapping[str, str]) -> dict[str, str]:
    """`base` without any AWS variable: credentials, profiles, roles, endpoints, config files."""
    return {key: value for key, value in base.items() if not key.upper().startswith("AWS_")}


def terraform_environment(
    base: Mapping[str, str], sandbox: Sandbox, account_id: str, region: str
) -> dict[str, str]:
    """The environment in which Terraform can reach the sandbox and nothing else of AWS.

    Every `AWS_*` variable of `base` is removed; shared config and credentials files, container
    credentials and the instance metadata service are switched off. Anything else stays.
    """
    kept = without_aws(base)
    bypass = _no_proxy(kept)
    return {
        **kept,
        "AWS_ENDPOINT_URL": sandbox.endpoint,
        "AWS_ACCESS_KEY_ID": access_key(account_id),
        "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
        "AWS_REGION": region,
        "AWS_DEFAULT_REGION": region,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_MAX_ATTEMPTS": "2",
        "NO_PROXY": bypass,
        "no_proxy": bypass,
    }


def _no_proxy(base: Mapping[str, str]) -> str:
    """The hosts that no proxy is used for, with this machine among them."""
    old = base.get("NO_PROXY") or base.get("no_proxy") or ""
    hosts = [host.strip() for host in old.split(",") if host.strip()]
    return ",".join([*hosts, *(host for host in LOCAL if host not in hosts)])


def override_hcl(region: str) -> str:
    """The text of `sandbox_override.tf`.

    Terraform merges it over the compiled files: the state is kept in a local file, whatever backend
    was written, and the provider takes its credentials from the environment. `region` is the spec's.
    """
    return f"""\
terraform {{
  backend "local" {{}}
}}

provider "aws" {{
  region                   = "{region}"
  profile                  = null
  access_key               = null
  secret_key               = null
  token                    = null
  shared_config_files      = null
  shared_credentials_files = null
  max_retries              = 2
  s3_use_path_style        = true
  skip_metadata_api_check  = true
  skip_region_validation   = true
}}
"""


def boto_client(sandbox: Sandbox, service: str, account_id: str, region: str) -> Any:
    """A boto3 client of the sandbox in one account and region; real AWS settings are not looked at."""
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
    """One session an account: boto3 reads its service models once a session."""
    import boto3
    import botocore.session

    # Per variable: name in a config file, environment variables, default, conversion.
    nowhere = {
        "profile": (None, None, None, None),
        "config_file": (None, None, os.devnull, None),
        "credentials_file": (None, None, os.devnull, None),
    }
    session = botocore.session.Session(session_vars=nowhere)
    session.set_credentials(access_key(account_id), SECRET_KEY)
    return boto3.Session(botocore_session=session)
