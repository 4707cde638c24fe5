"""The environment of a Terraform run in the sandbox: the local endpoint and dummy credentials only."""

from __future__ import annotations

import os
from collections.abc import Mapping

from .credentials import SECRET_KEY, access_key
from .server_file import Sandbox

LOCAL_HOSTS = ("127.0.0.1", "localhost")


def without_aws(base: Mapping[str, str]) -> dict[str, str]:
    """Return `base` without AWS variables: credentials, profiles, roles, endpoints, config files."""
    return {key: value for key, value in base.items() if not key.upper().startswith("AWS_")}


def terraform_environment(
    base: Mapping[str, str], sandbox: Sandbox, account_id: str, region: str
) -> dict[str, str]:
    """Return an environment in which Terraform reaches the sandbox and no other AWS.

    Every `AWS_*` variable of `base` is removed; shared config and credentials files, container
    credentials and the instance metadata service are switched off. Other variables stay.
    """
    kept = without_aws(base)
    no_proxy = _no_proxy(kept)
    return {
        **kept,
        **aws_variables(sandbox, account_id, region),
        "AWS_MAX_ATTEMPTS": "2",
        "NO_PROXY": no_proxy,
        "no_proxy": no_proxy,
    }


def aws_variables(sandbox: Sandbox, account_id: str, region: str) -> dict[str, str]:
    """Return the variables with which the AWS CLI and the SDKs reach the sandbox and no other AWS."""
    return {
        "AWS_ENDPOINT_URL": sandbox.endpoint,
        "AWS_ACCESS_KEY_ID": access_key(account_id),
        "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
        "AWS_REGION": region,
        "AWS_DEFAULT_REGION": region,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def _no_proxy(base: Mapping[str, str]) -> str:
    """Return the hosts that are reached without a proxy, including this machine."""
    old = base.get("NO_PROXY") or base.get("no_proxy") or ""
    hosts = [host.strip() for host in old.split(",") if host.strip()]
    return ",".join([*hosts, *(host for host in LOCAL_HOSTS if host not in hosts)])


def override_hcl(region: str) -> str:
    """Return the text of `sandbox_override.tf`.

    Terraform merges it over the compiled files: the backend is a local file, whatever the spec says, and
    the provider takes its credentials from the environment. `region` is the region of the spec.
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
