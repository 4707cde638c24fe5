"""What programs that run in many clusters may do in AWS: policies of AWS, or statements of an inline policy.

A program is limited to its cluster by the tags that it sets itself, where it sets any and IAM can compare
them, else to the account and region. Each file names its sources.
"""

from __future__ import annotations

from collections.abc import Mapping

from . import compute, data, load_balancers
from .program import Place, Program

PROGRAMS: Mapping[str, Program] = dict(
    sorted({**compute.PROGRAMS, **data.PROGRAMS, **load_balancers.PROGRAMS}.items())
)
"""The programs by the name that a spec gives them."""


def program_statements(name: str, place: Place) -> list[dict[str, object]]:
    """Return the statements of a program in a cluster; none if policies of AWS say it all."""
    statements = PROGRAMS[name].statements
    return statements(place) if statements is not None else []
