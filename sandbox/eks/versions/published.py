"""What the sandbox's EKS has published so far in an account: newer versions appear when a rehearsal asks.

`POST` of `{"account": ID}` publishes the next versions of add-ons and node images; `{"account": ID,
"deprecatedApis": true}` says that a client still uses an API which the next Kubernetes version removes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

LAST_RELEASE = 2
"""How often there is something newer to publish."""


@dataclass(frozen=True, slots=True)
class Published:
    """How many times newer versions were published, and whether a client uses APIs that go away."""

    releases: int = 0
    deprecated_apis: bool = False


_PUBLISHED: dict[str, Published] = {}


def published_in(account: str) -> Published:
    """Return what is published in an account."""
    return _PUBLISHED.get(account, Published())


def publish(document: Any) -> dict[str, Any]:
    """Change what is published in an account, and return it; `ValueError` if the document is not valid."""
    if not isinstance(document, Mapping) or not str(document.get("account", "")).isdecimal():
        raise ValueError("`account` must be the id of an account")
    account = str(document["account"])
    old = published_in(account)
    if "deprecatedApis" in document:
        _PUBLISHED[account] = replace(old, deprecated_apis=bool(document["deprecatedApis"]))
    else:
        _PUBLISHED[account] = replace(old, releases=min(old.releases + 1, LAST_RELEASE))
    return asdict(_PUBLISHED[account])


def forget_published() -> None:
    """Go back to the first versions in every account."""
    _PUBLISHED.clear()
