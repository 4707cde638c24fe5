"""Failures on purpose: the next calls of an operation are refused as AWS refuses them.

In: what was asked for (`POST` of a list of faults as JSON). Out: for a request, the fault that strikes it, if
one does. Each counts down to nothing; a reset of the sandbox forgets them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from fnmatch import fnmatchcase
from typing import Any

KINDS: Mapping[str, tuple[int, str, str]] = {
    # https://docs.aws.amazon.com/eks/latest/APIReference/CommonErrors.html, read 2026-11
    "throttled": (429, "ThrottlingException", "Rate exceeded"),
    "unavailable": (503, "ServiceUnavailable", "The service is temporarily unavailable"),
    "broken": (500, "InternalFailure", "An internal error occurred"),
    "expired": (403, "ExpiredTokenException", "The security token included in the request is expired"),
    "denied": (403, "AccessDeniedException", "You are not authorized to perform this operation"),
}
"""Name of a fault -> HTTP status, code and message of AWS's answer."""


@dataclass(frozen=True, slots=True)
class Fault:
    """The next `times` calls of `operation` (`eks:CreateNodegroup`, `ec2:*`) in `account` fail; "" is any."""

    kind: str
    operation: str
    times: int
    account: str = ""


class Faults:
    """What is to fail. Not safe for threads: the application answers one request at a time."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, asked: Any) -> None:
        """Take a list of faults as JSON values; `ValueError` for what is none."""
        self._waiting += [_fault(one) for one in asked]

    def clear(self) -> None:
        """Nothing fails any more."""
        self._waiting = []

    def waiting(self) -> list[dict[str, Any]]:
        """What has not struck yet, as JSON values."""
        return [asdict(fault) for fault in self._waiting]

    def strikes(self, service: str, operation: str, account: str) -> Fault | None:
        """The fault that this call meets, which is then one less."""
        for at, fault in enumerate(self._waiting):
            if fault.account in ("", account) and _meant(fault.operation, service, operation):
                rest: Iterable[Fault] = [replace(fault, times=fault.times - 1)] if fault.times > 1 else []
                self._waiting[at : at + 1] = rest
                return fault
        return None


def _meant(pattern: str, service: str, operation: str) -> bool:
    return fnmatchcase(f"{service}:{operation}".lower(), pattern.lower())


def _fault(raw: Any) -> Fault:
    if not isinstance(raw, Mapping) or raw.get("kind") not in KINDS:
        raise ValueError(f"a fault is one of {', '.join(KINDS)}")
    operation = str(raw.get("operation", ""))
    if ":" not in operation:
        raise ValueError("an operation is SERVICE:NAME, such as eks:CreateNodegroup or ec2:*")
    times = raw.get("times", 1)
    if not isinstance(times, int) or times < 1:
        raise ValueError("a fault strikes once or more")
    return Fault(str(raw["kind"]), operation, times, str(raw.get("account", "")))
