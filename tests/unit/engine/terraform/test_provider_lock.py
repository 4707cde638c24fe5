"""The provider that an update locks: the newest that the constraint accepts, with its hashes."""

from __future__ import annotations

from pathlib import Path

import pytest

from eksgen.compiler.errors import EksgenError
from eksgen.engine.terraform.binary import BinaryKind, TerraformBinary
from eksgen.engine.terraform.provider_lock import ProviderAnswer, missing_hashes, newest_provider
from eksgen.engine.terraform.providers import Providers
from eksgen.schemas.lock import LockedProvider

OLD, NEW = "h1:" + "a" * 43 + "=", "h1:" + "b" * 43 + "="
LOCK_FILE = """provider "registry.terraform.io/hashicorp/aws" {{
  version     = "{version}"
  constraints = ">= 5.95.0, < 7.0.0"
  hashes = [
    "{hash}",
    "zh:{zeros}",
  ]
}}
"""


def fake(folder: Path, script: str, kind: BinaryKind = BinaryKind.TERRAFORM) -> TerraformBinary:
    """Return a program that runs a shell script in place of Terraform."""
    program = folder / "fake-terraform"
    program.write_text(f"#!/bin/sh\nprintf '%s\\n' \"$@\" >> arguments\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    return TerraformBinary((str(program),), kind, "1.11.4")


def writes(version: str, hash: str = NEW) -> str:
    text = LOCK_FILE.format(version=version, hash=hash, zeros="0" * 64)
    return f"cat > .terraform.lock.hcl <<'END'\n{text}END"


def ask(
    folder: Path,
    script: str,
    held: LockedProvider | None = None,
    mirror: str | None = None,
    kind: BinaryKind = BinaryKind.TERRAFORM,
) -> ProviderAnswer:
    providers = Providers(Path("/mirror") if mirror else None, "", mirror)
    return newest_provider(fake(folder, script, kind), providers, {"PATH": "/usr/bin:/bin"}, folder, held)


def held(version: str = "6.10.0", hash: str = OLD) -> LockedProvider:
    return LockedProvider(version=version, hashes=(hash,))


def test_the_provider_is_locked_for_linux_and_this_platform(tmp_path: Path) -> None:
    answer = ask(tmp_path, writes("6.62.0"))
    assert answer == ProviderAnswer(LockedProvider(version="6.62.0", hashes=(NEW, "zh:" + "0" * 64)))
    arguments = (tmp_path / "arguments").read_text("utf-8").split()
    assert arguments[:2] == ["providers", "lock"]
    assert "-platform=linux_amd64" in arguments
    assert arguments[-1] == "registry.terraform.io/hashicorp/aws"
    assert not [one for one in arguments if one.startswith("-fs-mirror")]


def test_a_mirror_is_asked_in_place_of_the_registry(tmp_path: Path) -> None:
    ask(tmp_path, writes("5.100.0"), mirror="5.100.0")
    assert "-fs-mirror=/mirror" in (tmp_path / "arguments").read_text("utf-8").split()


def test_a_mirror_that_has_nothing_newer_is_not_read(tmp_path: Path) -> None:
    assert ask(tmp_path, "exit 9", held("5.100.0"), mirror="5.100.0").provider == held("5.100.0")
    assert ask(tmp_path, "exit 9", held("6.62.0"), mirror="5.100.0").provider == held("6.62.0")
    assert not (tmp_path / "arguments").exists()


def test_without_a_network_the_old_hashes_stay_with_a_remark(tmp_path: Path) -> None:
    script = "printf '\\033[31m│\\033[0m Error: no route to host\\n│ try again\\n' >&2; exit 1"
    answer = ask(tmp_path, script, held())
    assert answer.provider == held()
    assert answer.remarks == (
        "could not look up the AWS provider, that of the lock stays: no route to host try again",
    )
    assert ask(tmp_path, script).remarks[0].startswith("could not look up the AWS provider, it stays open")


def test_without_a_network_a_held_provider_that_the_constraint_refuses_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(EksgenError) as caught:
        ask(tmp_path, "echo 'Error: no route to host' >&2; exit 1", held("7.0.0"))
    error = caught.value
    assert error.code == "no-provider"
    assert error.notes[0].startswith("the lock file pins 7.0.0, which is not one of `")
    assert error.notes[-1] == "Terraform says: no route to host"
    assert any("providers mirror DIR" in help for help in error.helps)


def test_what_terraform_says_is_cut_between_words_and_has_no_list_dashes(tmp_path: Path) -> None:
    script = f"printf '│ Error: not found\\n│ \\n│   - one\\n│   - {'word ' * 80}\\n' >&2; exit 1"
    (remark,) = ask(tmp_path, script).remarks
    assert ": not found one word word " in remark
    assert remark.endswith("word …")


def test_the_provider_never_goes_back(tmp_path: Path) -> None:
    assert ask(tmp_path, writes("6.9.0"), held()).provider == held()


def test_a_held_provider_that_the_constraint_refuses_is_replaced(tmp_path: Path) -> None:
    answer = ask(tmp_path, writes("6.62.0"), held("7.0.0"))
    assert answer.provider is not None
    assert answer.provider.version == "6.62.0"


def test_hashes_of_the_same_version_are_added(tmp_path: Path) -> None:
    answer = ask(tmp_path, writes("6.10.0"), held())
    assert answer.provider is not None
    assert answer.provider.hashes == (OLD, NEW, "zh:" + "0" * 64)


def test_opentofu_is_not_asked_because_its_packages_are_others(tmp_path: Path) -> None:
    answer = ask(tmp_path, "exit 9", held(), kind=BinaryKind.OPENTOFU)
    assert answer.provider == held()
    assert "OpenTofu" in answer.remarks[0]


@pytest.mark.parametrize("text", ["", "provider {", 'version = "6.62.0"'])
def test_a_lock_file_that_cannot_be_read_leaves_the_provider_open(tmp_path: Path, text: str) -> None:
    answer = ask(tmp_path, f"printf '%s' '{text}' > .terraform.lock.hcl")
    assert answer.provider is None
    assert answer.remarks


AWS = "registry.terraform.io/hashicorp/aws"
H1, OTHER_H1, ZH = "h1:AAAA=", "h1:BBBB=", "zh:0123"


def lock_text(*providers: tuple[str, tuple[str, ...]]) -> str:
    return "".join(
        f'provider "{source}" {{\n  version = "5.100.0"\n  hashes = [\n'
        + "".join(f'    "{hash}",\n' for hash in hashes)
        + "  ]\n}\n"
        for source, hashes in providers
    )


@pytest.mark.parametrize(
    ("hashes", "platform", "missing"),
    [
        ((ZH,), "darwin_arm64", False),
        ((H1, ZH), "darwin_arm64", False),
        ((H1,), "darwin_arm64", True),
        ((H1,), "linux_arm64", True),
        ((H1,), "linux_amd64", False),
        ((H1, OTHER_H1), "darwin_arm64", False),
        ((H1, H1), "darwin_arm64", True),
        ((), "darwin_arm64", False),
    ],
)
def test_a_lock_file_of_a_mirror_on_another_platform_has_no_hash_for_remote_runs(
    hashes: tuple[str, ...], platform: str, missing: bool
) -> None:
    assert missing_hashes(lock_text((AWS, hashes)), platform) == ((AWS,) if missing else ())


def test_each_provider_needs_a_hash_of_its_own() -> None:
    text = lock_text(("b", (H1,)), (AWS, (H1, ZH)), ("a", (OTHER_H1,)))
    assert missing_hashes(text, "windows_amd64") == ("a", "b")
    assert missing_hashes(text.replace("\n", "\r\n"), "windows_amd64") == ("a", "b")
    assert missing_hashes("", "windows_amd64") == ()
