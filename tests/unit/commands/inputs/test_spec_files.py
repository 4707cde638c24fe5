"""The spec files that the arguments of a command name."""

from __future__ import annotations

from pathlib import Path

import pytest

from eksgen.commands.inputs.spec_files import (
    cluster_specs,
    expand_patterns,
    files_of_language,
    is_several,
    specs_extending,
)
from eksgen.compiler.errors import EksgenError

HEAD = "apiVersion: eksgen/v1alpha1\nkind: Cluster\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    texts = {
        "base.yaml": f"{HEAD}kubernetes: {{version: '1.35'}}\n",
        "dev.yaml": "extends: base.yaml\nmetadata: {name: dev}\n",
        "prod.yml": f"{HEAD}metadata: {{name: prod}}\n",
        "stage.yaml": "extends: prod.yml\nmetadata: {name: stage}\n",
        "torn.yaml": "metadata: {name: [\n",
        "typing-error.yaml": "apiVersion: eksgen/v1alpha1\nkind: Clutser\n",
        "values.yaml": "replicas: 3\n",
        ".hidden.yaml": HEAD,
        "notes.txt": HEAD,
    }
    (tmp_path / "clusters" / "deeper").mkdir(parents=True)
    (tmp_path / "clusters" / "deeper" / "other.yaml").write_text(HEAD)
    for name, text in texts.items():
        (tmp_path / "clusters" / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_folder_stands_for_its_clusters_without_their_bases(folder: Path) -> None:
    names = [Path(file).name for file in cluster_specs(["clusters/"])]
    assert names == ["dev.yaml", "prod.yml", "stage.yaml", "torn.yaml", "typing-error.yaml"]


def test_bases_are_skipped_with_a_note_also_in_patterns(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    note = "skipped clusters/base.yaml, a base of clusters/dev.yaml\n"
    for argument in ("clusters", "clusters/*.yaml", "**/*.yaml"):
        assert "clusters/base.yaml" not in cluster_specs([argument])
        assert capsys.readouterr().err == note
    assert "clusters/values.yaml" in cluster_specs(["clusters/*.yaml"]), "a pattern names its files"
    assert cluster_specs(["clusters/base.yaml"]) == ["clusters/base.yaml"]
    assert "clusters/prod.yml" in cluster_specs(["clusters/*"]), "a base that is a cluster stays"


def test_a_folder_is_laid_out_with_its_bases_and_without_files_of_other_tools(folder: Path) -> None:
    names = [Path(file).name for file in files_of_language(["clusters", "clusters/dev.yaml", "-"])]
    assert names == ["base.yaml", "dev.yaml", "prod.yml", "stage.yaml", "torn.yaml", "typing-error.yaml", "-"]


def test_a_folder_in_a_folder_is_no_spec_whatever_its_name(folder: Path) -> None:
    before = cluster_specs(["clusters"])
    (folder / "clusters" / "folder.yaml").mkdir()
    assert cluster_specs(["clusters"]) == before


def test_files_patterns_and_folders_can_be_mixed_and_no_spec_comes_twice(folder: Path) -> None:
    mixed = ["clusters/prod.yml", "clusters/*.yml", "clusters", "./clusters/../clusters/dev.yaml"]
    files = cluster_specs(mixed)
    assert files[:2] == ["clusters/prod.yml", "clusters/dev.yaml"]
    assert len(files) == 5


def test_a_named_file_is_taken_as_it_is(folder: Path) -> None:
    assert cluster_specs(["clusters/values.yaml", "-"]) == ["clusters/values.yaml", "-"]


def test_a_folder_without_clusters_is_an_error(folder: Path) -> None:
    (folder / "empty").mkdir()
    (folder / "empty" / "values.yaml").write_text("replicas: 3\n")
    with pytest.raises(EksgenError, match="there is no cluster spec in empty"):
        cluster_specs(["empty"])


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["clusters/dev.yaml"], False),
        (["-"], False),
        (["nothing.yaml"], False),
        (["clusters"], True),
        (["clusters/*.yml"], True),
        (["a.yaml", "b.yaml"], True),
    ],
)
def test_only_a_single_file_name_means_one_spec(folder: Path, arguments: list[str], expected: bool) -> None:
    assert is_several(arguments) is expected


