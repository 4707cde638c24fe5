"""Keep one AWS provider running for all Terraform commands of a sandbox account.

The provider builds its schema at each start, two or three times a command, which is most of the time of the
sandbox tests. Terraform can use a provider that runs already (`TF_REATTACH_PROVIDERS`, made for debuggers).
`provider_proxy.py` between the two spares Terraform the schemas of types that nothing uses. `init` stays as it
is, so that lock files and mirrors are real.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from eksgen.engine.terraform import process

FOLDER = "EKSGEN_TEST_PROVIDERS"
"""The variable that names the folder of the providers that run; without it nothing is shared."""
_SOURCE = "registry.terraform.io/hashicorp/aws"
_PROXY = Path(__file__).with_name("provider_proxy.py")
_OWN_PROVIDER = frozenset({"init", "version", "providers lock", "fmt"})
_start = process._start


def share_provider() -> None:
    """Let Terraform use the shared provider of its account, if `EKSGEN_TEST_PROVIDERS` is set."""
    if FOLDER in os.environ:
        process._start = _start_with_shared_provider


def stop_providers(folder: Path) -> None:
    """Stop every provider of a folder."""
    for file in folder.glob("provider-*.json"):
        with suppress(ProcessLookupError):
            os.kill(json.loads(file.read_text("utf-8"))[_SOURCE]["Pid"], signal.SIGTERM)
        file.unlink()


def _start_with_shared_provider(
    argv: list[str], command: str, folder: Path | None, environment: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    shared: dict[str, str] = {}
    if command not in _OWN_PROVIDER and folder is not None:
        data = Path(environment.get("TF_DATA_DIR", ""))
        shared = shared_variables(Path(os.environ[FOLDER]), data, environment)
    return _start(argv, command, folder, {**environment, **shared})


def shared_variables(folder: Path, data: Path, environment: Mapping[str, str]) -> dict[str, str]:
    """Return the variables that let Terraform use the shared provider; none before `init` has filled `data`."""
    binary = _installed(data)
    return {"TF_REATTACH_PROVIDERS": _running_provider(folder, binary, environment)} if binary else {}


def _installed(data: Path) -> Path | None:
    """Return the provider that `init` installed in the data folder, if it has been run."""
    return next(data.glob(f"providers/{_SOURCE}/*/*/terraform-provider-aws_v*"), None)


def _running_provider(folder: Path, binary: Path, environment: Mapping[str, str]) -> str:
    """Return what Terraform needs to reach the provider of these credentials; start it if it does not run."""
    aws = sorted((name, value) for name, value in environment.items() if name.startswith("AWS_"))
    name = hashlib.sha256(repr((aws, os.path.realpath(binary))).encode()).hexdigest()[:16]
    file = folder / f"provider-{name}.json"
    with file.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not file.exists():
            file.write_text(_started(binary, folder, environment), encoding="utf-8")
    return file.read_text("utf-8")


def _started(binary: Path, folder: Path, environment: Mapping[str, str]) -> str:
    """Start the proxy of a provider and return what it prints."""
    version = hashlib.sha256(os.path.realpath(binary).encode()).hexdigest()[:16]
    proxy: subprocess.Popen[str] = subprocess.Popen(
        [sys.executable, _PROXY, binary, folder / f"schema-{version}"],
        env=dict(environment), text=True, start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    assert proxy.stdout is not None
    if not (reattach := proxy.stdout.readline()):
        raise AssertionError(f"{binary} did not start: run {_PROXY} to see why")
    return reattach
