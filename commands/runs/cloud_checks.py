"""Check the workspace in HCP that a spec names: host, token, settings, and how its runs reach AWS.

Only reads. Shows where the token is from, and the names of variables, never a token or a value.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass

from ...compiler.errors import EksgenError
from ...compiler.files.names import command_text
from ...compiler.plural import plural
from ...engine.cloud.archive import pack, require_usable_lock, upload_of
from ...engine.cloud.client.api import Api, path_of
from ...engine.cloud.client.host import Host, connect
from ...engine.cloud.client.json_api import shown
from ...engine.cloud.client.refusals import ApiError
from ...engine.cloud.documents import Workspace
from ...engine.cloud.given.assessments import paused_by
from ...engine.cloud.refusals import other_version
from ...engine.cloud.remote_terraform import LOCAL_MODE
from ...engine.cloud.runs.locks import lock_of
from ...engine.cloud.setup.settings import ACCESS_KEYS, project_of, version_fits
from ...engine.cloud.setup.trust import AUTH, lets_assume_roles
from ...engine.cloud.workspaces import find_workspace
from ...engine.paths import LOCK_FILE
from ...engine.terraform.doctor import Check, failed
from ...engine.terraform.providers import this_platform
from ...engine.workdir.cloud_block import CloudTarget
from .cloud_target import cloud_target
from .folder_checks import FolderToCheck

_CREDENTIALS = ("TFC_AWS_", *ACCESS_KEYS)
_MOST_NAMES = 20


@dataclass(frozen=True, slots=True)
class _Remote:
    """A workspace that was found, and what is checked about it."""

    api: Api
    target: CloudTarget
    workspace: Workspace
    file: str
    constraint: str

    @property
    def setup(self) -> str:
        return f"this corrects it, after asking: {command_text('cloud setup', self.file, sandbox=False)}"


def check_cloud(folder: FolderToCheck) -> Iterator[Check]:
    """Yield the checks of the workspace of a spec; stop where the rest cannot be known."""
    spec = folder.compilation.cluster.spec
    target = cloud_target(folder.compilation, folder.file)
    name = "HCP host"
    try:
        host = connect(target.hostname, os.environ)
        yield Check(name, True, _host_words(host))
        name, api = "HCP workspace", Api(host)
        remote = _Remote(api, target, find_workspace(api, target), folder.file, spec.terraform.version)
        yield Check("HCP token", True, f"from {host.token.source}{_owner(api)}")
        yield Check(name, True, f"{target}, in the project {project_of(api, target, remote.workspace)}")
        if remote.workspace.mode == LOCAL_MODE:
            yield Check("HCP runs", None, "Terraform runs here; the workspace only keeps the state")
            return
        for check in _CHECKS:
            yield check(remote)
    except EksgenError as error:
        name = "HCP token" if error.code == "cloud-token" else name
        yield failed(name, error)
        yield Check("everything else in HCP", None, f"not checked until `{name}` is in order")


def list_upload(folder: FolderToCheck) -> Iterator[Check]:
    """Yield what a run would upload, with sizes in bytes."""
    name = "upload"
    try:
        files = upload_of(folder.compilation.files, folder.workdir.path)
        for file, data in files.items():
            yield Check(name, None, f"{len(data):>8} {file}")
        target = cloud_target(folder.compilation, folder.file)
        require_usable_lock(files.get(LOCK_FILE, b""), this_platform(), target)
    except EksgenError as error:
        yield failed(name, error)
        return
    packed = len(pack(files).data)
    size = f"{sum(map(len, files.values()))} bytes, {packed} packed"
    yield Check(name, True, f"{plural(len(files), 'file')}, {size}; nothing else is uploaded")


def _host_words(host: Host) -> str:
    product = " ".join(filter(None, (host.product or "a Terraform API", host.release)))
    version = f", API {host.api_version}" if host.api_version else ""
    elsewhere = f"; its API is on {shown(host.api_host)}" if host.api_host != host.name else ""
    return f"{host.name}: {product}{version}{elsewhere}"


def _owner(api: Api) -> str:
    """Return whose token it is; the token of an organization has no user."""
    try:
        user = api.find("account/details")
    except EksgenError:
        return ""
    return f", of {user.text('username', 60)}" if user and user.text("username") else ""


def _runs(remote: _Remote) -> Check:
    workspace, name = remote.workspace, "HCP runs"
    if not workspace.may("queue-run"):
        help = "use a token of a user or a team that may queue plans"
        return Check(name, False, f"the token may see {remote.target}, and not plan there", help)
    if workspace.repository:
        what = f"plans from here; {workspace.repository} applies what is merged there"
        return Check(name, None, f"execution mode {workspace.mode}, {what}")
    if not workspace.may("queue-apply"):
        return Check(name, None, f"execution mode {workspace.mode}; the token may plan and not apply")
    return Check(name, True, f"execution mode {workspace.mode}; the token may plan and apply")


def _version(remote: _Remote) -> Check:
    version, name = remote.workspace.version, "HCP Terraform version"
    if version_fits(version, remote.constraint):
        return Check(name, True, f"{version} (the spec asks for {remote.constraint})")
    if version[:1].isdigit() and version.count(".") == 2:
        refused = failed(name, other_version(remote.target, version, remote.constraint))
        return Check(name, False, refused.detail, f"{refused.help}\n{remote.setup}")
    return Check(name, None, f"{version or 'unknown'} is not a fixed version", remote.setup)


def _settings(remote: _Remote) -> Check:
    workspace = remote.workspace
    wrong = [
        text
        for text, is_wrong in (
            (
                "auto-apply is on: a run that somebody starts there applies without a question",
                workspace.auto_apply,
            ),
            ("structured run output is off: progress is read from text", not workspace.structured),
        )
        if is_wrong
    ]
    if wrong:
        return Check("HCP settings", None, "; ".join(wrong), remote.setup)
    return Check("HCP settings", True, "auto-apply off, structured run output on")


def _assessments(remote: _Remote) -> Check:
    name = "HCP assessments"
    if not remote.workspace.assessments:
        return Check(
            name, None, "off; they take the Standard plan of HCP, or Terraform Enterprise", remote.setup
        )
    if run := paused_by(remote.api, remote.workspace):
        page = remote.target.run_url(run.id)
        return Check(name, None, f"on, but paused while the latest run is {run.status_words}: {page}")
    return Check(name, True, "on")


def _lock(remote: _Remote) -> Check:
    lock = lock_of(remote.api, remote.target, remote.workspace)
    if lock is None:
        return Check("HCP lock", True, "none")
    help = f"look who holds it: {command_text('unlock', remote.file, sandbox=False)}"
    return Check("HCP lock", None, f"{lock.sentence}; plans go on, an apply waits", help)


def _credentials(remote: _Remote) -> Check:
    """Name the variables that give runs credentials, of the workspace and of variable sets."""
    name, path = "HCP credentials", path_of("workspaces", remote.workspace.id, "all-vars")
    try:
        found = tuple(remote.api.listed(path))
    except ApiError as error:
        if error.status not in (403, 404):
            raise
        return Check(name, None, "the token may not see the variables of the workspace")
    names = sorted({v.text("key", 60) for v in found if v.value("category") == "env"})
    named = [n for n in names if n.startswith(_CREDENTIALS)][:_MOST_NAMES]
    keys = [n for n in named if n.startswith("AWS_")]
    if keys:
        setup = command_text("cloud setup", remote.file, sandbox=False)
        help = f"remove the keys, and let runs assume a role: {setup}"
        return Check(name, None, f"access keys in variables: {', '.join(named)}", help)
    if not named:
        return Check(name, None, "no variable gives runs credentials of AWS", remote.setup)
    if not lets_assume_roles(names):
        missing = f"{AUTH} and a role for plans and applies are needed"
        return Check(name, None, f"variables: {', '.join(named)}; {missing}", remote.setup)
    return Check(name, True, f"variables: {', '.join(named)}")


_CHECKS = (_runs, _version, _settings, _assessments, _lock, _credentials)
