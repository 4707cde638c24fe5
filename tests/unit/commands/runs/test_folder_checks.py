"""`eksgen doctor SPEC`: each fault of a working folder is found, with a way out, and nothing is written."""

from __future__ import annotations

import json
import os
import socket
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
import typer

from eksgen.commands.doctor import doctor
from eksgen.commands.inputs.read_spec import read_compiled
from eksgen.commands.runs.folder_checks import FolderToCheck, check_folder, fix_folder
from eksgen.commands.runs.workdir import make_workdir
from eksgen.compiler.emit.write import write_folder
from eksgen.compiler.pipeline import Compilation
from eksgen.engine.paths import WorkDir
from eksgen.engine.terraform.events import ignore_event
from eksgen.engine.workdir.folder_kind import require_kind
from eksgen.engine.workdir.folder_lock import hold_folder
from eksgen.engine.workdir.lock_holder import process_start

STATE = json.dumps({"version": 4, "lineage": "1", "serial": 1, "resources": []})
EVIL = STATE.replace("[]", '[{"provider": "provider[\\"registry.terraform.io/evil/aws\\"]"}]')
KILLED = json.dumps({"verb": "apply", "pid": 7, "user": "ann", "host": "elsewhere", "since": 1})


@cache
def compiled() -> Compilation:
    """Compile the spec of all tests once."""
    return read_compiled("prod.yaml")


@pytest.fixture
def folder(tmp_path: Path, repository: Path, monkeypatch: pytest.MonkeyPatch) -> FolderToCheck:
    """A working folder as a finished run leaves it."""
    work = tmp_path / "a checkout"
    work.mkdir()
    (work / "prod.yaml").write_bytes((repository / "examples" / "quickstart.yaml").read_bytes())
    monkeypatch.chdir(work)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    found = FolderToCheck("prod.yaml", False, compiled())
    workdir = make_workdir("prod.yaml", sandbox=False)
    with hold_folder(workdir, "plan", ignore_event):
        require_kind(workdir, "prod.yaml", sandbox=False)
        write_folder(workdir.path, found.compilation.files)
    workdir.default_state.write_text(STATE)
    return found


def put(name: str, text: str = "") -> Callable[[Path], None]:
    def act(folder: Path) -> None:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)

    return act


def link(folder: Path) -> None:
    (folder / "notes").symlink_to(folder.parent)


def moved_behind_a_link(folder: Path) -> None:
    folder.rename(folder.with_name("elsewhere"))
    folder.symlink_to("elsewhere")


def ignore_file(folder: Path) -> Path:
    """Remove the file that makes git ignore all working folders, and return its path."""
    (folder.parent / ".gitignore").unlink()
    return folder.parent / ".gitignore"


def tracked(folder: Path) -> None:
    for command in ("git init -q", "git add -f ."):
        subprocess.run(command.split(), cwd=folder.parents[1], check=True)


def busy(folder: Path) -> None:
    """Terraform of a killed run, which is still running: here, this process."""
    started = process_start(os.getpid())
    living = {"terraform": os.getpid(), "started": started, "host": socket.gethostname()}
    put(".eksgen/lock", json.dumps({**json.loads(KILLED), **living}))(folder)


def no_map(folder: Path) -> None:
    (folder / "eksgen.map.json").unlink()


def other_state(folder: Path) -> None:
    put("terraform.tfstate", "{")(folder)
    put("terraform.tfstate.backup", STATE)(folder)


def broken_stamp(folder: Path) -> None:
    WorkDir(folder).init_stamp.mkdir(parents=True)


def in_its_place(name: str) -> Callable[[Path], None]:
    """Put a folder where eksgen or Terraform has a file."""

    def act(folder: Path) -> None:
        (folder / name).unlink(missing_ok=True)
        (folder / name / "inside").mkdir(parents=True)

    return act


@dataclass(frozen=True)
class Fault:
    """A fault of a folder, the check that fails for it, and the way out: `fix`, a command, or only words."""

    make: Callable[[Path], None]
    check: str
    way_out: str