def test_a_pattern_that_matches_nothing_is_an_error(folder: Path) -> None:
    with pytest.raises(EksgenError, match=r"no file matches clusters/\*\.json") as caught:
        expand_patterns(["clusters/*.json"])
    assert caught.value.code == "no-such-file"


@pytest.mark.parametrize("pattern", ["clusters/*.yaml", "clusters/?.yaml", "clusters/[ab].yaml", "**/*.yaml"])
def test_a_file_named_like_a_pattern_hides_no_other_file(
    pattern: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("clusters/a.yaml", "clusters/b.yaml", pattern):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).touch()
    found = expand_patterns([pattern])
    assert {"clusters/a.yaml", "clusters/b.yaml"} <= {str(Path(name)) for name in found}
    assert is_several([pattern])


def test_a_file_with_a_wildcard_in_its_name_can_be_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a[1].yaml").touch()
    assert expand_patterns(["a[1].yaml"]) == ["a[1].yaml"]
    assert not is_several(["a[1].yaml"])


def test_patterns_are_expanded_in_order_and_names_are_kept(folder: Path) -> None:
    (folder / "a[1].yaml").write_text(HEAD)
    arguments = [
        "-",
        "missing.yaml",
        "clusters/d?v.yaml",
        "clusters/**/o*.yaml",
        "clusters/*.y*",
        "a[1].yaml",
    ]
    files = expand_patterns(arguments)
    assert files[:5] == [
        "-",
        "missing.yaml",
        "clusters/dev.yaml",
        "clusters/deeper/other.yaml",
        "clusters/base.yaml",
    ]
    assert files[-1] == "a[1].yaml"
    assert len(files) == len(set(files))
    assert not is_several(["a[1].yaml"]), "a file of that name is no pattern"


def test_the_specs_that_extend_a_file(folder: Path) -> None:
    (folder / ".hidden").mkdir()
    (folder / ".hidden" / "x.yaml").write_text("extends: ../clusters/base.yaml\n")
    (folder / "far.yml").write_text("'extends': clusters/dev.yaml\nmetadata: {name: far}\n")
    (folder / "extends.txt").write_text("extends: clusters/base.yaml\n")
    (folder / "gone.yaml").symlink_to("nowhere.yaml")
    (folder / ".git").mkdir()
    assert specs_extending("clusters/base.yaml", "clusters/other.yaml") == ["far.yml", "clusters/dev.yaml"]
    assert specs_extending("clusters/base.yaml", "clusters/dev.yaml") == ["far.yml"]
    assert specs_extending("clusters/stage.yaml", "clusters/dev.yaml") == []


def test_two_stars_match_every_depth_and_follow_no_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a.yaml", "x/b.yaml", "x/y/c.yaml", ".hidden/d.yaml", "x/.eksgen/e.yaml"):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text("a: 1\n")
    for number in range(20):
        Path(f"x/loop{number}").symlink_to("..")
    assert expand_patterns(["**/*.yaml"]) == ["a.yaml", "x/b.yaml", "x/y/c.yaml"]
    assert expand_patterns(["x/**/*.yaml"]) == ["x/b.yaml", "x/y/c.yaml"]
    assert expand_patterns([f"{tmp_path}/**/c.yaml"]) == [f"{tmp_path}/x/y/c.yaml"]
    assert expand_patterns(["**/y/**/c.*"]) == ["x/y/c.yaml"]


@pytest.mark.parametrize("base", ["../base.yaml", "missing.yaml", "dev.yaml"])
def test_a_cluster_whose_base_is_out_of_reach_is_not_left_out_of_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, base: str
) -> None:
    (tmp_path / "base.yaml").write_text("apiVersion: eksgen/v1alpha1\nkind: Cluster\n")
    (tmp_path / "clusters").mkdir()
    (tmp_path / "clusters" / "dev.yaml").write_text(f"extends: {base}\nmetadata: {{name: dev}}\n")
    monkeypatch.chdir(tmp_path)
    assert cluster_specs(["clusters"]) == ["clusters/dev.yaml"]
