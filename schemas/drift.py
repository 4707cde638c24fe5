"""`drift`: changes outside Terraform that are accepted, and the findings that fail a run."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from .base import Form, Model, pattern_keywords, printable, problem

_DAY = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"

LevelName = Literal["low", "medium", "high"]


def _day(value: str) -> str:
    try:
        if not re.fullmatch(_DAY, value):  # fromisoformat also accepts weeks
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
    Form(_day, pattern_keywords(_DAY, "not a date: a date looks like 2027-03-31")),
    Field(examples=["2027-03-31"]),
]
"""A date as YYYY-MM-DD."""


class Ignore(Model):
    """A rule that accepts a change made outside Terraform."""

    path: str = Field(
        min_length=1,
        max_length=512,
        description="Field of the spec that may differ from the live value (`*` stands for any name), or a "
        "Terraform address with an attribute.",
        examples=["nodeGroups.*.scaling.desired"],
    )
    reason: str = Field(min_length=1, max_length=512, description="Why the change is accepted.")
    owner: str | None = Field(None, description="Who is responsible for the rule.")
    until: Day | None = Field(None, description="Last day on which the rule applies.")


class Drift(Model):
    """Settings for drift reports."""

    ignore: tuple[Ignore, ...] = Field(
        (), max_length=200, description="Changes outside Terraform that are accepted."
    )
    fail_on: LevelName = Field(
        "low", description="Lowest severity of a finding that makes `eksgen drift` fail."
    )
