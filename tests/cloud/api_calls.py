"""Plain calls to the API for tests of the server: one connection a call, no redirects, no retries."""

from __future__ import annotations

import http.client
import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from .server import HcpServer, Run, Workspace
from .server.hcp import packed


@dataclass(frozen=True, slots=True)
class Reply:
    """Status, headers (lower case) and body of an answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def document(self) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(self.body)
        return document

    @property
    def data(self) -> Any:
        return self.document["data"]


@dataclass(frozen=True, slots=True)
class Api:
    """The API of a server with one token."""

    server: HcpServer
    token: str

    def get(self, path: str) -> Reply:
        return self._call("GET", path)

    def post(self, path: str, document: object = None) -> Reply:
        return self._call("POST", path, document)

    def patch(self, path: str, document: object) -> Reply:
        return self._call("PATCH", path, document)

    def _call(self, method: str, path: str, document: object = None) -> Reply:
        body = None if document is None else json.dumps(document).encode()
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/vnd.api+json"}
        return fetch(self.server, method, f"https://{self.server.hostname}/api/v2/{path}", body, headers)

    def blob(self, path: str) -> bytes:
        """Return what a path redirects to."""
        reply = self.get(path)
        assert reply.status in (302, 307)
        return fetch(self.server, "GET", reply.headers["location"]).body

    def upload(self, workspace: Workspace, folder: Path, **attributes: object) -> str:
        """Upload a folder and return the id of the configuration version."""
        asked = {"auto-queue-runs": False, **_dashed(attributes)}
        path = f"workspaces/{workspace.id}/configuration-versions"
        created = self.post(path, sent("configuration-versions", asked)).data
        put = fetch(self.server, "PUT", created["attributes"]["upload-url"], packed(folder))
        assert put.status == 200
        id: str = created["id"]
        return id

    def ask_for_run(
        self, workspace: Workspace, configuration: str | None = None, **attributes: object
    ) -> Reply:
        """Ask for a run of a configuration version, or of the newest one."""
        relations = {"workspace": ("workspaces", workspace.id)}
        if configuration:
            relations["configuration-version"] = ("configuration-versions", configuration)
        return self.post("runs", sent("runs", _dashed(attributes), relations))

    def start_run(self, workspace: Workspace, folder: Path, **attributes: object) -> Run:
        """Upload a folder and start a run that may be applied, unless it is plan-only."""
        configuration = self.upload(workspace, folder, speculative=bool(attributes.get("plan_only")))
        reply = self.ask_for_run(workspace, configuration, **attributes)
        assert reply.status == 201, reply.body
        return self.server.store.runs[reply.data["id"]]


def _dashed(attributes: Mapping[str, object]) -> dict[str, object]:
    return {name.replace("_", "-"): value for name, value in attributes.items()}


def sent(
    type: str, attributes: Mapping[str, object], relations: Mapping[str, tuple[str, str]] | None = None
) -> dict[str, object]:
    """Return the document of a request that creates or changes a resource."""
    named = {name: {"data": {"type": t, "id": id}} for name, (t, id) in (relations or {}).items()}
    return {"data": {"type": type, "attributes": dict(attributes), "relationships": named}}


def fetch(
    server: HcpServer,
    method: str,
    url: str,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
) -> Reply:
    """Make one request that trusts the CA of the server alone."""
    parts = urlsplit(url)
    context = ssl.create_default_context(cafile=str(server.ca_file))
    connection = http.client.HTTPSConnection(parts.netloc, context=context, timeout=30)
    try:
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.request(method, target, body, dict(headers or {}))
        reply = connection.getresponse()
        names = {name.lower(): value for name, value in reply.headers.items()}
        return Reply(reply.status, names, reply.read())
    finally:
        connection.close()
