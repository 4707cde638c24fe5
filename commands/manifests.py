"""`eksgen manifests`: print the Kubernetes objects of a spec for `kubectl`."""

from __future__ import annotations

import sys

from ..compiler.emit.manifests import is_manifest
from .inputs.read_spec import read_compiled


def manifests(file: str) -> int:
    """Print the manifests of one spec: `kubectl` applies them to one cluster."""
    compilation = read_compiled(file)
    texts = [data for name, data in compilation.files.items() if is_manifest(name)]
    if not texts:
        sys.stderr.write(f"{file} has no Kubernetes objects: nothing to apply\n")
    sys.stdout.write("".join(data.decode() for data in texts))
    return 0
