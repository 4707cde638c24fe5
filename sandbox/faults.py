"""Injected faults: the next calls of an operation fail as they would fail in AWS.

A `POST` of a JSON list adds faults; each fails a number of calls and is then dropped. A reset of the sandbox
drops them all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from fnmatch import fnmatchcase
from typing import Any

KINDS: Mapping[str, tuple[int, str, str]] = {
    # https://docs.aws.amazon.com/eks/latest/APIReference/CommonErrors.html, read 2026-11
    "throttled": (429, "ThrottlingException", "Rate exceeded"),
    "unavailable": (
        503,
        "ServiceUnavailable",
        "The request has failed due to a temporary failure of the server.",
    ),
    "broken": (
        500,
        "InternalFailure",
        "The request processing has failed because of an unknown error, exception or failure.",
    ),
    "expired": (403, "ExpiredTokenException", "The security token included in the request is expired"),
    "denied": (403, "AccessDeniedException", "You are not authorized to perform this operation."),
}
"""Kind of fault -> HTTP status, code and message of AWS."""


@dataclass(frozen=True, slots=True)
class Fault:
    """The next `times` calls of `operation` (`eks:CreateNodegroup`, `ec2:*`) in `account` fail; "" is any."""

    kind: str
    operation: str
    times: int
    account: str = ""

    def matches(self, service: str, operation: str, account: str) -> bool:
        """Return whether the fault applies to a call."""
        call = f"{service}:{operation}".lower()
        return self.account in ("", account) and fnmatchcase(call, self.operation.lower())


class Faults:
    """The pending faults. Not thread-safe: the application serves one request at a time."""

    def __init__(self) -> None:
        self._pending: list[Fault] = []

    def add(self, documents: Any) -> None:
        """Add a JSON list of faults; `ValueError` if one is not valid."""
        self._pending += [_parse_fault(document) for document in documents]

    def clear(self) -> None:
        """Drop all faults."""
        self._pending = []

    def pending(self) -> list[dict[str, Any]]:
        """Return the faults that still have calls to fail, as JSON values."""
        return [asdict(fault) for fault in self._pending]

    def take(self, service: str, operation: str, account: str) -> Fault | None:
        """Return the first fault that applies to a call, and count the call."""
        for index, fault in enumerate(self._pending):
            if fault.matches(service, operation, account):
                remaining = [replace(fault, times=fault.times - 1)] if fault.times > 1 else []
                self._pending[index : index + 1] = remaining
                return fault
        return None


def _parse_fault(document: Any) -> Fault:
    if not isinstance(document, Mapping) or document.get("kind") not in KINDS:
        raise ValueError(f"the kind of a fault must be one of {', '.join(KINDS)}")
    operation = str(document.get("operation", ""))
    if ":" not in operation:
        raise ValueError("the operation must be SERVICE:NAME, for example eks:CreateNodegroup or ec2:*")
    times = document.get("times", 1)
    if not isinstance(times, int) or times < 1:
        raise ValueError("the number of times must be 1 or more")
    return Fault(str(document["kind"]), operation, times, str(document.get("account", "")))
