"""Show the plan that an error refuses."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from ...engine.errors.exceptions import PlanRefused
from ...report.human.plan import draw_plan
from ...report.page.plan import plan_page
from ..outputs.results import stdout_style, write_result


@contextmanager
def showing_refused_plan(format: str) -> Iterator[None]:
    """Show the plan of a `PlanRefused` before it is reported: on stderr unless people read stdout."""
    try:
        yield
    except PlanRefused as error:
        text = draw_plan(plan_page(error.plan), stdout_style())
        (write_result if format == "human" else sys.stderr.write)(f"{text}\n")
        raise
