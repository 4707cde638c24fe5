"""Read the `cloud` block of a compiled folder: the workspace of HCP that keeps its state and may run it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from ...compiler.files.names import command_text
from ...compiler.files.reading import read_below
from .backend import BACKEND_FILE

_CLOUD = re.compile(r"^\s*cloud\s*\{(.*)", re.MULTILINE | re.DOTALL)
_SETTING = re.compile(r'^\s*(hostname|organization|name|project)\s*=\s*"([^"\\]*)"', re.MULTILINE)
_HOST = "app.terraform.io"


@dataclass(frozen=True, slots=True)
class CloudTarget:
    """A workspace of HCP Terraform or Terraform Enterprise; `project` is "" for the default project.

    `spec` is the file that names it, as the user would type it, "" if unknown.
    """

    hostname: str
    organization: str
    name: str
    project: str = ""
    spec: str = field(default="", compare=False)

    def __str__(self) -> str:
        return f"{self.organization}/{self.name}"

    def typed(self, verb: str, *rest: str) -> str:
        """Return a command about the spec as it is to be typed."""
        return command_text(verb, self.spec or None, *rest, sandbox=False)

    @property
    def page(self) -> str:
        """The page of the workspace."""
        return f"https://{self.hostname}/app/{self.organization}/workspaces/{self.name}"

    def run_url(self, run: str) -> str:
        """Return the page of a run."""
        return f"https://{self.hostname}/app/{self.organization}/{self.name}/runs/{run}"


def read_cloud_block(folder: Path) -> CloudTarget | None:
    """Return the workspace that the `backend.tf` of a compiled folder names; None for another backend."""
    text = (read_below(folder, folder / BACKEND_FILE) or b"").decode("utf-8", "replace")
    block = _CLOUD.search(text)
    if block is None:
        return None
    settings = dict(_SETTING.findall(block.group(1)))
    if not settings.get("organization") or not settings.get("name"):
        return None
    return CloudTarget(
        settings.get("hostname", _HOST),
        settings["organization"],
        settings["name"],
        settings.get("project", ""),
    )
