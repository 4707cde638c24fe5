"""`eksgen iam`: print the IAM policies that planning and applying a spec need, offline."""

from __future__ import annotations

import json

from ..compiler.permissions.documents import documents
from ..compiler.permissions.target import target_of
from .inputs.read_spec import read_compiled
from .outputs.results import write_result


def iam(file: str, purpose: str) -> int:
    """Print the policy documents by name; those of an apply are all of them."""
    found = documents(target_of(read_compiled(file)))
    needed = {
        name: document for name, document in found.items() if purpose == "apply" or name.startswith("plan")
    }
    write_result(json.dumps(needed, indent=2) + "\n")
    return 0
