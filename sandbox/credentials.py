"""Dummy credentials of the sandbox; the access key contains the account.

The server therefore needs no table of keys: a request signed with `access_key("111122223333")` is a request
of that account. Keys that the local STS issues (`AssumeRole`) are moto's, and moto knows their account.
"""

from __future__ import annotations

import re

SECRET_KEY = "local-sandbox-no-secret"
_ACCESS_KEY = re.compile(r"^SANDBOX(\d{12})$")


def access_key(account_id: str) -> str:
    """Return the access key of an account (12 digits)."""
    return f"SANDBOX{account_id}"


def account_of(key: str) -> str | None:
    """Return the account of an access key; None if the key was not made by `access_key`."""
    match = _ACCESS_KEY.match(key)
    return match.group(1) if match else None
