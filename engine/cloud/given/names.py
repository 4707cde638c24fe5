"""Parse how the command line names a run: its id, the address of its page, or its commit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from ...workdir.cloud_block import CloudTarget
from ..client.cli_config import same_host
from ..client.json_api import shown
from .refusals import no_such_run, run_of_another_workspace

_ID = re.compile(r"run-[A-Za-z0-9]{1,64}")
_COMMIT = re.compile(r"[0-9a-f]{7,64}")
_PAGE = re.compile(r"/app/(?P<organization>[^/]+)/(?:workspaces/)?(?P<name>[^/]+)/runs/(?P<id>[^/]+)(?:/.*)?")


@dataclass(frozen=True, slots=True)
class RunName:
    """The id of a run, or its commit."""

    id: str = ""
    commit: str = ""


def read_run_name(text: str, target: CloudTarget) -> RunName:
    """Return what a text names. `EksgenError` if it names no run, or one of another workspace."""
    text = text.strip()
    if _ID.fullmatch(text):
        return RunName(id=text)
    if _COMMIT.fullmatch(text.lower()):
        return RunName(commit=text.lower())
    try:
        parts = urlsplit(text)
        page = _PAGE.fullmatch(parts.path) if parts.scheme in ("https", "http") else None
    except ValueError:
        page = None
    if page is None or not _ID.fullmatch(page["id"]):
        raise no_such_run(f"`{shown(text, 80)}` names no run", target)
    same = same_host(parts.netloc, target.hostname)
    if not same or (page["organization"], page["name"]) != (target.organization, target.name):
        raise run_of_another_workspace(page["id"], target)
    return RunName(id=page["id"])
