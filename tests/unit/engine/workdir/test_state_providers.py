"""A state or lock file that names another provider is refused, and so is one that cannot be read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from eksgen.compiler.errors import EksgenError
from eksgen.engine.paths import WorkDir
from eksgen.engine.workdir.state_providers import refuse_foreign_providers

AWS = 'provider["registry.terraform.io/hashicorp/aws"]'
EVIL = 'provider["registry.terraform.io/evil/aws"]'


def state(*providers: str) -> str:
    resources = [{"type": "x", "provider": provider} for provider in providers]
    return json.dumps({"version": 4, "lineage": "1", "serial": 1, "resources": resources})


@pytest.fixture
def workdir(tmp_path: Path) -> WorkDir:
    found = WorkDir(tmp_path / ".eksgen" / "prod")
    found.path.mkdir(parents=True)
    return found


def code(workdir: WorkDir, name: str, text: str) -> str:
    (workdir.path / name).write_text(text)
    try:
        refuse_foreign_providers(
            workdir, workdir.path / name if name.endswith(".json") else workdir.default_state
        )
    except EksgenError as error:
        return error.code if error.helps else "no help"
    return ""


@pytest.mark.parametrize("name", ["terraform.tfstate", "../../states.json", "errored.tfstate"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (state(), ""),
        (state(AWS, f"module.vpc.{AWS}", f"{AWS}.east"), ""),
        (state('provider["terraform.io/builtin/terraform"]'), ""),
        (state('provider["registry.opentofu.org/hashicorp/aws"]'), ""),
        (state(AWS, EVIL), "foreign-provider"),
        (state(f"module.vpc.{EVIL}.east"), "foreign-provider"),
        (state('provider["evil.example/hashicorp/aws"]'), "foreign-provider"),
        (state(f"{AWS} {EVIL}"), "foreign-provider"),
        (state("provider.evil"), "foreign-provider"),
        (state(""), "foreign-provider"),
        (state(f"{EVIL} # {AWS}"), "foreign-provider"),
        (state(f"{EVIL} // {AWS}"), "foreign-provider"),
        (state(f"{EVIL}.{AWS}"), "foreign-provider"),
        (state(r'provider["registry.terraform.io/\u0065vil/aws"]'), "foreign-provider"),
    ],
)
def test_a_state_names_only_our_providers(workdir: WorkDir, name: str, text: str, expected: str) -> None:
    assert code(workdir, name, text) == expected


BROKEN: list[Any] = [
    "{", state(AWS)[:-9], "[]", "null", "7", "\x00", "[" * 100_000, '{"version": 3}', "{}", '{"version": 4, "resources": 1}',
    '{"version": 4, "resources": [1]}',
    # Terraform reads keys in any case, and of a key that is there twice the last.
    state(AWS)[:-1] + ', "Resources": []}', state(AWS).replace("resources", "RESOURCES"),
    state(AWS)[:-1] + ', "re\u017fources": []}', state(AWS)[:-1] + ', "Version": 3}', state(AWS)[:-1] + ', "version": 4}',
    state(AWS).replace('"provider"', '"Provider": "x", "provider"'), '{"version": 4, "resources": [{}]}', '{"version": 1e999}',
]  # fmt: skip


@pytest.mark.parametrize("text", BROKEN, ids=range(len(BROKEN)))
def test_a_broken_state_is_called_broken(workdir: WorkDir, text: str) -> None:
    assert code(workdir, "terraform.tfstate", text) == "broken-state"


def test_a_broken_state_can_be_restored_from_its_backup(workdir: WorkDir) -> None:
    (workdir.path / "terraform.tfstate.backup").write_text(state(AWS))
    workdir.default_state.write_text("{")
    with pytest.raises(EksgenError) as caught:
        refuse_foreign_providers(workdir, workdir.default_state)
    command = caught.value.helps[0].partition(": ")[2]
    assert command == f"cp {workdir.default_state}.backup {workdir.default_state}"


def test_a_broken_state_without_a_backup_is_moved_away_and_found_again(workdir: WorkDir) -> None:
    workdir.default_state.write_text("{")
    with pytest.raises(EksgenError) as caught:
        refuse_foreign_providers(workdir, workdir.default_state)
    assert "--import-orphans" in caught.value.helps[-1]
    assert caught.value.helps[-1].endswith(f": mv {workdir.default_state} {workdir.default_state}.broken")


def test_a_broken_state_is_replaced_by_one_that_could_not_be_saved(workdir: WorkDir) -> None:
    workdir.default_state.write_text("{")
    (workdir.path / "errored.tfstate").write_text(state(AWS))
    refuse_foreign_providers(workdir, workdir.default_state)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (("terraform.tfstate", ".eksgen/applied/about.json"), "broken-state"),
        (("terraform.tfstate", ".eksgen/applied/about.json", "backend.tf"), ""),
        (("terraform.tfstate", ".eksgen/applied/about.json", "errored.tfstate"), ""),
        ((".eksgen/applied/about.json",), ""),
        (("terraform.tfstate",), ""),
    ],
)
def test_an_empty_state_is_lost_if_an_apply_is_on_record(
    workdir: WorkDir, files: tuple[str, ...], expected: str
) -> None:
    for name in files:
        (workdir.path / name).parent.mkdir(parents=True, exist_ok=True)
        (workdir.path / name).write_text(state(AWS) if name == "errored.tfstate" else "")
    try:
        refuse_foreign_providers(workdir, workdir.default_state)
        found = ""
    except EksgenError as error:
        found = error.code
    assert found == expected


def test_no_state_or_an_empty_one_is_no_error(workdir: WorkDir) -> None:
    refuse_foreign_providers(workdir, workdir.default_state)
    assert code(workdir, "terraform.tfstate", "") == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('provider "registry.terraform.io/hashicorp/aws" {\n  version = "6.0.0"\n}\n', ""),
        ('provider "registry.terraform.io/evil/aws" {\n}\n', "foreign-provider"),
        ('  provider   "evil.example/a/b" {\n}\n', "foreign-provider"),
        ('provider"evil.example/a/b"{\n}\n', "foreign-provider"),
        ("provider evil {\n}\n", "foreign-provider"),
        ('/**/ provider "evil.example/a/b" {\n}\n', "foreign-provider"),
        ('\ufeffprovider "evil.example/a/b" {\n}\n', "foreign-provider"),
        (
            'provider "registry.terraform.io/hashicorp/aws" {} provider "evil.example/a/b" {}\n',
            "foreign-provider",
        ),
        (r'provider "registry.terraform.io/\u0065vil/aws" {', "foreign-provider"),
    ],
)
def test_a_lock_file_names_only_our_providers(workdir: WorkDir, text: str, expected: str) -> None:
    assert code(workdir, ".terraform.lock.hcl", text) == expected
