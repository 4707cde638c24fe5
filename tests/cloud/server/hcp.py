"""The running server, as tests see it."""

from __future__ import annotations

import gzip
import io
import secrets
import shutil
import tarfile
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from eksgen.sandbox.environment import override_hcl, terraform_environment
from eksgen.sandbox.server_file import Sandbox
from tests import shared_provider

from .api import Behaviour, answer_api, answer_blob
from .certificates import Certificates, make_certificates
from .http_listener import Fault, Listener, Recorded
from .runs.actions import lock, override_policy
from .runs.terraform_runner import TerraformRunner, find_runner
from .runs.worker import start_run
from .store import Store, create_run, keep_state
from .values import (
    RIGHTS,
    Assessment,
    ConfigurationVersion,
    Holder,
    Run,
    Runner,
    RunRequest,
    Token,
    Workspace,
)

_LOCAL = "localhost,127.0.0.1"


@dataclass(eq=False, repr=False)
class HcpServer:
    """A server at `hostname` (`localhost:PORT`) for one organization; blobs come from `blob_hostname`.

    `requests` holds what both hosts were asked. `faults` are wrong answers to come. `behaviour` and `store` are how
    the hosts behave, and what they hold.
    """

    store: Store
    behaviour: Behaviour
    folder: Path
    certificates: Certificates
    requests: list[Recorded] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    hostname: str = ""
    blob_hostname: str = ""
    token: str = ""
    """A token with all rights, of the user `admin`."""

    @property
    def organization(self) -> str:
        return self.store.organization

    @property
    def ca_file(self) -> Path:
        """The certificate authority that clients have to trust, alone."""
        return self.certificates.authority

    def new_token(self, *rights: str, user: str = "ci", kind: str = "user") -> str:
        """Make a token with these rights of `values.RIGHTS`; without any it sees nothing."""
        assert set(rights) <= RIGHTS, f"a right is one of {sorted(RIGHTS)}"
        value = f"{secrets.token_hex(7)}.atlasv1.{secrets.token_urlsafe(48)}"
        self.store.tokens[value] = Token(value, user, frozenset(rights), kind)
        return value

    def secrets(self) -> set[str]:
        """Return every token, and the secret of every blob so far: none may appear in what a client writes."""
        return {*self.store.tokens, *self.store.blobs}

    def environment(self, token: str | None = None) -> dict[str, str]:
        """Return variables for a child process: the CA, and a CLI configuration with a token (default: `token`)."""
        value = self.token if token is None else token
        file = self.folder / f"{secrets.token_hex(4)}.tfrc"
        file.write_text(f'credentials "{self.hostname}" {{\n  token = "{value}"\n}}\n', "utf-8")
        return {
            "SSL_CERT_FILE": str(self.certificates.bundle),
            "TF_CLI_CONFIG_FILE": str(file),
            "CHECKPOINT_DISABLE": "1",
            "NO_PROXY": _LOCAL,
            "no_proxy": _LOCAL,
        }

    def cloud_block(self, workspace: str) -> str:
        """Return HCL that connects a configuration with a workspace."""
        names = f'hostname     = "{self.hostname}"\n    organization = "{self.organization}"'
        block = f'  cloud {{\n    {names}\n    workspaces {{\n      name = "{workspace}"\n    }}\n  }}\n'
        return f"terraform {{\n{block}}}\n"

    def add_workspace(self, name: str, **fields: Any) -> Workspace:
        """Add a workspace with these fields of `Workspace`."""
        fields.setdefault("terraform_version", self.store.terraform_version)
        workspace = Workspace(name, project=fields.pop("project", self.store.default_project()), **fields)
        with self.store.lock:
            self.store.workspaces[workspace.id] = workspace
        return workspace

    def workspace(self, name: str) -> Workspace:
        found = self.store.workspace_named(name)
        assert found is not None, f"there is no workspace {name}"
        return found

    def use_sandbox(
        self,
        workspace: Workspace,
        sandbox: Sandbox,
        account: str,
        region: str,
        providers: Path | None = None,
    ) -> None:
        """Let the runs of a workspace reach the sandbox and no other AWS.

        With a folder for `providers`, they share one that runs; `shared_provider.stop_providers` ends it.
        """
        workspace.override = override_hcl(region)
        workspace.variables |= terraform_environment({}, sandbox, account, region)
        if providers:
            workspace.variables[shared_provider.FOLDER] = str(providers)

    def lock(self, workspace: Workspace, user: str = "alice", type: str = "users", reason: str = "") -> None:
        """Lock a workspace for a user, or for a team (type teams)."""
        lock(self.store, workspace, Holder(type, f"{type.removesuffix('s')}-{user}", user, reason))

    def unlock(self, workspace: Workspace) -> None:
        with self.store.lock:
            workspace.locked_by = None
            self.store.changed.notify_all()

    def override_policy(self, run: Run) -> None:
        """Let somebody override the policy that holds a run up."""
        override_policy(self.store, run)

    def put_state(self, workspace: Workspace, state: bytes) -> None:
        """Let somebody write a state between two runs."""
        keep_state(self.store, workspace, state, None)

    def runs(self, workspace: Workspace) -> list[Run]:
        """Return the runs of a workspace, oldest first."""
        with self.store.lock:
            return self.store.runs_of(workspace)

    def start_run(
        self, workspace: Workspace, folder: Path, *, commit: str | None = None, **fields: Any
    ) -> Run:
        """Start a run of a folder as somebody else would, with these fields of `RunRequest`; `commit`: from a VCS."""
        fields = {"plan_only": True, "source": "tfe-vcs" if commit else "tfe-ui", **fields}
        speculative = fields["plan_only"]
        configuration = ConfigurationVersion(workspace, speculative, auto_queue=False, commit=commit)
        configuration.archive, configuration.status = packed(folder), "uploaded"
        with self.store.lock:
            self.store.configurations[configuration.id] = configuration
            run = create_run(self.store, configuration, RunRequest(**fields))
        start_run(self.store, run)
        return run

    def wait_for(self, run: Run, *statuses: str, seconds: float = 120.0) -> None:
        """Wait until a run has one of these statuses."""
        until = time.monotonic() + seconds
        with self.store.lock:
            while run.status not in statuses:
                rest = until - time.monotonic()
                assert rest > 0, f"{run!r} has been {run.history}"
                self.store.changed.wait(rest)

    def wait_for_assessment(self, workspace: Workspace, seconds: float = 120.0) -> Assessment | None:
        """Wait until an assessment that was started has ended, and return the newest result."""
        until = time.monotonic() + seconds
        with self.store.lock:
            while any(run.workspace is workspace for run in self.store.hidden_runs):
                rest = until - time.monotonic()
                assert rest > 0, f"the assessment of {workspace.name} has no result"
                self.store.changed.wait(rest)
            return workspace.assessment

    def asked(self, method: str | None = None, path: str = "") -> list[Recorded]:
        """Return the requests with this method whose path contains a text."""
        return [r for r in self.requests if method in (None, r.method) and path in r.path]


