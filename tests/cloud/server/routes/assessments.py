"""Health assessments: start one, read the last result, its plan JSON and its log."""

from __future__ import annotations

import json

from ..documents.states import assessment_document
from ..documents.workspaces import workspace_document
from ..routing import Answer, Call, Route, existing, one
from ..runs import actions
from ..values import Assessment, Document


def start(call: Call) -> Answer:
    workspace = call.workspace()
    actions.assess(call.store, workspace)
    return one(workspace_document(call.store, workspace, call.token))


def read_current(call: Call) -> Answer:
    return one(assessment_document(existing(call.workspace().assessment)))


def _asked(call: Call) -> Assessment:
    return existing(call.store.assessments.get(call.path["id"]))


def read(call: Call) -> Answer:
    return one(assessment_document(_asked(call)))


def plan_json(call: Call) -> Answer:
    return _json(_asked(call).run.document)


def provider_schemas(call: Call) -> Answer:
    run = _asked(call).run
    return _json(run.schemas if run.document else None)


def _json(document: Document | None) -> Answer:
    content = None if document is None else json.dumps(document).encode()
    return Answer(204 if content is None else 200, content, content_type="application/json")


def log(call: Call) -> Answer:
    return Answer(200, bytes(_asked(call).run.plan.log), content_type="text/plain")


ROUTES = (
    Route("POST", "workspaces/:id/actions/assess", start, "plan"),
    Route("GET", "workspaces/:id/current-assessment-result", read_current),
    Route("GET", "assessment-results/:id", read),
    Route("GET", "assessment-results/:id/json-output", plan_json, "admin"),
    Route("GET", "assessment-results/:id/json-schema", provider_schemas, "admin"),
    Route("GET", "assessment-results/:id/log-output", log),
)
