"""Each thing a plan was made from, when it is no longer what it was, is named with both sides."""

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
    StateMark,
    collect_proofs,
    proof_mismatches,
    read_state_mark,
    state_mismatch,
    state_of_plan,
)
from eksgen.engine.workdir.workspace import Workspace

ABOUT = PlanContext(
    "0.1.0", "cluster.yaml", {"cluster.yaml": "a", "../base.yaml": "b"}, "111122223333", "eu-west-1"
)
MADE = Proofs(
    ABOUT, "Terraform 1.11.4", "5.100.0", False, "default", "s3", "lock", {"main.tf": "c", "outputs.tf": "d"}
)

OTHERS: list[tuple[dict[str, Any], str]] = [
    ({"files": {"cluster.yaml": "x", "../base.yaml": "b"}}, "the spec changed: cluster.yaml"),
    ({"files": {"cluster.yaml": "a", "../base.yaml": "x"}}, "the spec changed: ../base.yaml"),
    ({"files": {"cluster.yaml": "a"}}, "../base.yaml is gone from the spec"),
    ({"files": {**ABOUT.files, "more.yaml": "x"}}, "more.yaml is new in the spec"),
    (
        {"account": "444455556666"},
        "made for account 111122223333, these credentials are of 444455556666",
    ),
    ({"account": None}, "made for account 111122223333, whose these credentials are cannot be told"),
    ({"region": "us-east-1"}, "made for region eu-west-1, the spec now says us-east-1"),
    ({"eksgen": "0.2.0"}, "made by eksgen 0.1.0, this is 0.2.0"),
    ({"sandbox": True}, "made for AWS: leave --sandbox out"),
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


def other(changes: dict[str, Any]) -> Proofs:
    names = {field.name for field in dataclasses.fields(PlanContext)}
    about = dataclasses.replace(ABOUT, **{k: v for k, v in changes.items() if k in names})
    return dataclasses.replace(MADE, about=about, **{k: v for k, v in changes.items() if k not in names})


@pytest.mark.parametrize(("changes", "said"), OTHERS, ids=[said for _, said in OTHERS])
def test_what_differs_is_said_with_both_sides(changes: dict[str, Any], said: str) -> None:
    assert proof_mismatches(MADE, other(changes)) == (said,)


def test_all_mismatches_are_listed_at_once() -> None:
    changes = {"account": "444455556666", "workspace": "blue", "region": "us-east-1"}
    assert len(proof_mismatches(MADE, other(changes))) == 3


def test_what_is_as_it_was_is_fine_whatever_the_commit() -> None:
    assert proof_mismatches(MADE, MADE) == ()
    assert proof_mismatches(MADE, other({"commit": "another"})) == ()


def test_a_plan_that_never_knew_its_account_holds_in_any() -> None:
    assert proof_mismatches(other({"account": None}), MADE) == ()


@pytest.mark.parametrize(
    ("made", "here", "said"),
    [
        (StateMark("a", 3), StateMark("a", 3), ""),
        (StateMark(), StateMark(), ""),
        (
            StateMark("a", 3),
            StateMark("a", 4),
            "the state was written after the plan: at that time serial 3 of a, now",
        ),
        (
            StateMark(),
            StateMark("a", 1),
            "the state was written after the plan: at that time no state yet, now",
        ),
        (StateMark("a", 3), StateMark("b", 3), "the plan is for another state: serial 3 of a; here it is"),
    ],
)
def test_a_state_that_moved_is_told_from_another_one(made: StateMark, here: StateMark, said: str) -> None:
    found = state_mismatch(made, here)
    assert found[0].startswith(said) if said else found == ()


def test_a_state_is_known_by_lineage_and_serial() -> None:
    assert read_state_mark("") == StateMark()
    assert read_state_mark('{"lineage": "a", "serial": 4, "resources": []}') == StateMark("a", 4)


def test_a_plan_that_does_not_tell_its_state_is_no_error(tmp_path: Path) -> None:
    assert state_of_plan(tmp_path / "nothing") is None
    (tmp_path / "text").write_text("no zip", "utf-8")
    assert state_of_plan(tmp_path / "text") is None
    with zipfile.ZipFile(tmp_path / "plan", "w") as archive:
        archive.writestr("tfstate", '{"lineage": "a", "serial": 4}')
    assert state_of_plan(tmp_path / "plan") == StateMark("a", 4)


def test_every_file_that_terraform_reads_counts_and_no_other(workspace: Callable[[str], Workspace]) -> None:
    place = workspace("# main\n")
    before = collect_proofs(place, ABOUT)
    for name in ("terraform.tfstate", "terraform.tfstate.backup", "errored.tfstate", ".eksgen/x"):
        (place.folder / name).parent.mkdir(exist_ok=True)
        (place.folder / name).write_text("{}", "utf-8")
    assert collect_proofs(place, ABOUT) == before
    (place.folder / "extra.tf").write_text("# more\n", "utf-8")
    assert proof_mismatches(before, collect_proofs(place, ABOUT)) == (
        "the compiled folder changed: extra.tf",
    )


def test_the_backend_is_the_one_of_the_override(workspace: Callable[[str], Workspace]) -> None:
    place = workspace("")
    assert collect_proofs(place, ABOUT).backend == "local"
    (place.folder / "backend.tf").write_text('terraform {\n  backend "s3" {}\n}\n', "utf-8")
    assert collect_proofs(place, ABOUT).backend == "s3"
    (place.folder / "sandbox_override.tf").write_text('terraform {\n  backend "local" {}\n}\n', "utf-8")
    assert collect_proofs(place, ABOUT).backend == "local"