def packed(folder: Path) -> bytes:
    """Return the files of a folder as tar.gz, without hidden ones and states."""
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w") as archive:
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            name = file.relative_to(folder)
            hidden = any(part.startswith(".") and part != ".terraform.lock.hcl" for part in name.parts)
            if not hidden and ".tfstate" not in name.name:
                archive.add(file, name.as_posix(), recursive=False)
    return gzip.compress(raw.getvalue(), mtime=0)


@contextmanager
def start_hcp_server(runner: Runner | None = None, organization: str = "acme") -> Iterator[HcpServer]:
    """Start a server and stop it, with every run, afterwards. `runner` None: Terraform as eksgen finds it."""
    chosen = runner or find_runner()
    version = chosen.version if isinstance(chosen, TerraformRunner) else "1.11.4"
    folder = Path(tempfile.mkdtemp(prefix="hcp-server-"))
    store = Store(organization, folder, chosen, version)
    server = HcpServer(store, Behaviour(), folder, make_certificates(folder))
    server.token = server.new_token(*RIGHTS, user="admin")
    context = server.certificates.context()
    listeners = [
        Listener(
            "localhost", context, lambda r: answer_api(store, server.behaviour, r), server.faults,
            server.requests,
        ),
        Listener("127.0.0.1", context, lambda r: answer_blob(store, r), server.faults, server.requests),
    ]  # fmt: skip
    server.hostname, server.blob_hostname = (listener.hostname for listener in listeners)
    store.blob_base = f"https://{server.blob_hostname}"
    try:
        yield server
    finally:
        for listener in listeners:
            listener.close()
        store.close()
        shutil.rmtree(folder, ignore_errors=True)
