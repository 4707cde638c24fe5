"""The dummy credentials of a sandbox run: the access key carries the account.

So the server keeps no table of keys: whoever signs with `access_key("111122223333")` works in that
account. Keys that the local STS hands out (`AssumeRole`) are moto's, and moto knows their account.
"""

from __future__ import annotations

import re

SECRET_KEY = "local-sandbox-no-secret"
_KEY = re.compile(r"^SANDBOX(\d{12})$")


def access_key(account_id: str) -> str:
    """The access key of an account (12 digits)."""
    return f"SANDBOX{account_id}"


def account_of(key: str) -> str | None:
    """The account that an access key carries; None if it is none of these keys."""
    found = _KEY.match(key)
    return found.group(1) if found else None
