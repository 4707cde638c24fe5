"""`eksgen report merge`: one report of the reports of many jobs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..compiler.errors import EksgenError
from ..compiler.files.reading import MAX_OWN_BYTES, read_named
from ..report.fleet import exit_code
from ..report.formats import draw_runs
from ..report.json.merging import merge_reports
from ..report.json.reading import ReportFile, read_report_file
from .inputs.spec_files import expand_patterns
from .outputs.results import ReportTarget, write_reports

MAX_MERGED_BYTES = 512 * 1024 * 1024
"""All files together. A plan of one cluster, everything new, has some 300 KB."""


def merge(
    patterns: Sequence[str], format: str, reports: Sequence[ReportTarget], *, full: bool = False
) -> int:
    """Write one report of all files, and return the most important exit code of all specs."""
    verb, outcomes = merge_reports(list(_read(expand_patterns(patterns))))
    write_reports(lambda name, style: draw_runs(name, verb, outcomes, style), format, reports, full=full)
    return exit_code(outcomes)


def _read(files: Sequence[str]) -> Iterator[ReportFile]:
    size = 0
    for file in files:
        data = read_named(file, MAX_OWN_BYTES)
        size += len(data)
        if size > MAX_MERGED_BYTES:
            raise EksgenError(
                f"the reports together are larger than {MAX_MERGED_BYTES // 1024 // 1024} MiB",
                code="not-mergeable",
                helps=("merge fewer of them",),
            )
        yield read_report_file(data, file)
