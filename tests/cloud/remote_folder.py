"""A compiled folder for HCP that needs no provider, and the runs of eksgen in it."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field, replace
from pathlib import Path

from eksgen.engine.cloud.remote_terraform import RemoteTerraform, open_remote
from eksgen.engine.runs.session import open_session
from eksgen.engine.terraform.events import Event, RunStarted, Waiting
from eksgen.engine.workdir import workspace as local
from eksgen.engine.workdir.workspace import open_workspace

from .server import HcpServer, Run, Workspace

MAIN = 'resource "terraform_data" "made" {}\n'
NAME = "eks-prod"


@dataclass
class Remote:
    """A compiled folder, its workspace on the server, and the events of what was run."""

    server: HcpServer
    workspace: Workspace
    folder: Path
    events: list[Event] = field(default_factory=list)
    secret: str = ""

    def open(self, token: str | None = None) -> local.Workspace:
        """Return the folder as a run of eksgen opens it, with another token if one is given."""
        environ = {name: value for name, value in os.environ.items() if not name.startswith("TF_")}
        environ |= self.server.environment(token)
        return replace(open_workspace(self.folder, environ=environ), cluster="prod", region="us-west-2")

    def terraform(self, token: str | None = None) -> RemoteTerraform:
        found = open_remote(self.open(token), self.events.append)
        assert found is not None
        return found

    @property
    def runs(self) -> list[Run]:
        return self.server.runs(self.workspace)

    @property
    def waits(self) -> list[str]:
        return [event.text for event in self.events if isinstance(event, Waiting)]

    @property
    def urls(self) -> list[str]:
        return [event.url for event in self.events if isinstance(event, RunStarted)]


def write_folder(folder: Path, backend: str, main: str = MAIN, required: str = ">= 1.10") -> None:
    """Write what the compiler would: Terraform files, and the map that lists them."""
    files = {
        "backend.tf": backend,
        "main.tf": main,
        "versions.tf": f'terraform {{\n  required_version = "{required}"\n}}\n',
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    about = {"version": 1, "spec": "cluster.yaml", "files": dict.fromkeys(files, "")}
    (folder / "eksgen.map.json").write_text(json.dumps(about), "utf-8")


__all__ = ("MAIN", "NAME", "Remote", "open_session", "write_folder")
