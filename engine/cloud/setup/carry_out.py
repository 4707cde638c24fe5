"""Create a workspace, or change what differs. Only what `read_setup` has shown."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from ..client.api import Api, path_of
from ..client.refusals import ApiError
from ..documents import Workspace, workspace_of
from ..refusals import no_workspace
from .refusals import may_not_set_up
from .settings import TAG, Setting, Setup, Variable, Wanted, version_fits, wanted_version

_ASSESSMENTS = "assessments-enabled"
_VERSION = "terraform-version"
_OWN_CALL = frozenset({"", _ASSESSMENTS})
_REFUSED = frozenset({400, 402, 403, 404, 409, 422})


@dataclass(frozen=True, slots=True)
class Done:
    """The workspace afterwards; `notes` are what HCP did not do."""

    workspace: Workspace
    notes: tuple[str, ...] = ()


def carry_out(api: Api, setup: Setup, wanted: Wanted) -> Done:
    """Do what a setup says. `EksgenError` if the token may not."""
    workspace = _created(api, setup) if setup.workspace is None else _changed(api, setup, setup.workspace)
    notes: tuple[str, ...] = ()
    if setup.workspace is None and not version_fits(workspace.version, wanted.constraint):
        workspace = _patched(api, setup, workspace, {_VERSION: wanted_version(wanted.constraint)})
    if any(setting.attribute == _ASSESSMENTS for setting in setup.settings):
        workspace, notes = _with_assessments(api, setup, workspace)
    if any(setting.name == "tag" for setting in setup.settings):
        with _refused(setup, "tag"):
            path = path_of("workspaces", workspace.id, "relationships", "tags")
            api.post(path, {"data": [{"type": "tags", "attributes": {"name": TAG}}]})
    for variable in setup.variables:
        with _refused(setup, "set variables of"):
            _set_variable(api, workspace, variable)
    return Done(workspace, notes)


def _created(api: Api, setup: Setup) -> Workspace:
    attributes = {"name": setup.target.name, **_attributes(setup.settings), "source-name": "eksgen"}
    data: dict[str, Any] = {"type": "workspaces", "attributes": attributes}
    if setup.project_id:
        data["relationships"] = {"project": {"data": {"type": "projects", "id": setup.project_id}}}
    with _refused(setup, "create"):
        made = api.post(path_of("organizations", setup.target.organization, "workspaces"), {"data": data})
    if not made.id:
        raise no_workspace(setup.target)
    return workspace_of(made)


def _changed(api: Api, setup: Setup, workspace: Workspace) -> Workspace:
    attributes = _attributes(setup.settings)
    return _patched(api, setup, workspace, attributes) if attributes else workspace


def _attributes(settings: tuple[Setting, ...]) -> dict[str, Any]:
    return {s.attribute: s.value for s in settings if s.attribute not in _OWN_CALL and s.value is not None}


def _patched(api: Api, setup: Setup, workspace: Workspace, attributes: dict[str, Any]) -> Workspace:
    data = {"type": "workspaces", "id": workspace.id, "attributes": attributes}
    with _refused(setup, "change"):
        return workspace_of(api.patch(path_of("workspaces", workspace.id), {"data": data}))


def _with_assessments(api: Api, setup: Setup, workspace: Workspace) -> tuple[Workspace, tuple[str, ...]]:
    """Turn health assessments on; a plan of HCP that has none refuses that, or ignores it."""
    data = {"type": "workspaces", "id": workspace.id, "attributes": {_ASSESSMENTS: True}}
    note = "health assessments stay off: they need the Standard plan of HCP, or Terraform Enterprise"
    try:
        changed = workspace_of(api.patch(path_of("workspaces", workspace.id), {"data": data}))
    except ApiError as error:
        if error.status not in _REFUSED:
            raise
        return workspace, (note,)
    return changed, () if changed.assessments else (note,)


def _set_variable(api: Api, workspace: Workspace, variable: Variable) -> None:
    """Set an environment variable; one that is hidden stays hidden, because HCP never shows it again."""
    attributes: dict[str, Any] = {"key": variable.name, "value": variable.value, "category": "env"}
    if variable.id:
        data = {"type": "vars", "id": variable.id, "attributes": attributes}
        api.patch(path_of("workspaces", workspace.id, "vars", variable.id), {"data": data})
    else:
        data = {"type": "vars", "attributes": {**attributes, "hcl": False, "sensitive": False}}
        api.post(path_of("workspaces", workspace.id, "vars"), {"data": data})


@contextmanager
def _refused(setup: Setup, what: str) -> Iterator[None]:
    try:
        yield
    except ApiError as error:
        if error.status not in _REFUSED:
            raise
        raise may_not_set_up(setup.target, what, error.reasons) from None
