"""The AWS provider of a working folder whose spec has a lock file."""

from __future__ import annotations

from pathlib import Path

import pytest

from eksgen.compiler.diagnostics import Span
from eksgen.compiler.emit.provider_lock import PROVIDER_LOCK_FILE, provider_lock
from eksgen.compiler.emit.write import write_folder
from eksgen.compiler.errors import EksgenError
from eksgen.engine.errors.run_failed import run_failed
from eksgen.engine.paths import WorkDir
from eksgen.engine.source_map.place import SpecPlace
from eksgen.engine.source_map.trace import Trace
from eksgen.engine.terraform.events import Completed, TerraformDiagnostic
from eksgen.engine.terraform.providers import Providers, find_providers, offline_help, this_platform
from eksgen.engine.workdir.state_providers import refuse_foreign_providers
from eksgen.engine.workdir.workspace import locked_version
from eksgen.schemas.lock import LockedProvider

HASHES = ("h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",)
LOCKED = provider_lock(LockedProvider(version="5.99.0", hashes=HASHES), ">= 5.95, < 7")
BY_TERRAFORM = b'# This file is maintained automatically by "terraform init".\n\nprovider "x" {\n}\n'
PLACE = SpecPlace(("provider", "version"), "prod.lock", 8, 12)
TRACE = Trace(spec="prod.yaml", provider_lock=PLACE)
WRONG = (
    "Error while installing hashicorp/aws v5.99.0: the local package for registry.terraform.io/hashicorp/aws "
    "5.99.0 doesn't match any of the checksums previously recorded in the dependency lock file"
)


def mirror(folder: Path, version: str) -> Path:
    provider = folder / "registry.terraform.io" / "hashicorp" / "aws" / version / this_platform()
    provider.mkdir(parents=True)
    (provider / "terraform-provider-aws").touch()
    return folder


def init_failed(detail: str) -> Completed:
    return Completed("init", 1, diagnostics=(TerraformDiagnostic("error", "Failed to install", detail),))


def test_the_version_of_the_lock_file_is_the_one_to_install(tmp_path: Path) -> None:
    assert locked_version(tmp_path) is None
    (tmp_path / PROVIDER_LOCK_FILE).write_bytes(BY_TERRAFORM)
    assert locked_version(tmp_path) is None
    (tmp_path / PROVIDER_LOCK_FILE).write_bytes(LOCKED)
    assert locked_version(tmp_path) == "5.99.0"


def test_the_lock_file_of_eksgen_names_no_foreign_provider(tmp_path: Path) -> None:
    (tmp_path / PROVIDER_LOCK_FILE).write_bytes(LOCKED)
    refuse_foreign_providers(WorkDir(tmp_path), tmp_path / "terraform.tfstate")


def test_the_lock_file_of_terraform_is_replaced_and_any_other_is_not(tmp_path: Path) -> None:
    for content in (BY_TERRAFORM, BY_TERRAFORM.replace(b"terraform init", b"tofu init")):
        (tmp_path / PROVIDER_LOCK_FILE).write_bytes(content)
        write_folder(tmp_path, {PROVIDER_LOCK_FILE: LOCKED})
        assert (tmp_path / PROVIDER_LOCK_FILE).read_bytes() == LOCKED
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / PROVIDER_LOCK_FILE).write_text("# my own\n")
    with pytest.raises(EksgenError) as caught:
        write_folder(tmp_path / "mine", {PROVIDER_LOCK_FILE: LOCKED})
    assert caught.value.code == "foreign-files"


def test_a_mirror_without_the_locked_version_says_that_the_lock_file_pins_it(tmp_path: Path) -> None:
    folder = mirror(tmp_path, "5.100.0")
    with pytest.raises(EksgenError) as caught:
        find_providers(str(folder), {}, constraint="5.99.0", locked=True)
    assert any("the lock file pins this version" in text for text in caught.value.helps)
    with pytest.raises(EksgenError) as caught:
        find_providers(str(folder), {}, constraint="5.99.0")
    assert not any("the lock file" in text for text in caught.value.helps)
    assert "the lock file pins" in offline_help(Providers(None, "", None, locked=True))[1][0]


def test_a_package_with_another_hash_is_an_error_at_the_line_of_the_lock_file() -> None:
    error = run_failed(init_failed(WRONG), TRACE, Providers(None, "nowhere", None))
    assert error.code == "other-provider"
    assert [found.primary.span for found in error.diagnostics] == [Span("prod.lock", 8, 12, 13)]
    assert "eksgen update prod.yaml" in error.diagnostics[0].helps[0]


def test_without_a_lock_file_a_wrong_hash_is_an_error_of_terraform() -> None:
    error = run_failed(init_failed(WRONG), Trace(spec="prod.yaml"), Providers(None, "nowhere", None))
    assert (error.code, error.diagnostics) == ("terraform", ())
