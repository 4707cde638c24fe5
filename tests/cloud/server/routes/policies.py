"""The policy of a workspace: Sentinel shows it by policy checks, OPA by task stages."""

from __future__ import annotations

from ..documents.resources import relation
from ..routing import Answer, Call, Refused, Route, many, one
from ..values import AWAITS_OVERRIDE, Document, Policy, Run

_CHECKED = ("policy_checked", "post_plan_completed", "planned_and_saved", "planned_and_finished", "confirmed")


def list_checks(call: Call) -> Answer:
    run = call.run()
    policy = _policy(run, "sentinel")
    return many(call, [_check(run, policy)] if policy else [])


def read_check(call: Call) -> Answer:
    return one(_check(call.run(), _needed(call, "sentinel")))


def list_stages(call: Call) -> Answer:
    run = call.run()
    policy = _policy(run, "opa")
    return many(call, [_stage(run, policy)] if policy else [])


def read_stage(call: Call) -> Answer:
    return one(_stage(call.run(), _needed(call, "opa")))


def list_evaluations(call: Call) -> Answer:
    run, policy = call.run(), _needed(call, "opa")
    return many(call, [_evaluation(run, policy)])


def list_outcomes(call: Call) -> Answer:
    run, policy = call.run(), _needed(call, "opa")
    return many(call, [_outcome(run, policy)])


def _policy(run: Run, kind: str) -> Policy | None:
    policy = run.workspace.policy
    return policy if policy and policy.kind == kind else None


def _needed(call: Call, kind: str) -> Policy:
    policy = _policy(call.run(), kind)
    if policy is None:
        raise Refused(404, "not found")
    return policy


def _check(run: Run, policy: Policy) -> Document:
    failed = not policy.passed
    level = {"advisory": "advisory", "soft-mandatory": "soft", "hard-mandatory": "hard"}[policy.enforcement]
    statuses = {"advisory": "passed", "soft": "soft_failed", "hard": "hard_failed"}
    entry = {
        "policy": {"name": policy.name, "enforcement-level": policy.enforcement},
        "result": policy.passed,
        "allowed-failure": level == "advisory",
        "error": None,
        "trace": {"print": policy.message, "description": policy.message},
    }
    data = {"checks": {"can-override": level == "soft", "result": policy.passed, "policies": [entry]}}
    result = {
        "result": policy.passed,
        "passed": int(policy.passed),
        "total-failed": int(failed),
        **{f"{name}-failed": int(failed and name == level) for name in statuses},
        "duration-ms": 1,
        "sentinel": {"schema-version": 1, "data": data},
    }
    attributes = {
        "status": statuses[level] if failed else "passed",
        "scope": "organization",
        "result": result,
        "actions": {"is-overridable": run.status == "policy_override"},
        "permissions": {"can-override": False},
    }
    links = {"output": f"/api/v2/policy-checks/polchk-{run.id[4:]}/output"}
    return {"id": f"polchk-{run.id[4:]}", "type": "policy-checks", "attributes": attributes, "links": links}


def _stage(run: Run, policy: Policy) -> Document:
    waits = run.status in AWAITS_OVERRIDE
    status = "awaiting_override" if waits else "passed" if run.status in _CHECKED else "running"
    failed = run.status == "errored" and not policy.passed
    evaluation = {"id": f"poleval-{run.id[4:]}", "type": "policy-evaluations"}
    return {
        "id": f"ts-{run.id[4:]}",
        "type": "task-stages",
        "attributes": {
            "stage": "post_plan",
            "status": "failed" if failed else status,
            "actions": {"is-overridable": waits},
            "permissions": {"can-override-policy": False},
        },
        "relationships": {
            "run": relation("runs", run.id),
            "task-results": {"data": []},
            "policy-evaluations": {"data": [evaluation]},
        },
    }


def _evaluation(run: Run, policy: Policy) -> Document:
    failed = not policy.passed
    mandatory = policy.enforcement != "advisory"
    counts = {
        "advisory-failed": int(failed and not mandatory),
        "mandatory-failed": int(failed and mandatory),
        "passed": int(policy.passed),
        "errored": 0,
    }
    return {
        "id": f"poleval-{run.id[4:]}",
        "type": "policy-evaluations",
        "attributes": {
            "status": "failed" if failed else "passed",
            "policy-kind": "opa",
            "result-count": counts,
        },
        "relationships": {
            "policy-set-outcomes": {"data": [{"id": f"psout-{run.id[4:]}", "type": "policy-set-outcomes"}]}
        },
    }


def _outcome(run: Run, policy: Policy) -> Document:
    outcome = {
        "enforcement_level": policy.enforcement,
        "query": "data.terraform.deny",
        "status": "passed" if policy.passed else "failed",
        "policy_name": policy.name,
        "description": policy.message,
        "output": [] if policy.passed else [policy.message],
    }
    attributes = {
        "outcomes": [outcome],
        "error": "",
        "overridable": policy.enforcement == "mandatory",
        "policy-set-name": "checks",
        "policy-set-description": "",
        "result-count": _evaluation(run, policy)["attributes"]["result-count"],
    }
    return {"id": f"psout-{run.id[4:]}", "type": "policy-set-outcomes", "attributes": attributes}


ROUTES = (
    Route("GET", "runs/:id/policy-checks", list_checks),
    Route("GET", "policy-checks/:id", read_check),
    Route("GET", "runs/:id/task-stages", list_stages),
    Route("GET", "task-stages/:id", read_stage),
    Route("GET", "task-stages/:id/policy-evaluations", list_evaluations),
    Route("GET", "policy-evaluations/:id/policy-set-outcomes", list_outcomes),
)
