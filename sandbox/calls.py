"""Which operations of AWS each account called, so that policies can be compared with what a run needs."""

from __future__ import annotations

MOST_CALLS = 2000
"""How many different operations of an account are kept; AWS names that many in no run of a cluster."""


class Calls:
    """Names such as `eks:CreateNodegroup`, by account. Not thread-safe: one request is served at a time."""

    def __init__(self) -> None:
        self._names: dict[str, set[str]] = {}

    def record(self, account: str, service: str, operation: str) -> None:
        """Remember that an account called an operation, whether or not it succeeded."""
        names = self._names.setdefault(account, set())
        if len(names) < MOST_CALLS:
            names.add(f"{service}:{operation}")

    def take(self, account: str) -> list[str]:
        """Return the operations that an account called since the last time, sorted, and forget them."""
        return sorted(self._names.pop(account, ()))

    def clear(self) -> None:
        """Forget the calls of all accounts."""
        self._names = {}
