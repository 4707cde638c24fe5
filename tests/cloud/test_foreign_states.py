"""A workspace that keeps the state of another cluster is refused, before anything goes up where that is known."""

from __future__ import annotations

import json
from typing import Any

import pytest

from eksgen.compiler.errors import EksgenError
from eksgen.engine.runs.plan import plan
from eksgen.engine.runs.session import PlanRequest

from .command_line import SPEC, WORKSPACE, CommandLine, Said
from .remote_folder import Remote
from .server import StubRunner, Workspace
from .server.runs.stub_runner import created_resource, plan_document

ISSUER = "https://oidc.eks.{}.amazonaws.com/id/0123456789ABCDEF"


@pytest.fixture
def set_up(eksgen: CommandLine) -> Workspace:
    return eksgen.server.add_workspace(WORKSPACE)


def keep(eksgen: CommandLine, workspace: Workspace, **outputs: str) -> None:
    """Let the workspace have a state with these outputs."""
    values = {name: {"value": value, "type": "string"} for name, value in outputs.items()}
    state = {"version": 4, "serial": 2, "lineage": "one", "resources": [{}], "outputs": values}
    eksgen.server.put_state(workspace, json.dumps(state).encode())


def recorded(**attributes: str) -> dict[str, Any]:
    """Return what a plan has of a cluster that it does not change."""
    values = {"name": "remote", "arn": "arn:aws:eks:us-west-2:111122223333:cluster/remote"} | attributes
    kept = created_resource("module.eks.aws_eks_cluster.this")
    kept["change"] |= {"actions": ["no-op"], "before": values, "after": values, "after_unknown": {}}
    return kept


def assert_foreign(said: Said, words: str, line: str) -> None:
    assert said.code == 1, said.err
    assert "error[foreign-state]" in said.err
    assert words in said.err
    assert line in said.err
    assert "the state is stored here" in said.err


FOREIGN = {
    "cluster": ({"cluster_name": "other"}, "cluster name other, and the spec says remote", "name: remote"),
    "region": (
        {"cluster_name": "remote", "cluster_oidc_issuer": ISSUER.format("eu-west-1")},
        "region eu-west-1, and the spec says us-west-2",
        "region: us-west-2",
    ),
}
VERBS = (
    ("plan", SPEC),
    ("plan", SPEC, "-o", "saved.eksplan"),
    ("apply", SPEC, "--yes"),
    ("destroy", SPEC, "--yes"),
    ("drift", SPEC),
)


@pytest.mark.parametrize("verb", VERBS, ids=" ".join)
@pytest.mark.parametrize("other", FOREIGN)
def test_outputs_of_another_cluster_are_refused_before_anything_is_uploaded(
    eksgen: CommandLine, set_up: Workspace, other: str, verb: tuple[str, ...]
) -> None:
    outputs, words, line = FOREIGN[other]
    keep(eksgen, set_up, **outputs)
    assert_foreign(eksgen(*verb, token=eksgen.server.new_token("read", "plan", "apply")), words, line)
    assert {request.method for request in eksgen.server.requests} == {"GET"}
    assert not eksgen.server.runs(set_up)


def test_outputs_of_the_cluster_are_no_reason(eksgen: CommandLine, set_up: Workspace) -> None:
    keep(eksgen, set_up, cluster_name="remote", cluster_oidc_issuer=ISSUER.format("us-west-2"))
    set_up.runner = StubRunner(plan_document(recorded()), plan_document(recorded()))
    assert eksgen("plan", SPEC).code == 0


@pytest.mark.parametrize("rights", [("read", "plan"), ("read", "plan", "admin")], ids=["redacted", "full"])
@pytest.mark.parametrize(
    ("attributes", "words", "line"),
    [
        ({"name": "other"}, "cluster name other", "name: remote"),
        (
            {"arn": "arn:aws:eks:eu-west-1:111122223333:cluster/remote"},
            "region eu-west-1",
            "region: us-west-2",
        ),
        ({"arn": "arn:aws:eks:us-west-2:444455556666:cluster/remote"}, "account 444455556666", "accountId"),
    ],
)
def test_what_the_outputs_do_not_tell_the_plan_does(
    eksgen: CommandLine,
    set_up: Workspace,
    rights: tuple[str, ...],
    attributes: dict[str, str],
    words: str,
    line: str,
) -> None:
    keep(eksgen, set_up)
    document = plan_document(recorded(**attributes), created_resource())
    set_up.runner = StubRunner(document, document)
    assert_foreign(eksgen("plan", SPEC, token=eksgen.server.new_token(*rights)), words, line)


def test_outputs_that_cannot_be_read_leave_it_to_the_plan(eksgen: CommandLine, set_up: Workspace) -> None:
    keep(eksgen, set_up, cluster_name="other")
    document = plan_document(recorded(name="other"), created_resource())
    set_up.runner = StubRunner(document, document)
    set_up.hides_outputs = True
    assert_foreign(eksgen("plan", SPEC), "cluster name other", "name: remote")


def test_a_plan_of_some_objects_needs_the_outputs(remote: Remote) -> None:
    state = {"version": 4, "serial": 2, "lineage": "one", "resources": [{}], "outputs": {}}
    remote.server.put_state(remote.workspace, json.dumps(state).encode())
    remote.workspace.hides_outputs = True
    with pytest.raises(EksgenError, match="this token may not read the outputs") as caught:
        plan(remote.open(), request=PlanRequest(targets=("terraform_data.made",)))
    assert caught.value.code == "cloud-rights"
    assert not remote.runs
    plan(remote.open())


def test_a_state_of_another_cluster_is_never_destroyed(eksgen: CommandLine, set_up: Workspace) -> None:
    keep(eksgen, set_up)
    gone = recorded(name="other")
    gone["change"] |= {"actions": ["delete"], "after": None}
    set_up.runner = StubRunner(plan_document(gone), plan_document(gone))
    assert_foreign(eksgen("destroy", SPEC, "--yes"), "cluster name other", "name: remote")
    assert [run.status for run in eksgen.server.runs(set_up)] == ["discarded"]
