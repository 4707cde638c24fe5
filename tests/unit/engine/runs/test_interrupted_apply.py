"""The mark of an apply that did not end well, and an apply that stops for what that one left."""

from __future__ import annotations

from pathlib import Path

import pytest

from eksgen.compiler.errors import EksgenError
from eksgen.engine.addresses import parse_address
from eksgen.engine.paths import WorkDir
from eksgen.engine.plan.result import Counts, OrphanedObject, PlanResult, RunSubject
from eksgen.engine.runs.interrupted_apply import marking_apply, require_no_orphans

ROLE = parse_address("module.eks.aws_iam_role.cluster")


def test_the_mark_stays_unless_the_apply_ends_well(tmp_path: Path) -> None:
    mark = tmp_path / ".eksgen" / "applying"
    with marking_apply(WorkDir(tmp_path)):
        assert mark.exists()
    assert not mark.exists()
    with pytest.raises(RuntimeError), marking_apply(WorkDir(tmp_path)):
        raise RuntimeError
    assert mark.exists()


def test_an_apply_stops_for_its_own_objects_and_not_for_those_of_others() -> None:
    strange = OrphanedObject(ROLE, "demo-cluster", False, "")
    require_no_orphans(PlanResult(RunSubject(), Counts(create=1), orphans=(strange,)))
    own = OrphanedObject(ROLE, "demo-cluster", True, "")
    with pytest.raises(EksgenError) as stopped:
        require_no_orphans(PlanResult(RunSubject(), Counts(create=1), orphans=(strange, own)))
    assert stopped.value.message == "an apply that was stopped left 1 object in AWS that no state records"
    assert stopped.value.notes == ("module.eks.aws_iam_role.cluster is demo-cluster",)
    assert "--import-orphans" in stopped.value.helps[0]


def test_the_way_out_is_the_callers_where_it_knows_a_better_one() -> None:
    planned = PlanResult(
        RunSubject(), Counts(create=1), orphans=(OrphanedObject(ROLE, "demo-cluster", True, ""),)
    )
    with pytest.raises(EksgenError) as stopped:
        require_no_orphans(planned, "plan again")
    assert stopped.value.helps == ("plan again", "or delete them in AWS, then apply again")
