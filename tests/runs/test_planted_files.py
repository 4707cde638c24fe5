"""A checkout with files in the working folder: Terraform is not started, and the message says what to do."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import SPEC, Project

EVIL_STATE = json.dumps(
    {
        "version": 4,
        "lineage": "1",
        "serial": 1,
        "resources": [{"provider": 'provider["registry.terraform.io/evil/aws"]'}],
    }
)
LOCAL = "terraform: {backend: {local: {path: %s}}}\n"


def write(project: Project, name: str, text: str = "") -> Path:
    file = project.folder / "work" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return file


def refused(project: Project, code: str, *arguments: str) -> str:
    """Run a plan that must be refused before Terraform does anything, and return the message."""
    started = project.folder / "work" / ".eksgen" / "cluster" / "ran-init"
    started.unlink(missing_ok=True)
    exit_code, _, err = project.run("plan", *(arguments or ("cluster.yaml",)))
    assert exit_code != 0
    assert f"[{code}]" in err
    assert not started.exists()
    return " ".join(err.split())


@pytest.mark.parametrize(
    "name", ["zz_override.tf", "x.auto.tfvars", "terraform.d/x", "modules/vpc/zz.tf.json"]
)
@pytest.mark.parametrize("before", [True, False], ids=["in a used folder", "in a new folder"])
def test_a_planted_file_is_refused(project: Project, name: str, before: bool) -> None:
    if before:
        assert project.run("plan", "cluster.yaml")[0] == 0
    write(project, f".eksgen/cluster/{name}")
    assert "rm -r" in refused(project, "foreign-files")


def test_a_planted_map_does_not_make_a_file_ours(project: Project) -> None:
    assert project.run("plan", "cluster.yaml")[0] == 0
    file = project.folder / "work" / ".eksgen" / "cluster" / "eksgen.map.json"
    source_map = json.loads(file.read_text())
    source_map["files"]["zz_override.tf"] = "0" * 64
    file.write_text(json.dumps(source_map))
    write(project, ".eksgen/cluster/zz_override.tf")
    assert "zz_override.tf" in refused(project, "foreign-files")


def test_a_provider_in_the_data_folder_of_an_earlier_version_is_not_used(project: Project) -> None:
    old = write(project, ".eksgen/cluster/.eksgen/terraform/providers/terraform-provider-aws")
    assert project.run("plan", "cluster.yaml")[0] == 0
    assert not old.exists()
    assert list((project.folder / "home" / ".cache" / "eksgen").iterdir())


def test_files_that_git_tracks_are_refused(project: Project) -> None:
    work = project.folder / "work"
    write(project, ".eksgen/cluster/.eksgen/applied/about.json", "{}")
    subprocess.run(["git", "init", "-q"], cwd=work, check=True)
    subprocess.run(["git", "add", "-f", ".eksgen"], cwd=work, check=True)
    message = refused(project, "tracked-folder")
    command = message.partition("git rm -r --cached ")[2].split()[0]
    subprocess.run(["git", "rm", "-r", "-q", "--cached", command], cwd=work, check=True)
    assert project.run("plan", "cluster.yaml")[0] == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GIT_DIR", "/nonexistent"),
        ("GIT_WORK_TREE", "/"),
        ("GIT_INDEX_FILE", "/nonexistent"),
        ("GIT_LITERAL_PATHSPECS", "1"),
    ],
)
def test_files_that_git_tracks_are_refused_inside_a_hook(project: Project, name: str, value: str) -> None:
    write(project, ".eksgen/cluster/.eksgen/applied/about.json", "{}")
    subprocess.run(["git", "init", "-q"], cwd=project.folder / "work", check=True)
    subprocess.run(["git", "add", "-f", ".eksgen"], cwd=project.folder / "work", check=True)
    project.environment[name] = value
    assert "git rm -r --cached" in refused(project, "tracked-folder")


@pytest.mark.parametrize("why", ["no git", "no index"])
def test_a_folder_of_unknown_origin_is_refused(project: Project, why: str) -> None:
    work = project.folder / "work"
    subprocess.run(["git", "init", "-q"], cwd=work, check=True)
    if why == "no git":
        project.environment["PATH"] = f"{work}:.:"
        write(project, "git", "#!/bin/sh\ntouch ran").chmod(0o755)
    else:
        write(project, ".git/index", "broken")
    write(project, ".eksgen/cluster/.eksgen/applied/about.json", "{}")
    project.environment["PATH"] = project.environment["PATH"].removeprefix(f"{work}:")
    command = refused(project, "tracked-folder").partition("move it away: ")[2].split()[:3]
    subprocess.run(command, cwd=work, check=True)
    assert project.run("plan", "cluster.yaml")[0] == 0
    assert not (work / "ran").exists()


def test_reading_the_index_fetches_nothing(project: Project) -> None:
    """Of a sparse index, git would fetch the missing parts, with a program that the repository names."""
    work = project.folder / "work"
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.com")
    write(project, "other/folder/file")
    for command in (
        ("init", "-q"),
        ("add", "other"),
        ("commit", "-q", "-m", "one"),
        ("sparse-checkout", "set", "--cone", "--sparse-index"),
        ("config", "remote.origin.url", str(project.folder / "none")),
        ("config", "remote.origin.uploadpack", f"touch {work}/ran; false"),
        ("config", "remote.origin.promisor", "true"),
        ("config", "extensions.partialClone", "origin"),
    ):
        subprocess.run(["git", *identity, *command], cwd=work, check=True)
    for file in (work / ".git" / "objects").glob("??/*"):
        file.unlink()
    assert project.run("plan", "cluster.yaml")[0] in (0, 1)
    assert not (work / "ran").exists()


@pytest.mark.parametrize("state", ["terraform.tfstate", "errored.tfstate"])
def test_a_planted_state_chooses_no_provider(project: Project, state: str) -> None:
    write(project, f".eksgen/cluster/{state}", EVIL_STATE)
    assert "registry.terraform.io/evil/aws" in refused(project, "foreign-provider")


def test_a_named_state_chooses_no_provider(project: Project) -> None:
    write(project, "cluster.yaml", SPEC + LOCAL % "../../evil.json")
    write(project, "evil.json", EVIL_STATE)
    assert "evil.json" in refused(project, "foreign-provider")


def test_a_planted_lock_file_chooses_no_provider(project: Project) -> None:
    write(project, ".eksgen/cluster/.terraform.lock.hcl", 'provider "registry.terraform.io/evil/aws" {\n}\n')
    assert ".terraform.lock.hcl" in refused(project, "foreign-provider")


def outside(project: Project) -> str:
    return "../../../state.json"


def absolute(project: Project) -> str:
    return str(project.folder / "home" / "state.json")


def link(project: Project) -> str:
    (project.folder / "work" / "link.json").symlink_to(project.folder / "home" / "state.json")
    return "../../link.json"


def through_a_link(project: Project) -> str:
    (project.folder / "work" / "linked").symlink_to(project.folder / "home")
    return "../../linked/state.json"


@pytest.mark.parametrize("path_of", [outside, absolute, link, through_a_link])
def test_a_state_outside_the_repository_is_refused_at_its_line(
    project: Project, path_of: Callable[[Project], str]
) -> None:
    write(project, "cluster.yaml", SPEC + LOCAL % path_of(project))
    assert "cluster.yaml:7:" in refused(project, "state-outside")


def test_a_state_in_the_repository_is_used(project: Project) -> None:
    write(project, "cluster.yaml", SPEC + LOCAL % "../../states/demo.tfstate")
    assert project.run("plan", "cluster.yaml")[0] == 0


def test_a_cache_in_the_repository_is_refused(project: Project) -> None:
    (project.folder / "work" / ".git").mkdir()
    project.environment["XDG_CACHE_HOME"] = str(project.folder / "work" / ".cache")
    assert "set XDG_CACHE_HOME" in refused(project, "no-cache")


@pytest.mark.parametrize("days", [1, 31])
def test_the_providers_of_a_removed_checkout_are_removed_after_a_month(project: Project, days: int) -> None:
    """A missing working folder may be that of another container, which runs now with the same home folder."""
    cache = project.folder / "home" / ".cache" / "eksgen"
    assert project.run("plan", "cluster.yaml")[0] == 0
    [first] = cache.iterdir()
    last_used = time.time() - days * 24 * 3600
    os.utime(first / "working-folder", (last_used, last_used))
    (project.folder / "work" / ".eksgen").rename(project.folder / "work" / "gone")
    write(project, "other.yaml", SPEC)
    assert project.run("plan", "other.yaml")[0] == 0
    assert (first in cache.iterdir()) == (days < 30)


def test_a_cache_on_another_disk_behind_a_link_is_used(project: Project) -> None:
    disk, link = project.folder / "disk", project.folder / "home" / ".cache"
    disk.mkdir()
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(disk)
    assert project.run("plan", "cluster.yaml")[0] == 0
    assert list((disk / "eksgen").iterdir())


def test_a_broken_state_is_not_called_locked(project: Project) -> None:
    write(project, ".eksgen/cluster/terraform.tfstate", '{"version": 4, "lin')
    assert "locked" not in refused(project, "broken-state")


def test_a_folder_of_the_sandbox_is_not_used_for_aws(project: Project) -> None:
    assert project.run("plan", "cluster.yaml")[0] == 0
    work = project.folder / "work" / ".eksgen"
    (work / "cluster").rename(work / "moved.sandbox.yaml.file")
    write(project, "moved.sandbox.yaml", SPEC)
    assert "the spec cluster.yaml" in refused(project, "folder-kind", "moved.sandbox.yaml")
    kind = work / "moved.sandbox.yaml.file" / ".eksgen" / "kind.json"
    kind.write_text(json.dumps({"version": 1, "spec": "moved.sandbox.yaml", "cloud": "the sandbox"}))
    message = refused(project, "folder-kind", "moved.sandbox.yaml")
    assert "for the sandbox" in message
    assert "kind.json" not in message  # the state of a rehearsal is never one of AWS


def test_a_folder_with_the_name_of_an_earlier_version_is_moved_by_hand(project: Project) -> None:
    write(project, "demo", SPEC)
    assert project.run("plan", "demo")[0] == 0
    work = project.folder / "work" / ".eksgen"
    (work / "demo.file").rename(work / "demo")
    message = refused(project, "folder-kind", "demo")
    assert "mv .eksgen/demo .eksgen/demo.file" in message
    write(project, "demo.yaml", SPEC)
    (work / "demo" / ".eksgen" / "kind.json").unlink()
    (work / "demo").rename(work / "demo.file")
    assert project.run("plan", "demo")[0] == 0
    assert project.run("plan", "demo.yaml")[0] == 0
