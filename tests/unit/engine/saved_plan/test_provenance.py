"""Each difference from what a plan was made from is reported with both values."""

from __future__ import annotations

import dataclasses
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eksgen.engine.saved_plan.provenance import (
    PlanContext,
    Proofs,
    StateVersion,
    collect_proofs,
    planned_state_version,
    proof_mismatches,
    read_state_version,
    state_mismatch,
)
from eksgen.engine.workdir.workspace import Workspace

CONTEXT = PlanContext(
    "0.1.0", "cluster.yaml", {"cluster.yaml": "a", "../base.yaml": "b"}, "111122223333", "eu-west-1"
)
PROOFS = Proofs(
    CONTEXT,
    "Terraform 1.11.4",
    "5.100.0",
    False,
    "default",
    "s3",
    "lock",
    {"main.tf": "c", "outputs.tf": "d"},
)

DIFFERENCES: list[tuple[dict[str, Any], str]] = [
    ({"files": {"cluster.yaml": "x", "../base.yaml": "b"}}, "the spec changed: cluster.yaml"),
    ({"files": {"cluster.yaml": "a", "../base.yaml": "x"}}, "the spec changed: ../base.yaml"),
    ({"files": {"cluster.yaml": "a"}}, "../base.yaml is no longer part of the spec"),
    ({"files": {**CONTEXT.files, "more.yaml": "x"}}, "more.yaml is now part of the spec"),
    (
        {"account": "444455556666"},
        "made for account 111122223333, the credentials are for 444455556666",
    ),
    ({"account": None}, "made for account 111122223333, the credentials are for an unknown one"),
    ({"region": "us-east-1"}, "made for region eu-west-1, the spec now says us-east-1"),
    ({"eksgen": "0.2.0"}, "made by eksgen 0.1.0, this is 0.2.0"),
    ({"sandbox": True}, "made for AWS: leave out --sandbox"),
    ({"program": "OpenTofu 1.10.0"}, "made by Terraform 1.11.4, here it is OpenTofu 1.10.0"),
    ({"provider": "6.62.0"}, "made with AWS provider 5.100.0, here it is 6.62.0"),
    ({"provider": None}, "made with AWS provider 5.100.0, here it is unknown"),
    ({"workspace": "blue"}, "made for Terraform workspace default, here it is blue"),
    ({"backend": "local"}, "made for a state kept in s3, here it is local"),
    ({"lock_file": "x"}, "the provider lock file changed: .terraform.lock.hcl"),
    ({"folder": {"main.tf": "x", "outputs.tf": "d"}}, "the compiled folder changed: main.tf"),
    (
        {"folder": {"main.tf": "x", "extra.tf": "e", "more.tf": "f", "z.tf": "g", "outputs.tf": "d"}},
        "the compiled folder changed: extra.tf, main.tf, more.tf and 1 more",
    ),
]


def changed_proofs(changes: dict[str, Any]) -> Proofs:
    names = {field.name for field in dataclasses.fields(PlanContext)}
    context = dataclasses.replace(CONTEXT, **{k: v for k, v in changes.items() if k in names})
    return dataclasses.replace(
        PROOFS, context=context, **{k: v for k, v in changes.items() if k not in names}
    )


@pytest.mark.parametrize(("changes", "message"), DIFFERENCES, ids=[message for _, message in DIFFERENCES])
def test_a_difference_is_reported_with_both_values(changes: dict[str, Any], message: str) -> None:
    assert proof_mismatches(PROOFS, changed_proofs(changes)) == (message,)


def test_all_mismatches_are_listed_at_once() -> None:
    changes = {"account": "444455556666", "workspace": "blue", "region": "us-east-1"}
    assert len(proof_mismatches(PROOFS, changed_proofs(changes))) == 3


def test_another_commit_alone_is_no_mismatch() -> None:
    assert proof_mismatches(PROOFS, PROOFS) == ()
    assert proof_mismatches(PROOFS, changed_proofs({"commit": "another"})) == ()


def test_a_plan_without_a_known_account_fits_any() -> None:
    assert proof_mismatches(changed_proofs({"account": None}), PROOFS) == ()


@pytest.mark.parametrize(
    ("then", "now", "message"),
    [
        (StateVersion("a", 3), StateVersion("a", 3), ""),
        (StateVersion(), StateVersion(), ""),
        (
            StateVersion("a", 3),
            StateVersion("a", 4),
            "the state was written after the plan: then serial 3 of a, now",
        ),
        (
            StateVersion(),
            StateVersion("a", 1),
            "the state was written after the plan: then no state yet, now",
        ),
        (
            StateVersion("a", 3),
            StateVersion("b", 3),
            "the plan is for another state: serial 3 of a; here it is",
        ),
    ],
)
def test_a_state_that_was_written_is_distinguished_from_another_state(
    then: StateVersion, now: StateVersion, message: str
) -> None:
    mismatch = state_mismatch(then, now)
    assert mismatch[0].startswith(message) if message else mismatch == ()


def test_a_state_version_is_lineage_and_serial() -> None:
    assert read_state_version("") == StateVersion()
    assert read_state_version('{"lineage": "a", "serial": 4, "resources": []}') == StateVersion("a", 4)


def test_a_plan_without_a_readable_state_is_no_error(tmp_path: Path) -> None:
    assert planned_state_version(tmp_path / "nothing") is None
    (tmp_path / "text").write_text("no zip", "utf-8")
    assert planned_state_version(tmp_path / "text") is None
    with zipfile.ZipFile(tmp_path / "plan", "w") as archive:
        archive.writestr("tfstate", '{"lineage": "a", "serial": 4}')
    assert planned_state_version(tmp_path / "plan") == StateVersion("a", 4)


def test_every_file_that_terraform_reads_counts_and_no_changed_proofs(
    workspace: Callable[[str], Workspace],
) -> None:
    compiled = workspace("# main\n")
    before = collect_proofs(compiled, CONTEXT)
    for name in ("terraform.tfstate", "terraform.tfstate.backup", "errored.tfstate", ".eksgen/x"):
        (compiled.folder / name).parent.mkdir(exist_ok=True)
        (compiled.folder / name).write_text("{}", "utf-8")
    assert collect_proofs(compiled, CONTEXT) == before
    (compiled.folder / "extra.tf").write_text("# more\n", "utf-8")
    assert proof_mismatches(before, collect_proofs(compiled, CONTEXT)) == (
        "the compiled folder changed: extra.tf",
    )


def test_an_override_file_decides_the_backend(workspace: Callable[[str], Workspace]) -> None:
    compiled = workspace("")
    assert collect_proofs(compiled, CONTEXT).backend == "local"
    (compiled.folder / "backend.tf").write_text('terraform {\n  backend "s3" {}\n}\n', "utf-8")
    assert collect_proofs(compiled, CONTEXT).backend == "s3"
    (compiled.folder / "backend.tf").write_text("terraform {\n  cloud {\n  }\n}\n", "utf-8")
    assert collect_proofs(compiled, CONTEXT).backend == "cloud"
    (compiled.folder / "sandbox_override.tf").write_text('terraform {\n  backend "local" {}\n}\n', "utf-8")
    assert collect_proofs(compiled, CONTEXT).backend == "local"
