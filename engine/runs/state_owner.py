"""Refuse a state of another cluster than the spec: by a plan, in HCP by its outputs before a plan."""

from __future__ import annotations

from collections.abc import Mapping

from ...compiler.diagnostics import Diagnostic
from ...compiler.files.decoding import NotDecoded, decode_object
from ..errors.exceptions import RunFailed
from ..plan.document import PlanDocument
from ..plan.refusals.state_guard import StateOwner, foreign_outputs, foreign_state
from ..workdir.workspace import Workspace
from .session import PlanRequest, Session, remote_terraform


def require_own_plan(session: Session, document: PlanDocument) -> None:
    """`RunFailed` if what a plan has of the state is of another cluster, region or account."""
    _require_own(foreign_state(document, _owner(session.workspace), session.trace))


def require_own_outputs(session: Session, request: PlanRequest) -> None:
    """`RunFailed` if the outputs of a state in HCP are of another cluster; then nothing is uploaded.

    Where they cannot be read, the plan shows it, unless it is of some objects only.
    """
    terraform = remote_terraform(session)
    if terraform is None or not terraform.workspace.current_state:
        return
    from ..cloud.refusals import no_right

    if not terraform.workspace.may("read-state-outputs"):
        if request.targets:
            raise no_right(terraform.target, "not read the outputs, which tell whose state it is,")
        return
    try:
        raw = decode_object(terraform.output().document)
    except NotDecoded:
        return
    values = {name: output.get("value") for name, output in raw.items() if isinstance(output, Mapping)}
    _require_own(foreign_outputs(values, _owner(session.workspace), session.trace))


def _owner(workspace: Workspace) -> StateOwner:
    return StateOwner(workspace.cluster, workspace.region, workspace.account)


def _require_own(foreign: tuple[Diagnostic, ...]) -> None:
    if foreign:
        raise RunFailed(
            "the state belongs to another cluster than the spec", code="foreign-state", diagnostics=foreign
        )