FAULTS = {
    "a foreign file": Fault(put("zz_override.tf"), "compiled files", "command"),
    "a file that may be foreign": Fault(lambda f: (put("eksgen.map.json")(f), put("modules/vpc/main.tf", "x")(f))[0], "compiled files", "command"),
    "a link": Fault(link, "links", "command"),
    "a folder that is a link": Fault(moved_behind_a_link, "links", "command"),
    "a link beside it": Fault(lambda f: ignore_file(f).symlink_to(f), "links", "command"),
    "tracked by git": Fault(tracked, "git", "command"),
    "another spec": Fault(put(".eksgen/kind.json", '{"version": 1, "spec": "x.yaml", "cloud": "AWS"}'), "purpose", "command"),
    "the sandbox": Fault(put(".eksgen/kind.json", '{"version": 1, "spec": "prod.yaml", "cloud": "the sandbox"}'), "purpose", "command"),
    "another run": Fault(busy, "runs", "words"),
    "an empty map": Fault(put("eksgen.map.json"), "compiled files", "fix"),
    "a map that is cut off": Fault(put("eksgen.map.json", '{"files": {'), "compiled files", "fix"),
    "no map": Fault(no_map, "compiled files", "fix"),
    "a broken kind": Fault(put(".eksgen/kind.json", "{"), "records", "fix"),
    "a broken last apply": Fault(put(".eksgen/applied/about.json", "{"), "records", "fix"),
    "a broken killed run": Fault(put(".eksgen/killed", "{"), "records", "fix"),
    "a broken state": Fault(other_state, "state", "command"),
    "a broken state without a copy": Fault(put("terraform.tfstate", "{"), "state", "words"),
    "a foreign provider": Fault(put("terraform.tfstate", EVIL), "state", "words"),
    "a foreign provider in the lock file": Fault(put(".terraform.lock.hcl", 'provider "evil.example/a/b" {\n}\n'), "state", "command"),
    "a state not saved by Terraform": Fault(put("errored.tfstate", STATE), "unsaved state", "words"),
    "a state that eksgen kept": Fault(put(".eksgen/rescued.tfstate", STATE), "unsaved state", "words"),
    "a folder for the map": Fault(in_its_place("eksgen.map.json"), "compiled files", "command"),
    "a folder for a compiled file": Fault(in_its_place("main.tf"), "compiled files", "command"),
    "a folder for the kind": Fault(in_its_place(".eksgen/kind.json"), "purpose", "command"),
    "a folder for the lock": Fault(in_its_place(".eksgen/lock"), "runs", "command"),
    "a folder for the killed run": Fault(in_its_place(".eksgen/killed"), "runs", "command"),
    "a folder for the last apply's record": Fault(in_its_place(".eksgen/applied/about.json"), "records", "command"),
    "a folder for the lock file": Fault(in_its_place(".terraform.lock.hcl"), "state", "command"),
    "a folder for the state": Fault(in_its_place("terraform.tfstate"), "state", "command"),
    "a broken stamp": Fault(broken_stamp, "installed provider", "command"),
}  # fmt: skip


def snapshot(folder: Path) -> dict[str, bytes | None]:
    root = folder.resolve().parents[2]  # with the cache
    return {
        str(file): file.read_bytes() if file.is_file() and not file.is_symlink() else None
        for file in sorted(root.rglob("*"))
        if ".git" not in file.parts
    }


def failing(folder: FolderToCheck) -> list[str]:
    return [check.name for check in check_folder(folder) if check.ok is False]


@pytest.mark.parametrize(("sandbox", "fix"), [(True, False), (False, True)])
def test_the_options_of_a_folder_need_a_spec(sandbox: bool, fix: bool) -> None:
    with pytest.raises(typer.BadParameter):
        doctor(None, None, sandbox=sandbox, fix=fix)


def test_a_folder_in_order_passes(folder: FolderToCheck, capsys: pytest.CaptureFixture[str]) -> None:
    assert [check for check in check_folder(folder) if check.ok is not True] == []
    assert fix_folder(folder).detail == "nothing to fix"
    before = snapshot(folder.workdir.path)
    assert doctor(None, None, "prod.yaml") == doctor(None, None)
    assert "compiled files: as the spec says" in capsys.readouterr().out
    assert snapshot(folder.workdir.path) == before


def test_a_folder_that_does_not_exist_yet_is_not_created(folder: FolderToCheck) -> None:
    rehearsal = FolderToCheck(folder.file, True, folder.compilation)
    assert [check for check in check_folder(rehearsal) if check.ok is not True] == []
    assert fix_folder(rehearsal).ok
    assert not rehearsal.workdir.path.exists()


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found_with_a_way_out_and_nothing_is_written(folder: FolderToCheck, name: str) -> None:
    fault = FAULTS[name]
    fault.make(folder.workdir.path)
    before = snapshot(folder.workdir.path)
    found = [check for check in check_folder(folder) if check.ok is False]
    assert [check.name for check in found] == [fault.check]
    assert found[0].help, "a way out"
    assert ("--fix" in found[0].help) is (fault.way_out == "fix")
    assert snapshot(folder.workdir.path) == before


