from __future__ import annotations

from pathlib import Path

import pytest

from eksgen.compiler.errors import EksgenError
from eksgen.engine.terraform.binary import BinaryKind
from eksgen.engine.terraform.providers import (
    best_version,
    find_providers,
    has_cli_config,
    offline_help,
    this_platform,
)

HOST = "registry.terraform.io"


def unpacked(mirror: Path, version: str, platform: str = "", host: str = HOST) -> None:
    folder = mirror / host / "hashicorp" / "aws" / version / (platform or this_platform())
    folder.mkdir(parents=True)
    (folder / f"terraform-provider-aws_v{version}_x5").touch()


def packed(mirror: Path, version: str) -> None:
    folder = mirror / HOST / "hashicorp" / "aws"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"terraform-provider-aws_{version}_{this_platform()}.zip").touch()


def test_both_layouts_of_a_mirror_are_read_and_the_newest_usable_version_wins(tmp_path: Path) -> None:
    unpacked(tmp_path, "5.99.0")
    packed(tmp_path, "5.100.0")
    packed(tmp_path, "7.1.0")
    assert best_version(tmp_path, HOST, ">= 5.95, < 7") == "5.100.0"


def test_a_provider_for_another_platform_or_an_empty_folder_does_not_count(tmp_path: Path) -> None:
    unpacked(tmp_path, "5.100.0", "plan9_mips")
    (tmp_path / HOST / "hashicorp" / "aws" / "5.101.0" / this_platform()).mkdir(parents=True)
    assert best_version(tmp_path, HOST, ">= 5.95") is None


def test_a_mirror_under_a_system_root_is_found(tmp_path: Path) -> None:
    unpacked(tmp_path / "opt" / "mirror", "5.100.0")
    found = find_providers(None, {"HOME": str(tmp_path)}, roots=(tmp_path / "opt",))
    assert found.plugin_dir == tmp_path / "opt" / "mirror"
    assert found.version == "5.100.0"


def test_terraforms_own_mirror_comes_first(tmp_path: Path) -> None:
    unpacked(tmp_path / ".terraform.d" / "plugins", "5.98.0")
    unpacked(tmp_path / "opt" / "mirror", "5.100.0")
    found = find_providers(None, {"HOME": str(tmp_path)}, roots=(tmp_path / "opt",))
    assert (found.plugin_dir, found.version) == (tmp_path / ".terraform.d" / "plugins", "5.98.0")


def test_an_implied_mirror_without_a_usable_version_is_passed_over(tmp_path: Path) -> None:
    unpacked(tmp_path / ".terraform.d" / "plugins", "4.0.0")
    unpacked(tmp_path / "opt" / "mirror", "5.100.0")
    found = find_providers(None, {"HOME": str(tmp_path)}, roots=(tmp_path / "opt",))
    assert found.plugin_dir == tmp_path / "opt" / "mirror"


@pytest.mark.parametrize("variable", ["HOME", "XDG_DATA_HOME", "XDG_DATA_DIRS"])
@pytest.mark.parametrize("value", [".", "share", "./share", ":share"])
def test_no_mirror_is_found_by_a_path_from_the_current_folder(
    variable: str, value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for folder in (tmp_path, tmp_path / "share"):
        unpacked(folder / ".terraform.d" / "plugins", "5.100.0")
        unpacked(folder / "terraform" / "plugins", "5.100.0")
    environ = {"HOME": "/nonexistent", "XDG_DATA_DIRS": "/nonexistent", variable: value}
    assert find_providers(None, environ, roots=()).plugin_dir is None


def test_an_explicit_folder_wins_over_the_environment(tmp_path: Path) -> None:
    unpacked(tmp_path / "one", "5.100.0")
    unpacked(tmp_path / "two", "6.1.0")
    found = find_providers(str(tmp_path / "one"), {"EKSGEN_PLUGIN_DIR": str(tmp_path / "two")})
    assert found.plugin_dir == tmp_path / "one"


def test_a_named_folder_without_a_usable_provider_is_an_error_that_lists_its_versions(
    tmp_path: Path,
) -> None:
    unpacked(tmp_path, "4.67.0")
    with pytest.raises(EksgenError) as caught:
        find_providers(str(tmp_path), {})
    assert "it holds 4.67.0" in caught.value.notes
    assert caught.value.helps


def test_a_named_folder_may_be_that_of_the_host(tmp_path: Path) -> None:
    unpacked(tmp_path, "5.100.0")
    assert find_providers(str(tmp_path / HOST), {}).plugin_dir == tmp_path


def test_a_cli_configuration_with_provider_installation_decides(tmp_path: Path) -> None:
    unpacked(tmp_path / "opt" / "mirror", "5.100.0")
    (tmp_path / ".terraformrc").write_text("provider_installation {\n}\n")
    found = find_providers(None, {"HOME": str(tmp_path)}, roots=(tmp_path / "opt",))
    assert found.plugin_dir is None


def test_without_any_mirror_the_registry_is_used_and_the_help_lists_the_searched_places(
    tmp_path: Path,
) -> None:
    found = find_providers(None, {"HOME": str(tmp_path)}, roots=(tmp_path / "opt",))
    assert (found.plugin_dir, found.version) == (None, None)
    notes, helps = offline_help(found)
    assert str(tmp_path / ".terraform.d" / "plugins") in notes[0]
    assert str(tmp_path / "opt") in notes[0]
    assert any("--plugin-dir" in line for line in helps)


def test_opentofu_uses_its_own_registry(tmp_path: Path) -> None:
    unpacked(tmp_path / "opt" / "a", "5.100.0")
    unpacked(tmp_path / "opt" / "b", "5.99.0", host="registry.opentofu.org")
    found = find_providers(None, {"HOME": str(tmp_path)}, kind=BinaryKind.OPENTOFU, roots=(tmp_path / "opt",))
    assert found.plugin_dir == tmp_path / "opt" / "b"


@pytest.mark.parametrize(
    "name", [".terraformrc", ".tofurc", ".terraform.d/credentials.tfrc.json", "settings/opentofu/tofurc"]
)
def test_a_cli_configuration_of_the_user_is_found(tmp_path: Path, name: str) -> None:
    environ = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "settings")}
    assert not has_cli_config(environ)
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).touch()
    assert has_cli_config(environ)
