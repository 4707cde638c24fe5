"""Plans and applies: their status, their logs, the JSON of a plan, a state that could not be saved."""

from __future__ import annotations

import json

from ..documents.runs import apply_document, plan_document
from ..routing import Answer, Call, Refused, Route, one
from ..runs.plan_json import redacted
from ..store import REDIRECT_SECONDS
from ..values import Document, Run


def read_plan(call: Call) -> Answer:
    return one(plan_document(call.run()))


def read_apply(call: Call) -> Answer:
    return one(apply_document(call.run()))


def plan_json(call: Call) -> Answer:
    run = call.run()
    return _redirect(call, run, run.document)


def redacted_plan_json(call: Call) -> Answer:
    run = call.run()
    document = redacted(run.document, run.schemas) if run.document else None
    if document and run.workspace.redacted_inline:
        return Answer(200, document, content_type="application/json")
    return _redirect(call, run, document)


def provider_schemas(call: Call) -> Answer:
    run = call.run()
    return _redirect(call, run, run.schemas if run.document else None)


def _redirect(call: Call, run: Run, document: Document | None) -> Answer:
    """Redirect to a blob that lasts a minute; 204 while there is no plan."""
    if document is None or run.workspace.json_not_ready > 0:
        run.workspace.json_not_ready -= 1
        return Answer(204)
    content = json.dumps(document).encode()
    return Answer(307, headers={"Location": call.store.url_of(lambda: content, seconds=REDIRECT_SECONDS)})


def errored_state(call: Call) -> Answer:
    state = call.run().errored_state
    if state is None:
        raise Refused(404, "not found")
    return Answer(307, headers={"Location": call.store.url_of(lambda: state, seconds=REDIRECT_SECONDS)})


ROUTES = (
    Route("GET", "plans/:id", read_plan),
    Route("GET", "plans/:id/json-output", plan_json, "admin", people_only=True),
    Route("GET", "plans/:id/json-output-redacted", redacted_plan_json),
    Route("GET", "plans/:id/json-schema", provider_schemas),
    Route("GET", "applies/:id", read_apply),
    Route("GET", "applies/:id/errored-state", errored_state, "apply"),
)
