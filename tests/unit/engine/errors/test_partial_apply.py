"""How far a failed apply came, by its events."""

from __future__ import annotations

import json

import pytest

from eksgen.engine.addresses import parse_address
from eksgen.engine.errors.partial_apply import failure_causes, partial_apply, tainted_addresses
from eksgen.engine.plan.result import Action, Counts, ObjectChange, PlanResult, RunSubject
from eksgen.engine.source_map.trace import Trace
from eksgen.engine.terraform.events import Applied, TerraformDiagnostic

DENIED = (
    "creating {what} ({name}): operation error IAM: CreateRole, https response error StatusCode: 403, "
    "RequestID: 1-{name}, api error AccessDenied: User arn:aws:iam::111122223333:user/x is not authorized to "
    "perform: iam:CreateRole on resource: {name}"
)
EXISTS = (
    "creating IAM Role ({name}): operation error IAM: CreateRole, https response error StatusCode: 409, "
    "RequestID: 2, EntityAlreadyExists: Role with name {name} already exists."
)


def error(summary: str, address: str) -> TerraformDiagnostic:
    return TerraformDiagnostic("error", summary, address=address)


def change(address: str, action: Action = Action.CREATE) -> ObjectChange:
    return ObjectChange(parse_address(address), action)


def plan(*changes: ObjectChange) -> PlanResult:
    return PlanResult(RunSubject("demo"), Counts(), changes)


def events(*phases: tuple[str, str]) -> list[Applied]:
    return [Applied(address, "create", phase) for address, phase in phases]


def test_every_object_is_done_failed_unfinished_or_untouched() -> None:
    left = partial_apply(
        plan(*(change(f"aws_iam_role.{name}") for name in "abcd"), change("aws_x.read", Action.READ)),
        events(
            ("aws_iam_role.a", "start"), ("aws_iam_role.a", "complete"),
            ("aws_iam_role.b", "start"), ("aws_iam_role.b", "errored"),
            ("aws_iam_role.c", "start"), ("aws_iam_role.c", "progress"),
        ), [], Trace(),
    )  # fmt: skip
    groups = (left.done, left.failed, left.unfinished, left.untouched)
    assert [[c.address.name for c in some] for some in groups] == [["a"], ["b"], ["c"], ["d"]]


@pytest.mark.parametrize(
    ("steps", "group"),
    [
        ([], "untouched"),
        (["create start"], "unfinished"),
        (["create start", "create errored"], "failed"),
        (["create complete"], "half_replaced"),
        (["create complete", "delete start"], "half_replaced"),
        (["create complete", "delete errored"], "half_replaced"),
        (["delete complete", "create errored"], "half_replaced"),
        (["create complete", "create start"], "half_replaced"),
        (["delete complete", "create complete"], "done"),
        (["create complete", "delete complete"], "done"),
        (["read complete"], "untouched"),
    ],
)
def test_a_replacement_is_one_object_in_one_group(steps: list[str], group: str) -> None:
    replacement = plan(change("aws_x.a", Action.REPLACE))
    reported = [
        Applied("aws_x.a", action, phase) for action, _, phase in (step.partition(" ") for step in steps)
    ]
    left = partial_apply(replacement, reported, [], Trace())
    groups = ("done", "half_replaced", "failed", "unfinished", "untouched")
    assert [name for name in groups if getattr(left, name)] == [group]


@pytest.mark.parametrize(
    ("action", "step"), [(a, a.value) for a in (Action.CREATE, Action.UPDATE, Action.DELETE)]
)
def test_an_object_is_done_by_the_step_of_its_own_action(action: Action, step: str) -> None:
    other = (
        "create" if step != "create" else "delete"
    )  # of another object at the address: one that was replaced
    for name, done in ((step, 1), (other, 0)):
        left = partial_apply(
            plan(change("aws_x.a", action)), [Applied("aws_x.a", name, "complete")], [], Trace()
        )
        assert len(left.done) == done


def test_a_cause_without_a_line_in_the_spec_is_one_text() -> None:
    diagnostics = [
        error(DENIED.format(what="IAM Role", name=name), f"aws_iam_role.{name}") for name in ("a", "b", "c")
    ]
    (cause,) = failure_causes(diagnostics, Trace())
    assert cause.note.count("AccessDenied") == 1
    assert cause.note.endswith("(aws_iam_role.a); also reported for aws_iam_role.b, aws_iam_role.c")


def test_one_error_for_several_objects_is_one_cause() -> None:
    diagnostics = [
        error(DENIED.format(what="IAM Role", name=name), f"aws_iam_role.{name}") for name in ("a", "b", "c")
    ]
    (cause,) = failure_causes(diagnostics, Trace())
    assert cause.code == "AccessDenied"
    assert cause.addresses == ("aws_iam_role.a", "aws_iam_role.b", "aws_iam_role.c")


def test_causes_are_distinguished_by_code_and_not_by_names() -> None:
    diagnostics = [
        *(error(EXISTS.format(name=name), f"aws_iam_role.{name}") for name in ("a-1", "b-2")),
        error(DENIED.format(what="IAM Role", name="c"), "aws_iam_role.c"),
        error("timeout while waiting for state to become 'ACTIVE'", "aws_eks_cluster.this"),
    ]
    found = failure_causes(diagnostics, Trace())
    assert [(cause.code, len(cause.addresses)) for cause in found] == [
        ("EntityAlreadyExists", 2),
        ("AccessDenied", 1),
        ("", 1),
    ]


def test_tainted_objects_of_a_state_are_named_by_address() -> None:
    state = {
        "resources": [
            {
                "module": "module.nodes_web", "mode": "managed", "type": "aws_eks_node_group", "name": "this",
                "instances": [{"status": "tainted", "attributes": {"secret": "hunter2"}}],
            },
            {
                "mode": "managed", "type": "aws_subnet", "name": "private",
                "instances": [
                    {"index_key": "eu-west-1a"}, {"index_key": "eu-west-1b", "status": "tainted"},
                    {"index_key": "eu-west-1c", "status": "tainted", "deposed": "123"},
                ],
            },
        ]
    }  # fmt: skip
    assert tainted_addresses(json.dumps(state)) == (
        'aws_subnet.private["eu-west-1b"]',
        "module.nodes_web.aws_eks_node_group.this",
    )
    assert tainted_addresses("") == tainted_addresses("no json") == tainted_addresses("[]") == ()
