"""Compare a workspace with what eksgen needs: settings, tag, variables. Reads only."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ....compiler.versions import meets_constraint
from ...workdir.cloud_block import CloudTarget
from ..client.api import Api, path_of
from ..client.json_api import Document, shown
from ..client.refusals import ApiError
from ..documents import Workspace, workspace_of
from .refusals import no_organization, no_project
from .trust import AUDIENCE, AUDIENCE_VARIABLE, RUN_ROLE, lets_assume_roles

TAG = "eksgen"
_DEFAULT_PROJECT = "Default Project"
_EXACT = re.compile(r"=?\s*(\d+\.\d+\.\d+)")
_IN_HCP = ("remote", "agent")
ACCESS_KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a spec asks of its workspace: a constraint of Terraform versions, and environment variables."""

    constraint: str
    variables: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting that is to change. `before` is "" for a new workspace; `attribute` is "" for the tag."""

    name: str
    before: str
    after: str
    attribute: str = ""
    value: Any = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A setting or a variable that is as it should be."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Variable:
    """An environment variable that is to be set; `id` is "" if it does not exist yet."""

    name: str
    value: str
    id: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class Setup:
    """A workspace as it is, None if it does not exist, and what is to change.

    `project` is the name of its project, `project_id` that of the spec, "" for the default one. `notes` are
    what eksgen does not change. `kept` are settings and variables that are as they should be. `environment`
    has the names of all variables of its runs, also those of variable sets, and `audience` is that of their
    tokens for AWS.
    """

    target: CloudTarget
    workspace: Workspace | None
    project: str
    project_id: str
    settings: tuple[Setting, ...]
    variables: tuple[Variable, ...]
    notes: tuple[str, ...] = ()
    kept: tuple[Kept, ...] = ()
    environment: frozenset[str] = frozenset()
    audience: str = AUDIENCE

    @property
    def has_roles(self) -> bool:
        """Return whether the workspace has the variables with which runs assume roles."""
        return lets_assume_roles(self.environment)

    @property
    def changes(self) -> bool:
        """Return whether the setup would change anything."""
        return self.workspace is None or bool(self.settings or self.variables)


def read_setup(api: Api, target: CloudTarget, wanted: Wanted) -> Setup:
    """Return what a workspace is and what it lacks. `EksgenError` without the organization or the project."""
    asked = _asked_project(api, target)
    found = api.find(path_of("organizations", target.organization, "workspaces", target.name))
    if found is None or not found.id:
        project = target.project or _default_project(api, target)
        return Setup(target, None, project, asked, _new_settings(wanted), _variables((), wanted))
    workspace = workspace_of(found)
    project = project_of(api, target, workspace)
    variables = tuple(api.listed(path_of("workspaces", workspace.id, "vars")))
    inherited = _environment(api, workspace, variables)
    notes = (*_notes(target, workspace, project), *_credential_notes(frozenset(inherited), wanted))
    settings, kept = _compared(workspace, wanted)
    changed = _variables(variables, wanted)
    kept += [Kept(n, v) for n, v in wanted.variables.items() if n not in {c.name for c in changed}]
    return Setup(
        target,
        workspace,
        project,
        asked,
        tuple(settings),
        changed,
        notes,
        tuple(kept),
        frozenset(inherited),
        inherited.get(AUDIENCE_VARIABLE) or AUDIENCE,
    )


def project_of(api: Api, target: CloudTarget, workspace: Workspace) -> str:
    """Return the name of the project of a workspace, that of the spec if HCP does not say."""
    id = workspace.document.related("project")
    found = api.find(path_of("projects", id)) if id else None
    return (found.text("name") if found else "") or target.project or _DEFAULT_PROJECT


def wanted_version(constraint: str) -> str:
    """Return what the workspace is set to where its own version does not fit: a version, or a constraint."""
    exact = _EXACT.fullmatch(constraint.strip())
    return exact[1] if exact else constraint


def version_fits(version: str, constraint: str) -> bool:
    """Return whether the version of a workspace is pinned, and accepted by the spec."""
    if _EXACT.fullmatch(version):
        return meets_constraint(version, constraint)
    return version == constraint


def _asked_project(api: Api, target: CloudTarget) -> str:
    """Return the id of the project of the spec, "" for the default one."""
    path = path_of("organizations", target.organization, "projects")
    query = {"filter[names]": target.project} if target.project else None
    try:
        found = next(
            (p for p in api.listed(path, query) if not target.project or p.value("name") == target.project),
            None,
        )
    except ApiError as error:
        if error.status != 404:
            raise
        raise no_organization(target) from None
    if not target.project:
        return ""
    if found is None or not found.id:
        raise no_project(target)
    return found.id


def _default_project(api: Api, target: CloudTarget) -> str:
    organization = api.find(path_of("organizations", target.organization))
    id = organization.related("default-project") if organization else ""
    found = api.find(path_of("projects", id)) if id else None
    return (found.text("name") if found else "") or _DEFAULT_PROJECT


def _new_settings(wanted: Wanted) -> tuple[Setting, ...]:
    exact = _EXACT.fullmatch(wanted.constraint.strip())
    newest = f"the newest release of HCP, if `{shown(wanted.constraint)}` allows it"
    return _settings(exact[1] if exact else newest, exact and exact[1])


def _settings(version: str, version_value: str | None) -> tuple[Setting, ...]:
    """Return all settings as a new workspace gets them, with its version in words and as a value."""
    return (
        Setting("execution mode", "", "remote", "execution-mode", "remote"),
        Setting("Terraform", "", version, "terraform-version", version_value),
        Setting("auto-apply", "", "off", "auto-apply", False),
        Setting("structured run output", "", "on", "structured-run-output-enabled", True),
        Setting("health assessments", "", "on, if the plan has them", "assessments-enabled", True),
        Setting("tag", "", TAG),
    )


def _compared(workspace: Workspace, wanted: Wanted) -> tuple[list[Setting], list[Kept]]:
    """Return the settings of a workspace that are to change, and the others; agents are in HCP, too."""
    version = wanted_version(wanted.constraint)
    tags = workspace.document.value("tag-names")
    tagged = isinstance(tags, list) and TAG in tags
    now = {
        "execution mode": (workspace.mode, workspace.mode in _IN_HCP),
        "Terraform": (workspace.version, version_fits(workspace.version, wanted.constraint)),
        "auto-apply": (_on(workspace.auto_apply), not workspace.auto_apply),
        "structured run output": (_on(workspace.structured), workspace.structured),
        "health assessments": (_on(workspace.assessments), workspace.assessments),
        "tag": (TAG if tagged else "none", tagged),
    }
    changes, kept = [], []
    for setting in _settings(version, version):
        value, fits = now[setting.name]
        if fits:
            kept.append(Kept(setting.name, value))
        else:
            changes.append(replace(setting, before=value))
    return changes, kept


def _on(setting: bool) -> str:
    return "on" if setting else "off"


def _variables(found: tuple[Document, ...], wanted: Wanted) -> tuple[Variable, ...]:
    """Return the variables that are missing or different; a hidden value counts as different."""
    there = {v.value("key"): v for v in found if v.value("category") == "env"}
    changes = []
    for name, value in wanted.variables.items():
        old = there.get(name)
        if old is None:
            changes.append(Variable(name, value))
        elif old.value("value") != value:
            before = "a hidden value" if old.true("sensitive") else shown(old.value("value") or "nothing", 80)
            changes.append(Variable(name, value, old.id, before))
    return tuple(changes)


def _notes(target: CloudTarget, workspace: Workspace, project: str) -> list[str]:
    notes = []
    if target.project and project != target.project:
        notes.append(f"it is in the project {project}, the spec says {target.project}: move it on its page")
    if workspace.repository:
        notes.append(f"it is connected to {workspace.repository}: only what is merged there is applied")
    if workspace.mode == "agent":
        notes.append("it runs on agents, which need a way to AWS of their own or these roles")
    return notes


def _environment(api: Api, workspace: Workspace, own: tuple[Document, ...]) -> dict[str, str]:
    """Return the environment variables of runs, also those of variable sets if the token may see them; only
    the value of the audience, which is no secret, is read."""
    found = list(own)
    try:
        found += api.listed(path_of("workspaces", workspace.id, "all-vars"))
    except ApiError as error:
        if error.status not in (403, 404):
            raise
    return {
        shown(v.value("key")): v.text("value", 200) if v.value("key") == AUDIENCE_VARIABLE else ""
        for v in found
        if v.value("category") == "env"
    }


def _credential_notes(names: frozenset[str], wanted: Wanted) -> list[str]:
    """Name variables that give other credentials; values are never looked at."""
    keys = [name for name in ACCESS_KEYS if name in names]
    notes = [f"it has access keys in its variables: remove {', '.join(keys)}"] if keys else []
    if wanted.variables and RUN_ROLE in names:
        notes.append(f"it has {RUN_ROLE}, which counts where no role of the phase is set")
    return notes
