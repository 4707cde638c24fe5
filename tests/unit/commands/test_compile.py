"""Compiling one spec into a folder, or several into folders of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from eksgen.commands.compile import compile
from eksgen.compiler.errors import EksgenError, SpecRefused

QUICK = (Path(__file__).resolve().parents[3] / "examples" / "quickstart.yaml").read_text("utf-8")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "more").mkdir()
    for name in ("a.yaml", "more/a.yaml"):
        (tmp_path / name).write_text(QUICK)
    (tmp_path / "b.yaml").write_text(QUICK.replace("quickstart", "other"))
    (tmp_path / "broken.yaml").write_text(f"{QUICK}nodeGroop: {{}}\n")
    return tmp_path


def test_one_spec_goes_into_the_folder_itself(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert compile(["a.yaml"], Path("out")) == 0
    assert (folder / "out" / "main.tf").is_file()
    files, changed = capsys.readouterr().out.removeprefix("out: ").split(", ")
    assert files.removesuffix(" files") == changed.removesuffix(" changed\n")
    assert compile(["a.yaml"], Path("out")) == 0
    assert capsys.readouterr().out == f"out: {files}, 0 changed\n"


def test_a_refused_spec_does_not_stop_the_others(folder: Path) -> None:
    assert compile(["broken.yaml", "a.yaml", "b.yaml"], Path("out")) == SpecRefused.exit_code != 0
    assert sorted(path.name for path in (folder / "out").iterdir()) == ["a", "b"]
    assert compile(["a.yaml", "b.yaml"], Path("out")) == 0
    with pytest.raises(SpecRefused):
        compile(["broken.yaml"], Path("out"))


@pytest.mark.parametrize(
    ("specs", "folders"),
    [
        (["a.yaml", "b.yaml"], ["a", "b"]),
        (["a.yaml", "more/a.yaml"], ["a", "more/a"]),
        (["envs/dev/cluster.yaml", "envs/prod/cluster.yaml"], ["dev", "prod"]),
        (["envs/*/cluster.yaml"], ["dev", "prod"]),
        (["eu/dev/eks/cluster.yaml", "eu/prod/eks/cluster.yaml", "us/dev/eks/cluster.yaml"],
         ["eu/dev", "eu/prod", "us/dev"]),
        (["envs/cluster.yaml", "envs/dev/cluster.yaml"], ["cluster", "dev/cluster"]),
        (["./envs/dev/cluster.yaml", "envs/dev/../prod/cluster.yaml"], ["dev", "prod"]),
    ],
)  # fmt: skip
def test_output_folders_are_named_by_what_differs(
    folder: Path, specs: list[str], folders: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    for name in (
        "envs/cluster", "envs/dev/cluster", "envs/prod/cluster", "eu/dev/eks/cluster", "eu/prod/eks/cluster",
        "us/dev/eks/cluster", "more/a",
    ):  # fmt: skip
        file = folder / f"{name}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(QUICK.replace("quickstart", name.replace("/", "-")))
    for arguments in (specs, specs[::-1]):
        compile(arguments, Path("out"))
        written = {line.partition(": ")[0] for line in capsys.readouterr().out.splitlines()}
        assert written == {f"out/{name}" for name in folders}


@pytest.mark.parametrize("specs", [["a.yaml", "a.yml"], ["x/a.yaml", "x/a/b/a.yaml", "x/a/a.yaml"]])
def test_two_specs_in_one_folder_are_refused(folder: Path, specs: list[str]) -> None:
    for name in specs:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(QUICK)
    with pytest.raises(EksgenError, match="would be written to the same folder out/a") as caught:
        compile(specs, Path("out"))
    assert caught.value.code == "same-name"
    assert not (folder / "out").exists()
