"""The marker of an apply that did not finish, and the refusal to apply over what it left."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from eksgen.catalog.terraform.import_lookups import LOOKUPS
from eksgen.compiler.errors import EksgenError
from eksgen.engine.addresses import parse_address
from eksgen.engine.paths import WorkDir
from eksgen.engine.plan.result import Action, Counts, ObjectChange, OrphanedObject, PlanResult, RunSubject
from eksgen.engine.runs import interrupted_apply
from eksgen.engine.runs.interrupted_apply import marking_apply, require_no_orphans, with_orphans

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


FOREIGN = OrphanedObject(ROLE, "demo-cluster", False, "")
DELETE = "aws ec2 delete-launch-template --launch-template-id lt-1"
TEMPLATE = OrphanedObject(
    parse_address("module.nodes_web.aws_launch_template.this"), "lt-1", False, "", delete_command=DELETE
)


def test_an_apply_is_refused_for_orphans_of_this_cluster_which_can_be_imported() -> None:
    own = OrphanedObject(ROLE, "demo-cluster", True, "")
    error = refusal(FOREIGN, own)
    assert error.message == "the apply would create 1 object that AWS already has"
    assert error.notes == ("module.eks.aws_iam_role.cluster is demo-cluster",)
    assert "--import-orphans" in error.helps[0]


def test_an_apply_is_refused_for_names_that_others_use_with_commands_for_what_may_be_deleted() -> None:
    error = refusal(FOREIGN)
    assert error.code == "name-taken"
    assert error.message == "the apply would create 1 object whose name somebody else uses"
    assert error.notes == (
        "module.eks.aws_iam_role.cluster exists as demo-cluster, without the tags of the spec",
    )
    assert error.helps == ("use another name in the spec",), "somebody may need the role"
    assert refusal(FOREIGN, TEMPLATE).helps == (
        "use another name in the spec",
        "or delete what nobody needs, with all that is in it:",
        DELETE,
    )
    assert not any("--import-orphans" in text for text in error.helps), "they cannot be imported"


def test_the_caller_can_suggest_another_remedy() -> None:
    planned = PlanResult(
        RunSubject(), Counts(create=1), orphans=(OrphanedObject(ROLE, "demo-cluster", True, ""),)
    )
    with pytest.raises(EksgenError) as caught:
        require_no_orphans(planned, "plan again")
    assert caught.value.helps == ("plan again", "or delete them in AWS, then apply again")


@dataclass
class Session:
    """What `with_orphans` reads of an open plan; it is its own session."""

    workdir: WorkDir
    workspace: str = "workspace"
    trace: str = "trace"
    document: str = "document"

    @property
    def session(self) -> Session:
        return self


CLUSTER = ObjectChange(parse_address("module.eks.aws_eks_cluster.this"), Action.CREATE)


@pytest.mark.parametrize(
    ("always", "applying", "interrupted", "changes", "asked"),
    [
        (True, False, False, (), frozenset(LOOKUPS)),
        (False, False, True, (), frozenset(LOOKUPS)),
        (False, True, True, (CLUSTER,), frozenset(LOOKUPS)),
        (False, True, False, (CLUSTER,), frozenset({"aws_cloudwatch_log_group"})),
        (False, False, False, (CLUSTER,), None),
        (False, True, False, (), None),
    ],
)
def test_aws_is_asked_for_some_types_and_its_remarks_are_kept(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    always: bool,
    applying: bool,
    interrupted: bool,
    changes: tuple[ObjectChange, ...],
    asked: frozenset[str] | None,
) -> None:
    calls: list[Any] = []

    def find(_workspace: str, _document: str, _trace: str, types: Any) -> Any:
        calls.append(types)
        return (FOREIGN,), ("AWS could not be asked",)

    monkeypatch.setattr(interrupted_apply, "find_orphans", find)
    opened: Any = Session(WorkDir(tmp_path))
    if interrupted:
        opened.workdir.apply_marker.parent.mkdir()
        opened.workdir.apply_marker.touch()
    planned = PlanResult(RunSubject(), Counts(create=1), changes=changes, remarks=("first",))
    result = with_orphans(opened, planned, always=always, applying=applying)
    assert calls == ([] if asked is None else [asked])
    assert result.remarks == (("first",) if asked is None else ("first", "AWS could not be asked"))
    assert result.orphans == (() if asked is None else (FOREIGN,))
