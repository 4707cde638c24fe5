"""The human view: plans and drift as text for a terminal or a log."""

from __future__ import annotations

from .drift_human import draw_drift
from .plan_human import draw_plan
from .terminal import Style, detect

__all__ = ["Style", "detect", "draw_drift", "draw_plan"]
