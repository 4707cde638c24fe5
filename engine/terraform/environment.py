"""The environment Terraform runs in: the caller's, without variables that would silently alter a run.

`TF_CLI_ARGS`, `TF_WORKSPACE`, `TF_VAR_*` and the like change what a command does, and `TF_CLOUD_PROJECT`
where a workspace is, so they are dropped: the spec says it. Tokens (`TF_TOKEN_*`), backend and registry
settings are kept: they say where things are, not what to do.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

_DROPPED = re.compile(
    r"TF_(CLI_ARGS(_.*)?|WORKSPACE|DATA_DIR|VAR_.*|INPUT|IN_AUTOMATION|LOG(_.*)?|IGNORE"
    r"|CLOUD_(HOSTNAME|ORGANIZATION|PROJECT)|REATTACH_PROVIDERS|SKIP_PROVIDER_VERIFY|FORCE_LOCAL_BACKEND"
    r"|PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE)"  # it takes providers of a shared folder unverified
)
USER_AGENT = "eksgen/1"
_XDG = frozenset({"XDG_DATA_HOME", "XDG_DATA_DIRS"})
_CONFIG_FILES = ("TF_CLI_CONFIG_FILE", "TERRAFORM_CONFIG")
_PLACES = frozenset(
    {
        "AWS_CA_BUNDLE",
        "AWS_CONFIG_FILE",
        "AWS_SHARED_CREDENTIALS_FILE",
        "AWS_WEB_IDENTITY_TOKEN_FILE",
        "TF_PLUGIN_CACHE_DIR",
    }
)


def child_environment(environ: Mapping[str, str], data_dir: Path | None) -> dict[str, str]:
    """Return the environment for Terraform, without CLI config files that do not exist (it would warn).

    Terraform runs in the working folder, where a relative path means another file. So files that variables
    name become absolute, and folders of XDG count only if they are absolute, as their specification says.
    """
    kept = {name: value for name, value in environ.items() if not _DROPPED.fullmatch(name)}
    for name in _CONFIG_FILES:
        if name in kept and not Path(kept[name]).is_file():
            del kept[name]
        elif name in kept:
            kept[name] = str(Path(kept[name]).absolute())
    for name in _PLACES & kept.keys():
        if kept[name] and not kept[name].startswith("~"):
            kept[name] = str(Path(kept[name]).absolute())
    for name in _XDG & kept.keys():
        kept[name] = ":".join(path for path in kept[name].split(":") if path.startswith("/"))
    kept |= {"TF_IN_AUTOMATION": "1", "TF_INPUT": "0", "CHECKPOINT_DISABLE": "1"}
    # Most of a plan's time is the AWS provider building its schema; collecting garbage less often there
    # saves a fifth of the CPU time for 150 MB of memory (measured with provider 5.100).
    kept.setdefault("GOGC", "400")
    # Distinguishes eksgen's own calls from those of people in CloudTrail (`aws/cloudtrail.py`).
    kept["TF_APPEND_USER_AGENT"] = f"{kept.get('TF_APPEND_USER_AGENT', '')} {USER_AGENT}".strip()
    if data_dir is not None:
        kept["TF_DATA_DIR"] = str(data_dir)
    return kept


def find_program(name: str, environ: Mapping[str, str]) -> str | None:
    """Return the path of a program on PATH, or of one named with a folder.

    An empty or relative entry of PATH is left out: it would be a folder of the checkout.
    """
    folders = [folder for folder in environ.get("PATH", "").split(os.pathsep) if Path(folder).is_absolute()]
    return shutil.which(name, path=os.pathsep.join(folders))


def without_terraform_settings(environ: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names, never the values, of the caller's variables that Terraform does not get, sorted."""
    kept = child_environment(environ, None)
    return tuple(sorted(name for name in environ if name not in kept or _DROPPED.fullmatch(name)))


def missing_config_files(environ: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return (variable, path) for each CLI config file variable whose file does not exist."""
    return tuple((n, environ[n]) for n in _CONFIG_FILES if environ.get(n) and not Path(environ[n]).is_file())
