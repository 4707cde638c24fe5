"""A state in a bucket whose lock outlives its holder: the holder is reported, and the lock can be released."""

from __future__ import annotations

import json
import os
import pty
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from eksgen.engine.errors.exceptions import StateLocked
from eksgen.engine.paths import WorkDir
from eksgen.engine.runs import apply as applying
from eksgen.engine.runs.plan import plan
from eksgen.engine.runs.state import state_lock, unlock
from eksgen.engine.workdir.folder_lock import hold_folder, read_killed_run
from eksgen.engine.workdir.lock_holder import read_holder
from eksgen.engine.workdir.state_lock import HolderAlive
from eksgen.engine.workdir.workspace import Workspace, open_workspace
from eksgen.sandbox.boto_clients import boto_client
from eksgen.sandbox.environment import terraform_environment
from eksgen.sandbox.server_file import Sandbox

ACCOUNT = "100000000021"
REGION = "us-west-2"
BUCKET = "states-of-locks"
BACKEND = f"""
terraform {{
  backend "s3" {{
    bucket           = "{BUCKET}"
    key              = "KEY"
    region           = "{REGION}"
    use_lockfile     = true
    use_path_style   = true
    skip_s3_checksum = true
  }}
}}
"""
SLOW = """
resource "terraform_data" "slow" {
  provisioner "local-exec" {
    command = "test -e gate || sleep 60"
  }
}
"""
APPLY = """
import os, sys
from pathlib import Path
from eksgen.engine.runs.apply import apply
from eksgen.engine.terraform.events import Applied
from eksgen.engine.workdir.folder_lock import hold_folder
from eksgen.engine.paths import WorkDir
from eksgen.engine.workdir.workspace import open_workspace

def print_start(event):
    if isinstance(event, Applied) and event.phase == "start":
        print("started", flush=True)

folder = Path(sys.argv[1])
with hold_folder(WorkDir(folder), "apply", print_start) as on_event:
    apply(open_workspace(folder), lambda _plan: True, on_event)
"""
UNCHECKED = """
from eksgen.__main__ import main
from eksgen.commands.runs import workdir

workdir.refuse_foreign_files = lambda *_: None  # an override lets Terraform reach the bucket of the sandbox
main()
"""
ID = "5335b719-6705-61e0-4fc8-958b9fc381da"
FOREIGN_LOCK = {
    "ID": ID, "Operation": "OperationTypeApply", "Info": "", "Who": "ann@builder-7", "Version": "1.11.4",
    "Created": "2026-10-02T09:58:00.4Z", "Path": f"{BUCKET}/cli.tfstate",
}  # fmt: skip


@pytest.fixture
def s3(sandbox: Sandbox) -> Any:
    client = boto_client(sandbox, "s3", ACCOUNT, REGION)
    if BUCKET not in [bucket["Name"] for bucket in client.list_buckets()["Buckets"]]:
        client.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    return client


@pytest.fixture
def environment(sandbox: Sandbox, s3: Any) -> dict[str, str]:
    return terraform_environment(os.environ, sandbox, ACCOUNT, REGION)


@pytest.fixture
def workspace(tmp_path: Path, environment: dict[str, str]) -> Workspace:
    folder = tmp_path / "compiled"
    folder.mkdir()
    (folder / "main.tf").write_text(SLOW + BACKEND.replace("KEY", f"{tmp_path.name}.tfstate"))
    return open_workspace(folder, environ=environment)


def test_after_the_lock_of_a_killed_run_is_released_the_next_run_converges(
    workspace: Workspace, environment: dict[str, str]
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", APPLY, str(workspace.folder)],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "started\n"
        holder = read_holder(workspace.folder / ".eksgen" / "lock")
        assert holder is not None
        os.killpg(holder.terraform, signal.SIGKILL)
        process.kill()
    (workspace.folder / "gate").touch()
    with hold_folder(WorkDir(workspace.folder), "plan", lambda _event: None, 20) as on_event:
        killed_run = read_killed_run(WorkDir(workspace.folder))
        assert killed_run is not None
        assert killed_run.pid == process.pid
        with pytest.raises(StateLocked) as caught:
            plan(workspace, on_event)
        assert caught.value.exit_code == 4
        assert "that run is dead" in " ".join(caught.value.notes)
        lock = state_lock(workspace, on_event)
        assert lock is not None
        assert lock.alive is HolderAlive.NO
        assert lock.id in " ".join(caught.value.helps)
        unlock(workspace, lock, on_event)
        assert state_lock(workspace, on_event) is None
        assert read_killed_run(WorkDir(workspace.folder)) is None
        assert applying.apply(workspace, lambda _plan: True, on_event).applied
        assert plan(workspace, on_event).empty


class TestUnlock:
    """`eksgen unlock` of a state that a run on another machine locked."""

    @pytest.fixture
    def spec(self, tmp_path: Path, s3: Any, repository: Path) -> Path:
        shutil.copy(repository / "examples" / "quickstart.yaml", tmp_path / "cluster.yaml")
        with (tmp_path / "cluster.yaml").open("a", encoding="utf-8") as file:
            file.write(f"terraform: {{backend: {{s3: {{bucket: {BUCKET}, key: cli.tfstate}}}}}}\n")
        folder = tmp_path / ".eksgen" / "cluster"
        folder.mkdir(parents=True)
        (folder / "local_override.tf").write_text(BACKEND.replace("KEY", "cli.tfstate"))
        s3.put_object(Bucket=BUCKET, Key="cli.tfstate.tflock", Body=json.dumps(FOREIGN_LOCK))
        return tmp_path / "cluster.yaml"

    def unlock(
        self, spec: Path, environment: dict[str, str], *arguments: str, **options: Any
    ) -> tuple[int, str]:
        command = [sys.executable, "-c", UNCHECKED, "unlock", spec.name, *arguments]
        settings = {"stdin": subprocess.DEVNULL, **options}
        completed = subprocess.run(
            command, cwd=spec.parent, env=environment, check=False, timeout=120, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **settings,
        )  # fmt: skip
        assert "Traceback" not in completed.stdout
        return completed.returncode, " ".join(completed.stdout.split())

    def test_it_shows_the_holder_and_releases_only_the_lock_with_the_given_id(
        self, spec: Path, environment: dict[str, str], s3: Any
    ) -> None:
        code, output = self.unlock(spec, environment)
        assert code == 1
        assert "ann@builder-7 for apply, taken" in output
        assert "whether that run is alive can only be seen on builder-7" in output
        assert "the unlock was not confirmed" in output
        code, output = self.unlock(spec, environment, "--yes")
        assert code == 1
        assert f"eksgen unlock cluster.yaml {ID} --yes" in output
        code, output = self.unlock(spec, environment, "0000", "--yes")
        assert (code, "error[another-lock]" in output) == (1, True)
        assert s3.head_object(Bucket=BUCKET, Key="cli.tfstate.tflock"), "nothing was changed"
        assert self.unlock(spec, environment, ID, "--yes")[0] == 0
        code, output = self.unlock(spec, environment)
        assert (code, "the state is not locked" in output) == (0, True)

    @pytest.mark.parametrize(("typed", "code"), [(ID, 0), ("yes", 1), ("", 1)])
    def test_on_a_terminal_the_user_types_the_id(
        self, spec: Path, environment: dict[str, str], typed: str, code: int
    ) -> None:
        parent, child = pty.openpty()
        os.write(parent, f"{typed}\n".encode())
        assert self.unlock(spec, environment, stdin=child)[0] == code
        os.close(parent)
        os.close(child)
