"""`eksgen sandbox`: start, inspect, reset and stop the sandbox."""

from __future__ import annotations

import json
import os
import shlex
import sys

from ..report.terminal import shown_line
from ..sandbox import control
from ..sandbox.environment import aws_variables, without_aws
from ..sandbox.server_file import Sandbox
from .inputs.read_spec import read_compiled


def start() -> int:
    """Start the sandbox, or find the running one."""
    return _print(control.start(), "human")


def status(format: str) -> int:
    """Print whether the sandbox runs; return 1 if not."""
    sandbox = control.status()
    if sandbox is None:
        sys.stdout.write("null\n" if format == "json" else "no sandbox is running\n")
        return 1
    return _print(sandbox, format)


def env(spec: str, format: str) -> int:
    """Print the variables with which other tools reach the sandbox, in the account and region of a spec.

    Other `AWS_*` variables of the caller are unset: a profile or an endpoint of one service would win.
    """
    cluster = read_compiled(spec, sandbox=True).cluster
    variables = aws_variables(control.start(), cluster.account_id, cluster.region)
    others = sorted(os.environ.keys() - without_aws(os.environ).keys() - variables.keys())
    if format == "json":
        document = {"version": 1, "variables": variables, "unset": others}
        sys.stdout.write(json.dumps(document, indent=2) + "\n")
        return 0
    set_line, unset_line = (
        ("set -gx {} {}", "set -e {}") if format == "fish" else ("export {}={}", "unset {}")
    )
    lines = [unset_line.format(shlex.quote(name)) for name in others]
    lines += [set_line.format(name, shlex.quote(value)) for name, value in variables.items()]
    sys.stdout.write("".join(f"{line};\n" for line in lines))
    if sys.stdout.isatty():
        command = f"eksgen sandbox env {shlex.quote(spec)}"
        load = f"{command} --format fish | source" if format == "fish" else f'eval "$({command})"'
        sys.stderr.write(f"to set them in this shell: {shown_line(load)}\n")
    return 0


def reset() -> int:
    """Delete every resource in the sandbox."""
    control.reset()
    sys.stdout.write("sandbox reset: all resources are deleted\n")
    return 0


def fail(operation: str, kind: str, times: int, account: str) -> int:
    """Make the next calls of an operation fail."""
    control.fail(kind, operation, times, account)
    calls = "call" if times == 1 else f"{times} calls"
    sys.stdout.write(f"the next {calls} of {operation} will fail ({kind})\n")
    return 0


def publish(account: str) -> int:
    """Publish newer versions of add-ons and node images in an account."""
    control.publish(account)
    sys.stdout.write(f"newer versions are published in account {account}\n")
    return 0


def stop() -> int:
    """Stop the sandbox."""
    sys.stdout.write("sandbox stopped\n" if control.stop() else "no sandbox was running\n")
    return 0


def _print(sandbox: Sandbox, format: str) -> int:
    if format == "json":
        document = {"version": 1, "endpoint": sandbox.endpoint, "pid": sandbox.pid}
        sys.stdout.write(json.dumps(document) + "\n")
    else:
        sys.stdout.write(f"the sandbox is running at {sandbox.endpoint} (process {sandbox.pid})\n")
    return 0
