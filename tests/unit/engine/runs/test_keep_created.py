"""What the copy of a working folder holds, in which the objects that AWS completes are kept."""

from __future__ import annotations

from pathlib import Path

from eksgen.engine.runs import keep_created


def test_states_and_what_a_terraform_installed_are_not_copied(tmp_path: Path) -> None:
    left_out = (
        "terraform.tfstate", "terraform.tfstate.backup", ".terraform.tfstate.lock.info", ".eksgen/lock",
        ".terraform/providers/aws",
    )  # fmt: skip
    for name in ("main.tf", "modules/vpc/main.tf", ".terraform.lock.hcl", *left_out):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name)
    copied = keep_created._copied_files(tmp_path)
    assert copied.keys() == {"main.tf", "modules/vpc/main.tf", ".terraform.lock.hcl"}
