"""Spellings of earlier versions of the language."""

from __future__ import annotations

from .row import ForeignName

FORMER: tuple[ForeignName, ...] = ()
