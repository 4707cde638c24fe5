"""The end-to-end tests share a local AWS, in which leftovers are looked for by account."""

from __future__ import annotations

import re
from pathlib import Path

TESTS = Path(__file__).parents[2] / "sandbox"


def test_no_two_modules_of_end_to_end_tests_share_an_account() -> None:
    accounts = {file.name: set(re.findall(r"\b1\d{11}\b", file.read_text())) for file in TESTS.glob("*.py")}
    shared = {
        (one, other): accounts[one] & accounts[other]
        for one in accounts
        for other in accounts
        if one < other and accounts[one] & accounts[other]
    }
    assert shared == {}
