"""Names of kops, by the place where somebody writes them in a spec."""

from __future__ import annotations

from .row import ForeignName

KOPS: tuple[ForeignName, ...] = ()
