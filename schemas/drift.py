"""`drift`: which outside changes are accepted, and which findings fail a run."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from .base import Form, Model, printable, problem, said

_DAY = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"

LevelName = Literal["low", "medium", "high"]


def _day(value: str) -> str:
    try:
        if not re.fullmatch(_DAY, value):  # fromisoformat reads weeks, too
            raise ValueError
        return date.fromisoformat(value).isoformat()
    except ValueError:
        problem(
            "invalid-date",
            f"`{printable(value)}` is not a date",
            "not a date",
            note="a date looks like 2027-03-31",
        )


Day = Annotated[
    str,
    Form(_day, said(_DAY, "not a date: a date looks like 2027-03-31")),
    Field(examples=["2027-03-31"]),
]
"""A day as YYYY-MM-DD."""


class Ignore(Model):
    """One rule: an outside change that is accepted."""

    path: str = Field(
        min_length=1,
        max_length=512,
        description="The field of the spec that may differ in the cloud, `*` for any name, or a Terraform "
        "address with an attribute.",
        examples=["nodeGroups.*.scaling.desired"],
    )
    reason: str = Field(min_length=1, max_length=512, description="Why it is accepted.")
    owner: str | None = Field(None, description="Who answers for it.")
    until: Day | None = Field(None, description="The last day on which the rule holds.")


class Drift(Model):
    """Rules of drift reports."""

    ignore: tuple[Ignore, ...] = Field((), max_length=200, description="Outside changes that are accepted.")
    fail_on: LevelName = Field("low", description="The lowest level of findings that fails `eksgen drift`.")
