"""kubectl reads every manifest of the examples.

`kubectl create --dry-run=client` asks a server for its resources first, with `--validate=false` as well
(kubectl 1.32), so it cannot be used without one. `kubectl label --local` reads the same files with the same
code and asks nobody. `test_manifests.py` checks the fields against the schemas of Kubernetes.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

GOLDEN = Path(__file__).resolve().parents[3] / "golden"
MANIFESTS = sorted(GOLDEN.glob("*/manifests/*.yaml"))
KUBECTL = shutil.which("kubectl")


def names(file: Path) -> list[str]:
    """Return the objects of a file as `kubectl -o name` writes them."""
    found = []
    for item in yaml.safe_load_all(file.read_text("utf-8")):
        group = item["apiVersion"].rpartition("/")[0]
        kind = item["kind"].lower()
        found.append(
            f"{kind}.{group}/{item['metadata']['name']}" if group else f"{kind}/{item['metadata']['name']}"
        )
    return found


def test_some_examples_have_manifests() -> None:
    assert len(MANIFESTS) >= 8


@pytest.mark.skipif(KUBECTL is None, reason="there is no kubectl on the PATH to read the manifests with")
@pytest.mark.parametrize("file", MANIFESTS, ids=lambda file: f"{file.parts[-3]}-{file.stem}")
def test_kubectl_reads_the_objects_without_a_server(file: Path, tmp_path: Path) -> None:
    assert KUBECTL is not None
    command = [KUBECTL, "label", "--local", "-f", str(file), "read=yes", "-o", "name"]
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "KUBECONFIG": str(tmp_path / "none")}
    run = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stdout.split() == names(file)
