"""Limits of CI systems."""

from __future__ import annotations

MAX_MATRIX_JOBS = 256
"""The jobs of a matrix on GitHub (docs.github.com, "Running variations of jobs"; read 2026-11)."""
