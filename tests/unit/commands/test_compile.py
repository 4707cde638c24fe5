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


def test_two_specs_of_one_name_are_refused(folder: Path) -> None:
    with pytest.raises(
        EksgenError, match=r"a.yaml and more/a.yaml would be written to the same folder out/a"
    ):
        compile(["a.yaml", "b.yaml", "more/a.yaml"], Path("out"))
    assert not (folder / "out").exists()
