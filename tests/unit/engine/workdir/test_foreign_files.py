"""What Terraform would read or run in a working folder, and that eksgen did not put there, is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from eksgen.compiler.errors import EksgenError
from eksgen.engine.paths import WorkDir
from eksgen.engine.workdir.foreign_files import refuse_foreign_files

OURS = {"main.tf", "modules/vpc/main.tf", ".gitignore"}


@pytest.fixture
def workdir(tmp_path: Path) -> WorkDir:
    found = WorkDir(tmp_path / ".eksgen" / "prod")
    for name in OURS:
        write(found, name)
    return found


def write(workdir: WorkDir, name: str) -> None:
    file = workdir.path / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("")


@pytest.mark.parametrize(
    "name",
    [
        "zz_override.tf", "override.tf.json", "x.auto.tfvars", "terraform.tfvars", "terraform.tfvars.json",
        "x.auto.tfvars.json", "zz.tofu", "zz.tofu.json", "a.tftest.hcl", ".terraformrc", "terraform.tfrc",
        "terraform.d/plugins/registry.terraform.io/hashicorp/aws/6.999.0/linux_amd64/terraform-provider-aws",
        "modules/vpc/zz_override.tf", "modules/vpc/inner/x.tf", "modules/new/main.tf", "sandbox_override.tf",
        "ZZ_OVERRIDE.TF", "eksgen_imports.tf",
    ],
)  # fmt: skip
def test_a_file_that_terraform_reads_is_refused(workdir: WorkDir, name: str) -> None:
    write(workdir, name)
    with pytest.raises(EksgenError) as caught:
        refuse_foreign_files(workdir, OURS)
    assert caught.value.code == "foreign-files"
    assert name.split("/plugins")[0] in caught.value.notes[0]
    assert "rm -r" in caught.value.helps[0]


@pytest.mark.parametrize(
    "name",
    [
        "terraform.tfstate", "terraform.tfstate.backup", "errored.tfstate", ".terraform.lock.hcl", "notes.md",
        ".eksgen/applied/files/main.tf", ".terraform/modules/x.tf", "crash.log", "main.tf~",
    ],
)  # fmt: skip
def test_what_terraform_keeps_or_does_not_read_is_left_alone(workdir: WorkDir, name: str) -> None:
    write(workdir, name)
    refuse_foreign_files(workdir, OURS)
