"""Name the policies and tasks that stopped a run; they are never overridden from here.

Policies of OPA and newer Sentinel are outcomes below the task stages of a run, older Sentinel ones are policy
checks, run tasks have results of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from ....compiler.errors import EksgenError
from ..client.api import Api, path_of
from ..client.json_api import Document, shown
from ..documents import Run

_PASSED = frozenset({"", "passed", "pending", "running", "unreachable"})
_MOST = 20
_STAGES, _SETS = 10, 500
"""How many are read at most: a run has four stages."""
_DEEPEST = 12


def failed_policies(api: Api, run: Run) -> tuple[str, ...]:
    """Return a line for each policy or task that did not pass: name, enforcement, status, message.

    What cannot be read is left out: the run itself says that it failed.
    """
    found: list[str] = []
    for source in (_of_task_stages, _of_policy_checks):
        try:
            for line in source(api, run):
                found.append(line)
                if len(found) == _MOST:
                    break
        except EksgenError:
            continue
    return tuple(dict.fromkeys(found))


def _of_task_stages(api: Api, run: Run) -> Iterator[str]:
    for stage in islice(api.listed(path_of("runs", run.id, "task-stages")), _STAGES):
        for evaluation in stage.related_many("policy-evaluations")[:_STAGES]:
            sets = api.listed(path_of("policy-evaluations", evaluation, "policy-set-outcomes"))
            for outcomes in islice(sets, _SETS):
                yield from _outcomes(outcomes)
        if stage.related_many("task-results"):
            for result in api.included(path_of("task-stages", stage.id), {"include": "task_results"}):
                yield from _task(result)


def _outcomes(document: Document) -> Iterator[str]:
    outcomes = document.value("outcomes")
    for raw in outcomes if isinstance(outcomes, list) else ():
        if isinstance(raw, Mapping) and shown(raw.get("status")) not in _PASSED:
            yield _line(
                "policy",
                raw.get("policy_name"),
                raw.get("enforcement_level"),
                raw.get("status"),
                raw.get("description"),
            )


def _task(document: Document) -> Iterator[str]:
    if document.text("status") not in _PASSED and document.value("task-name"):
        enforcement = document.value("workspace-task-enforcement-level")
        yield _line(
            "task",
            document.value("task-name"),
            enforcement,
            document.value("status"),
            document.value("message"),
        )


def _of_policy_checks(api: Api, run: Run) -> Iterator[str]:
    for check in islice(api.listed(path_of("runs", run.id, "policy-checks")), _SETS):
        if check.text("status") not in _PASSED:
            result = check.value("result")
            yield from _sentinel(result.get("sentinel") if isinstance(result, Mapping) else None, _DEEPEST)


def _sentinel(raw: Any, depth: int) -> Iterator[str]:
    """Yield the failed policies inside the result of Sentinel, whose shape is its own."""
    if not depth:
        return
    if isinstance(raw, list):
        for item in raw:
            yield from _sentinel(item, depth - 1)
    elif isinstance(raw, Mapping):
        policy = raw.get("policy")
        if isinstance(policy, Mapping) and raw.get("result") is False:
            yield _line("policy", policy.get("name"), policy.get("enforcement-level"), "failed", "")
        for item in raw.values():
            yield from _sentinel(item, depth - 1)


def _line(what: str, name: Any, enforcement: Any, status: Any, message: Any) -> str:
    level = f" ({shown(enforcement)})" if enforcement else ""
    text = f": {shown(message)}" if message else ""
    return f"{what} {shown(name) or 'without a name'}{level} {shown(status) or 'failed'}{text}"