@pytest.mark.parametrize("name", [name for name, fault in FAULTS.items() if fault.way_out == "command"])
def test_the_command_that_is_shown_repairs_the_folder(folder: FolderToCheck, name: str) -> None:
    FAULTS[name].make(folder.workdir.path)
    check = next(check for check in check_folder(folder) if check.ok is False)
    command = check.help.splitlines()[-1 if name == "the sandbox" else 0].partition(": ")[2]
    subprocess.run(command, shell=True, check=True)
    fix_folder(folder)
    assert failing(folder) == []


@pytest.mark.parametrize("name", FAULTS)
def test_fix_repairs_what_is_safe_and_keeps_states_and_files_of_others(
    folder: FolderToCheck, name: str
) -> None:
    fault = FAULTS[name]
    fault.make(folder.workdir.path)
    kept = {
        file: data
        for file, data in snapshot(folder.workdir.path).items()
        if "tfstate" in file or file.endswith(("zz_override.tf", ".yaml", "notes", ".hcl"))
        or (name == "a file that may be foreign" and "modules/" in file)
    }  # fmt: skip
    fixed = fix_folder(folder)
    assert kept.items() <= snapshot(folder.workdir.path).items()
    assert failing(folder) == ([] if fault.way_out == "fix" else [fault.check])
    assert fixed.ok or fault.way_out != "fix"


def test_a_killed_run_is_cleaned_up(folder: FolderToCheck) -> None:
    folder.workdir.lock.write_text(KILLED)
    (folder.workdir.private / "plan-1").mkdir()
    put("eksgen_imports.tf")(folder.workdir.path)
    runs = next(check for check in check_folder(folder) if check.name == "runs")
    assert (runs.ok, "eksgen apply, process 7 of ann on elsewhere" in runs.detail) == (None, True)
    assert failing(folder) == []
    assert "cleaned up after eksgen apply" in fix_folder(folder).detail
    assert not (folder.workdir.private / "plan-1").exists()
    assert not folder.workdir.import_blocks.exists()


def test_a_folder_of_an_earlier_version_is_named(folder: FolderToCheck) -> None:
    path = folder.workdir.path
    versions = path / "versions.tf"
    versions.write_text(versions.read_text().replace("prod.yaml", "prod.sandbox.yaml"))
    path.rename(path.with_name("prod.sandbox"))
    renamed = FolderToCheck("prod.sandbox.yaml", False, folder.compilation)
    check = next(check for check in check_folder(renamed) if check.ok is False)
    assert check.name == "working folder"
    subprocess.run(check.help.partition(": ")[2], shell=True, check=True)
    assert "working folder" not in failing(renamed)
    assert (renamed.workdir.path / "terraform.tfstate").read_text() == STATE


def test_what_only_a_run_can_tell_is_no_fault(folder: FolderToCheck) -> None:
    folder.workdir.apply_marker.write_text("")
    put(".terraform.tfstate.lock.info", "{}")(folder.workdir.path)
    checks = {check.name: check for check in check_folder(folder)}
    assert checks["last apply"].ok is None
    assert "eksgen plan prod.yaml" in checks["last apply"].help
    assert "locks nothing" in checks["state"].detail
    assert failing(folder) == []


@pytest.mark.parametrize("text", ["oops: 1\n", None])
def test_a_spec_with_errors_fails(
    folder: FolderToCheck, capsys: pytest.CaptureFixture[str], text: str | None
) -> None:
    Path("prod.yaml").unlink()
    if text is not None:
        Path("prod.yaml").write_text(text)
    assert doctor(None, None, "prod.yaml", fix=True) == 1
    assert "failed    spec: " in capsys.readouterr().out


@pytest.mark.parametrize("name", [name for name, fault in FAULTS.items() if fault.way_out == "command"])
def test_what_cannot_be_fixed_is_said_once(
    folder: FolderToCheck, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    FAULTS[name].make(folder.workdir.path)
    assert doctor(None, None, "prod.yaml", fix=True) == 1
    helps = [line for line in capsys.readouterr().out.splitlines() if "help: " in line]
    assert len(helps) == len(set(helps)) > 0
