"""A state in a bucket, whose lock outlives its holder: who holds it is told, and it is freed when that is safe."""

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

from eksgen.engine.errors.run_failed import StateLocked
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
from eksgen.engine import apply as applying
from eksgen.engine.events import Applied
from eksgen.engine.lock import held
from eksgen.engine.workspace import open_workspace

def show(event):
    if isinstance(event, Applied) and event.phase == "start":
        print("it begins", flush=True)

folder = Path(sys.argv[1])
with held(folder, "apply", show) as noting:
    applying.apply(open_workspace(folder), lambda _plan: True, noting)
"""
ID = "5335b719-6705-61e0-4fc8-958b9fc381da"
ELSEWHERE = {
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
def place(tmp_path: Path, environment: dict[str, str]) -> Workspace:
    (tmp_path / "main.tf").write_text(SLOW + BACKEND.replace("KEY", f"{tmp_path.name}.tfstate"))
    return open_workspace(tmp_path, environ=environment)


def test_the_lock_of_a_killed_run_is_known_to_be_dead_and_freeing_it_lets_the_next_run_converge(
    place: Workspace, environment: dict[str, str]
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", APPLY, str(place.folder)], stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "it begins\n"
        holder = read_holder(place.folder / ".eksgen" / "lock")
        assert holder is not None
        os.killpg(holder.terraform, signal.SIGKILL)
        process.kill()
    (place.folder / "gate").touch()
    with hold_folder(WorkDir(place.folder), "plan", lambda _event: None, 20) as noting:
        left = read_killed_run(WorkDir(place.folder))
        assert left is not None
        assert left.pid == process.pid
        with pytest.raises(StateLocked) as caught:
            plan(place, noting)
        assert caught.value.exit_code == 4
        assert "that run is dead" in " ".join(caught.value.notes)
        lock = state_lock(place, noting)
        assert lock is not None
        assert lock.alive is HolderAlive.NO
        assert lock.id in " ".join(caught.value.helps)
        unlock(place, lock, noting)
        assert state_lock(place, noting) is None
        assert read_killed_run(WorkDir(place.folder)) is None
        assert applying.apply(place, lambda _plan: True, noting).applied
        assert plan(place, noting).empty


class TestUnlock:
    """`eksgen unlock` on a state that a run on another machine locked."""

    @pytest.fixture
    def spec(self, tmp_path: Path, s3: Any, repository: Path) -> Path:
        shutil.copy(repository / "examples" / "quickstart.yaml", tmp_path / "cluster.yaml")
        with (tmp_path / "cluster.yaml").open("a", encoding="utf-8") as file:
            file.write(f"terraform: {{backend: {{s3: {{bucket: {BUCKET}, key: cli.tfstate}}}}}}\n")
        folder = tmp_path / ".eksgen" / "cluster"
        folder.mkdir(parents=True)
        (folder / "local_override.tf").write_text(BACKEND.replace("KEY", "cli.tfstate"))
        s3.put_object(Bucket=BUCKET, Key="cli.tfstate.tflock", Body=json.dumps(ELSEWHERE))
        return tmp_path / "cluster.yaml"

    def unlock(self, spec: Path, environment: dict[str, str], *more: str, **how: Any) -> tuple[int, str]:
        command = [sys.executable, "-m", "eksgen", "unlock", spec.name, *more]
        given = {"stdin": subprocess.DEVNULL, **how}
        done = subprocess.run(
            command, cwd=spec.parent, env=environment, check=False, timeout=120, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **given,
        )  # fmt: skip
        assert "Traceback" not in done.stdout
        return done.returncode, " ".join(done.stdout.split())

    def test_it_shows_the_holder_and_frees_that_lock_alone(
        self, spec: Path, environment: dict[str, str], s3: Any
    ) -> None:
        code, said = self.unlock(spec, environment)
        assert code == 1
        assert "ann@builder-7 for apply, taken" in said
        assert "whether that run lives can only be seen on builder-7" in said
        assert "nobody is there to confirm" in said
        code, said = self.unlock(spec, environment, "--yes")
        assert code == 1
        assert f"eksgen unlock cluster.yaml {ID} --yes" in said
        code, said = self.unlock(spec, environment, "0000", "--yes")
        assert (code, "error[another-lock]" in said) == (1, True)
        assert s3.head_object(Bucket=BUCKET, Key="cli.tfstate.tflock"), "nothing was changed"
        assert self.unlock(spec, environment, ID, "--yes")[0] == 0
        code, said = self.unlock(spec, environment)
        assert (code, "the state is not locked" in said) == (0, True)

    @pytest.mark.parametrize(("typed", "code"), [(ID, 0), ("yes", 1), ("", 1)])
    def test_on_a_terminal_the_id_is_typed(
        self, spec: Path, environment: dict[str, str], typed: str, code: int
    ) -> None:
        ours, theirs = pty.openpty()
        os.write(ours, f"{typed}\n".encode())
        assert self.unlock(spec, environment, stdin=theirs)[0] == code
        os.close(ours)
        os.close(theirs)
