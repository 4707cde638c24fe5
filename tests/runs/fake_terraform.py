"""A fake Terraform for tests that starts no provider; the environment variable FAKE chooses its behavior.

FAKE is a list of words: garbage, huge, hang, dies, dump, leaks, nonsense, many, deaf, quick, child, mute. LEAKS
is a JSON object with secrets that must never be shown.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

BEHAVIOR = os.environ.get("FAKE", "").split()
LEAKS: dict[str, str] = json.loads(os.environ.get("LEAKS", "{}"))
STATE = {"version": 4, "lineage": "11111111-2222-3333-4444-555555555555", "serial": 3, "resources": []}


def print_line(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def print_event(type_: str, message: str, level: str = "info", **more: Any) -> None:
    print_line(json.dumps({"@level": level, "@message": message, "type": type_, **more}))


def print_error(summary: str, detail: str = "") -> None:
    diagnostic = {"severity": "error", "summary": summary, "detail": detail}
    print_event("diagnostic", f"Error: {summary}", "error", diagnostic=diagnostic)


def change(kind: str, name: str, values: dict[str, Any]) -> dict[str, Any]:
    return {
        "address": f"{kind}.{name}", "mode": "managed", "type": kind, "name": name,
        "provider_name": "registry.terraform.io/hashicorp/aws",
        "change": {"actions": ["create"], "before": None, "after": values, "after_unknown": {},
                   "before_sensitive": False, "after_sensitive": {"master": True}},
    }  # fmt: skip


def plan_json() -> dict[str, Any]:
    leaks = {
        "user_data": LEAKS.get("user_data", ""),
        "certificate_authority": [{"data": LEAKS.get("ca", "")}],
        "master": LEAKS.get("master", ""),
        "url": LEAKS.get("url", ""),
    }
    drifted = change("aws_launch_template", "this", {**leaks, "name": "b"})
    drifted["change"] |= {"actions": ["update"], "before": {**leaks, "user_data": "old", "name": "a"}}
    return {
        "format_version": "1.2", "terraform_version": "1.11.4", "applyable": True, "complete": True,
        "errored": False, "variables": {"password": {"value": LEAKS.get("master", "")}},
        "resource_changes": [] if Path("applied").exists() else [change("aws_launch_template", "this", {**leaks, "name": "x"})],
        "resource_drift": [drifted],
        "output_changes": {}, "configuration": {}, "prior_state": {"values": leaks},
    }  # fmt: skip


def print_leaks() -> None:
    for name, value in LEAKS.items():
        if name == "master":
            continue  # Terraform itself hides values that are marked sensitive
        print_line(f"plain {name} {value}")
        sys.stderr.write(f"plain {name} {value}\n")
        print_event("log", f"log {name} {value}")
        print_error(f"summary {name} {value}", f"detail {name} {value}")


def main() -> int:
    command, arguments = sys.argv[1], sys.argv[2:]
    if command == "version":
        print_line(json.dumps({"terraform_version": "1.11.4"}))
        return 0
    Path(f"ran-{command}").touch()
    if "garbage" in BEHAVIOR and command in ("init", "plan", "apply"):
        sys.stdout.buffer.write(b'\xff\xfe{]\x00\n{"type": 7}\n[1, 2]\n{"@message": null}\n\x1b[31mred\n')
        sys.stdout.flush()
    if "huge" in BEHAVIOR and command in ("plan", "apply"):
        print_event("log", "x" * 5_000_000)
    if command == "plan":
        return plan(arguments)
    if command == "show":
        print_line("not JSON" if "nonsense" in BEHAVIOR else json.dumps(plan_json()))
    if command == "output":
        output()
    if command == "apply":
        return apply()
    return 0


def output() -> None:
    if "mute" in BEHAVIOR:
        os.kill(os.getpid(), signal.SIGKILL)
    print_line(json.dumps({"ca": {"sensitive": False, "value": LEAKS.get("ca", "")}}))


def plan(arguments: list[str]) -> int:
    file = next(a.removeprefix("-out=") for a in arguments if a.startswith("-out="))
    Path(file).write_text(json.dumps(plan_json()))
    if "leaks" in BEHAVIOR:
        print_leaks()
        return 1
    if "dies" in BEHAVIOR:
        os.kill(os.getpid(), signal.SIGKILL)
    if "child" in BEHAVIOR:  # a provider that survives its Terraform
        provider = subprocess.Popen(["sleep", "300"])
        Path("child").write_text(str(provider.pid))
    if "hang" in BEHAVIOR:
        signal.signal(signal.SIGINT, lambda *_: sys.exit(1))
        print_event("refresh_start", "hanging", hook={"resource": {"addr": "aws_vpc.this"}})
        Path("hanging").touch()
        time.sleep(60)
    return 0


def apply() -> int:
    if "dump" in BEHAVIOR:
        print_event("log", "Emergency state dump", state={**STATE, "secrets": LEAKS})
        print_error("Failed to save state", "Error saving state: no space left on device")
        return 1
    if "many" in BEHAVIOR:
        apply_many()
    if "deaf" in BEHAVIOR:
        return apply_deaf()
    Path("applied").touch()
    return 0


def apply_deaf() -> int:
    """Ignore interrupts before the walk begins, as Terraform does; then end on the first, abort on the second."""
    heard = []
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Path("deaf").touch()
    time.sleep(1)
    if "quick" in BEHAVIOR:
        return 0
    signal.signal(signal.SIGINT, lambda *_: heard.append(1))
    hook = {"resource": {"addr": "aws_vpc.this"}, "action": "create"}
    with suppress(BrokenPipeError):
        print_event("apply_start", "", hook=hook)
    for _ in range(100):
        time.sleep(0.1)
        if heard:
            time.sleep(1)  # for a second signal
            Path("heard").write_text(str(len(heard)))
            return 1
    return 0


def apply_many() -> None:
    """Create forty objects with long names that start at the same time and finish one after the other."""
    names = [f"{'a-rather-long-name-of-a-group-' * 2}{number:02}" for number in range(40)]
    hooks = [
        {"resource": {"addr": f'module.nodes_web.aws_eks_node_group.this["{name}"]'}, "action": "create"}
        for name in names
    ]
    for hook in hooks:
        print_event("planned_change", "", change={"resource": hook["resource"], "action": "create"})
    for hook in hooks:
        print_event("apply_start", "", hook=hook)
    signal.signal(signal.SIGINT, lambda *_: sys.exit(1))
    Path("creating").touch()
    time.sleep(1)
    for number, hook in enumerate(hooks):
        for other in range(20 * (number % 2)):
            short = {"resource": {"addr": f"aws_vpc.this[{number}{other}]"}, "action": "create"}
            print_event("apply_start", "", hook=short)
            print_event("apply_complete", "", hook=short)
        print_event("apply_complete", "", hook={**hook, "elapsed_seconds": 2})


if __name__ == "__main__":
    sys.exit(main())
