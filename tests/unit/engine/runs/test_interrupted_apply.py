"""The marker of an apply that did not finish, and the refusal to apply over what it left."""

from __future__ import annotations

from pathlib import Path

import pytest

from eksgen.compiler.errors import EksgenError
from eksgen.engine.addresses import parse_address
from eksgen.engine.paths import WorkDir
from eksgen.engine.plan.result import Counts, OrphanedObject, PlanResult, RunSubject
from eksgen.engine.runs.interrupted_apply import marking_apply, require_no_orphans

ROLE = parse_address("module.eks.aws_iam_role.cluster")


def test_the_marker_stays_unless_the_apply_succeeds(tmp_path: Path) -> None:
    marker = tmp_path / ".eksgen" / "applying"
    with marking_apply(WorkDir(tmp_path)):
        assert marker.exists()
    assert not marker.exists()
    with pytest.raises(RuntimeError), marking_apply(WorkDir(tmp_path)):
        raise RuntimeError
    assert marker.exists()


def refusal(*orphans: OrphanedObject) -> EksgenError:
    with pytest.raises(EksgenError) as caught:
        require_no_orphans(PlanResult(RunSubject(), Counts(create=1), orphans=orphans))
    return caught.value


FOREIGN = OrphanedObject(
    ROLE, "demo-cluster", False, "", delete_command="aws iam delete-role --role-name demo-cluster"
)


def test_an_apply_is_refused_for_orphans_of_this_cluster_which_can_be_imported() -> None:
    own = OrphanedObject(ROLE, "demo-cluster", True, "")
    error = refusal(FOREIGN, own)
    assert error.message == "the apply would create 1 object that AWS already has"
    assert error.notes == ("module.eks.aws_iam_role.cluster is demo-cluster",)
    assert "--import-orphans" in error.helps[0]


def test_an_apply_is_refused_for_names_that_others_use_with_the_commands_that_delete_them() -> None:
    error = refusal(FOREIGN)
    assert error.code == "name-taken"
    assert error.message == "the apply would create 1 object whose name somebody else uses"
    assert error.notes == (
        "module.eks.aws_iam_role.cluster exists as demo-cluster, without the tags of the spec",
    )
    assert error.helps[1:] == ("aws iam delete-role --role-name demo-cluster",)
    assert not any("--import-orphans" in text for text in error.helps), "they cannot be imported"


def test_the_caller_can_suggest_another_remedy() -> None:
    planned = PlanResult(
        RunSubject(), Counts(create=1), orphans=(OrphanedObject(ROLE, "demo-cluster", True, ""),)
    )
    with pytest.raises(EksgenError) as caught:
        require_no_orphans(planned, "plan again")
    assert caught.value.helps == ("plan again", "or delete them in AWS, then apply again")
