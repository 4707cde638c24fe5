"""`python -m tests.upgrades`: apply examples in a sandbox and record their states, for the next release."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from eksgen.sandbox import control

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
STATES = Path(__file__).parent / "states"
RECORDED = ("china", "fargate", "full", "ipv6", "karpenter", "quickstart", "self-managed")
"""The examples whose resources an upgrade is held to; together they use every module but `existing_vpc`, whose
plan reads AWS."""


def main() -> None:
    """Record all states; an example that is no longer recorded loses its files."""
    with tempfile.TemporaryDirectory(prefix="eksgen-states-") as name:
        folder = Path(name)
        try:
            examples = [EXAMPLES / f"{name}.yaml" for name in RECORDED]
            states = {example: applied_state(example, folder) for example in examples}
        finally:
            control.stop(folder / "sandbox")
    shutil.rmtree(STATES)
    STATES.mkdir()
    for example, state in states.items():
        shutil.copy(example, STATES)
        (STATES / f"{example.stem}.json").write_text(state, encoding="utf-8")


def applied_state(example: Path, folder: Path) -> str:
    """Apply an example in the sandbox and return its state, one line a resource."""
    outer = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "TF_"))}
    spec = shutil.copy(example, folder)
    subprocess.run(
        [sys.executable, "-m", "eksgen", "apply", str(spec), "--sandbox", "--yes"],
        env=outer | {"EKSGEN_SANDBOX_DIR": str(folder / "sandbox")},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    file = folder / ".eksgen" / f"{example.stem}.sandbox" / "terraform.tfstate"
    return one_line_each(json.loads(file.read_text("utf-8")))


def one_line_each(state: dict[str, object]) -> str:
    """Return the text of a state with one line for each resource, so that differences can be read."""
    resources = state.pop("resources")
    assert isinstance(resources, list)
    lines = ",\n".join(json.dumps(resource, sort_keys=True) for resource in resources)
    head = json.dumps(state, sort_keys=True, indent=2).removesuffix("\n}")
    return f'{head},\n"resources": [\n{lines}\n]\n}}\n'


if __name__ == "__main__":
    main()
