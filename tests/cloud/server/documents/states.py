"""State versions and health assessments as documents."""

from __future__ import annotations

from ..store import Store
from ..values import Assessment, Document, StateVersion
from .resources import relation, resource


def state_document(store: Store, state: StateVersion) -> Document:
    """Return a state version; its download URL is new each time."""
    complete = state.status == "finalized"
    attributes: Document = {
        "serial": state.serial,
        "status": state.status,
        "size": len(state.data),
        "created-at": state.created,
        "state-version": 4,
        "terraform-version": store.terraform_version,
        "resources-processed": complete,
        "hosted-state-download-url": store.url_of(lambda: state.data),
        "hosted-json-state-download-url": store.url_of(lambda: state.json),
        "hosted-state-upload-url": None,
        "hosted-json-state-upload-url": None,
    }
    relations = {"run": relation("runs", state.run.id if state.run else None)}
    links = {"self": f"/api/v2/state-versions/{state.id}"}
    return resource(state.id, "state-versions", attributes, relations, links)


def assessment_document(assessment: Assessment) -> Document:
    succeeded = assessment.drifted is not None
    attributes: Document = {
        "drifted": bool(assessment.drifted),
        "succeeded": succeeded,
        "error-message": None if succeeded else "The plan of the assessment failed.",
        "created-at": assessment.created,
        "resources-drifted": assessment.drifted,
        "resources-undrifted": assessment.undrifted,
        "all-checks-succeeded": True,
        "checks-passed": 0,
        "checks-failed": 0,
        "checks-errored": 0,
        "checks-unknown": 0,
    }
    path = f"/api/v2/assessment-results/{assessment.id}"
    names = ("json-output", "json-schema", "log-output")
    links = {"self": path} | {name: f"{path}/{name}" for name in names}
    return resource(assessment.id, "assessment-results", attributes, {}, links)
