"""A plan or a drift check as the values that all formats are drawn from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...compiler.diagnostics import Diagnostic
from .page import ReportPage


@dataclass(frozen=True, slots=True)
class Annotation:
    """A finding at a line of the spec, about `count` objects.

    `name` and `id` stay the same as long as the finding does; `fails` is set if a pipeline that counts
    failures counts it, as the exit code of drift does.
    """

    diagnostic: Diagnostic
    name: str
    id: str
    fails: bool
    count: int = 1


@dataclass(frozen=True, slots=True)
class RunReport:
    """A page for people, a JSON document for programs, annotations for tools that show findings at lines."""

    page: ReportPage
    document: Mapping[str, Any]
    annotations: tuple[Annotation, ...] = ()
