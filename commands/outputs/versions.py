"""Write the report of `update` and `upgrade` in a format."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ...report.human.versions import draw_versions
from ...report.json.versions import versions_json
from ...report.markdown.versions import versions_markdown
from ...report.page.versions import VersionReport
from ...report.terminal import Style
from .results import write_reports

_DRAW: Mapping[str, Callable[[VersionReport, Style], str]] = {
    "human": draw_versions,
    "json": lambda report, _: versions_json(report),
    "markdown": lambda report, _: versions_markdown(report),
}


def write_versions(report: VersionReport, format: str) -> None:
    """Write a report to standard output."""
    write_reports(lambda name, style: _DRAW[name](report, style), format, ())
