"""Names of terraform, by the place where somebody writes them in a spec."""

from __future__ import annotations

from .row import ForeignName

TERRAFORM: tuple[ForeignName, ...] = ()
