"""Read the JSON of a plan."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final

from ....compiler.files.decoding import NotDecoded, decode_object
from ..client.api import Api, path_of
from ..client.refusals import ApiError, odd_answer
from ..upload import Pause

_JSON_POLLS, _JSON_SECONDS = 40, 0.5

MAX_PLAN: Final = 256 << 20
"""The largest plan that is read, in bytes."""


@dataclass(frozen=True, slots=True)
class PlanJson:
    """The JSON of a plan; `redacted` if it has none of the secret values."""

    text: str
    redacted: bool


def plan_json(api: Api, plan: str, pause: Pause) -> PlanJson:
    """Return the JSON of a plan; without the right to read all of it, the redacted one."""
    try:
        return PlanJson(_plan_file(api, plan, "json-output", pause), redacted=False)
    except ApiError as error:
        if error.status not in (403, 404):
            raise
    text = _plan_file(api, plan, "json-output-redacted", pause)
    try:
        raw = decode_object(text)
    except NotDecoded:
        raise odd_answer(api.host.name, "the redacted plan is not JSON") from None
    raw.pop("provider_schemas", None)
    if "plan_format_version" in raw:
        raw.setdefault("format_version", raw["plan_format_version"])
    return PlanJson(json.dumps(raw), redacted=True)


def _plan_file(api: Api, plan: str, name: str, pause: Pause) -> str:
    for _ in range(_JSON_POLLS):
        data = api.download(path_of("plans", plan, name), MAX_PLAN)
        if data is not None:
            return data.decode("utf-8", "replace")
        pause(_JSON_SECONDS)
    raise odd_answer(api.host.name, "it has no JSON of the plan after 20 seconds")
