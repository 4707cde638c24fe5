"""Compare what a run calls and makes with the IAM policies of its spec."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from eksgen.catalog.iam.permissions import PERMISSIONS
from eksgen.compiler.permissions.documents import documents
from eksgen.compiler.permissions.target import target_of
from eksgen.compiler.pipeline import check_file, compile_spec
from tests.iam_actions import allows, not_allowed

from .conftest import Project

_MAKE = ("Create", "Import", "Allocate")
_BY_CALLER = "sts:AssumeRole"
"""A permission of whoever takes on the role that the policies are for."""


@contextmanager
def suffice(project: Project, purpose: str) -> Iterator[None]:
    """Check that the policies for a `plan` or an `apply` allow every call of the runs inside."""
    project.calls()
    yield
    allowed = [document for name, document in _policies(project).items() if _is_for(name, purpose)]
    calls = project.calls()
    assert calls, "the sandbox saw none"
    assert not_allowed(set(calls) - {_BY_CALLER}, allowed) == []


def out_of_reach(project: Project) -> list[tuple[str, str]]:
    """Return the calls that made the objects in the state, for objects that no policy is about."""
    found = _policies(project).values()
    state = json.loads((project.work_folder / "terraform.tfstate").read_text("utf-8"))
    return [
        (action, instance["attributes"]["arn"])
        for resource in state["resources"]
        if resource["mode"] == "managed" and resource["type"] in PERMISSIONS
        for instance in resource["instances"]
        if str(instance["attributes"].get("arn", "")).startswith("arn:")
        for action in PERMISSIONS[resource["type"]].write
        if action.partition(":")[2].startswith(_MAKE) and _is_own(action, resource["type"])
        if not allows(found, action, instance["attributes"]["arn"])
    ]


def _policies(project: Project) -> Mapping[str, dict[str, Any]]:
    return documents(target_of(compile_spec(check_file(str(project.spec)))))


def _is_for(name: str, purpose: str) -> bool:
    return purpose == "apply" or name.startswith("plan")


def _is_own(action: str, resource_type: str) -> bool:
    """Return whether an action makes objects of a type, and not their tags or others beside them."""
    made = action.partition(":")[2].lower()
    for verb in _MAKE:
        made = made.removeprefix(verb.lower())
    return made in resource_type.replace("_", "")
