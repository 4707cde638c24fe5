"""A state that records another cluster, region or account is refused at the line that says otherwise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from eksgen.compiler.emit.modules import FOLDER
from eksgen.compiler.pipeline import check_text, compile_spec
from eksgen.engine.plan.document import PlanDocument, parse_document
from eksgen.engine.plan.refusals.state_guard import StateOwner, foreign_outputs, foreign_state
from eksgen.engine.source_map.reading import load_trace
from eksgen.engine.source_map.trace import Trace

CLUSTER = "arn:aws:eks:us-west-2:111122223333:cluster/demo"
ROLE = "arn:aws:iam::111122223333:role/demo-cluster"


def change(resource_type: str, before: dict[str, object] | None, actions: list[str]) -> dict[str, object]:
    return {
        "address": f"module.eks.{resource_type}.this",
        "mode": "managed",
        "type": resource_type,
        "name": "this",
        "change": {"actions": actions, "before": before, "after": None},
    }


def document(*changes: dict[str, object], drift: tuple[dict[str, object], ...] = ()) -> PlanDocument:
    return parse_document({"resource_changes": list(changes), "resource_drift": list(drift)})


RECORDED = document(
    change("aws_eks_cluster", {"name": "demo", "arn": CLUSTER}, ["no-op"]),
    change("aws_iam_role", {"name": "demo-cluster", "arn": ROLE}, ["no-op"]),
)
DELETED = document(
    change("aws_eks_cluster", None, ["create"]),
    drift=(change("aws_eks_cluster", {"name": "demo", "arn": CLUSTER}, ["delete"]),),
)
OWN = StateOwner("demo", "us-west-2", "111122223333")


@pytest.mark.parametrize("state", [RECORDED, DELETED, document()])
def test_the_state_of_the_spec_itself_is_accepted(state: PlanDocument, trace: Trace) -> None:
    assert foreign_state(state, OWN, trace) == ()


@pytest.mark.parametrize("state", [RECORDED, DELETED])
@pytest.mark.parametrize(
    ("owner", "message"),
    [
        (replace(OWN, cluster="web"), "the state records cluster name demo, and the spec says web"),
        (replace(OWN, region="us-east-2"), "the state records region us-west-2, and the spec says us-east-2"),
        (
            replace(OWN, account="444455556666"),
            "the state records account 111122223333, and the spec says 444455556666",
        ),
    ],
)
def test_a_foreign_state_is_refused_even_if_its_objects_are_not_visible(
    state: PlanDocument, owner: StateOwner, message: str, trace: Trace
) -> None:
    (error,) = foreign_state(state, owner, trace)
    assert error.message == message
    assert error.code == "foreign-state"


def test_every_difference_is_reported(trace: Trace) -> None:
    errors = foreign_state(RECORDED, StateOwner("web", "us-east-2", "444455556666"), trace)
    assert [error.message.removeprefix("the state records ").split(",")[0] for error in errors] == [
        "cluster name demo",
        "region us-west-2",
        "account 111122223333",
    ]


def test_what_the_spec_leaves_open_is_not_compared(trace: Trace) -> None:
    assert foreign_state(RECORDED, StateOwner("demo", "us-west-2", ""), trace) == ()


def test_a_cluster_that_was_never_created_is_known_by_its_log_group(trace: Trace) -> None:
    group: dict[str, object] = {
        "name": "/aws/eks/demo/cluster",
        "arn": "arn:aws:logs:us-west-2:111122223333:log-group:x",
    }
    state = document(change("aws_cloudwatch_log_group", group, ["no-op"]))
    assert [error.code for error in foreign_state(state, replace(OWN, cluster="web"), trace)] == [
        "foreign-state"
    ]


def test_recorded_plans_belong_to_their_own_spec(
    recorded: Callable[[str], PlanDocument], trace: Trace
) -> None:
    for name in ("empty", "mixed", "drift_mixed", "replace", "destroy"):
        try:
            state = recorded(name)
        except FileNotFoundError:
            continue
        assert foreign_state(state, StateOwner("demo", "us-west-2", ""), trace) == (), name


@pytest.mark.parametrize("host", ["oidc.eks.eu-west-1.amazonaws.com", "oidc-eks.eu-west-1.api.aws"])
def test_the_issuer_of_a_state_tells_its_region_by_either_of_its_names(host: str, trace: Trace) -> None:
    outputs = {"cluster_name": "demo", "cluster_oidc_issuer": f"https://{host}/id/0123456789ABCDEF"}
    (error,) = foreign_outputs(outputs, OWN, trace)
    assert "region eu-west-1, and the spec says us-west-2" in error.message


def test_both_lines_are_shown(tmp_path: Path) -> None:
    """The place of the state is the other line that may be wrong."""
    spec = b"""\
apiVersion: eksgen/v1alpha1
kind: Cluster
metadata: {name: web, region: us-west-2}
kubernetes: {version: "1.34"}
nodeGroups: {web: {}}
access: {admins: [arn:aws:iam::111122223333:role/Admin]}
terraform:
  backend:
    s3: {bucket: states, key: shared, region: us-west-2}
"""
    checked = check_text(spec, "cluster.yaml")
    assert not checked.failed, checked.findings
    (tmp_path / "eksgen.map.json").write_bytes(compile_spec(checked).files["eksgen.map.json"])
    trace = load_trace(tmp_path, FOLDER / "interface.json")
    (error,) = foreign_state(RECORDED, replace(OWN, cluster="web"), trace)
    assert error.primary.span.line == 3
    assert [(label.span.line, label.text) for label in error.secondary] == [(9, "the state is stored here")]
