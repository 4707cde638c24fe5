"""Stage 3: rules across fields, one small function a rule, all run, all findings collected."""

from __future__ import annotations

from ...schemas.cluster import ClusterSpec
from ..diagnostics import Diagnostic
from ..source import Node


def check(spec: ClusterSpec, tree: Node) -> tuple[Diagnostic, ...]:
    """Every finding of every rule."""
    return ()
