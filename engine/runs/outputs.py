"""The outputs in the state, as they are: for the user, not for logs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...compiler.errors import EksgenError
from ...compiler.files.decoding import decode_object
from ...compiler.files.names import command_text
from ..redact import SENSITIVE, redact
from ..terraform.events import OnEvent, ignore_event
from ..workdir.workspace import Workspace
from .init import run_initialised
from .session import open_session


@dataclass(frozen=True, slots=True)
class Output:
    """An output: any JSON value, and whether Terraform hides it."""

    value: Any
    sensitive: bool = False


def state_outputs(workspace: Workspace, on_event: OnEvent = ignore_event) -> Mapping[str, Output]:
    """Return every output in the state by name, sorted. `RunFailed` if Terraform cannot read it."""
    session = open_session(workspace, on_event)
    done = run_initialised(session, session.terraform.output)
    if not done.ok:
        raise session.error(done)
    try:
        raw = decode_object(done.document)
    except ValueError:
        raw = {}
    outputs = {name: item for name, item in sorted(raw.items()) if isinstance(item, Mapping)}
    return {name: Output(item.get("value"), bool(item.get("sensitive"))) for name, item in outputs.items()}


def shown_output(name: str, output: Output) -> Any:
    """Return the value for logs: `SENSITIVE` if Terraform marks it, or if it looks like a secret."""
    return SENSITIVE if output.sensitive else redact(output.value, path=(name,))


def require_outputs(
    outputs: Mapping[str, Output], names: tuple[str, ...], spec: str, *, sandbox: bool
) -> tuple[str, ...]:
    """Return outputs that are text. `EksgenError` if the state lacks one of them."""
    found = [outputs[name].value for name in names if name in outputs]
    texts = tuple(value for value in found if isinstance(value, str) and value)
    if len(texts) < len(names):
        raise EksgenError(
            "the state has no cluster with an endpoint",
            code="no-output",
            notes=("it was not applied yet, or an apply stopped before the cluster was there",),
            helps=(f"apply it first: {command_text('apply', spec, sandbox=sandbox)}",),
        )
    return texts
