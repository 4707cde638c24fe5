"""The human view: plans, applies, drift and the doctor's checks as text for a terminal or a log."""

from __future__ import annotations

from .apply_human import draw_applied
from .doctor_human import draw_checks
from .drift_human import draw_drift
from .plan_human import draw_plan
from .terminal import Style, detect

__all__ = ["Style", "detect", "draw_applied", "draw_checks", "draw_drift", "draw_plan"]
