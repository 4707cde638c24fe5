"""The compiled folder: the same bytes for the same text, and nothing of anybody else's is touched."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from eksgen.compiler.emit.write import write_folder
from eksgen.compiler.errors import EksgenError
from eksgen.compiler.pipeline import check_text, compile_spec

EXAMPLES = Path(__file__).resolve().parents[4] / "examples"


def compiled(name: str) -> dict[str, bytes]:
    checked = check_text((EXAMPLES / f"{name}.yaml").read_bytes(), f"{name}.yaml")
    return dict(compile_spec(checked).files)


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def test_two_processes_in_two_folders_write_the_same_bytes(tmp_path: Path) -> None:
    for index, seed in enumerate(("1", "2")):
        place = tmp_path / f"place {index}"
        place.mkdir()
        spec = place / "prod.yaml"
        spec.write_bytes((EXAMPLES / "production.yaml").read_bytes())
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-m", "eksgen", "compile", str(spec), "-o", str(place / "out")]
        subprocess.run(command, env=environment, check=True, capture_output=True, cwd=tmp_path)
    first, second = (contents(tmp_path / f"place {index}" / "out") for index in (0, 1))
    assert "main.tf" in first
    assert first == second


def test_writing_the_same_files_again_changes_nothing_not_even_times(tmp_path: Path) -> None:
    assert len(write_folder(tmp_path, compiled("quickstart"))) > 20
    before = {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*.tf")}
    assert write_folder(tmp_path, compiled("quickstart")) == ()
    assert before == {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*.tf")}


def test_files_of_an_earlier_compilation_are_removed_and_other_files_kept(tmp_path: Path) -> None:
    write_folder(tmp_path, compiled("production"))
    (tmp_path / "terraform.tfstate").write_text("{}")
    (tmp_path / "notes.md").write_text("mine")
    write_folder(tmp_path, compiled("quickstart"))
    assert not (tmp_path / "modules" / "elb").joinpath("main.tf").exists()
    assert not (tmp_path / "backend.tf").exists()
    assert (tmp_path / "terraform.tfstate").exists()
    assert (tmp_path / "notes.md").read_text() == "mine"


def test_a_folder_with_other_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text("# by hand\n")
    with pytest.raises(EksgenError, match="did not write"):
        write_folder(tmp_path, compiled("quickstart"))
    assert [file.name for file in tmp_path.iterdir()] == ["main.tf"]


DAMAGED: dict[str, Callable[[bytes], bytes | None]] = {
    "missing": lambda _: None,
    "empty": lambda _: b"",
    "cut off after its list of files": lambda data: data[: len(data) // 2],
    "cut off within its list of files": lambda data: data[: data.index(b'"modules/')],
    "not JSON": lambda _: b"\x00\xff",
    "a list": lambda _: b"[]",
    "without files": lambda _: b"{}",
    "with no files": lambda _: b'{"files": {}}',
    "with files of another type": lambda _: b'{"files": 7}',
    "very deep": lambda _: b"[" * 100_000,
}


def damage(folder: Path, kind: str) -> None:
    file = folder / "eksgen.map.json"
    data = DAMAGED[kind](file.read_bytes())
    file.unlink()
    if data is not None:
        file.write_bytes(data)


@pytest.mark.parametrize("kind", DAMAGED)
def test_a_folder_with_a_damaged_map_is_compiled_again(tmp_path: Path, kind: str) -> None:
    write_folder(tmp_path, compiled("quickstart"))
    damage(tmp_path, kind)
    edited = {**compiled("quickstart"), "main.tf": b"# Made by eksgen from a.yaml. Change that.\nx = 1\n"}
    write_folder(tmp_path, edited)
    assert contents(tmp_path) == edited


@pytest.mark.parametrize("name", ["main.tf", "modules/vpc/main.tf", ".gitignore"])
@pytest.mark.parametrize("kind", [kind for kind in DAMAGED if "cut off" not in kind])
def test_a_file_that_is_not_ours_stays_with_a_damaged_map(tmp_path: Path, kind: str, name: str) -> None:
    write_folder(tmp_path, compiled("quickstart"))
    damage(tmp_path, kind)
    (tmp_path / name).write_bytes(b"# mine\n")
    before = contents(tmp_path)
    with pytest.raises(EksgenError) as caught:
        write_folder(tmp_path, compiled("production"))
    assert contents(tmp_path) == before
    assert caught.value.code == "foreign-files"
    assert name in caught.value.notes[0]


def test_the_command_in_the_refusal_removes_what_it_names(tmp_path: Path) -> None:
    target = tmp_path / "a folder"
    write_folder(target, compiled("production"))
    (target / "eksgen.map.json").unlink()
    for file in target.glob("modules/*/*.tf"):
        file.write_text("# of another version of eksgen")
    with pytest.raises(EksgenError) as caught:
        write_folder(target, compiled("quickstart"))
    assert "eksgen.map.json" in caught.value.notes[1]
    command = caught.value.helps[0].partition(": ")[2]
    subprocess.run(command, shell=True, check=True)
    write_folder(target, compiled("quickstart"))
    assert compiled("quickstart").items() <= contents(target).items()
    assert not (target / "backend.tf").exists(), "Terraform would read it"


def test_names_in_the_map_outside_the_folder_are_not_removed(tmp_path: Path) -> None:
    target, outside = tmp_path / "out", tmp_path / "precious"
    outside.write_text("keep")
    target.mkdir()
    document = {"version": 1, "files": {"../precious": "0", str(outside): "0"}}
    (target / "eksgen.map.json").write_text(json.dumps(document))
    write_folder(target, compiled("quickstart"))
    assert outside.read_text() == "keep"


def test_the_map_has_the_line_of_every_written_value() -> None:
    text = (EXAMPLES / "production.yaml").read_text(encoding="utf-8").split("\n")
    document = json.loads(compiled("production")["eksgen.map.json"])
    entries = {(*entry["block"][1:], *entry["at"]): entry["spec"] for entry in document["entries"]}
    most = entries[("nodes_web", "scaling", "max")]
    assert most["written"]
    assert text[most["line"] - 1][most["column"] - 1 :].startswith("9,")
    size = entries[("nodes_web", "disk", "size")]
    assert text[size["line"] - 1].lstrip().startswith("disk:"), (
        "a value of nodeDefaults is shown where it was written"
    )
    assert not entries[("nodes_web", "ssm")]["written"]


def test_no_file_contains_a_path_of_the_machine() -> None:
    for name, data in compiled("production").items():
        assert str(EXAMPLES.parent).encode() not in data, name


def test_only_a_folder_for_remote_runs_says_what_is_not_uploaded(tmp_path: Path) -> None:
    write_folder(tmp_path, compiled("hcp-terraform"))
    ignored = (tmp_path / ".terraformignore").read_text("utf-8").splitlines()
    assert ignored[1:] == [".eksgen/", "*.tfstate", "*.tfstate.*", "*.eksplan"]
    write_folder(tmp_path, compiled("production"))
    assert not (tmp_path / ".terraformignore").exists()


def test_what_somebody_else_does_not_upload_stays(tmp_path: Path) -> None:
    (tmp_path / ".terraformignore").write_text("*.md\n", "utf-8")
    with pytest.raises(EksgenError, match="did not write"):
        write_folder(tmp_path, compiled("hcp-terraform"))


@pytest.mark.parametrize("name", sorted(file.stem for file in EXAMPLES.glob("*.yaml")))
def test_a_folder_is_small_enough_to_be_uploaded_for_each_run(name: str) -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for file, data in compiled(name).items():
            entry = tarfile.TarInfo(file)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    assert len(buffer.getvalue()) < 100_000
