"""Shapes of the API's resources, as JSON Schema: what clients read of each, by the API's documentation.

Attributes beyond these are allowed, as they are on HCP Terraform.
"""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
WORDS: Schema = {"type": "string", "pattern": "^[a-z_]+$"}
FLAG: Schema = {"type": "boolean"}
COUNT: Schema = {"type": ["integer", "null"]}
TIME: Schema = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}(Z|\+00:00)$"}
URL: Schema = {"type": "string", "pattern": "^https://"}


def optional(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _flags(*names: str) -> Schema:
    return {
        "type": "object",
        "properties": dict.fromkeys(names, FLAG),
        "required": list(names),
        "additionalProperties": FLAG,
    }


def _object(properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(properties)}


def to_one(*types: str) -> Schema:
    """Return the shape of a relation to one resource of these types, or to none."""
    return _object({"data": optional(_object({"id": TEXT, "type": {"enum": list(types)}}))})


def to_many(type: str) -> Schema:
    return _object({"data": {"type": "array", "items": _object({"id": TEXT, "type": {"const": type}})}})


def resource(
    type: str,
    prefix: str,
    attributes: Schema,
    relations: Schema | None = None,
    links: tuple[str, ...] = ("self",),
) -> Schema:
    """Return the shape of a resource whose ids begin with a prefix."""
    parts = {
        "id": {"type": "string", "pattern": f"^{prefix}"},
        "type": {"const": type},
        "attributes": _object(attributes),
    }
    if relations:
        parts["relationships"] = _object(relations)
    if links:
        parts["links"] = _object(dict.fromkeys(links, TEXT))
    return _object(parts)


WORKSPACE = resource(
    "workspaces", "ws-",
    {
        "name": TEXT, "execution-mode": {"enum": ["remote", "local", "agent"]}, "terraform-version": TEXT,
        "working-directory": optional(TEXT), "locked": FLAG, "auto-apply": FLAG,
        "vcs-repo": optional(_object({"identifier": TEXT, "branch": TEXT})),
        "tag-names": {"type": "array", "items": TEXT}, "structured-run-output-enabled": FLAG,
        "assessments-enabled": FLAG, "resource-count": {"type": "integer"}, "created-at": TIME,
        "permissions": _flags(
            "can-queue-run", "can-queue-apply", "can-update", "can-lock", "can-unlock", "can-force-unlock"
        ),
    },
    {
        "organization": to_one("organizations"), "project": to_one("projects"), "current-run": to_one("runs"),
        "current-state-version": to_one("state-versions"), "locked-by": to_one("users", "teams", "runs"),
    },
)  # fmt: skip
CONFIGURATION = resource(
    "configuration-versions", "cv-",
    {
        "status": {"enum": ["pending", "uploaded", "errored", "archived", "fetching"]}, "auto-queue-runs": FLAG,
        "speculative": FLAG, "provisional": FLAG, "source": TEXT, "error": optional(TEXT),
        "error-message": optional(TEXT),
    },
    links=("self", "download"),
)  # fmt: skip
RUN = resource(
    "runs", "run-",
    {
        "status": WORDS, "message": TEXT, "has-changes": FLAG, "plan-only": FLAG, "save-plan": FLAG,
        "is-destroy": FLAG, "refresh": FLAG, "refresh-only": FLAG, "auto-apply": FLAG, "terraform-version": TEXT,
        "target-addrs": optional({"type": "array", "items": TEXT}),
        "replace-addrs": optional({"type": "array", "items": TEXT}),
        "variables": {"type": "array", "items": _object({"key": TEXT, "value": TEXT})}, "created-at": TIME,
        "status-timestamps": {"type": "object", "additionalProperties": TIME},
        "actions": _flags("is-cancelable", "is-confirmable", "is-discardable", "is-force-cancelable"),
        "permissions": _flags("can-apply", "can-cancel", "can-discard"),
        "canceled-at": optional(TIME), "force-cancel-available-at": optional(TIME),
    },
    {
        "workspace": to_one("workspaces"), "configuration-version": to_one("configuration-versions"),
        "input-state-version": to_one("state-versions"), "plan": to_one("plans"), "apply": to_one("applies"),
        "cost-estimate": to_one("cost-estimates"), "task-stages": to_many("task-stages"),
        "policy-checks": to_many("policy-checks"), "run-events": to_many("run-events"),
        "comments": to_many("comments"), "created-by": to_one("users"),
    },
)  # fmt: skip
_PHASE = {
    "status": {"enum": ["pending", "queued", "running", "finished", "errored", "canceled", "unreachable"]},
    "log-read-url": URL,
    "resource-additions": COUNT,
    "resource-changes": COUNT,
    "resource-destructions": COUNT,
    "resource-imports": COUNT,
}
PLAN = resource(
    "plans", "plan-", _PHASE | {"has-changes": FLAG, "structured-run-output-enabled": FLAG},
    links=("self", "json-output", "json-output-redacted", "json-schema"),
)  # fmt: skip
APPLY = resource("applies", "apply-", _PHASE, {"state-versions": to_many("state-versions")})
STATE = resource(
    "state-versions", "sv-",
    {
        "serial": {"type": "integer"}, "status": {"enum": ["pending", "finalized"]}, "created-at": TIME,
        "hosted-state-download-url": URL, "hosted-state-upload-url": optional(URL),
        "hosted-json-state-upload-url": optional(URL),
    },
    {"run": to_one("runs")},
)  # fmt: skip
ASSESSMENT = resource(
    "assessment-results", "asmtres-",
    {
        "drifted": FLAG, "succeeded": FLAG, "error-message": optional(TEXT), "resources-drifted": COUNT,
        "resources-undrifted": COUNT, "all-checks-succeeded": FLAG, "checks-passed": COUNT, "checks-failed": COUNT,
        "checks-errored": COUNT, "checks-unknown": COUNT, "created-at": TIME,
    },
    links=("self", "json-output", "json-schema", "log-output"),
)  # fmt: skip
ENTITLEMENTS = resource("entitlement-sets", "org-", {"operations": FLAG, "state-storage": FLAG}, links=())
PROJECT = resource("projects", "prj-", {"name": TEXT})
PAGINATION = _object(
    {
        "current-page": COUNT, "page-size": COUNT, "next-page": COUNT, "prev-page": COUNT, "total-pages": COUNT,
        "total-count": COUNT,
    }
)  # fmt: skip
ERRORS = _object(
    {
        "errors": {
            "type": "array",
            "minItems": 1,
            "items": _object({"status": {"type": "string", "pattern": r"^\d{3}$"}, "title": TEXT}),
        }
    }
)
PLAN_JSON = _object({"format_version": TEXT, "resource_changes": {"type": "array"}})
_NEVER = dict.fromkeys(("format_version", "configuration", "errored", "complete"), False)
REDACTED_PLAN_JSON: Schema = {
    "allOf": [
        _object(
            {
                "plan_format_version": TEXT, "resource_changes": {"type": "array"},
                "resource_drift": {"type": "array"}, "relevant_attributes": {"type": "array"},
                "output_changes": {"type": "object"}, "provider_schemas": {"type": "object"},
            }
        ),
        {"properties": _NEVER},
    ]
}  # fmt: skip
EXPLORED = resource(
    "visibility-workspace", "ws-",
    {
        "workspace-name": TEXT, "project-name": TEXT, "drifted": FLAG, "resources-drifted": COUNT,
        "resources-undrifted": COUNT, "current-run-status": optional(TEXT), "external-id": TEXT,
        "tags": optional(TEXT), "workspace-terraform-version": TEXT,
    },
    links=(),
)  # fmt: skip
